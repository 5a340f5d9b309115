"""Items as an issue carries them: from the newest version and the rows derived from it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection as Database
from typing import Any, cast

import msgspec
from msgspec import Struct

from repo_watch.digest.model import (
    NOT_STATED,
    OPEN_STATES,
    Departure,
    Document,
    NationalPublication,
    ReportLink,
    Review,
    Section,
)
from repo_watch.digest.months import london_day
from repo_watch.digest.text import clean, web_address
from repo_watch.model import SECTIONS, Entry, Publication
from repo_watch.store import times
from repo_watch.store.rows.known import item_of
from repo_watch.store.schema.database import as_dicts

_THERE = {"listed", "live"}
_TAKEN = {"gone", "missing"}
_AT_ONCE = 100
_ITEMS = """
SELECT item.id, kind, snapshot, first_seen_at, review_type, child_age_months, outcome,
       iif(item.id IN (SELECT merged_into FROM item WHERE state = 'listed'), 'listed', state)
           AS state,
       (SELECT max(at) FROM event
         WHERE event.item = item.id AND event.kind = item.state) AS state_at
  FROM item
  JOIN version ON version.item = item.id AND version.number = item.version
  LEFT JOIN coding ON coding.item = item.id
 WHERE item.id IN (SELECT value FROM json_each(:ids)) ORDER BY item.id"""
_LINKS = """
SELECT item, label, kind, item_link.url AS url, item_link.state AS state, state_since,
       content_type, bytes, pages
  FROM item_link LEFT JOIN link_check ON link_check.url = item_link.url
 WHERE item IN (SELECT value FROM json_each(:ids)) ORDER BY item, position"""
_OPEN_LINKS = """
SELECT item, url FROM item_link
 WHERE state IN (SELECT value FROM json_each(:open))
   AND item IN (SELECT value FROM json_each(:ids)) ORDER BY item, position"""
_AUTHORITIES = """
SELECT * FROM item_authority
 WHERE item IN (SELECT value FROM json_each(:ids)) ORDER BY item, position"""
_KEYWORDS = _AUTHORITIES.replace("item_authority", "item_keyword")


class Loaded(Struct, frozen=True):
    """The printable items, in print order."""

    reviews: tuple[Review, ...]
    publications: tuple[NationalPublication, ...]


def load(db: Database, items: Collection[int]) -> Loaded:
    """The items with these ids: reviews by authority, nameless last; publications by title."""
    rows = _of(db, items, _ITEMS)
    authorities = _grouped(_of(db, items, _AUTHORITIES))
    keywords = _grouped(_of(db, items, _KEYWORDS))
    links = report_links(db, items)
    reviews = [
        _review(row, authorities[row["id"]], keywords[row["id"]], links.get(row["id"], ()))
        for row in rows
        if row["kind"] == "review"
    ]
    publications = [_publication(row) for row in rows if row["kind"] == "publication"]
    return Loaded(
        tuple(sorted(reviews, key=_by_authority)),
        tuple(sorted(publications, key=lambda one: (one.title.casefold(), one.item))),
    )


def fingerprint(db: Database, items: Collection[int]) -> str:
    """A hash of the rows that `load` makes these from: as long as it stays, they stay.

    Save how large the reports are, and when each was looked at.
    """
    asked = {"ids": json.dumps(sorted(items)), "open": json.dumps(sorted(OPEN_STATES))}
    found = hashlib.sha256()
    for sql in (_ITEMS, _OPEN_LINKS, _AUTHORITIES, _KEYWORDS):
        rows = db.execute(sql, asked)
        while some := rows.fetchmany(_AT_ONCE):
            found.update(msgspec.json.encode(some))
    return found.hexdigest()


def day_of(iso: str | None) -> date | None:
    """The day in London of a moment or day in ISO 8601; None where it is none.

    Sources write these by hand at times, so that one may be anything.
    """
    try:
        moment = datetime.fromisoformat(iso or "")
        return london_day(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _by_authority(review: Review) -> tuple[bool, bool, str, str, int]:
    return (
        review.authority is None,
        review.authority == NOT_STATED,
        (review.authority or "").casefold(),
        review.title.casefold(),
        review.item,
    )


def report_links(db: Database, items: Collection[int]) -> dict[int, tuple[ReportLink, ...]]:
    """The report links of reviews, in their order, by item."""
    rows = _of(db, items, _LINKS)
    return {item: tuple(map(_report_link, some)) for item, some in _grouped(rows).items()}


def _report_link(row: dict[str, Any]) -> ReportLink:
    return ReportLink(
        label=clean(row["label"]),
        kind=row["kind"],
        url=web_address(row["url"]),
        state=row["state"],
        state_since=london_day(times.read(row["state_since"])),
        content_type=row["content_type"],
        file_size=row["bytes"],
        pages=row["pages"],
    )


def readable(url: str, redirect_to: str | None, state: str) -> str | None:
    """Where a publication can be read, or None where its publisher took it away."""
    return None if state in _TAKEN else web_address(redirect_to or url)


def _grouped(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found = defaultdict(list)
    for row in rows:
        found[row["item"]].append(row)
    return found


def _of(db: Database, items: Collection[int], sql: str) -> list[dict[str, Any]]:
    return as_dicts(db.execute(sql, {"ids": json.dumps(sorted(items))}))


def _review(
    row: Mapping[str, Any],
    authorities: Sequence[Mapping[str, Any]],
    keywords: Sequence[Mapping[str, Any]],
    links: tuple[ReportLink, ...],
) -> Review:
    entry = cast("Entry", item_of("review", row["snapshot"]))
    names = _areas(authorities) or clean(entry.authority_text or "")
    return Review(
        item=row["id"],
        title=clean(entry.title) if entry.year else f"{clean(entry.title)} (year not stated)",
        authority=None if entry.anonymous else names or NOT_STATED,
        places=tuple(dict.fromkeys(one["region"] or one["nation"] for one in authorities)),
        review_type=row["review_type"],
        sections=tuple(_sections(entry)),
        keywords=tuple(text for one in keywords if (text := clean(one["keyword"]))),
        terms=tuple(dict.fromkeys(text for one in keywords if (text := clean(one["term"])))),
        ages=tuple((low, high) for low, high in json.loads(row["child_age_months"] or "[]")),
        outcome=row["outcome"],
        links=links,
        first_seen=london_day(times.read(row["first_seen_at"])),
        departure=_departure(row, None),
    )


def _areas(authorities: Sequence[Mapping[str, Any]]) -> str:
    """The authorities' names; those that took over say from whom, as the source named that one."""
    parts = []
    for former, some in groupby(authorities, key=itemgetter("successor_of")):
        *names, last = (one["name"] for one in some)
        listed = f"{', '.join(names)} and {last}" if names else last
        parts.append(f"{listed} (formerly {former})" if former else listed)
    return " and ".join(parts)


