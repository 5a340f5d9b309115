"""The issues that were made, and whatever else the digest asks the database (`questions.sql`)."""

import json
from collections.abc import Collection
from datetime import datetime
from sqlite3 import Connection as Database
from sqlite3 import Cursor
from typing import Any

from repo_watch.digest.model import Edition
from repo_watch.digest.months import Month, Months
from repo_watch.store import times
from repo_watch.store.schema.database import as_dicts, named

_SQL = named(__package__, "questions.sql")


def answer(db: Database, name: str, **given: object) -> Cursor:
    """What a query of `questions.sql` gives; moments go in as text, and lists as JSON."""
    said = {
        key: json.dumps([*one])
        if isinstance(one, Collection) and not isinstance(one, str)
        else times.iso(one)
        if isinstance(one, datetime)
        else one
        for key, one in given.items()
    }
    return db.execute(f"{_SQL['shared']}\n{_SQL[name]}", said)


def ask(db: Database, name: str, **given: object) -> list[dict[str, Any]]:
    """The same rows, each by the names of its columns."""
    return [*as_dicts(answer(db, name, **given))]


def first_run(db: Database) -> datetime | None:
    """When this installation first looked, or None before that."""
    (at,) = db.execute("SELECT min(started_at) FROM run").fetchone()
    return times.read(at) if at else None


def newest(db: Database, edition: Edition | None = None) -> list[dict[str, Any]]:
    """The newest number of each issue, of one edition or of all, newest months first.

    Rows of `issue` without the digest, with the moment at which number 1 was issued.
    """
    return ask(db, "newest_numbers", edition=edition and edition.name)


def months_of(row: dict[str, Any]) -> Months:
    """The months that an issue covers; a row of `newest`."""
    return Months(Month.parse(row["first_month"]), Month.parse(row["last_month"]))


def earlier(db: Database, months: Months, edition: Edition) -> dict[str, Any] | None:
    """What was issued for exactly these months, a row of `newest`, or None."""
    return next((row for row in newest(db, edition) if months_of(row) == months), None)


def issued_months(db: Database, edition: Edition) -> frozenset[Month]:
    """Every month that some issue of the edition covers."""
    return frozenset(month for row in newest(db, edition) for month in months_of(row).each)
