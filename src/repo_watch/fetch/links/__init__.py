"""One report link: an address in; whether its document is there, and what it says of itself, out.

It knows HTTP and PDF; it must not know what a changed answer means.
"""
