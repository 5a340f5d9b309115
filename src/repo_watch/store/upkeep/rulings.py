"""What an operator decides: two are one, one is two, or a review goes. It stays decided.

Of a review that is taken down text and names go, and a tombstone stays so that it does not come
back. In this order, so that a run killed in between leaves nothing readable that a second call
would not remove: the database in one transaction, the archive's files, then the database's free
pages.
"""

import json
from collections.abc import Sequence
from sqlite3 import Connection as Database

import msgspec
from msgspec import Struct

from repo_watch.errors import SettingsError
from repo_watch.judging.changes import Event, Revised
from repo_watch.judging.fingerprint import sketch
from repo_watch.model import Entry, Item
from repo_watch.reading.terms.titles import title_key
from repo_watch.store.questions.history import versions
from repo_watch.store.rows import derived, links
from repo_watch.store.rows.apply import write_events, write_versions
from repo_watch.store.rows.known import item_of
from repo_watch.store.rows.pages import BY_HAND
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import column, insert, statements, transaction, update, value
from repo_watch.store.times import iso
from repo_watch.store.upkeep import SQL


def merge(
    db: Database, run: Run, keep: int, other: int, reason: str, *, force: bool = False
) -> None:
    """Hold that `other` is the same review as `keep`, and show it as part of that.

    It is watched on as it was, so that nothing of it is lost if the merge was wrong. With `force`
    two entries of one list are believed to be one, too. The reason is for whoever asks later.

    A `SettingsError` where one of them is no review, they are the same, `other` has parts itself,
    or a page shows both side by side.
    """
    if keep == other:
        raise SettingsError(f"{keep}: cannot be merged with itself")
    for id_ in (keep, other):
        if not any(isinstance(one.item, Entry) for one in versions(db, id_)):
            raise SettingsError(
                f"{id_}: is a publication; those are told apart by their content id"
            )
    if parts := _parts(db, other):
        raise SettingsError(f"{other}: {parts[0]} is merged into it; unmerge that first")
    both = value(db, SQL["side_by_side"], keep, other)
    if both and not force:
        raise SettingsError(
            f"{both} shows {keep} and {other} side by side, and a list seldom names a review"
            f" twice; compare `show {keep}` and `show {other}`, and merge with --force if it does"
        )
    with transaction(db):
        update(db, "item", other, merged_into=keep)
        write_events(db, run, keep, None, [Event("merged", (str(other), reason))])


def unmerge(db: Database, run: Run, id_: int, reason: str) -> bool:
    """Undo a merge: both reviews are again what they would be had it never been.

    Gives whether the text of the one that was merged is there. What was taken down meanwhile is not
    kept; the next run may read it again. A `SettingsError` where it is not merged names those that
    are merged into it.
    """
    row = db.execute("SELECT merged_into, state FROM item WHERE id = ?", [id_]).fetchone()
    keep, state = row or (None, "")
    if keep is None:
        parts = ", ".join(map(str, _parts(db, id_)))
        into_it = f"; into it are: {parts}" if parts else ""
        raise SettingsError(f"{id_}: is not merged into another review{into_it}")
    there = state != "suppressed"
    with transaction(db):
        update(db, "item", id_, merged_into=None)
        if there:
            write_events(db, run, id_, None, [Event("split", (str(keep), reason))])
            write_events(db, run, keep, None, [Event("split", (str(id_), reason))])
        else:
            db.execute("DELETE FROM ruling WHERE item = ? AND kind = 'suppress'", [id_])
            db.execute(SQL["forget_bytes"], [id_])
    return there


def split(
    db: Database,
    run: Run,
    id_: int,
    page: int,
    entry: Entry,
    reason: str,
    *,
    staying: Sequence[Entry] = (),
) -> int:
    """Hold that what one page shows is another review; gives the new review's number.

    The page is read again in the next run, and so is the one whose wording now leads.
    The entry is what the page shows, read from the archive. What other pages show of the review is
    `staying`: it is like the entry, or would not have been joined with it, and so is ruled on too.
    """
    with transaction(db):
        known = db.execute(SQL["to_split"], [id_, page]).fetchone()
        issued, first_seen, first_run, baseline, source, since = known
        # A review that was hidden in another is news, unless both were there at the first look.
        hidden_since = max(since, first_seen)
        old = bool(baseline) and since == first_seen
        seen = {"source": source, "first_seen_at": hidden_since, "first_run": first_run}
        said = {"kind": "review", "title_key": title_key(entry.title), "state": "listed"}
        new = insert(db, "item", **said, **seen, baseline=old and not issued, version=1)
        write_versions(db, run, [(1, Revised(new, entry, (), "hand", ()))])
        db.execute(SQL["split_sighting"], [new, id_, page])
        rule(db, run, "apart", entry, id_, reason)
        rule(db, run, "same", entry, new, reason)
        for other in staying:
            rule(db, run, "same", other, id_, reason)
        db.execute(SQL["read_again"], [BY_HAND, id_])
        write_events(db, run, id_, None, [Event("split", (str(new), reason))])
        derived.refresh(db, [(new, entry)], iso(run.now))
    return new


def anything_suppressed(db: Database) -> bool:
    """Whether some text may not come back."""
    return bool(value(db, "SELECT 1 FROM ruling WHERE kind = 'suppress'"))


def rule(db: Database, run: Run, kind: str, said: Item, item: int, reason: str) -> None:
    """Note a ruling on a text. Call inside a transaction."""
    text = sketch(said).encode()
    insert(db, "ruling", at=iso(run.now), kind=kind, sketch=text, item=item, reason=reason)


def _parts(db: Database, id_: int) -> list[int]:
    """The reviews that are merged into one."""
    return column(db, "SELECT id FROM item WHERE merged_into = ? ORDER BY id", id_)


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
    A `SettingsError` where there is no such item.
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
    in_order = sorted(carried, key=lambda one: (one.edition, one.first_month))
    return Suppressed(tuple(sorted(bodies)), tuple(in_order))


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
            update(db, "issue", id_, digest=msgspec.json.encode(after).decode())
    return carried


def _without(said: object, item: int) -> object:
    if isinstance(said, dict):
        return {name: _without(part, item) for name, part in said.items()}
    if isinstance(said, list):
        kept = (part for part in said if not (isinstance(part, dict) and part.get("item") == item))
        return [_without(part, item) for part in kept]
    return said
