"""A page as a reader sees it: bytes in; lines, links and refusals out.

It knows HTML and what surrounds any list; it must not know what a case review is made of.
"""
