"""The NSPCC's lists of case reviews: lines of a page in; entries and unread lines out.

It knows the grammar of headings and labels; it must not know addresses, sources or other pages.
"""
