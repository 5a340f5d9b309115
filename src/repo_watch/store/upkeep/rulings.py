"""What an operator decides about identity: two are one, or one is two. It stays decided."""

from sqlite_utils import Database

from repo_watch.errors import SettingsError
from repo_watch.judging.changes import Event
from repo_watch.judging.fingerprint import content_hash
from repo_watch.judging.sketch import sketch
from repo_watch.model import Entry, Item
from repo_watch.reading.terms.titles import title_key
from repo_watch.store.questions.history import versions
from repo_watch.store.rows import derived
from repo_watch.store.rows.apply import write_events
from repo_watch.store.rows.known import snapshot
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import transaction
from repo_watch.store.times import iso


def merge(db: Database, run: Run, keep: int, other: int, reason: str) -> None:
    """Hold that `other` is the same review as `keep`: its sightings and issues move there.

    Raises:
        SettingsError: one of them is no review, or they are the same.
    """
    if keep == other:
        raise SettingsError(f"{keep}: cannot be merged with itself")
    _entries(db, keep)
    said = _entries(db, other)
    with transaction(db):
        db.execute("DELETE FROM ruling WHERE item IN (?, ?) AND kind = 'apart'", [keep, other])
        for entry in said:
            rule(db, run, "same", entry, keep, reason)
        for table in ("sighting", "issue_item", "issue_without"):
            db.execute(
                f"UPDATE OR IGNORE {table} SET item = ? WHERE item = ?",  # noqa: S608 -- names above
                [keep, other],
            )
            db.execute(f"DELETE FROM {table} WHERE item = ?", [other])  # noqa: S608 -- the same
        db.execute(
            "UPDATE item SET state = 'merged', merged_into = ?, key = NULL WHERE id = ?",
            [keep, other],
        )
        derived.remove(db, other)
        write_events(db, run, keep, None, [Event("merged", (str(other),))])


def split(db: Database, run: Run, id_: int, page: int, entry: Entry, reason: str) -> int:
    """Hold that what one page shows is another review; gives the new review's number.

    The page is read again in the next run, and so is the one whose wording now leads.

    Args:
        db: the database.
        run: a run of the operator's.
        id_: the review that was joined wrongly.
        page: the page's row.
        entry: what the page shows, read from the archive.
        reason: why, for whoever asks later.
    """
    at = iso(run.now)
    with transaction(db):
        issued, first_seen, first_run, baseline, source = db.execute(
            "SELECT EXISTS (SELECT 1 FROM issue_item WHERE item = :id), first_seen_at, first_run,"
            " baseline, source FROM item WHERE id = :id",
            {"id": id_},
        ).fetchone()
        since = db.execute(
            "SELECT since FROM sighting WHERE item = ? AND page = ?", [id_, page]
        ).fetchone()[0]
        # A review that was hidden in another is news, unless both were there at the first look.
        hidden_since = max(since, first_seen)
        old = bool(baseline) and since == first_seen
        cursor = db.execute(
            "INSERT INTO item (kind, title_key, source, first_seen_at, first_run, baseline,"
            " state, version)"
            " VALUES ('review', ?, ?, ?, ?, ?, 'listed', 1)",
            [title_key(entry.title), source, hidden_since, first_run, int(old and not issued)],
        )
        new = int(cursor.lastrowid or 0)
        hash_ = content_hash(entry)
        db.execute(
            "INSERT INTO version (item, number, at, run, cause, hash, changed, snapshot)"
            " VALUES (?, 1, ?, ?, 'hand', ?, '[]', ?)",
            [new, at, run.id, hash_, snapshot(entry)],
        )
        db.execute(
            "UPDATE sighting SET item = ?, rule = 'ruling', score = 1 WHERE item = ? AND page = ?",
            [new, id_, page],
        )
        rule(db, run, "apart", entry, id_, reason)
        rule(db, run, "same", entry, new, reason)
        db.execute(
            "UPDATE page SET reader_version = 0 WHERE sha256 IS NOT NULL"
            " AND id IN (SELECT page FROM sighting WHERE item = ?)",
            [id_],
        )
        write_events(db, run, id_, None, [Event("split", (str(new),))])
        derived.refresh(db, new, entry, at)
    return new


def anything_suppressed(db: Database) -> bool:
    """Whether some text may not come back."""
    return bool(db.execute("SELECT count(*) FROM ruling WHERE kind = 'suppress'").fetchone()[0])


def rule(db: Database, run: Run, kind: str, said: Item, item: int, reason: str) -> None:
    """Note a ruling on a text. Call inside a transaction."""
    db.execute(
        "INSERT INTO ruling (at, kind, sketch, item, reason) VALUES (?, ?, ?, ?, ?)",
        [iso(run.now), kind, sketch(said).encode(), item, reason],
    )


def _entries(db: Database, id_: int) -> list[Entry]:
    entries = [one.item for one in versions(db, id_) if isinstance(one.item, Entry)]
    if not entries:
        raise SettingsError(f"{id_}: is a publication; those are told apart by their content id")
    return entries
