"""What was made from rules, tables or rows, and of which version these were then."""

from sqlite3 import Connection as Database

from repo_watch.store.schema.database import value


def version(db: Database, what: str) -> str | None:
    """The version that it was made by; None before that."""
    found = value(db, "SELECT version FROM made_by WHERE what = ?", what)
    return found and str(found)


def record(db: Database, what: str, version: str) -> None:
    """It was made by this version. Call inside a transaction."""
    db.execute("INSERT OR REPLACE INTO made_by (what, version) VALUES (?, ?)", [what, version])
