"""The database's shape: a path in; an open database of the newest schema, or a refusal, out.

It knows tables, migrations and views; it must not know what is written into them or why.
"""

APPLICATION_ID = 0x52_57_43_52  # "RWCR" in the file's header: `file` and we know it as ours
SCHEMA_VERSION = 4
"""Stamped as `user_version`; a file with a greater one is refused."""
