"""The database's shape, one migration per release of it.

A migration, once released, is never edited: the next one changes what it made. Tables have
singular names and may change; views have plural names and are what analysts rely on.
"""

from sqlite_utils import Database, Migrations

from repo_watch.store.schema import APPLICATION_ID, SCHEMA_VERSION
from repo_watch.store.schema.database import statements

migrations = Migrations("repo_watch")


@migrations()
def first(db: Database) -> None:
    """Schema 1: everything that a nightly run and a digest need."""
    _execute(db, "tables.sql")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@migrations()
def second(db: Database) -> None:
    """Schema 2: parts, marks, successors.

    What was merged is watched on as a part; reviews are found again by marks, which the next run
    makes for what is known; an authority says of which dissolved one it is a successor.
    """
    _drop_views(db)
    db.execute("ALTER TABLE item_authority ADD COLUMN successor_of TEXT")
    db.execute(
        "CREATE TABLE item_mark (mark INTEGER NOT NULL, item INTEGER NOT NULL REFERENCES item (id),"
        " PRIMARY KEY (mark, item)) STRICT, WITHOUT ROWID"
    )
    _execute(db, "merged_parts.sql")
    db.execute("PRAGMA user_version = 2")


@migrations()
def third(db: Database) -> None:
    """Schema 3: slips of the pen, and two indexes.

    Two reviews may bear one number of the catalogue, for a slip of the pen is one. What was merged
    is found by what it is a part of, and a publication by its address, without a look at all.
    """
    _drop_views(db)
    db.execute("CREATE INDEX item_part ON item (merged_into) WHERE merged_into IS NOT NULL")
    db.execute("CREATE INDEX version_url ON version (snapshot ->> '$.url')")
    db.execute("DROP INDEX item_key")
    db.execute(
        "CREATE UNIQUE INDEX item_key ON item (key) WHERE kind = 'publication' AND key IS NOT NULL"
    )
    db.execute("PRAGMA user_version = 3")


@migrations()
def fourth(db: Database) -> None:
    """Schema 4: versions in an ordinary table.

    A row of theirs is long, and without a rowid a long one took pages of its own.
    """
    _drop_views(db)
    _execute(db, "version.sql")
    _execute(db, "views.sql")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _drop_views(db: Database) -> None:
    for view in db.view_names():
        db.execute(f"DROP VIEW {view}")


def _execute(db: Database, name: str) -> None:
    for statement in statements(__package__, name):
        db.execute(statement)
