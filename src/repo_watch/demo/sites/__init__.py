"""The sites of the replica, a module for each (GOV.UK has three).

`respond` gives what a site answers to a GET: on which `night` of which `story`, to a `path` without
query, with the values of the `query` by parameter name. Links are made with `base`, the site's own
address without a final slash.
"""
