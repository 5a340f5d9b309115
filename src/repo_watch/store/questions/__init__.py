"""What people ask of the database: a question in; plain rows or words out. It writes nothing.

It knows views and search; it must not know how answers are printed.
"""

from repo_watch.store.schema.database import named

SQL = named(__package__, "questions.sql")
