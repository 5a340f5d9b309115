"""What has not reached those whom the settings name, and why: it stays told until it has."""

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from repo_watch.delivery.recipients import recipients
from repo_watch.digest.issues import months_of
from repo_watch.rendering import words
from repo_watch.settings import Settings
from repo_watch.store.rows import deliveries

_NAMED = 3
_TOLD = {
    "waiting": "could not be delivered yet and is tried again each night",
    "sending": "was being delivered when the run ended, and is sent again by the next",
    "refused": "was refused and is not tried again",
    "given_up": "could not be delivered for five days and is not tried again",
}


class Outstanding(Struct, frozen=True):
    """An issue that some recipients have not got, for one reason.

    Attributes:
        key: what it is about, the same each night until it is delivered or given up.
        text: what, to whom (masked) and why, in one line.
        ended: whether it is not tried again by itself.
    """

    key: str
    text: str
    ended: bool


def outstanding(settings: Settings) -> tuple[Outstanding, ...]:
    """By issue, state and reason, oldest issue first; of each issue the newest number counts.

    Raises:
        DatabaseError: the file of deliveries cannot be read.
    """
    with deliveries.looked_at(settings.deliveries) as book:
        rows = deliveries.undelivered(book, recipients(settings)) if book else ()
    found = []
    for (number, state, reason), some in groupby(rows, lambda row: row[:3]):
        months = months_of(number._asdict())
        ended = state in {"refused", "given_up"}
        title = f"{settings.all_editions[number.edition].title} {months.name}"
        way = f" When that is put right: repo-watch deliver {months.text}" if ended else ""
        text = f"{title} {_TOLD[state]} ({named([masked(one) for *_, one in some])}): {reason}"
        key = f"delivery {number.edition} {months.text} {state}"
        found.append(Outstanding(key, text.rstrip(": ") + "." * bool(way) + way, ended))
    return tuple(found)


def named(addresses: Sequence[str]) -> str:
    """The first addresses, and how many more there are."""
    shown = addresses[:_NAMED]
    more = len(addresses) - len(shown)
    return words.sequence((*shown, *([f"{more} more"] if more else ())))


def masked(address: str) -> str:
    """An address as a log may have it: enough to know it by. A folder stays as it is."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}\N{HORIZONTAL ELLIPSIS}@{host}" if at and "/" not in address else address
