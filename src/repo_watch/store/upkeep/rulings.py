"""What an operator decides about identity: two are one, or one is two. It stays decided."""

from collections.abc import Sequence
from sqlite3 import Connection as Database

from repo_watch.errors import SettingsError
from repo_watch.judging.changes import Event, Revised
from repo_watch.judging.fingerprint import sketch
from repo_watch.model import Entry, Item
from repo_watch.reading.terms.titles import title_key
from repo_watch.store.questions.history import versions
from repo_watch.store.rows import derived
from repo_watch.store.rows.apply import write_events, write_versions
from repo_watch.store.rows.pages import BY_HAND
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import column, insert, transaction, update, value
from repo_watch.store.times import iso
from repo_watch.store.upkeep import SQL


def merge(
    db: Database, run: Run, keep: int, other: int, reason: str, *, force: bool = False
) -> None:
    """Hold that `other` is the same review as `keep`, and show it as part of that.

    It is watched on as it was, so that nothing of it is lost if the merge was wrong. With `force`
    two entries of one list are believed to be one, too. The reason is for whoever asks later.

    Raises:
        SettingsError: one of them is no review, they are the same, `other` has parts itself, or a
            page shows both side by side.
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
    kept; the next run may read it again.

    Raises:
        SettingsError: it is not merged; the message names those that are merged into it.
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
        new = insert(
            db,
            "item",
            kind="review",
            title_key=title_key(entry.title),
            source=source,
            first_seen_at=hidden_since,
            first_run=first_run,
            baseline=old and not issued,
            state="listed",
            version=1,
        )
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
