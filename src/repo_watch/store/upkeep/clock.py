"""The moment of the last run whose clock was believed, and the mending of moments that were not."""

from datetime import datetime, timedelta
from sqlite3 import Connection as Database

from repo_watch.store.rows import made_by
from repo_watch.store.schema.database import transaction, value
from repo_watch.store.times import iso
from repo_watch.store.upkeep import SQL

_SLACK = timedelta(hours=1)
"""A night's pages are read after it began."""


def believed(db: Database) -> str | None:
    """The moment (ISO 8601) that the last believed run took it for; None before the first."""
    last = value(db, "SELECT started_at FROM run ORDER BY id DESC LIMIT 1")
    return made_by.version(db, "clock") or (last and str(last))


def believe(db: Database, now: datetime) -> int:
    """Take `now` for the right moment; gives how many later ones were set to it.

    A review that a wrong clock dated into the future would be in no issue until then. What a run
    believed when it began it need not write again when it ends.
    """
    latest = value(db, "SELECT max(started_at) FROM run")
    ahead = latest and latest > iso(now + _SLACK)
    if not ahead and made_by.version(db, "clock") == iso(now):
        return 0
    with transaction(db):
        made_by.record(db, "clock", iso(now))
        return _mend(db, now) if ahead else 0


def _mend(db: Database, now: datetime) -> int:
    mended = 0
    for table, column in db.execute(SQL["moments"]).fetchall():
        width = 10 if column.endswith("_on") else None
        mended += db.execute(
            f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" > ?',  # noqa: S608 -- ours
            [iso(now)[:width], iso(now + _SLACK)[:width]],
        ).rowcount
    return mended
