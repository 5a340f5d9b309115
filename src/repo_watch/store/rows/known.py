"""What the database knows that bears on one page, as judging asks for it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from sqlite3 import Connection as Database
from typing import Any

import msgspec

from repo_watch.judging.changes import Known, KnownItem, Ruling, Sighting
from repo_watch.judging.fingerprint import content_hash
from repo_watch.judging.marks import marks
from repo_watch.judging.sketch import Sketch
from repo_watch.model import Entry, Item, Publication, Reading
from repo_watch.reading.terms.titles import title_key
from repo_watch.store.rows.pages import PageRow, listed_by
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import column, value

_NO_LEAD = 1_000_000
"""Rank of an item that no page shows: any page may lead."""

_ITEMS = """
SELECT item.id, version.snapshot, version.hash, item.state, item.kind, item.source,
    coalesce((SELECT min(page.rank) FROM sighting JOIN page ON page.id = sighting.page
        WHERE sighting.item = item.id AND sighting.gone_at IS NULL), :no_lead),
    here.hash, here.misses, here.missed_on, here.gone_at,
    (SELECT count(*) FROM sighting JOIN page ON page.id = sighting.page
        WHERE sighting.item = item.id AND sighting.page <> :page AND sighting.gone_at IS NULL
        AND page.url IN (SELECT value FROM json_each(:kept)))
FROM item
JOIN version ON version.item = item.id AND version.number = item.version
LEFT JOIN sighting AS here ON here.item = item.id AND here.page = :page
WHERE item.state <> 'suppressed'
"""


def snapshot(item: Item) -> str:
    """An item as the database keeps it."""
    return _json(item)


def _json(said: object) -> str:
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
    """Everything that bears on one page.

    Args:
        db: the database.
        run: the run at work; its own readings do not end the first night.
        source: id of the page's source.
        page: the page's row, None before the first reading.
        reading: what it says now; None when it is unchanged.
        kept: addresses of pages whose entries stay until taken down; an item that one of
            them shows is not absent.
        document: whether the page is one document, not a list of items.
    """
    page_id = page.id if page else -1
    arguments: dict[str, Any] = {"no_lead": _NO_LEAD, "page": page_id, "kept": _json(list(kept))}
    query = f"{_ITEMS} AND item.id IN ({_which(db, reading, arguments)}) ORDER BY item.id"
    nights = "SELECT 1 FROM source_night WHERE source = ? AND run <> ? AND verdict <> 'failed'"
    pages: list[str] = []
    if reading and reading.listed:
        pages = column(db, "SELECT url FROM page WHERE source = ?", source)
    rulings = db.execute("SELECT kind, sketch, item FROM ruling ORDER BY id")
    return Known(
        items=tuple(_known_item(row) for row in db.execute(query, arguments)),
        first_night=not value(db, nights, source, run.id),
        first_reading=page is None or page.verdict is None,
        document=document,
        baseline=page is not None and page.baseline,
        listed=listed_by(db, page_id),
        pages=frozenset(pages),
        rulings=tuple(Ruling(kind, Sketch.decode(text), item) for kind, text, item in rulings),
    )


def _which(db: Database, reading: Reading | None, arguments: dict[str, Any]) -> str:
    """Only what can matter: what the page showed, and what shares a mark or a key with it.

    Of a page that is unchanged that is nothing, unless something goes on being missed there.
    """
    here = "SELECT item FROM sighting WHERE page = :page"
    if reading is None:
        open_misses = f"{here} AND misses AND gone_at IS NULL"
        return f"{here} AND EXISTS ({open_misses})"
    publications = [item for item in reading.items if isinstance(item, Publication)]
    for name, values in {
        "likely": _likely(db, arguments["page"], reading.entries),
        "keys": [one.content_id for one in publications],
        "titles": [title_key(one.title) for one in publications],
        "urls": [one.url for one in publications],
    }.items():
        arguments[name] = _json(values)
    reviews = (
        " UNION SELECT value FROM json_each(:likely)"
        " UNION SELECT item FROM ruling WHERE kind = 'same'"
    )
    current = (
        " UNION SELECT item.id FROM item"
        " JOIN version ON version.item = item.id AND version.number = item.version"
        " WHERE item.kind = 'publication' AND "
    )
    others = "".join(
        f"{current}{column} IN (SELECT value FROM json_each(:{name}))"  # noqa: S608 -- names below
        for column, name in (
            ("item.key", "keys"),
            ("item.title_key", "titles"),
            ("version.snapshot ->> '$.url'", "urls"),
        )
    )
    return here + reviews * bool(reading.entries) + others * bool(publications)


def _unsettled(db: Database, page_id: int, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that need a look beyond the page: not word for word what it showed before.

    Where an operator held two texts apart, and of what bears a catalogue's number, all do.
    """
    apart = value(db, "SELECT 1 FROM ruling WHERE kind = 'apart'")
    shown = column(
        db,
        "SELECT hash FROM sighting JOIN item ON item.id = sighting.item"
        " WHERE page = ? AND state <> 'suppressed'",
        page_id,
    )
    before = frozenset(shown)
    return [one for one in entries if apart or one.accession or content_hash(one) not in before]


def _likely(db: Database, page_id: int, entries: Sequence[Entry]) -> list[int]:
    """The reviews that share marks with one of these."""
    if not entries:
        return []
    asked = [marks(entry, asked=True) for entry in _unsettled(db, page_id, entries)]
    every = sorted({mark for one in asked for mark in one.every})
    by_mark: dict[int, list[int]] = defaultdict(list)
    for mark, id_ in db.execute(
        "SELECT mark, item FROM item_mark WHERE mark IN (SELECT value FROM json_each(?))",
        [_json(every)],
    ):
        by_mark[mark].append(id_)
    return sorted(set().union(*(one.sharing(by_mark) for one in asked)))


def _known_item(row: tuple[Any, ...]) -> KnownItem:
    id_, text, hash_, state, kind, source, rank, shown, misses, missed_on, gone_at, elsewhere = row
    day = date.fromisoformat(missed_on) if missed_on else None
    here = Sighting(shown, misses, day, gone_at is not None) if shown is not None else None
    return KnownItem(id_, partial(item_of, kind, text), hash_, state, source, rank, here, elsewhere)
