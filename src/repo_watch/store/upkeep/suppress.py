"""Taking a review down: its text and names go, a tombstone stays so that it does not come back.

In this order, so that a run killed in between leaves nothing readable that a second call would not
remove: the database in one transaction, the archive's files, then the database's free pages.
"""

import json
from sqlite3 import Connection as Database

import msgspec
from msgspec import Struct

from repo_watch.errors import SettingsError
from repo_watch.judging.changes import Event
from repo_watch.store.rows import derived, links
from repo_watch.store.rows.apply import write_events
from repo_watch.store.rows.known import item_of
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import column, statements, transaction
from repo_watch.store.upkeep import SQL
from repo_watch.store.upkeep.rulings import rule


class Carried(Struct, frozen=True):
    """An issued digest that carries the item; its files are the operator's to correct."""

    edition: str
    first_month: str
    last_month: str


class Suppressed(Struct, frozen=True):
    """What is left to do after the database: bodies to delete, digests to correct."""

    bodies: tuple[str, ...]
    carried: tuple[Carried, ...]


def suppress(db: Database, run: Run, id_: int, reason: str) -> Suppressed:
    """Remove an item's text and names from the database; a second call finishes a first.

    What is merged goes as a whole. The reason is kept with the tombstone: it should name nobody.

    Raises:
        SettingsError: there is no such item.
    """
    row = db.execute(
        "SELECT kind, state, coalesce(merged_into, id) FROM item WHERE id = ?", [id_]
    ).fetchone()
    if row is None:
        raise SettingsError(f"{id_}: there is no review or publication with this number")
    kind, state, id_ = row
    bodies: set[str] = set()
    carried: set[Carried] = set()
    with transaction(db):
        db.execute("PRAGMA secure_delete = ON")
        for item in column(db, "SELECT id FROM item WHERE ?1 IN (id, merged_into)", id_):
            bodies |= _forget(db, run, item, kind, reason)
            carried |= _forget_in_issues(db, item)
        if state != "suppressed":
            write_events(db, run, id_, None, [Event("suppressed")])
        db.execute("INSERT INTO review_search (review_search) VALUES ('optimize')")
    db.execute("VACUUM")
    return Suppressed(
        tuple(sorted(bodies)),
        tuple(sorted(carried, key=lambda one: (one.edition, one.first_month))),
    )


def _forget(db: Database, run: Run, item: int, kind: str, reason: str) -> set[str]:
    """Forget one item; gives which archived bodies showed it or were linked to by it alone."""
    pages = json.dumps(column(db, SQL["pages_of"], item))
    gone = {*column(db, SQL["bodies_of"], pages), *links.kept_files(db, item)}
    texts = column(db, "SELECT snapshot FROM version WHERE item = ? AND snapshot <> '{}'", item)
    for statement in statements(__package__, "takedown.sql"):
        db.execute(statement, {"item": item, "pages": pages})
    for text in texts:
        rule(db, run, "suppress", item_of(kind, text), item, reason)
    derived.remove(db, item)
    return gone


def _forget_in_issues(db: Database, item: int) -> set[Carried]:
    """Take the item out of the stored digests, wherever it stands in them."""
    carried: set[Carried] = set()
    rows = db.execute("SELECT id, edition, first_month, last_month, digest FROM issue").fetchall()
    for id_, edition, first, last, text in rows:
        before = msgspec.json.decode(text)
        after = _without(before, item)
        if after != before:
            carried.add(Carried(edition, first, last))
            db.execute(
                "UPDATE issue SET digest = ? WHERE id = ?",
                [msgspec.json.encode(after).decode(), id_],
            )
    return carried


def _without(said: object, item: int) -> object:
    if isinstance(said, dict):
        return {name: _without(part, item) for name, part in said.items()}
    if isinstance(said, list):
        kept = (part for part in said if not (isinstance(part, dict) and part.get("item") == item))
        return [_without(part, item) for part in kept]
    return said
