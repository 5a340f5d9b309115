"""The database, and the lock that its one writer holds."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from filelock import FileLock, Timeout
from sqlite_utils import Database

from repo_watch.errors import LockedError
from repo_watch.settings import Settings
from repo_watch.store.database import connect, environment


@contextmanager
def open_database(settings: Settings, *, create: bool = False) -> Iterator[Database]:
    """The database, with the lock that one writer holds.

    Raises:
        LockedError: a run is at work.
        DatabaseError: the file is missing, not ours, newer, damaged or cannot be written.
    """
    with environment(settings.database), ExitStack() as stack:
        if create:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(settings.lock, timeout=0)
        try:
            stack.enter_context(lock)
        except Timeout:
            raise LockedError(
                f"{settings.lock}: another run is at work; nothing was done, try again after it"
            ) from None
        db = connect(settings.database, create=create)
        stack.callback(db.close)
        yield db
