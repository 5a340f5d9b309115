"""The database, and the lock that its one writer holds."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from sqlite3 import Connection as Database

from repo_watch import files
from repo_watch.errors import DatabaseError
from repo_watch.settings import Settings
from repo_watch.store.schema.database import connect, environment


@contextmanager
def open_database(settings: Settings, *, create: bool = False) -> Iterator[Database]:
    """The database, with the lock that one writer holds.

    Raises:
        LockedError: a run is at work.
        DatabaseError: the file is missing, not ours, newer, damaged or cannot be written; or it
            was lost, and a new one would take all news since then for known.
    """
    database, copy = settings.database, settings.public / "repo-watch.db"
    with environment(database), ExitStack() as stack:
        if create:
            if copy.exists() and not (database.exists() and database.stat().st_size):
                raise DatabaseError(
                    f"{database}: is missing or empty, and {copy} was made from it; bring it back"
                    " from a backup, look at data_dir in the settings, or move that copy away to"
                    " begin anew"
                )
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        stack.enter_context(files.locked(settings.lock))
        db = connect(database, create=create, keep=True)
        stack.callback(db.close)
        yield db
