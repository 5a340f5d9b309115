"""What was made from rules, tables or rows, and of which version these were then."""

from sqlite3 import Connection as Database


def version(db: Database, what: str) -> str | None:
    """The version that it was made by; None before that."""
    row = db.execute("SELECT version FROM made_by WHERE what = ?", [what]).fetchone()
    return row and str(row[0])


def record(db: Database, what: str, version: str) -> None:
    """It was made by this version. Call inside a transaction."""
    db.execute(
        "INSERT INTO made_by (what, version) VALUES (?, ?)"
        " ON CONFLICT (what) DO UPDATE SET version = excluded.version",
        [what, version],
    )
