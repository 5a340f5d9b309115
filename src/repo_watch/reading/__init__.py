"""Pure readers: bytes of a page in; what it says, and what was left unread, out.

It knows pages and the field's words; it must not know the clock, the network or the database.
"""
