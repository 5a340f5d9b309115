"""An issue as the page, the feeds and the search know it."""

from dataclasses import dataclass

from sqlite_utils import Database

from repo_watch.digest import words
from repo_watch.digest.issue import csv_name, digest_of, html_name, pdf_name
from repo_watch.digest.months import Month, Months, london_day
from repo_watch.digest.nouns import Digest, Edition
from repo_watch.store import times


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An issue as the page lists it: "Case reviews March 2017 [1Mb]"."""

    months: Months
    title: str
    size: str
    html: str
    pdf: str
    csv: str
    pdf_bytes: int
    corrected: str
    updated: str
    digest: Digest


def listed(db: Database, row: dict[str, object], edition: Edition) -> Listed:
    """A row of `issue.newest`."""
    months = Months(Month.parse(str(row["first_month"])), Month.parse(str(row["last_month"])))
    issued_at = str(row["issued_at"])
    size = int(str(row["pdf_bytes"]))
    return Listed(
        months=months,
        title=f"{edition.title} {months.name}",
        size=words.short_size(size),
        html=html_name(months),
        pdf=pdf_name(months),
        csv=csv_name(months),
        pdf_bytes=size,
        corrected=words.day(london_day(times.read(issued_at))) if row["number"] != 1 else "",
        updated=issued_at,
        digest=digest_of(db, int(str(row["id"]))),
    )
