"""Everything that can go wrong, under one root.

Each message is one line for the person who reads it: which source, which address, what to do.
Errors of one layer are siblings; the command line turns them into an exit status.
"""

from typing import Literal, TypeAlias

FORBIDDEN = "forbidden by the site"
"""How the reason begins that an address is not read because its host's robots.txt says so."""

Fault: TypeAlias = Literal[
    "robots",  # robots.txt forbids the address, or could not be read
    "status",  # an HTTP status that is no page
    "unreachable",  # no connection
    "slow",  # no answer, or not all of it, in time
    "cut-short",  # fewer bytes than announced
    "too-large",
    "wrong-type",  # not the form of page that was asked for
    "redirect",  # to where the source may not go
    "resting",  # the host is left alone for the rest of the night
]
"""Why a page did not arrive."""


class RepoWatchError(Exception):
    """The root of all errors that repo-watch raises on purpose.

    The command line ends with the `exit_status` of the error that reaches it.
    """

    exit_status = 5


class Stopped(BaseException):
    """A signal asked the program to end; no handler of errors takes it."""


class SettingsError(RepoWatchError):
    """The settings file or the command line asks for something that cannot be done."""

    exit_status = 2


class LockedError(RepoWatchError):
    """Another run is at work on the same database."""

    exit_status = 3


class EnvironmentFailure(RepoWatchError):  # noqa: N818 -- "EnvironmentError" is Python's own
    """The disk, a permission or the database keeps us from working."""

    exit_status = 4


class DatabaseError(EnvironmentFailure):
    """The database file is not ours, newer than us, locked, damaged or cannot be written."""


class DamagedError(DatabaseError):
    """The database file is not what SQLite or repo-watch wrote: a copy has to be brought back."""


class SourceError(RepoWatchError):
    """A page of a source could not be fetched or vouched for; the other pages go on.

    The reason says what was wrong, without the source's id, which the caller may know, and the
    address that was asked for.
    """

    exit_status = 1

    def __init__(self, reason: str, *, url: str = "", source: str = "") -> None:
        self.reason, self.url, self.source = reason, url, source
        super().__init__(": ".join(part for part in (source, url, reason) if part))


class FaultError(SourceError):
    """The page did not arrive from its site; `fault` says in which way."""

    def __init__(self, fault: Fault, reason: str, *, url: str) -> None:
        self.fault = fault
        super().__init__(reason, url=url)


class PassingFaultError(FaultError):
    """A fault that may be over in a moment, so that asking again is worth it.

    The server may want us to wait some seconds, or say that we ask too much (429).
    """

    retry_after = 0.0
    busy = False


class ReadingError(SourceError):
    """The page arrived but is not what it should be, so nothing in it may be believed."""


class ChallengePageError(ReadingError):
    """A bot challenge, login, cookie wall or error page, answered as if it were the page."""


class CutShortError(ReadingError):
    """The page ends before its end."""


class WrongPageError(ReadingError):
    """A sound page, but of another family than the one expected."""
