"""Rows as the nightly run reads and writes them: what was decided in; what is known out.

It knows SQL; it decides nothing. Questions of some length stand in `questions.sql`.
"""

from repo_watch.store.schema.database import named

SQL = named(__package__, "questions.sql")
