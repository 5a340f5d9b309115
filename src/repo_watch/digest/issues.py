"""The issues that were made: what an edition has told already."""

from datetime import datetime
from sqlite3 import Connection as Database
from typing import Any

from repo_watch.digest.model import Edition
from repo_watch.digest.months import Month, Months
from repo_watch.store import times
from repo_watch.store.schema.database import as_dicts


def first_run(db: Database) -> datetime | None:
    """When this installation first looked, or None before that."""
    (at,) = db.execute("SELECT min(started_at) FROM run").fetchone()
    return times.read(at) if at else None


def newest(db: Database, edition: Edition | None = None) -> list[dict[str, Any]]:
    """The newest number of each issue, of one edition or of all, newest months first.

    Rows of `issue` without the digest, with the moment at which number 1 was issued.
    """
    return as_dicts(
        db.execute(
            """SELECT * FROM (
                 SELECT id, edition, first_month, last_month, number, window_to, issued_at,
                        back_issue, html_sha256, pdf_sha256, pdf_bytes, csv_sha256,
                        first_value(issued_at) OVER numbers AS first_issued_at,
                        lead(number) OVER numbers AS corrected_by
                   FROM issue WHERE edition = coalesce(?, edition)
                 WINDOW numbers AS (PARTITION BY edition, first_month, last_month ORDER BY number))
                WHERE corrected_by IS NULL ORDER BY last_month DESC, first_month DESC, id DESC""",
            [edition and edition.name],
        )
    )


def months_of(row: dict[str, Any]) -> Months:
    """The months that an issue covers; a row of `newest`."""
    return Months(Month.parse(row["first_month"]), Month.parse(row["last_month"]))


def earlier(db: Database, months: Months, edition: Edition) -> dict[str, Any] | None:
    """What was issued for exactly these months, a row of `newest`, or None."""
    return next((row for row in newest(db, edition) if months_of(row) == months), None)


def issued_months(db: Database, edition: Edition) -> frozenset[Month]:
    """Every month that some issue of the edition covers."""
    return frozenset(month for row in newest(db, edition) for month in months_of(row).each)
