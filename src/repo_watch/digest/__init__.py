"""What an issue says: the database in; a Digest, plain data, out.

It knows which items belong to which issue; it must not know how an issue is worded or looks.
"""
