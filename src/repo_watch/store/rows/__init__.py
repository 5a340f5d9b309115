"""Rows as the nightly run reads and writes them: what was decided in; what is known out.

It knows SQL; it decides nothing. Questions of some length stand in `questions.sql`.
"""

from repo_watch.store.schema.database import statements

SQL = {one[3 : one.index(":")]: one for one in statements(__package__, "questions.sql")}
"""Each by the name that stands above it."""
