"""Rows that follow from an item's newest version: authorities, terms, links, codes, search, marks.

They are made when an item changes, and all again when the rules or reference tables improve;
history is not touched by that.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from sqlite3 import Connection as Database
from types import MappingProxyType

import structlog
from msgspec.structs import asdict

from repo_watch import coding
from repo_watch.judging.identity import marks
from repo_watch.model import Entry, Item, Publication
from repo_watch.reading.terms import reference
from repo_watch.store.rows import SQL, made_by
from repo_watch.store.rows.known import item_of
from repo_watch.store.schema.database import insert_all, value
from repo_watch.store.times import iso
from repo_watch.workers import Workers

_log = structlog.get_logger()

_VERSION = 4
"""Raised when this module derives differently."""
_AT_ONCE = 500
_OF_ENTRIES = {
    **dict.fromkeys(("item_authority", "item_keyword", "coding", "fact"), "item"),
    "review_search": "rowid",
}
_SEARCHED = {
    "summary": ("summary", "background", "key_issues"),
    "learning": ("learning", "good_practice"),
    "recommendations": ("recommendations",),
}


Items = Sequence[tuple[int, Item]]
Entries = Sequence[tuple[int, Entry]]
"""By their ids."""


def refresh(
    db: Database,
    items: Items,
    at: str,
    *,
    coded: Mapping[int, coding.Coding | None] = MappingProxyType({}),
    new: bool = False,
) -> None:
    """Make the derived rows of items again, their codes unless they are `coded`.

    Call inside a transaction. `new`: nothing was derived from them before.
    """
    entries = [(id_, item) for id_, item in items if isinstance(item, Entry)]
    if not new:
        for table, column in _OF_ENTRIES.items():
            ids = ((id_,) for id_, _ in entries)
            db.executemany(f"DELETE FROM {table} WHERE {column} = ?", ids)  # noqa: S608 -- ours
    insert_all(db, "item_authority", _authorities(entries))
    insert_all(db, "item_keyword", _keywords(entries))
    _code(db, entries, coded)
    insert_all(db, "review_search", (_words(id_, entry) for id_, entry in entries))
    # Those of older versions stay: a mark only proposes, and none is looked up by its item.
    db.executemany(
        "INSERT OR IGNORE INTO item_mark (mark, item) VALUES (?, ?)",
        sorted((mark, id_) for id_, entry in entries for mark in marks(entry).every),
    )
    _links(db, items, at, new=new)


def refresh_all_if_stale(db: Database, now: datetime, workers: Workers) -> int:
    """Derive everything again if rules or tables have changed; gives how many items.

    The workers code. Call inside a transaction.
    """
    tables = hashlib.sha256(reference.all_bytes()).hexdigest()[:16]
    version = f"{_VERSION}.{coding.RULES_VERSION}.{tables}"
    # A public copy that was brought back has no marks, by which reviews are found again.
    marked = value(db, "SELECT 1 FROM item_mark")
    if marked and made_by.version(db, "derived") == version:
        return 0
    _places(db)
    db.execute("DELETE FROM item_mark")
    done = last = 0
    while rows := db.execute(SQL["said"], [last, _AT_ONCE]).fetchall():
        made = [(row, coded) for row, coded in workers.each(_coded, rows)]
        items = [(id_, item_of(kind, text)) for (id_, kind, text), _ in made]
        refresh(db, items, iso(now), coded={row[0]: coded for row, coded in made})
        done, last = done + len(rows), rows[-1][0]
    made_by.record(db, "derived", version)
    return done


def remove(db: Database, id_: int) -> None:
    """Take away everything derived from an item. Call inside a transaction."""
    for table, column in {**_OF_ENTRIES, "item_link": "item", "item_mark": "item"}.items():
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", [id_])  # noqa: S608 -- ours


def _places(db: Database) -> None:
    """The reference table as a table, so that a question can count and divide by it."""
    people = {row["gss"]: int(row["people"]) for row in reference.rows("populations.csv")}
    db.execute("DELETE FROM place")
    rows = [{**row, "people": people.get(row["gss"])} for row in reference.rows("places.csv")]
    db.executemany(SQL["save_place"], rows)


def _authorities(entries: Entries) -> Iterator[dict[str, object]]:
    from repo_watch.reading.terms import places

    for id_, entry in entries:
        year = entry.year or date.max.year  # without a year, the places of today
        on = date(year, entry.month, 1) if entry.month else year
        for position, place in enumerate(places.resolve(entry.authority_text, on)):
            known = asdict(place)
            yield {"item": id_, "position": position, "gss_code": known.pop("gss"), **known}


def _keywords(entries: Entries) -> Iterator[dict[str, object]]:
    from repo_watch.reading.terms import keywords

    for id_, entry in entries:
        for position, keyword in enumerate(entry.keywords):
            said = keywords.normalise(keyword)
            row = {"item": id_, "position": position, "keyword": keyword}
            yield row | {"term": said.term, "known": said.known}


def _coded(row: tuple[int, str, str]) -> coding.Coding | None:
    """A review's codes; None for a publication, and where a rule fails: `_code` tells of it."""
    item = item_of(*row[1:])
    if isinstance(item, Entry):
        with suppress(Exception):
            return coding.code(item.title, item.sections, item.keywords)
    return None


