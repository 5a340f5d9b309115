"""What is known of addresses: how each was last read well, and which listings lead where."""

import json
from datetime import datetime
from sqlite3 import Connection as Database

from msgspec import Struct

from repo_watch import model
from repo_watch.store.rows import SQL
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import column, update, value
from repo_watch.store.times import iso
from repo_watch.store.times import read as read_time

BY_HAND = 0
"""The reader's version of a page that is to be read again since an operator decided so."""


class PageRow(Struct, frozen=True):
    """A row of `page`, as a run needs it; `verdict` is that of the last good reading."""

    id: int
    baseline: bool
    have: str | None
    reader_version: int | None
    verdict: str | None
    validators: model.Validators


def find(db: Database, source: str, url: str) -> PageRow | None:
    """The row of an address of a source, or None."""
    row = db.execute(
        "SELECT id, baseline, have, reader_version, verdict, etag, last_modified, sha256 FROM page"
        " WHERE source = ? AND url = ?",
        [source, url],
    ).fetchone()
    if row is None:
        return None
    id_, baseline, have, reader, verdict, *validators = row
    return PageRow(id_, bool(baseline), have, reader, verdict, model.Validators(*validators))


def ensure(db: Database, source: str, request: model.Request, run: Run, *, baseline: bool) -> int:
    """The id of the address's row, made where it is missing. Call inside a transaction."""
    said = {"kind": request.kind, "rank": request.rank, "now": iso(run.now), "baseline": baseline}
    db.execute(SQL["save_page"], {"source": source, "url": request.url, **said})
    return int(value(db, "SELECT id FROM page WHERE source = ? AND url = ?", source, request.url))


def read_well(
    db: Database,
    page_id: int,
    page: model.Page,
    reading: model.Reading,
    verdict: model.Verdict,
    *,
    reader_version: int,
) -> None:
    """Keep what validates this reading, in the transaction that stores what it said."""
    update(
        db,
        "page",
        page_id,
        have=page.request.marker,
        status=page.status,
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
        sha256=page.sha256,
        headers=json.dumps(dict(page.headers)),
        reader_version=reader_version,
        verdict=verdict.state,
        items=len(reading.items) or len(reading.listed),
        read_at=iso(page.fetched_at),
    )


def unchanged(db: Database, page_id: int, page: model.Page) -> None:
    """A page that is the same as before, perhaps under a newer marker."""
    asked = [page.request.marker, page_id]
    db.execute("UPDATE page SET have = ?1 WHERE id = ?2 AND have IS NOT ?1", asked)


def save_listing(
    db: Database,
    source: str,
    by_page: int,
    listed: tuple[model.Request, ...],
    run: Run,
    *,
    baseline: bool,
    complete: bool,
) -> None:
    """Note where a listing leads; only a complete one takes back what it led to before."""
    led_to = [
        (ensure(db, source, one, run, baseline=baseline), one.marker)
        for one in listed
        if one.marker is not None
    ]
    db.executemany(
        "INSERT INTO listing (by_page, page, marker) VALUES (?, ?, ?) ON CONFLICT (by_page, page)"
        " DO UPDATE SET marker = excluded.marker WHERE marker <> excluded.marker",
        [(by_page, page, marker) for page, marker in led_to],
    )
    if complete:
        db.execute(
            "DELETE FROM listing WHERE by_page = ?"
            " AND page NOT IN (SELECT value FROM json_each(?))",
            [by_page, json.dumps([page for page, _ in led_to])],
        )


def known_pages(db: Database, source: str) -> dict[str, model.KnownPage]:
    """Every address of the source, for `State.pages`."""
    documents = json.dumps(sorted(model.DOCUMENTS))
    asked = {"documents": documents, "unlisted": model.UNLISTED, "source": source}
    rows = db.execute(SQL["known_pages"], asked)
    return {url: model.KnownPage(wanted, have) for url, wanted, have in rows}


class LastGood(Struct, frozen=True):
    """The body of an address's last good reading: where the archive has it, and its headers."""

    request: model.Request
    sha256: str
    headers: dict[str, str]
    read_at: datetime
    status: int


def outdated_bodies(db: Database, before: datetime) -> list[str]:
    """The sha256 of bodies that no page showed since a moment and nothing will read again."""
    return column(db, SQL["outdated_bodies"], iso(before))


def last_good(db: Database, source: str, url: str | None = None) -> tuple[LastGood, ...]:
    """The last good body of every address of a source, or of one, as they became known."""
    rows = db.execute(
        "SELECT url, kind, rank, have, sha256, headers, read_at, status FROM page"  # noqa: S608 -- constants
        f" WHERE source = ? AND sha256 IS NOT NULL {'AND url = ?' if url else 'ORDER BY id'}",
        [source, url] if url else [source],
    )
    return tuple(
        LastGood(
            model.Request(*asked), sha256, json.loads(headers or "{}"), read_time(read_at), status
        )
        for *asked, sha256, headers, read_at, status in rows
    )


def listed_by(db: Database, page_id: int) -> frozenset[str]:
    """Addresses that a listing led to when it was last read well."""
    led_to = "SELECT url FROM listing JOIN page ON page.id = listing.page WHERE by_page = ?"
    return frozenset(column(db, led_to, page_id))


def goes_on_unread(db: Database, page_id: int) -> bool:
    """Whether a list goes on at a page that was not read well when last asked for."""
    return bool(value(db, SQL["goes_on_unread"], page_id, model.FURTHER))
