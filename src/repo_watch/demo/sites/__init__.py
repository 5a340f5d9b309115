"""The sites of the replica, a module for each (GOV.UK has three).

`respond` gives what a site answers to a GET: of which `story`, to a `path` without query, with the
values of the `query` by parameter name, on which `night`. Links are made with `base`, the address
of the site without a final slash.
"""
