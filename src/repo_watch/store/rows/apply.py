"""Doing what was decided: Changes become rows. Called inside the page's transaction."""

import json
from collections.abc import Iterable

from sqlite_utils import Database

from repo_watch.judging.changes import Changes, Event, New, Revised, Turned
from repo_watch.model import Entry, Item
from repo_watch.reading.terms.titles import title_key
from repo_watch.store.rows import derived
from repo_watch.store.rows.known import snapshot
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import insert
from repo_watch.store.times import iso


def apply(db: Database, run: Run, source: str, page_id: int, changes: Changes) -> None:
    """Write the changes that one reading of one page makes.

    Args:
        db: the database, inside a write transaction.
        run: the run at work.
        source: id of the page's source.
        page_id: the page's row.
        changes: what was decided.
    """
    at = iso(run.now)
    for new in changes.new:
        _add(db, run, source, page_id, new)
    for seen in changes.seen:
        db.execute(
            "INSERT INTO sighting (item, page, hash, since, rule, score) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (item, page) DO UPDATE"
            " SET hash = excluded.hash, misses = 0, missed_on = NULL, gone_at = NULL",
            [seen.match.id, page_id, seen.hash, at, seen.match.rule, seen.match.score],
        )
    for missed in changes.missed:
        db.execute(
            "UPDATE sighting SET misses = ?, missed_on = ?, gone_at = ?"
            " WHERE item = ? AND page = ?",
            [
                missed.misses,
                missed.on.isoformat(),
                at if missed.gone else None,
                missed.id,
                page_id,
            ],
        )
    for revised in changes.revised:
        _revise(db, run, revised)
    for reset in changes.reset:
        db.execute(
            "UPDATE version SET snapshot = ? WHERE item = ?"
            " AND number = (SELECT version FROM item WHERE id = ?)",
            [snapshot(reset.item), reset.id, reset.id],
        )
        derived.refresh(db, reset.id, reset.item, at)
    for turned in changes.turned:
        _turn(db, run, turned)


def _add(db: Database, run: Run, source: str, page_id: int, new: New) -> None:
    at = iso(run.now)
    kind = "review" if isinstance(new.item, Entry) else "publication"
    id_ = insert(
        db,
        "item",
        kind=kind,
        key=_key(new.item),
        title_key=title_key(new.item.title),
        source=source,
        first_seen_at=at,
        first_run=run.id,
        baseline=new.baseline,
        state=new.state,
        version=1,
    )
    write_version(db, run, 1, Revised(id_, new.item, new.hash, new.state, (), "source", ()))
    sighting = {"page": page_id, "hash": new.hash, "since": at, "rule": "new", "score": 1}
    insert(db, "sighting", item=id_, **sighting)
    write_events(db, run, id_, 1, [Event("new")], baseline=new.baseline)
    derived.refresh(db, id_, new.item, at)


def _revise(db: Database, run: Run, revised: Revised) -> None:
    number = 1 + int(
        db.execute("SELECT version FROM item WHERE id = ?", [revised.id]).fetchone()[0]
    )
    write_version(db, run, number, revised)
    db.execute(
        "UPDATE item SET version = ?, state = ?, key = coalesce(?, key), title_key = ?"
        " WHERE id = ?",
        [number, revised.state, _key(revised.item), title_key(revised.item.title), revised.id],
    )
    write_events(db, run, revised.id, number, revised.events)
    derived.refresh(db, revised.id, revised.item, iso(run.now))


def _turn(db: Database, run: Run, turned: Turned) -> None:
    db.execute("UPDATE item SET state = ? WHERE id = ?", [turned.state, turned.id])
    write_events(db, run, turned.id, None, [turned.event])


def write_events(
    db: Database,
    run: Run,
    item: int,
    version: int | None,
    events: Iterable[Event],
    *,
    baseline: bool = False,
) -> None:
    """Rows of `event` for one item. Call inside a transaction."""
    for event in events:
        insert(
            db,
            "event",
            at=iso(run.now),
            run=run.id,
            item=item,
            kind=event.kind,
            fields=json.dumps(event.fields),
            version=version,
            baseline=baseline,
        )


def write_version(db: Database, run: Run, number: int, said: Revised) -> None:
    """A row of `version`. Call inside a transaction."""
    insert(
        db,
        "version",
        item=said.id,
        number=number,
        at=iso(run.now),
        run=run.id,
        cause=said.cause,
        hash=said.hash,
        changed=json.dumps(said.changed),
        snapshot=snapshot(said.item),
    )


def _key(item: Item) -> str | None:
    return item.accession if isinstance(item, Entry) else item.content_id
