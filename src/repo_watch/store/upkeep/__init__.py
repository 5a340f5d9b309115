"""Looking after the database: rulings, takedown, and the copy for analysts.

Operators' decisions in; changed rows or a whole new file out. It must not know the command line.
"""

from repo_watch.store.schema.database import named

SQL = named(__package__, "questions.sql")
