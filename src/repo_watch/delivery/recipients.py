"""Which issues there are, whom the settings name for them, and what is due to whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from sqlite3 import Connection as Database

from msgspec import Struct

from repo_watch.digest.issues import newest
from repo_watch.digest.model import NATIONAL
from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.settings import Settings
from repo_watch.store.rows.deliveries import Delivery, Number, Recipient, State
from repo_watch.store.times import read

_OPEN = {"sending", "waiting"}
_LATE = timedelta(days=45)
"""After the end of its months: an issue that was first made later is not sent unasked."""


class Issue(Struct, frozen=True):
    """The newest number of an issue, its row, and when number 1 was issued.

    `old`: its months were long past by then. It is a back issue, or an edition that was added later
    caught up with them: nobody waits for those by mail.
    """

    row: int
    number: Number
    first_issued_at: datetime
    old: bool


def recipients(settings: Settings) -> tuple[Recipient, ...]:
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
        there = [one for one in there if (one.number.first_month, one.number.last_month) == asked]
    if there:
        return tuple(there)
    what = f"{months.prose} was never issued" if months else "nothing was issued yet"
    of = f" in the edition {edition}" if edition else ""
    raise SettingsError(f"{what}{of}; `repo-watch digest MONTH` issues a month that has ended")


def due(
    issue: Issue, since: Mapping[Recipient, datetime], past: Mapping[Recipient, Sequence[Delivery]]
) -> list[Recipient]:
    """Whom an issue is to be sent to now.

    Args:
        issue: the newest number.
        since: the recipients, each with the moment since which we know of it.
        past: what became of this issue's numbers, by recipient.
    """
    found = []
    for one, known_since in since.items():
        before = past.get(one, ())
        states = _states(issue, before)
        new = issue.first_issued_at >= known_since and not issue.old
        wanted = states or new or any(delivery.state == "sent" for delivery in before)
        if one.edition == issue.number.edition and states <= _OPEN and wanted:
            found.append(one)
    return found


def unsent(
    issue: Issue, since: Mapping[Recipient, object], past: Mapping[Recipient, Sequence[Delivery]]
) -> list[Recipient]:
    """Who was not sent this number, for whatever reason; arguments as for `due`."""
    return [
        one
        for one in since
        if one.edition == issue.number.edition and "sent" not in _states(issue, past.get(one, ()))
    ]


def _states(issue: Issue, past: Sequence[Delivery]) -> set[State]:
    """The state of this very number; empty where it was not begun."""
    return {one.state for one in past if one.number == issue.number.number}
