"""What is known of addresses: how each was last read well, and which listings lead where."""

import json
from datetime import datetime
from sqlite3 import Connection as Database

from msgspec import Struct

from repo_watch.model import (
    DOCUMENTS,
    FURTHER,
    UNLISTED,
    KnownPage,
    Page,
    Reading,
    Request,
    Validators,
    Verdict,
)
from repo_watch.store.rows.runs import Run
from repo_watch.store.times import iso
from repo_watch.store.times import read as read_time

BY_HAND = 0
"""The reader's version of a page that is to be read again since an operator decided so."""


class PageRow(Struct, frozen=True):
    """A row of `page`, as a run needs it.

    `verdict` and `items` are those of the last good reading, None before it.
    """

    id: int
    url: str
    rank: int
    baseline: bool
    validators: Validators
    have: str | None
    reader_version: int | None
    verdict: str | None
    items: int | None


def find(db: Database, source: str, url: str) -> PageRow | None:
    """The row of an address of a source, or None."""
    row = db.execute(
        "SELECT id, url, rank, baseline, etag, last_modified, sha256, have, reader_version,"
        " verdict, items FROM page WHERE source = ? AND url = ?",
        [source, url],
    ).fetchone()
    if row is None:
        return None
    return PageRow(
        id=row[0],
        url=row[1],
        rank=row[2],
        baseline=bool(row[3]),
        validators=Validators(row[4], row[5], row[6]),
        have=row[7],
        reader_version=row[8],
        verdict=row[9],
        items=row[10],
    )


def ensure(db: Database, source: str, request: Request, run: Run, *, baseline: bool) -> int:
    """The id of the address's row, made where it is missing. Call inside a transaction."""
    db.execute(
        "INSERT INTO page (source, url, kind, rank, known_since, baseline)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (source, url) DO UPDATE SET kind = excluded.kind, rank = excluded.rank"
        " WHERE kind <> excluded.kind OR rank <> excluded.rank",
        [source, request.url, request.kind, request.rank, iso(run.now), int(baseline)],
    )
    row = db.execute(
        "SELECT id FROM page WHERE source = ? AND url = ?", [source, request.url]
    ).fetchone()
    return int(row[0])


def read_well(
    db: Database,
    page_id: int,
    page: Page,
    reading: Reading,
    verdict: Verdict,
    *,
    reader_version: int,
) -> None:
    """Keep what validates this reading, in the transaction that stores what it said."""
    db.execute(
        "UPDATE page SET have = ?, status = ?, etag = ?, last_modified = ?, sha256 = ?,"
        " headers = ?, reader_version = ?, verdict = ?, items = ?, read_at = ? WHERE id = ?",
        [
            page.request.marker,
            page.status,
            page.headers.get("etag"),
            page.headers.get("last-modified"),
            page.sha256,
            json.dumps(dict(page.headers)),
            reader_version,
            verdict.state,
            len(reading.items) or len(reading.listed),
            iso(page.fetched_at),
            page_id,
        ],
    )


def unchanged(db: Database, page_id: int, page: Page) -> None:
    """A page that is the same as before, perhaps under a newer marker."""
    db.execute(
        "UPDATE page SET have = ? WHERE id = ? AND have IS NOT ?",
        [page.request.marker, page_id, page.request.marker],
    )


def save_listing(
    db: Database,
    source: str,
    by_page: int,
    listed: tuple[Request, ...],
    run: Run,
    *,
    baseline: bool,
    complete: bool,
) -> None:
    """Note where a listing leads; only a complete one takes back what it led to before."""
    known = dict(
        db.execute("SELECT page, marker FROM listing WHERE by_page = ?", [by_page]).fetchall()
    )
    now_listed = {
        ensure(db, source, request, run, baseline=baseline): request.marker or ""
        for request in listed
        if request.marker is not None
    }
    for page, marker in now_listed.items():
        if known.get(page) != marker:
            db.execute(
                "INSERT INTO listing (by_page, page, marker) VALUES (?, ?, ?)"
                " ON CONFLICT (by_page, page) DO UPDATE SET marker = excluded.marker",
                [by_page, page, marker],
            )
    if complete:
        for page in known.keys() - now_listed.keys():
            db.execute("DELETE FROM listing WHERE by_page = ? AND page = ?", [by_page, page])


