"""Doing what was decided: Changes become rows. Called inside the page's transaction."""

import json
from collections.abc import Iterable, Sequence
from sqlite3 import Connection as Database

from repo_watch.judging.changes import Changes, Event, New, Revised, state_of
from repo_watch.judging.fingerprint import content_hash
from repo_watch.model import Entry, Item
from repo_watch.reading.terms.titles import title_key
from repo_watch.store.rows import SQL, derived
from repo_watch.store.rows.known import snapshot
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import insert_all, update, value
from repo_watch.store.times import iso


def apply(db: Database, run: Run, source: str, page_id: int, changes: Changes) -> None:
    """Write the changes that one reading of a page of a source makes."""
    at = iso(run.now)
    if changes.new:
        _add(db, run, source, page_id, changes.new)
    seen = [(said, one.rule, one.score, one.id) for one, said in changes.seen]
    db.executemany(SQL["save_sighting"], ((at, page_id, *one) for one in seen))
    missed = [(one.misses, at if one.gone else None, one.id) for one in changes.missed]
    db.executemany(SQL["miss_sighting"], ((at[:10], page_id, *one) for one in missed))
    for revised in changes.revised:
        _revise(db, run, revised)
    for id_, item in changes.reset.items():
        db.execute(SQL["reset_version"], [snapshot(item), id_])
        derived.refresh(db, [(id_, item)], at)
    for turned in changes.turned:
        update(db, "item", turned.id, state=turned.state)
        write_events(db, run, turned.id, None, [turned.event])


def _add(db: Database, run: Run, source: str, page_id: int, new: Sequence[New]) -> None:
    """All that a page shows for the first time; their ids follow the greatest."""
    at = iso(run.now)
    last = value(db, "SELECT max(id) FROM item")
    added = list(enumerate(new, (last or 0) + 1))
    insert_all(db, "item", (_item(id_, one, source, run) for id_, one in added))
    write_versions(db, run, ((1, Revised(id_, one.item, (), "source", ())) for id_, one in added))
    sighting = {"page": page_id, "since": at, "rule": "new", "score": 1}
    sightings = ({"item": id_, "hash": content_hash(one.item), **sighting} for id_, one in added)
    insert_all(db, "sighting", sightings)
    events = (_event(run, id_, 1, Event("new"), baseline=one.baseline) for id_, one in added)
    insert_all(db, "event", events)
    derived.refresh(db, [(id_, one.item) for id_, one in added], at, new=True)


def _item(id_: int, new: New, source: str, run: Run) -> dict[str, object]:
    return {
        "id": id_,
        "kind": "review" if isinstance(new.item, Entry) else "publication",
        "key": _key(new.item),
        "title_key": title_key(new.item.title),
        "source": source,
        "first_seen_at": iso(run.now),
        "first_run": run.id,
        "baseline": new.baseline,
        "state": state_of(new.item),
        "version": 1,
    }


def _revise(db: Database, run: Run, revised: Revised) -> None:
    id_, said = revised.id, revised.item
    row = (state_of(said), _key(said), title_key(said.title), id_)
    number = int(value(db, SQL["revise_item"], *row))
    write_versions(db, run, [(number, revised)])
    write_events(db, run, id_, number, revised.events)
    derived.refresh(db, [(id_, said)], iso(run.now))


def write_events(
    db: Database, run: Run, item: int, version: int | None, events: Iterable[Event]
) -> None:
    """Rows of `event` for one item. Call inside a transaction."""
    insert_all(db, "event", (_event(run, item, version, one) for one in events))


def _event(
    run: Run, item: int, version: int | None, event: Event, *, baseline: bool = False
) -> dict[str, object]:
    return {
        "at": iso(run.now),
        "run": run.id,
        "item": item,
        "kind": event.kind,
        "fields": json.dumps(event.fields),
        "version": version,
        "baseline": baseline,
    }


def write_versions(db: Database, run: Run, said: Iterable[tuple[int, Revised]]) -> None:
    """Rows of `version`, by their numbers. Call inside a transaction."""
    rows = (
        {
            "item": one.id,
            "number": number,
            "at": iso(run.now),
            "run": run.id,
            "cause": one.cause,
            "hash": content_hash(one.item),
            "changed": json.dumps(one.changed),
            "snapshot": snapshot(one.item),
        }
        for number, one in said
    )
    insert_all(db, "version", rows)


def _key(item: Item) -> str | None:
    return item.accession if isinstance(item, Entry) else item.content_id
