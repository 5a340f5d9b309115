"""The store: one SQLite file, one writer; decisions in, rows out.

It does as it is told, and must not know where a reading came from or how an answer is shown.
"""
