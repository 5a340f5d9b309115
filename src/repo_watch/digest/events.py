"""What happened in a window to items that are not new in the issue."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection as Database
from typing import Any

from repo_watch.digest.issues import answer, ask
from repo_watch.digest.loading import day_of, readable, report_links
from repo_watch.digest.model import Change, Edit, Happening, ReportLink
from repo_watch.digest.months import Window, london_day
from repo_watch.digest.text import clean
from repo_watch.store import times
from repo_watch.store.questions import history
from repo_watch.store.rows.known import item_of

_TOLD = (
    *("changed", "absent", "back"),
    *("report_retired", "report_missing", "report_replaced", "report_back"),
    *("withdrawn", "restored", "redirected", "gone", "missing"),
)
"""Kinds of event that are news for a reader; the others are our own housekeeping."""


def changes(db: Database, window: Window, new: Collection[int]) -> tuple[Change, ...]:
    """Changes by item, reviews before publications, by title.

    What happened to items that the issue carries in full, the `new` ones, is no news.
    """
    rows = ask(db, "events", start=window.start, end=window.end, kinds=_TOLD, new=new)
    by_item = {item: list(some) for item, some in groupby(rows, key=itemgetter("item"))}
    links = report_links(db, by_item)
    found = [_change(some, links[item]) for item, some in by_item.items()]
    return tuple(
        sorted(found, key=lambda one: (one.kind != "review", one.title.casefold(), one.item))
    )


def left_by_age(db: Database, window: Window) -> int:
    """How many reviews left their list in the window because it holds the last years only."""
    (number,) = answer(db, "left_by_age", start=window.start, end=window.end).fetchone()
    return int(number)


def _change(rows: list[dict[str, Any]], links: tuple[ReportLink, ...]) -> Change:
    about = rows[0]
    publication = about["of"] == "publication"
    url = about["url"] or ""
    return Change(
        item=about["item"],
        kind=about["of"],
        title=clean(about["title"] or "") or url,
        url=readable(url, about["redirect_to"], about["state"]) if publication else None,
        links=() if publication else links,
        withdrawn=day_of(about["withdrawn_at"]),
        reason=clean(about["reason"] or ""),
        happenings=tuple(_happenings(rows)),
    )


def _happenings(rows: list[dict[str, Any]]) -> Iterator[Happening]:
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
            others.append(Happening(row["kind"], day, fields))
    if edited:
        edits = (edit for field, rounds in touched.items() for edit in _edits(field, rounds))
        yield Happening("changed", edited, tuple(touched), tuple(edits))
    yield from others


def _edits(field: str, rounds: list[dict[str, Any]]) -> Iterator[Edit]:
    """A field before the first round of edits, beside the same after the last."""
    was, said, kind = rounds[0]["was"], rounds[-1]["said"], rounds[0]["of"]
    if was and said:
        for old, new in history.edits(item_of(kind, was), item_of(kind, said), field):
            yield Edit(field, clean(old), clean(new))
