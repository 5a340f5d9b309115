"""What guards a run: the lock that its one writer holds, and a fence around each of its parts.

What these tell is told as a person can take it in: addresses shortened, the same said once.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from sqlite3 import Connection as Database

import structlog

from repo_watch import files
from repo_watch.errors import DatabaseError, RepoWatchError, SettingsError
from repo_watch.settings import Settings
from repo_watch.store.schema.database import connect, damage, damaged, environment, sqlite_told

_log = structlog.get_logger()
DEGRADED, ENVIRONMENT, FAULT = 1, 4, 5
_LONGEST = 1000
OURS = "a fault of repo-watch, please report it with the log"
_ADDRESS = re.compile(r"(?=https?://\S{93})(\S{60})\S+(\S{30})")
"""One of a hundred signs or more, its first sixty and last thirty apart."""
_OF_PAGE = re.compile(r"(https?://\S+): (.*)", re.DOTALL)

UNREACHABLE = "Nothing could be reached: look at this machine's connection."


def short(text: str) -> str:
    """The text with each address of over a hundred signs cut in its middle."""
    return _ADDRESS.sub("\\1\N{HORIZONTAL ELLIPSIS}\\2", text)


def reasons(said: Iterable[str]) -> tuple[str, ...]:
    """A verdict's reasons ("ADDRESS: why"), each why once, with the first address it is said of."""
    of: dict[str, list[str]] = {}
    for reason in said:
        found = _OF_PAGE.fullmatch(reason)
        of.setdefault(found[2] if found else reason, []).append(found[1] if found else "")
    told = []
    for why, pages in of.items():
        others = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
        told.append(short(f"{pages[0]}{others}: {why}" if pages[0] else why))
    return tuple(told)


class Fence:
    """What went wrong so far: a line for the operator for each, and the gravest exit status."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._told: dict[str, None] = {}
        self.status = 0

    @property
    def notices(self) -> tuple[str, ...]:
        """What was told; of many addresses with one trouble the first, and how many."""
        return reasons(self._told)

    @contextmanager
    def around(self, what: str) -> Iterator[None]:
        """Do the body; what it raises is told under the name `what`, and goes no further.

        Save a DatabaseError: where that cannot be used, nothing else can work either.
        """
        try:
            with sqlite_told(self._database):
                yield
        except DatabaseError:
            raise
        except SettingsError as error:
            self.tell(f"{what} waits: {error}", DEGRADED)
        except RepoWatchError as error:
            self.tell(f"{what}: {error}", error.exit_status)
        except MemoryError:
            self.tell(f"{what}: there was not enough memory on this machine", ENVIRONMENT)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            self.tell(f"{what}: {where}{error.strerror or error}", ENVIRONMENT)
        except Exception as error:  # the exit status tells of it
            if self._database.exists() and (wrong := damage(self._database)):
                raise damaged(self._database, wrong) from error
            _log.exception("fault", of=what)
            self.tell(f"{what}: {OURS}: {type(error).__name__}: {error}", FAULT)

    def tell(self, notice: str, status: int) -> None:
        """A line for the operator, once, and the exit status that it is worth."""
        self._told.setdefault(" ".join(notice.split())[:_LONGEST])
        self.status = max(self.status, status)


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