def known_pages(db: Database, source: str) -> dict[str, KnownPage]:
    """Every address of the source, for `State.pages`."""
    rows = db.execute(
        "SELECT url, have, wanted, EXISTS (SELECT 1 FROM listing WHERE listing.by_page = page.id)"
        " OR kind NOT IN (SELECT value FROM json_each(?)) FROM page"
        " LEFT JOIN (SELECT page, max(marker) AS wanted FROM listing GROUP BY page)"
        " ON page = page.id WHERE source = ?",
        [json.dumps(sorted(DOCUMENTS)), source],
    )
    return {
        url: KnownPage(wanted=wanted if wanted is not None else (None if leads else UNLISTED),
                       have=have)
        for url, have, wanted, leads in rows
    }  # fmt: skip


class LastGood(Struct, frozen=True):
    """The body of an address's last good reading: where the archive has it, and its headers."""

    request: Request
    sha256: str
    headers: dict[str, str]
    read_at: datetime
    status: int


def outdated_bodies(db: Database, before: datetime) -> tuple[str, ...]:
    """The sha256 of bodies that no page showed since a moment and nothing will read again."""
    rows = db.execute(
        "SELECT sha256 FROM (SELECT sha256, at, lead(at) OVER (PARTITION BY page ORDER BY run, id)"
        " AS until FROM reading WHERE sha256 IS NOT NULL)"
        " GROUP BY sha256 HAVING max(coalesce(until, at)) < ?"
        " EXCEPT SELECT sha256 FROM page EXCEPT SELECT sha256 FROM link_check",
        [iso(before)],
    )
    return tuple(sha256 for (sha256,) in rows.fetchall())


_LAST_GOOD = (
    "SELECT url, kind, rank, have, sha256, headers, read_at, status FROM page"
    " WHERE source = ? AND sha256 IS NOT NULL"
)


def last_good(db: Database, source: str, url: str | None = None) -> tuple[LastGood, ...]:
    """The last good body of every address of a source, or of one, as they became known."""
    rows = (
        db.execute(f"{_LAST_GOOD} AND url = ?", [source, url])
        if url
        else db.execute(f"{_LAST_GOOD} ORDER BY id", [source])
    )
    return tuple(
        LastGood(
            Request(url, kind, rank, have),
            sha256,
            json.loads(headers or "{}"),
            read_time(read_at),
            status,
        )
        for url, kind, rank, have, sha256, headers, read_at, status in rows
    )


def listed_by(db: Database, page_id: int) -> frozenset[str]:
    """Addresses that a listing led to when it was last read well."""
    return frozenset(
        url
        for (url,) in db.execute(
            "SELECT url FROM listing JOIN page ON page.id = listing.page WHERE by_page = ?",
            [page_id],
        )
    )


def goes_on_unread(db: Database, page_id: int) -> bool:
    """Whether a list goes on at a page that was not read well when last asked for."""
    row = db.execute(
        "WITH RECURSIVE ahead (page) AS (SELECT page FROM listing WHERE by_page = :page"
        " UNION SELECT listing.page FROM listing JOIN ahead ON listing.by_page = ahead.page)"
        " SELECT EXISTS (SELECT 1 FROM page JOIN ahead ON page.id = ahead.page"
        " WHERE kind = :further AND (SELECT verdict FROM reading WHERE reading.page = page.id"
        " ORDER BY id DESC LIMIT 1) = 'failed')",
        {"page": page_id, "further": FURTHER},
    ).fetchone()
    return bool(row[0])
