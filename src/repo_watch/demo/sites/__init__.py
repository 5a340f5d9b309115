"""The sites of the replica, a module for each.

`respond` gives what a site answers to a `Get` on a sound night; `server` spoils it on a bad one.
"""