def _code(db: Database, entries: Entries, coded: Mapping[int, coding.Coding | None]) -> None:
    made: list[tuple[int, Entry, coding.Coding]] = []
    for id_, entry in entries:
        try:
            codes = coded.get(id_) or coding.code(entry.title, entry.sections, entry.keywords)
            made.append((id_, entry, codes))
        except Exception:  # noqa: BLE001 -- a fault of a rule must not keep a review from being stored
            _log.exception("a coding rule failed; the review is stored without codes", item=id_)
    insert_all(db, "coding", (_row(id_, entry, codes) for id_, entry, codes in made))
    facts = ((id_, *one) for id_, _, codes in made for one in enumerate(codes.evidence))
    insert_all(db, "fact", ({"item": id_, "position": at, **asdict(it)} for id_, at, it in facts))


def _row(id_: int, entry: Entry, coded: coding.Coding) -> dict[str, object]:
    from repo_watch.reading.terms import review_types

    # What says which kind of review this is; recommendations name others.
    said = (entry.sections.get(name) for name in ("summary", "background", "model"))
    text = ". ".join(filter(None, (entry.title, *said)))
    facts = asdict(coded)
    del facts["evidence"]
    return {
        "item": id_,
        "rules_version": coding.RULES_VERSION,
        "review_type": review_types.review_type(text),
        **{name: _stored(fact) for name, fact in facts.items()},
    }


def _stored(fact: object) -> object:
    if isinstance(fact, tuple):
        return json.dumps(fact)
    return fact.isoformat() if isinstance(fact, date) else fact


def _words(id_: int, entry: Entry) -> dict[str, object]:
    """What a search looks through."""
    said = entry.sections
    texts = {
        name: " ".join(said[part] for part in parts if part in said)
        for name, parts in _SEARCHED.items()
    }
    return {"rowid": id_, "title": entry.title, **texts, "keywords": ", ".join(entry.keywords)}


def _links_of(item: Item) -> list[tuple[str, str, str]]:
    """Address, label and kind of each link."""
    if isinstance(item, Publication):
        return [(one.url, one.title, one.kind) for one in item.attachments]
    from repo_watch.reading.terms.link_kinds import link_kind

    return [(one.url, one.label, link_kind(one.label)) for one in item.links]


def _links(db: Database, items: Items, at: str, *, new: bool) -> None:
    links = [(id_, _links_of(item)) for id_, item in items]
    if not new:
        there = ((id_, json.dumps([url for url, _, _ in some])) for id_, some in links)
        db.executemany(SQL["retire_links"], ((at, *one) for one in there))
    rows = (
        (id_, url, position, label, kind, at, at)
        for id_, some in links
        for position, (url, label, kind) in enumerate(some)
    )
    db.executemany(SQL["save_link"], rows)
