"""A fence around each part of a run that stands by itself: its fault keeps no other from work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from repo_watch.errors import DatabaseError, RepoWatchError, SettingsError
from repo_watch.store.schema.database import environment

_log = structlog.get_logger()
DEGRADED, FAULT = 1, 5
OURS = "a fault of repo-watch, please report it with the log"


class Fence:
    """What went wrong so far.

    Attributes:
        notices: a line for the operator for each.
        status: the exit status that the run has earned: the gravest.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self.notices: list[str] = []
        self.status = 0

    @contextmanager
    def around(self, what: str) -> Iterator[None]:
        """Do the body; what it raises is told under the name `what`, and goes no further.

        Raises:
            DatabaseError: the database itself cannot be used, so nothing else can work either.
        """
        try:
            with environment(self._database):
                yield
        except DatabaseError:
            raise
        except SettingsError as error:
            self.tell(f"{what} waits: {error}", DEGRADED)
        except RepoWatchError as error:
            self.tell(f"{what}: {error}", error.exit_status)
        except Exception as error:  # noqa: BLE001 -- the exit status tells of it
            _log.exception("fault", of=what)
            said = f"{type(error).__name__}: {error}"
            self.tell(
                f"{what}: a fault of repo-watch, please report it with the log: {said}", FAULT
            )

    def tell(self, notice: str, status: int) -> None:
        """A line for the operator, and the exit status that it is worth."""
        self.notices.append(" ".join(notice.split()))
        self.status = max(self.status, status)
