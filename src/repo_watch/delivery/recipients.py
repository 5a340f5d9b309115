"""Which issues there are, whom the settings name for them, and what is due to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection as Database

from repo_watch.digest.months import Months
from repo_watch.digest.nouns import NATIONAL
from repo_watch.errors import SettingsError
from repo_watch.settings import Settings
from repo_watch.store.rows.deliveries import Delivery, Number, Recipient, State
from repo_watch.store.times import read

_OPEN = {"sending", "waiting"}
_LATE_DAYS = 45
"""After the end of its months: an issue that was first made later is not sent unasked."""


@dataclass(frozen=True, slots=True)
class Issue:
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
    rows = db.execute(
        """SELECT issue.id, issue.edition, issue.first_month, issue.last_month, issue.number,
                  first.issued_at, issue.back_issue
                  OR julianday(first.issued_at) - julianday(issue.window_to) > ?
             FROM issue
             JOIN issue AS first ON first.edition = issue.edition AND first.number = 1
                  AND first.first_month = issue.first_month AND first.last_month = issue.last_month
            WHERE issue.number = (
                  SELECT max(number) FROM issue AS other WHERE other.edition = issue.edition
                     AND other.first_month = issue.first_month
                     AND other.last_month = issue.last_month)
            ORDER BY issue.last_month, issue.first_month, issue.id""",
        [_LATE_DAYS],
    )
    return tuple(
        Issue(row, Number(*number), read(first_issued_at), bool(old))
        for row, *number, first_issued_at, old in rows.fetchall()
    )


def named(db: Database, months: Months | None, edition: str | None) -> tuple[Issue, ...]:
    """The issues for exactly these months; without months, the newest of each edition.

    Args:
        db: the database.
        months: which, or None.
        edition: of this edition, or of every one.

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
        new = issue.first_issued_at >= known_since and not issue.old
        got_earlier = any(delivery.state == "sent" for delivery in before)
        states = _states(issue, before)
        if (
            one.edition == issue.number.edition
            and states <= _OPEN
            and (states or new or got_earlier)
        ):
            found.append(one)
    return found


def unsent(
    issue: Issue, wanted: Sequence[Recipient], past: Mapping[Recipient, Sequence[Delivery]]
) -> list[Recipient]:
    """Who of the recipients was not sent this number, for whatever reason."""
    return [
        one
        for one in wanted
        if one.edition == issue.number.edition and "sent" not in _states(issue, past.get(one, ()))
    ]


def _states(issue: Issue, past: Sequence[Delivery]) -> set[State]:
    """The state of this very number; empty where it was not begun."""
    return {one.state for one in past if one.number == issue.number.number}