def _sections(entry: Entry) -> Iterator[Section]:
    for name in filter(entry.sections.get, SECTIONS):
        listed = entry.points.get(name, ())
        said = [
            (clean(line), at in listed) for at, line in enumerate(entry.sections[name].split("\n"))
        ]
        seen = [one for one in said if one[0]]
        if seen:
            points = tuple(at for at, (_, point) in enumerate(seen) if point)
            yield Section(name, "\n".join(line for line, _ in seen), points)


def _publication(row: dict[str, Any]) -> NationalPublication:
    publication = cast("Publication", item_of("publication", row["snapshot"]))
    return NationalPublication(
        item=row["id"],
        title=clean(publication.title) or publication.url,
        description=clean(publication.description),
        document_type=publication.document_type,
        organisations=tuple(clean(name) for name in publication.organisations),
        published=day_of(publication.first_published_at),
        url=readable(publication.url, publication.redirect_to, row["state"]),
        documents=tuple(
            Document(
                title=clean(one.title),
                url=web_address(one.url),
                content_type=one.content_type,
                file_size=one.file_size,
                pages=one.pages,
            )
            for one in publication.attachments
        ),
        first_seen=london_day(times.read(row["first_seen_at"])),
        departure=_departure(row, day_of(publication.withdrawn_at)),
    )


def _departure(row: Mapping[str, Any], stated: date | None) -> Departure | None:
    if row["state"] in _THERE:
        return None
    seen = london_day(times.read(row["state_at"])) if row["state_at"] else None
    return Departure(row["state"], stated or seen)
