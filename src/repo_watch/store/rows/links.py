"""The slow round's memory: what is known of each address that items link to."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from sqlite3 import Connection as Database
from typing import Any

import msgspec

from repo_watch.judging.changes import Event
from repo_watch.judging.links import Checked, Finding, WatchedLink, asset, conclude, news, state_of
from repo_watch.store.rows import SQL
from repo_watch.store.rows.apply import write_events
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import as_dicts, column, upsert
from repo_watch.store.times import iso


def watched(db: Database) -> tuple[WatchedLink, ...]:
    """Every address that items link to, save those whose source took the link down."""
    return tuple(_watched(row) for row in as_dicts(db.execute(SQL["watched"])))


def _watched(row: Mapping[str, Any]) -> WatchedLink:
    said = {name: value for name, value in row.items() if value is not None}
    checked = msgspec.convert({**said, "document": said}, Checked)
    return WatchedLink(row["url"], tuple(sorted(json.loads(row["sources"]))), checked)


def save(
    db: Database,
    run: Run,
    findings: Iterable[tuple[WatchedLink, Finding]],
    keeps: Mapping[str, int | None],
) -> int:
    """Note what one night found of distinct links; gives how many items it is news for.

    `keeps` says, by source id, the years after which it takes reports down, or None. Call inside a
    transaction.
    """
    told = 0
    for link, finding in findings:
        now = conclude(link.checked, finding, run.now.date())
        _write(db, link.url, finding, now)
        told += _tell(db, run, link, now, keeps)
    return told


def _write(db: Database, url: str, finding: Finding, now: Checked) -> None:
    facts = msgspec.to_builtins(now)
    document = facts.pop("document")
    row = {"url": url, "reason": finding.reason, "status": finding.status, **facts, **document}
    row |= {"checked_on": row.pop("on"), "bytes": row.pop("size")}
    upsert(db, "link_check", "url", row)
    if now.says == "there" and now.state == "replaced":
        save_pdf(db, None, url, pages=None, title=None, sha256=None)


def _tell(
    db: Database, run: Run, link: WatchedLink, now: Checked, keeps: Mapping[str, int | None]
) -> int:
    """The state of every item's link to the address; events where it is news."""
    what = news(link.checked, now)
    rows = db.execute(SQL["linking"], [link.url]).fetchall()
    told = 0
    by_asset = what == "replaced" and asset(now.document.leads_to or "") is not None
    for item, source, before, year, of_govuk in rows:
        if before == "retired" and not (link.checked.state == "missing" and now.says == "there"):
            continue  # the source took the link down, or it is as gone as before
        state = state_of(now, year=year, keeps=keeps.get(source), today=run.now.date())
        if state != before:
            db.execute(
                "UPDATE item_link SET state = ?, state_since = ? WHERE item = ? AND url = ?",
                [state, iso(run.now), item, link.url],
            )
        if what and not (by_asset and of_govuk):
            kind = {"lost": "retired" if state == "retired" else "missing"}.get(what, what)
            write_events(db, run, item, None, [Event(f"report_{kind}", ("links",))])
            told += 1
    return told


def unread_pdfs(db: Database, run: Run, largest: int, most: int) -> tuple[WatchedLink, ...]:
    """PDFs found tonight whose title and pages are not known, no larger than so many bytes."""
    rows = db.execute(SQL["unread_pdfs"], [run.now.date().isoformat(), largest, most])
    return tuple(WatchedLink(url, tuple(json.loads(sources))) for url, sources in rows)


def pdf_facts(db: Database, url: str) -> tuple[int, str | None] | None:
    """The pages and the title of a PDF as last read, or None where it was not."""
    facts = "SELECT pages, title FROM link_check WHERE url = ? AND pages IS NOT NULL"
    row: tuple[int, str | None] | None = db.execute(facts, [url]).fetchone()
    return row


def save_pdf(
    db: Database,
    on: date | None,
    url: str,
    *,
    pages: int | None,
    title: str | None,
    sha256: str | None,
) -> None:
    """Note what a PDF says of itself, read `on` a night, and where the archive keeps it.

    Without a day it is to be read anew. Without pages it could not be read: it is not fetched again
    until it is replaced. `sha256` is that of the file where it is kept. Call inside a transaction.
    """
    db.execute(
        "UPDATE link_check SET pdf_read_on = ?, pages = ?, title = ?, sha256 = ? WHERE url = ?",
        [on and on.isoformat(), pages, title or None, sha256, url],
    )


def kept_files(db: Database, item: int) -> frozenset[str]:
    """The sha256 of archived files to which no other item than this links: for a takedown."""
    return frozenset(column(db, SQL["kept_files"], item))
