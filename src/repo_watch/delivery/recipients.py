"""Which issues there are, whom the settings name, what is due to whom, and what stays due."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from sqlite3 import Connection as Database

from msgspec import Struct

from repo_watch.digest.issues import months_of, newest
from repo_watch.digest.model import NATIONAL
from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.rendering import words
from repo_watch.settings import Settings
from repo_watch.store.rows import deliveries
from repo_watch.store.rows.deliveries import Delivery, Number, Recipient, State
from repo_watch.store.times import read

_OPEN = {"sending", "waiting"}
_LATE = timedelta(days=45)
"""After the end of its months: an issue that was first made later is not sent unasked."""
_NAMED = 3
_STANDS = {
    "waiting": "could not be delivered yet and is tried again each night",
    "sending": "was being delivered when the run ended, and is sent again by the next",
    "refused": "was refused and is not tried again",
    "given_up": "could not be delivered for five days and is not tried again",
}


class Issue(Struct, frozen=True):
    """The newest number of an issue, its row, and when number 1 was issued.

    `old`: its months were long past by then. It is a back issue, or an edition that was added later
    caught up with them: nobody waits for those by mail.
    """

    row: int
    number: Number
    first_issued_at: datetime
    old: bool


def everyone(settings: Settings) -> tuple[Recipient, ...]:
    """Everyone whom the settings name, in their order; an address written twice counts once."""
    found = []
    for name, edition in settings.all_editions.items():
        addresses = edition.recipients
        if name == NATIONAL.name:
            addresses = (*settings.mail.recipients, *addresses)
        once: dict[str, str] = {}
        for address in addresses:
            once.setdefault(address.casefold(), address)
        found += [Recipient(name, "mail", address) for address in once.values()]
        if settings.drop.folder:
            found.append(Recipient(name, "drop", str(settings.drop.folder)))
    return tuple(found)


def issues(db: Database) -> tuple[Issue, ...]:
    """Every issue, oldest first."""
    found = []
    for row in reversed(newest(db)):
        number = Number(row["edition"], row["first_month"], row["last_month"], row["number"])
        made = read(row["first_issued_at"])
        old = row["back_issue"] or made - read(row["window_to"]) > _LATE
        found.append(Issue(row["id"], number, made, bool(old)))
    return tuple(found)


def named(db: Database, months: Months | None, edition: str | None) -> tuple[Issue, ...]:
    """The issues for exactly these months, of one edition or of every one.

    Without months, the newest of each edition.

    Raises:
        SettingsError: there is none.
    """
    there = [one for one in issues(db) if edition in {None, one.number.edition}]
    if months is None:
        there = list({one.number.edition: one for one in there}.values())
    else:
        asked = (months.first.iso, months.last.iso)
        there = [one for one in there if one.number[1:3] == asked]
    if there:
        return tuple(there)
    what = f"{months.prose} was never issued" if months else "nothing was issued yet"
    of = f" in the edition {edition}" if edition else ""
    raise SettingsError(f"{what}{of}; `repo-watch digest MONTH` issues a month that has ended")


def due(issue: Issue, known_since: datetime, past: Sequence[Delivery]) -> bool:
    """Whether an issue's newest number is to be sent to one of its edition's recipients now.

    `past` is what became of the issue's numbers on their way there.
    """
    states = _states(issue, past)
    new = issue.first_issued_at >= known_since and not issue.old
    wanted = states or new or any(delivery.state == "sent" for delivery in past)
    return bool(states <= _OPEN and wanted)


def unsent(issue: Issue, _known_since: datetime, past: Sequence[Delivery]) -> bool:
    """Whether this number was not sent there, for whatever reason; arguments as for `due`."""
    return "sent" not in _states(issue, past)


def _states(issue: Issue, past: Sequence[Delivery]) -> set[State]:
    """The state of this very number; empty where it was not begun."""
    return {one.state for one in past if one.number == issue.number.number}


def outstanding(settings: Settings) -> Iterator[tuple[str, str]]:
    """What has not reached those whom the settings name: it stays told until it has.

    By issue, state and reason, oldest issue first; of each issue the newest number counts. Gives
    what each is about, the same each night until it is delivered or given up, and one line: what,
    to whom (masked) and why.

    Raises:
        DatabaseError: the file of deliveries cannot be read.
    """
    with deliveries.looked_at(settings.deliveries) as book:
        rows = deliveries.undelivered(book, everyone(settings)) if book else ()
    for (number, state, reason), some in groupby(rows, lambda row: row[:3]):
        months = months_of(number._asdict())
        title = f"{settings.all_editions[number.edition].title} {months.name}"
        text = f"{title} {_STANDS[state]} ({first_of([masked(one) for *_, one in some])}): {reason}"
        if state not in _OPEN:
            text = f"{text.rstrip(': ')}. When that is put right: repo-watch deliver {months.text}"
        yield f"delivery {number.edition} {months.text} {state}", text.rstrip(": ")


def first_of(addresses: Sequence[str]) -> str:
    """The first addresses, and how many more there are."""
    more = len(addresses) - _NAMED
    return words.sequence((*addresses[:_NAMED], *([f"{more} more"] if more > 0 else ())))


def masked(address: str) -> str:
    """An address as a log may have it: enough to know it by. A folder stays as it is."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}\N{HORIZONTAL ELLIPSIS}@{host}" if at and "/" not in address else address
