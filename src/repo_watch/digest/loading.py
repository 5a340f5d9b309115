"""Items as an issue carries them, and what happened to others: from their rows to its nouns."""

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
from msgspec.structs import replace

from repo_watch.digest import model
from repo_watch.digest.issues import answer, ask
from repo_watch.digest.months import Window, london_day
from repo_watch.digest.text import clean, web_address
from repo_watch.model import SECTIONS, Entry, Publication
from repo_watch.store import times
from repo_watch.store.questions import history
from repo_watch.store.rows.known import item_of
from repo_watch.store.schema.database import as_dicts

_THERE = {"listed", "live"}
_TAKEN = {"gone", "missing"}
_TOLD = (
    *("changed", "absent", "back"),
    *("report_retired", "report_missing", "report_replaced", "report_back"),
    *("withdrawn", "restored", "redirected", "gone", "missing"),
)
"""Kinds of event that are news for a reader; the others are our own housekeeping."""


def load(
    db: Database, items: Collection[int]
) -> tuple[list[model.Review], list[model.NationalPublication]]:
    """The items with these ids: reviews by authority, nameless last; publications by title."""
    links = report_links(db, items)
    reviews, publications = [], []
    for row in as_dicts(answer(db, "items", items=items)):
        if row["kind"] == "review":
            reviews.append(_review(row, links[row["id"]]))
        else:
            publications.append(_publication(row))
    reviews.sort(key=_by_authority)
    publications.sort(key=lambda one: (one.title.casefold(), one.item))
    return reviews, publications


def fingerprint(db: Database, items: Collection[int]) -> str:
    """A hash of the rows that `load` makes these from: as long as it stays, they stay.

    Save how large the reports are, and when each was looked at.
    """
    found = hashlib.sha256()
    for name in ("items", "followed_links"):
        for row in answer(db, name, items=sorted(items), open=sorted(model.OPEN_STATES)):
            found.update(msgspec.json.encode(row))
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


def readable(url: str, redirect_to: str | None, state: str) -> str | None:
    """Where a publication can be read, or None where its publisher took it away."""
    return None if state in _TAKEN else web_address(redirect_to or url)


def report_links(
    db: Database, items: Collection[int]
) -> Mapping[int, tuple[model.ReportLink, ...]]:
    """The report links of reviews, in their order, by item; () for one that has none."""
    found: dict[int, tuple[model.ReportLink, ...]] = defaultdict(tuple)
    for row in ask(db, "links", items=items):
        since = london_day(times.read(row["state_since"]))
        said = {"label": clean(row["label"]), "url": web_address(row["url"]), "state_since": since}
        found[row.pop("item")] += (model.ReportLink(**row | said),)
    return found


def _by_authority(review: model.Review) -> tuple[bool, bool, str, str, int]:
    authority = review.authority
    nameless = (authority is None, authority == model.NOT_STATED)
    return (*nameless, (authority or "").casefold(), review.title.casefold(), review.item)


def _review(row: Mapping[str, Any], links: tuple[model.ReportLink, ...]) -> model.Review:
    entry = cast("Entry", item_of("review", row["snapshot"]))
    authorities, keywords = json.loads(row["authorities"]), json.loads(row["keywords"])
    names = _areas(authorities) or clean(entry.authority_text or "")
    terms = (clean(one["term"]) for one in keywords)
    return model.Review(
        item=row["id"],
        title=clean(entry.title) if entry.year else f"{clean(entry.title)} (year not stated)",
        authority=None if entry.anonymous else names or model.NOT_STATED,
        places=tuple(dict.fromkeys(one["place"] for one in authorities)),
        review_type=row["review_type"],
        sections=tuple(_sections(entry)),
        keywords=tuple(text for one in keywords if (text := clean(one["keyword"]))),
        terms=tuple(dict.fromkeys(filter(None, terms))),
        ages=tuple((low, high) for low, high in json.loads(row["child_age_months"] or "[]")),
        outcome=row["outcome"],
        links=links,
        first_seen=london_day(times.read(row["first_seen_at"])),
        departure=_departure(row, None),
    )


def _areas(authorities: Sequence[Mapping[str, str]]) -> str:
    """The authorities' names; those that took over say from whom, as the source named that one."""
    parts = []
    for former, some in groupby(authorities, key=itemgetter("former")):
        *names, last = (one["name"] for one in some)
        listed = f"{', '.join(names)} and {last}" if names else last
        parts.append(f"{listed} (formerly {former})" if former else listed)
    return " and ".join(parts)


