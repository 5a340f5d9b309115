"""Taking a review down: its text and names go, a tombstone stays so that it does not come back.

In this order, so that a run killed in between leaves nothing readable that a second call would not
remove: the database in one transaction, the archive's files, then the database's free pages.
"""

from sqlite3 import Connection as Database

import msgspec
from msgspec import Struct

from repo_watch.errors import SettingsError
from repo_watch.judging.changes import Event
from repo_watch.store.rows import derived, links
from repo_watch.store.rows.apply import write_events
from repo_watch.store.rows.known import item_of
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import transaction
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

    Args:
        db: the database.
        run: a run of the operator's.
        id_: the review or publication; what is merged goes as a whole.
        reason: kept with the tombstone; it should not name anybody.

    Raises:
        SettingsError: there is no such item.
    """
    row = db.execute(
        "SELECT kind, state, coalesce(merged_into, id) FROM item WHERE id = ?", [id_]
    ).fetchone()
    if row is None:
        raise SettingsError(f"{id_}: there is no review or publication with this number")
    id_ = row[2]
    items = [
        id_,
        *(other for (other,) in db.execute("SELECT id FROM item WHERE merged_into = ?", [id_])),
    ]
    bodies: set[str] = set()
    carried: set[Carried] = set()
    with transaction(db):
        db.execute("PRAGMA secure_delete = ON")
        for item in items:
            bodies |= _forget_pages(db, item) | links.kept_files(db, item)
            carried |= _forget_in_issues(db, item)
            db.execute("UPDATE issue_without SET reason = '' WHERE item = ?", [item])
            db.execute("UPDATE ruling SET reason = '' WHERE item = ?", [item])
            db.execute(
                "UPDATE event SET fields = json_remove(fields, '$[1]')"
                " WHERE item = ? AND kind IN ('merged', 'split')",
                [item],
            )
            _forget_versions(db, run, item, row[0], reason)
            derived.remove(db, item)
        if row[1] != "suppressed":
            write_events(db, run, id_, None, [Event("suppressed")])
        db.execute("INSERT INTO review_search (review_search) VALUES ('optimize')")
    db.execute("VACUUM")
    return Suppressed(
        tuple(sorted(bodies)),
        tuple(sorted(carried, key=lambda one: (one.edition, one.first_month))),
    )


def _forget_versions(db: Database, run: Run, item: int, kind: str, reason: str) -> None:
    for (text,) in db.execute("SELECT snapshot FROM version WHERE item = ?", [item]).fetchall():
        said = item_of(kind, text) if text != "{}" else None
        if said is not None:
            rule(db, run, "suppress", said, item, reason)
    db.execute("UPDATE version SET snapshot = '{}', hash = '' WHERE item = ?", [item])
    db.execute("UPDATE item SET state = 'suppressed', title_key = '' WHERE id = ?", [item])


def _forget_pages(db: Database, item: int) -> set[str]:
    """Which archived bodies showed the item; its pages are to be read in full again."""
    # With the pages about one review that a list leads to: its marker for them has the name.
    pages = (
        "(SELECT page FROM sighting WHERE item = :item UNION SELECT listing.page FROM listing"
        " JOIN sighting ON sighting.page = by_page WHERE item = :item AND marker LIKE '{%')"
    )
    bodies = {
        sha256
        for (sha256,) in db.execute(
            f"SELECT sha256 FROM reading WHERE page IN {pages} AND sha256 IS NOT NULL"  # noqa: S608 -- a constant
            f" UNION SELECT sha256 FROM page WHERE id IN {pages} AND sha256 IS NOT NULL",
            {"item": item},
        )
    }
    db.execute(f"UPDATE reading SET unread = '[]' WHERE page IN {pages}", {"item": item})  # noqa: S608 -- a constant
    db.execute(
        "UPDATE page SET sha256 = NULL, etag = NULL, last_modified = NULL"  # noqa: S608 -- a constant
        f" WHERE id IN {pages}",
        {"item": item},
    )
    db.execute(
        f"UPDATE page SET have = NULL WHERE have LIKE '{{%' AND id IN {pages}",  # noqa: S608 -- a constant
        {"item": item},
    )
    db.execute(
        f"DELETE FROM listing WHERE marker LIKE '{{%' AND page IN {pages}",  # noqa: S608 -- a constant
        {"item": item},
    )
    return bodies


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


def _without(value: object, item: int) -> object:
    if isinstance(value, list):
        return [
            _without(part, item)
            for part in value
            if not (isinstance(part, dict) and part.get("item") == item)
        ]
    if isinstance(value, dict):
        return {name: _without(part, item) for name, part in value.items()}
    return value
