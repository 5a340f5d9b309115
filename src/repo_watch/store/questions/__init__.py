"""What people ask of the database: a question in; plain rows or words out. It writes nothing.

It knows views and search; it must not know how answers are printed.
"""