def _sections(entry: Entry) -> Iterator[model.Section]:
    for name in filter(entry.sections.get, SECTIONS):
        lines = {at: clean(line) for at, line in enumerate(entry.sections[name].split("\n"))}
        seen = [at for at, line in lines.items() if line]
        listed = entry.points.get(name, ())
        if seen:
            points = tuple(now for now, at in enumerate(seen) if at in listed)
            yield model.Section(name, "\n".join(lines[at] for at in seen), points)


def _publication(row: Mapping[str, Any]) -> model.NationalPublication:
    said = cast("Publication", item_of("publication", row["snapshot"]))
    documents = msgspec.convert(said.attachments, list[model.Document], from_attributes=True)
    return model.NationalPublication(
        item=row["id"],
        title=clean(said.title) or said.url,
        description=clean(said.description),
        document_type=said.document_type,
        organisations=tuple(map(clean, said.organisations)),
        published=day_of(said.first_published_at),
        url=readable(said.url, said.redirect_to, row["state"]),
        documents=tuple(
            replace(one, title=clean(one.title), url=web_address(one.url or ""))
            for one in documents
        ),
        first_seen=london_day(times.read(row["first_seen_at"])),
        departure=_departure(row, day_of(said.withdrawn_at)),
    )


def _departure(row: Mapping[str, Any], stated: date | None) -> model.Departure | None:
    if row["state"] in _THERE:
        return None
    seen = london_day(times.read(row["state_at"])) if row["state_at"] else None
    return model.Departure(row["state"], stated or seen)


def changes(db: Database, window: Window, new: Collection[int]) -> tuple[model.Change, ...]:
    """Changes by item, reviews before publications, by title.

    What happened to items that the issue carries in full, the `new` ones, is no news.
    """
    rows = ask(db, "events", start=window.start, end=window.end, kinds=_TOLD, new=new)
    by_item = {item: list(some) for item, some in groupby(rows, key=itemgetter("item"))}
    links = report_links(db, by_item)
    found = [_change(some, links[item]) for item, some in by_item.items()]
    found.sort(key=lambda one: (one.kind != "review", one.title.casefold(), one.item))
    return tuple(found)


def left_by_age(db: Database, window: Window) -> int:
    """How many reviews left their list in the window because it holds the last years only."""
    return int(answer(db, "left_by_age", **window._asdict()).fetchone()[0])


def _change(rows: list[dict[str, Any]], links: tuple[model.ReportLink, ...]) -> model.Change:
    about = rows[0]
    publication = about["of"] == "publication"
    url = about["url"] or ""
    return model.Change(
        item=about["item"],
        kind=about["of"],
        title=clean(about["title"] or "") or url,
        url=readable(url, about["redirect_to"], about["state"]) if publication else None,
        links=() if publication else links,
        withdrawn=day_of(about["withdrawn_at"]),
        reason=clean(about["reason"] or ""),
        happenings=tuple(_happenings(rows)),
    )


def _happenings(rows: list[dict[str, Any]]) -> Iterator[model.Happening]:
    """Edits, several rounds of which are one on the day of the last, and what else, by time."""
    touched: dict[str, list[dict[str, Any]]] = defaultdict(list)
    others = []
    edited = None
    for row in rows:
        day, fields = london_day(times.read(row["at"])), tuple(json.loads(row["fields"]))
        if row["kind"] == "changed":
            edited = day
            for field in fields:
                touched[field].append(row)
        else:
            others.append(model.Happening(row["kind"], day, fields))
    if edited:
        edits = (edit for field, rounds in touched.items() for edit in _edits(field, rounds))
        yield model.Happening("changed", edited, tuple(touched), tuple(edits))
    yield from others


def _edits(field: str, rounds: list[dict[str, Any]]) -> Iterator[model.Edit]:
    """A field before the first round of edits, beside the same after the last."""
    was, said, kind = rounds[0]["was"], rounds[-1]["said"], rounds[0]["of"]
    if was and said:
        for old, new in history.edits(item_of(kind, was), item_of(kind, said), field):
            yield model.Edit(field, clean(old), clean(new))
