"""How an issue looks: a Digest in; words, HTML, PDF, feeds, spreadsheet and search index out.

It knows wording and layout; it must not know the database or choose what an issue carries.
"""
