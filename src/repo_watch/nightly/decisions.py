"""What an operator does between the nights, under the same lock: merge, split, suppress."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from sqlite3 import Connection as Database

from repo_watch import __version__, files
from repo_watch.errors import SettingsError, SourceError
from repo_watch.fetch.archive import Archive
from repo_watch.judging.fingerprint import content_hash
from repo_watch.model import Entry, Source
from repo_watch.nightly.fence import Fence, open_database
from repo_watch.nightly.issues import write_all_pages
from repo_watch.nightly.rereading import archived
from repo_watch.settings import Settings
from repo_watch.sources import SOURCES
from repo_watch.store.rows import pages, runs
from repo_watch.store.schema.database import transaction
from repo_watch.store.upkeep import rulings, snapshot


@contextmanager
def by_hand(settings: Settings, now: datetime) -> Iterator[tuple[Database, runs.Run]]:
    """Do the body, a ruling, as a run of its own; the analysts' copy follows.

    Raises:
        LockedError: a run is at work.
        DatabaseError: the database cannot be used.
    """
    with open_database(settings) as db:
        with transaction(db):
            run = runs.begin(db, now, version=__version__, mode="hand", full=False)
        yield db, run
        with transaction(db):
            runs.finish(db, run, now, 0)
        snapshot.publish(db, settings.public / "repo-watch.db")


def split_by_hand(settings: Settings, id_: int, url: str, reason: str, now: datetime) -> int:
    """Make what one page shows a review of its own; gives its number.

    Where the page shows a review that was merged into this one, that merge is undone.

    Raises:
        SettingsError: the page does not show the review, or what it showed is not archived.
    """
    with by_hand(settings, now) as (db, run):
        shows = db.execute(
            "SELECT url, page.id, page.source, sighting.hash, item.id FROM sighting"
            " JOIN page ON page.id = sighting.page JOIN item ON item.id = sighting.item"
            " WHERE ? IN (item.id, merged_into) ORDER BY merged_into",
            [id_],
        ).fetchall()
        shown = {row[0]: row for row in shows}
        if url not in shown:
            why = f"{url} does not show it; `repo-watch show {id_}` lists pages"
            raise SettingsError(f"{id_}: {why}")
        *_, part = shown[url]
        if part != id_:
            rulings.unmerge(db, run, part, reason)
            return int(part)
        by_id = {one.id: one for one in SOURCES}
        said = {
            where: entry
            for where, _, source_id, hash_, _ in shows
            for entry in _archived(settings, db, by_id[source_id], where)
            if content_hash(entry) == hash_
        }
        entry = said.pop(url, None)
        if entry is None:
            why = "the archive no longer has it as it was read; run once, then split"
            raise SettingsError(f"{url}: {why}")
        staying = [other for other in said.values() if content_hash(other) != content_hash(entry)]
        return rulings.split(db, run, id_, shown[url][1], entry, reason, staying=staying)


def suppress_by_hand(
    settings: Settings, id_: int, reason: str, now: datetime
) -> rulings.Suppressed:
    """See `repo_watch.store.upkeep.rulings.suppress`; the archive's files go too.

    Raises:
        SettingsError: it was taken down, but an edition's pages could not be brought up to date.
    """
    fence = Fence(settings.database)
    with by_hand(settings, now) as (db, run):
        gone = rulings.suppress(db, run, id_, reason)
        archive = Archive(settings.archive)
        for sha256 in gone.bodies:
            archive.remove(sha256)
        for path in settings.previews.rglob("case-reviews-*"):
            files.remove(path)  # no draft may show what was taken down
        write_all_pages(db, settings, fence)
    if fence.notices:
        raise SettingsError(f"{id_} was taken down, but {'; '.join(fence.notices)}")
    return gone


def _archived(settings: Settings, db: Database, one: Source, url: str) -> tuple[Entry, ...]:
    """The entries of a page as last read well; none where the archive lacks it."""
    for kept in pages.last_good(db, one.id, url):
        with suppress(SourceError):
            page = archived(Archive(settings.archive), db, one, kept.request)
            return tuple(item for item in one.read(page).items if isinstance(item, Entry))
    return ()
