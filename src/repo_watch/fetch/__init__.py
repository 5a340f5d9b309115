"""Fetching: a Request in; a Page, or why there is none, out.

It knows HTTP, robots.txt and the archive of what came; it must not know what a page says.
"""
