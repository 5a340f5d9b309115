"""What the database knows that bears on one page, as judging asks for it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from sqlite3 import Connection as Database
from typing import Any

import msgspec

from repo_watch.judging.changes import Known, KnownItem, Ruling, Sighting
from repo_watch.judging.fingerprint import Sketch, content_hash, take_over
from repo_watch.judging.identity import marks
from repo_watch.model import Entry, Item, Publication, Reading
from repo_watch.reading.terms.titles import title_key
from repo_watch.store.rows import SQL
from repo_watch.store.rows.pages import PageRow, listed_by
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import column, value

_NO_LEAD = 1_000_000
"""Rank of an item that no page shows: any page may lead."""


def snapshot(said: object) -> str:
    """An item as the database keeps it, or a list as a question takes it: JSON."""
    return msgspec.json.encode(said).decode()


def item_of(kind: str, text: str) -> Item:
    """The item that `snapshot` wrote."""
    if kind == "review":
        return msgspec.json.decode(text, type=Entry)
    return msgspec.json.decode(text, type=Publication)


def known(
    db: Database,
    run: Run,
    source: str,
    page: PageRow | None,
    reading: Reading | None,
    *,
    kept: Iterable[str] = (),
    document: bool = False,
) -> Known:
    """Everything that bears on one page of a source, whose row is None before the first reading.

    The readings of the `run` at work do not end the first night. The page's reading is None when it
    is unchanged. `kept` are addresses of pages whose entries stay until taken down: an item that
    one of them shows is not absent. A `document` is one page about one thing, not a list of items.
    """
    page_id = page.id if page else -1
    items = reading.items if reading else ()
    publications = [item for item in items if isinstance(item, Publication)]
    asked = {
        "likely": _likely(db, page_id, reading.entries if reading else ()),
        "keys": [one.content_id for one in publications],
        "titles": [title_key(one.title) for one in publications],
        "urls": [one.url for one in publications],
        "kept": list(kept),
    }
    lists = {name: snapshot(values) for name, values in asked.items()}
    here = {"page": page_id, "no_lead": _NO_LEAD, "unchanged": reading is None}
    found = db.execute(SQL["known_items"], {**lists, **here})
    nights = "SELECT 1 FROM source_night WHERE source = ? AND run <> ? AND verdict <> 'failed'"
    pages: list[str] = []
    if reading and reading.listed:
        pages = column(db, "SELECT url FROM page WHERE source = ?", source)
    rulings = db.execute("SELECT kind, sketch, item FROM ruling ORDER BY id")
    return Known(
        items=tuple(map(_known_item, found)),
        first_night=not value(db, nights, source, run.id),
        first_reading=page is None or page.verdict is None,
        document=document,
        baseline=page is not None and page.baseline,
        listed=listed_by(db, page_id),
        pages=frozenset(pages),
        rulings=tuple(Ruling(kind, Sketch.decode(text), item) for kind, text, item in rulings),
    )


def _likely(db: Database, page_id: int, entries: Sequence[Entry]) -> list[int]:
    """The reviews that share marks with what is not word for word what the page showed before.

    Where an operator held two texts apart, and of what bears a catalogue's number, with any entry.
    """
    if not entries:
        return []
    apart = value(db, "SELECT 1 FROM ruling WHERE kind = 'apart'")
    shown = db.execute(SQL["shown"], [page_id]).fetchall()
    before, hashes = {here for here, *_ in shown}, {text: said for _, said, text in shown}
    for one in entries:
        take_over(one, hashes.get(snapshot(one), ""))
    asked = [
        marks(one, asked=True)
        for one in entries
        if apart or one.accession or content_hash(one) not in before
    ]
    every = snapshot(sorted({mark for one in asked for mark in one.every}))
    by_mark: dict[int, list[int]] = defaultdict(list)
    for mark, id_ in db.execute(SQL["marked"], [every]):
        by_mark[mark].append(id_)
    return sorted(set().union(*(one.sharing(by_mark) for one in asked)))


def _known_item(row: tuple[Any, ...]) -> KnownItem:
    id_, text, hash_, state, kind, source, rank, shown, misses, missed_on, gone_at, elsewhere = row
    day = date.fromisoformat(missed_on) if missed_on else None
    here = Sighting(shown, misses, day, gone_at is not None) if shown is not None else None
    return KnownItem(id_, partial(item_of, kind, text), hash_, state, source, rank, here, elsewhere)
