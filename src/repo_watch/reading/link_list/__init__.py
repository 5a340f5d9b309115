"""A partnership's page of links: lines in; its reviews and other publications out.

It knows how boards lay out documents; it must not know any one board's site.
"""
