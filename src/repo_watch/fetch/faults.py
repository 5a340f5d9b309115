"""Why a page did not arrive."""

from typing import Literal, TypeAlias

from repo_watch.errors import FetchError

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


class FaultError(FetchError):
    """A page did not arrive; `fault` says in which way."""

    def __init__(self, fault: Fault, reason: str, *, url: str) -> None:
        self.fault = fault
        super().__init__(reason, url=url)


class PassingFaultError(FaultError):
    """A fault that may be over in a moment, so that asking again is worth it.

    The server may want us to wait some seconds, or say that we ask too much (429).
    """

    retry_after = 0.0
    busy = False
