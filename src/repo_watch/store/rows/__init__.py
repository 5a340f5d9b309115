"""What a run writes and goes by: decisions in, rows out, and what is known of a page, back.

It knows tables; it must not know why something was decided. Questions of more than a line stand in
`questions.sql`.
"""

from repo_watch.store.schema.database import statements

SQL = {one[3 : one.index(":")]: one for one in statements(__package__, "questions.sql")}
"""Each by the name that stands above it."""
