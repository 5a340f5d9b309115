"""What happened in a window to items that are not new in the issue."""

import json
from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from sqlite3 import Connection as Database
from typing import Any

from repo_watch.digest.loading import day_of, readable, report_links
from repo_watch.digest.model import Change, Edit, Happening, ReportLink
from repo_watch.digest.months import Window, london_day
from repo_watch.digest.text import clean
from repo_watch.store import times
from repo_watch.store.questions import history
from repo_watch.store.rows.known import item_of
from repo_watch.store.schema.database import as_dicts

_TOLD = (
    *("changed", "absent", "back"),
    *("report_retired", "report_missing", "report_replaced", "report_back"),
    *("withdrawn", "restored", "redirected", "gone", "missing"),
)
"""Kinds of event that are news for a reader; the others are our own housekeeping."""

_BY_AGE = "event.kind = 'absent' AND event.fields = '[\"expected\"]'"
"""How the nightly run notes an entry that is older than the years its list holds."""


def changes(db: Database, window: Window, new: Collection[int]) -> tuple[Change, ...]:
    """Changes by item, reviews before publications, by title.

    What happened to items that the issue carries in full, the `new` ones, is no news.
    """
    start, end = (times.iso(at) for at in window)
    rows = as_dicts(
        db.execute(
            f"""SELECT item.id AS item, item.kind AS of, version.snapshot ->> '$.title' AS title,
                      version.snapshot ->> '$.url' AS url,
                      version.snapshot ->> '$.redirect_to' AS redirect_to,
                      version.snapshot ->> '$.reason' AS reason,
                      version.snapshot ->> '$.withdrawn_at' AS withdrawn_at, item.state AS state,
                      event.kind AS kind, event.at AS at, event.fields AS fields,
                      was.snapshot AS was, made.snapshot AS said
                 FROM event
                 JOIN item ON item.id = event.item
                 JOIN version ON version.item = item.id AND version.number = item.version
                 LEFT JOIN version AS made ON made.item = item.id AND made.number = event.version
                 LEFT JOIN version AS was ON was.item = item.id AND was.number = event.version - 1
                WHERE event.at >= :start AND event.at < :end AND NOT event.baseline
                  AND event.kind IN (SELECT value FROM json_each(:told)) AND NOT ({_BY_AGE})
                  AND item.merged_into IS NULL AND item.state <> 'suppressed'
                  AND NOT (event.kind IN ('absent', 'back') AND EXISTS (SELECT 1 FROM item AS part
                            WHERE part.merged_into = item.id AND part.state = 'listed'))
                  AND item.id NOT IN (SELECT value FROM json_each(:new))
                ORDER BY item.id, event.at, event.id""",  # noqa: S608 -- a constant
            {"start": start, "end": end, "told": json.dumps(_TOLD), "new": json.dumps(sorted(new))},
        )
    )
    by_item = {item: list(some) for item, some in groupby(rows, key=lambda row: row["item"])}
    links = report_links(db, by_item)
    found = [_change(some, links.get(item, ())) for item, some in by_item.items()]
    return tuple(
        sorted(found, key=lambda one: (one.kind != "review", one.title.casefold(), one.item))
    )


def left_by_age(db: Database, window: Window) -> int:
    """How many reviews left their list in the window because it holds the last years only."""
    (number,) = db.execute(
        f"""SELECT count(DISTINCT item) FROM event
             WHERE at >= ? AND at < ? AND {_BY_AGE} AND NOT baseline""",  # noqa: S608 -- a constant
        [times.iso(at) for at in window],
    ).fetchone()
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
        happenings=_happenings(rows),
    )


def _happenings(rows: list[dict[str, Any]]) -> tuple[Happening, ...]:
    """In the order of time; several rounds of edits are one, on the day of the last."""
    others = [
        Happening(row["kind"], _day(row), tuple(json.loads(row["fields"])))
        for row in rows
        if row["kind"] != "changed"
    ]
    rounds = [row for row in rows if row["kind"] == "changed"]
    if not rounds:
        return tuple(others)
    touched: dict[str, list[dict[str, Any]]] = {}
    for row in rounds:
        for field in json.loads(row["fields"]):
            touched.setdefault(field, []).append(row)
    edits = tuple(edit for field, some in touched.items() for edit in _edits(field, some))
    return (Happening("changed", _day(rounds[-1]), tuple(touched), edits), *others)


def _edits(field: str, rounds: list[dict[str, Any]]) -> Iterator[Edit]:
    """A field before the first round of edits, beside the same after the last."""
    was, said, kind = rounds[0]["was"], rounds[-1]["said"], rounds[0]["of"]
    if was and said:
        for old, new in history.edits(item_of(kind, was), item_of(kind, said), field):
            yield Edit(field, clean(old), clean(new))


def _day(row: dict[str, Any]) -> date:
    return london_day(times.read(row["at"]))
