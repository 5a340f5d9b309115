"""A round of deliveries: which issues go to whom, and what came of it.

    who is to get what -> 'waiting' -> 'sending' | carrier | 'sent', 'waiting' or 'refused'

Each step is in `deliveries.db` before the next begins. A run that is killed while a mail is on its
way leaves 'sending': the mail is sent again, under the same Message-ID, so that it is at least
once with the server and once with a reader. A recipient who is refused, a server that is out of
reach or a folder that is not mounted never keep the others from getting theirs.

Turns go to the operator by the carrier that issues go by, once each: what was told is in the same
file, so that a night on which the mail server is down tells the next night, and what goes on is
told no more than once.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import datetime, timedelta
from html import escape
from itertools import groupby
from pathlib import Path
from sqlite3 import Connection as Database
from typing import TYPE_CHECKING

from msgspec import Struct

from repo_watch.digest.issues import months_of, newest
from repo_watch.digest.model import NATIONAL, Digest
from repo_watch.digest.months import Months
from repo_watch.digest.text import clean
from repo_watch.errors import EnvironmentFailure, SettingsError
from repo_watch.issuing.issue import digest_of, render
from repo_watch.rendering import words
from repo_watch.settings import Settings
from repo_watch.store.rows import deliveries
from repo_watch.store.rows.deliveries import Delivery, Number, Recipient, State
from repo_watch.store.times import iso, read

if TYPE_CHECKING:
    from repo_watch.delivery.carriers import MailServer, TrialFolder
    from repo_watch.delivery.letter import Letter

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
_DAYS = 5
_NAME = "repo-watch"
_TRIES_FOR = timedelta(days=_DAYS)
_JITTER = timedelta(hours=12)
_AGAIN = "when that is put right: repo-watch deliver"
_NOTICES: dict[State, str] = {
    "waiting": f"could not be delivered and is tried again each night for {_DAYS} days",
    "refused": f"was refused and is not tried again; {_AGAIN} {{}}",
    "given_up": f"could not be delivered for {_DAYS} days and is not tried again; {_AGAIN} {{}}",
}


class _Issue(Struct, frozen=True):
    """The newest number of an issue, its row, and when number 1 was issued.

    `old`: its months were long past by then. It is a back issue, or an edition that was added later
    caught up with them: nobody waits for those by mail.
    """

    row: int
    number: Number
    first_issued_at: datetime
    old: bool


def _everyone(settings: Settings) -> tuple[Recipient, ...]:
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


def _issues(db: Database) -> tuple[_Issue, ...]:
    """Every issue, oldest first."""
    found = []
    for row in reversed(newest(db)):
        number = Number(row["edition"], row["first_month"], row["last_month"], row["number"])
        made = read(row["first_issued_at"])
        old = row["back_issue"] or made - read(row["window_to"]) > _LATE
        found.append(_Issue(row["id"], number, made, bool(old)))
    return tuple(found)


def _named(db: Database, months: Months | None, edition: str | None) -> tuple[_Issue, ...]:
    """The issues for exactly these months, of one edition or of every one.

    Without months, the newest of each edition.

    Raises:
        SettingsError: there is none.
    """
    there = [one for one in _issues(db) if edition in {None, one.number.edition}]
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


def _is_due(
    issue: _Issue, known_since: datetime, past: Sequence[Delivery], *, by_hand: bool
) -> bool:
    """Whether an issue's newest number is to be sent to one of its edition's recipients now.

    `past` is what became of the issue's numbers on their way there. By hand it is, where this
    number was not sent, for whatever reason.
    """
    states = {one.state for one in past if one.number == issue.number.number}
    if by_hand:
        return "sent" not in states
    new = issue.first_issued_at >= known_since and not issue.old
    wanted = states or new or any(delivery.state == "sent" for delivery in past)
    return bool(states <= _OPEN and wanted)


def outstanding(settings: Settings) -> Iterator[tuple[str, str]]:
    """What has not reached those whom the settings name: it stays told until it has.

    By issue, state and reason, oldest issue first; of each issue the newest number counts. Gives
    what each is about, the same each night until it is delivered or given up, and one line: what,
    to whom (masked) and why.

    Raises:
        DatabaseError: the file of deliveries cannot be read.
    """
    with deliveries.looked_at(settings.deliveries) as book:
        rows = deliveries.undelivered(book, _everyone(settings)) if book else ()
    for (number, state, reason), some in groupby(rows, lambda row: row[:3]):
        months = months_of(number._asdict())
        title = f"{settings.all_editions[number.edition].title} {months.name}"
        whom = _first_of([_masked(one) for *_, one in some])
        text = f"{title} {_STANDS[state]} ({whom}): {reason}"
        if state not in _OPEN:
            text = f"{text.rstrip(': ')}. When that is put right: repo-watch deliver {months.text}"
        yield f"delivery {number.edition} {months.text} {state}", text.rstrip(": ")


def _first_of(addresses: Sequence[str]) -> str:
    """The first addresses, and how many more there are."""
    more = len(addresses) - _NAMED
    return words.sequence((*addresses[:_NAMED], *([f"{more} more"] if more > 0 else ())))


def _masked(address: str) -> str:
    """An address as a log may have it: enough to know it by. A folder stays as it is."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}\N{HORIZONTAL ELLIPSIS}@{host}" if at and "/" not in address else address


class Delivered(Struct, frozen=True):
    """What a round did for one issue: so many recipients, folders included, were sent it.

    Others are `waiting` to be tried again, or are not tried again. The operator is told once, in a
    line each, what has to be put right.
    """

    title: str
    sent: int = 0
    waiting: int = 0
    ended: int = 0
    notices: tuple[str, ...] = ()


_Around = Callable[[str], AbstractContextManager[object]]
"""What stands around the delivery of one issue, by its name: a fence, or nothing."""


def deliver_due(
    settings: Settings, db: Database, now: datetime, around: _Around = nullcontext
) -> tuple[Delivered, ...]:
    """Deliver what is due: the nightly run calls this after issuing, with the same moment.

    Due is the newest number of each issue for everyone whom the settings named before it was first
    issued, and for everyone who got an earlier number. Nothing older, so that switching delivery on
    sends no old issues; no back issue; nothing that was delivered or refused.

    Gives one for each issue that was tried. `around` contains a fault of ours in one issue, so that
    the others are delivered. It raises for no fault of a mail server, a folder or the file of
    deliveries: these are notices.
    """
    if not _everyone(settings) and not settings.deliveries.exists():
        return ()
    try:
        return _deliver(settings, db, now, _issues(db), around, by_hand=False)
    except EnvironmentFailure as error:
        return (Delivered("Delivery", notices=(str(error),)),)


def deliver_by_hand(
    settings: Settings, db: Database, months: Months, now: datetime, *, edition: str | None = None
) -> tuple[Delivered, ...]:
    """Deliver an issue to everyone in the settings who was not sent it, however old it is.

    Of one edition alone, where it is named; else as `deliver_due`.

    Raises:
        SettingsError: there is no such issue, or nobody to deliver to.
        EnvironmentFailure: the file of deliveries cannot be used.
    """
    if not _everyone(settings):
        raise SettingsError("nobody to deliver to: name mail.recipients, or a drop.folder")
    return _deliver(settings, db, now, _named(db, months, edition), nullcontext, by_hand=True)


def write_letters(
    settings: Settings,
    db: Database,
    months: Months | None,
    folder: Path,
    *,
    edition: str | None = None,
) -> tuple[Path, ...]:
    """Write an issue's mails as .eml files into a folder; nothing is sent or recorded.

    Without months, those of the newest issue of each edition, or of the one that is named.

    Raises:
        SettingsError: there is no such issue, or nobody to write to.
    """
    from repo_watch.delivery.carriers import TrialFolder
    from repo_watch.delivery.letter import letter

    trial = TrialFolder(settings.mail, folder)
    for issue in _named(db, months, edition):
        said = digest_of(db, issue.row)
        made = letter(said, render(said), settings.mail, settings.public_url)
        for one in _everyone(settings):
            if one.channel == "mail" and one.edition == issue.number.edition:
                answer = trial.carry(made, one.address)
                if answer.reason:
                    raise EnvironmentFailure(answer.reason)
    if not trial.written:
        raise SettingsError("nobody to write to: name mail.recipients and mail.sender first")
    return tuple(trial.written)


def _deliver(
    settings: Settings,
    db: Database,
    now: datetime,
    asked: Sequence[_Issue],
    around: _Around,
    *,
    by_hand: bool,
) -> tuple[Delivered, ...]:
    wanted, made, now = _everyone(settings), [], read(iso(now))
    with deliveries.opened(settings.deliveries) as book:
        if gone := deliveries.note(book, wanted, now):
            # Half a settings file looks like one that names fewer.
            who = _first_of([_masked(one.address) for one in gone])
            text = (
                f"No longer in the settings, and sent nothing from now on ({who}): if that is a"
                " slip, name them again before the next issue; repo-watch deliver MONTH makes up"
                " for one."
            )
            made.append(Delivered("Recipients", notices=(text,)))
        since, due = deliveries.known_since(book), []
        for issue in asked:
            past = deliveries.of_issue(book, issue.number)
            there = (one for one in wanted if one.edition == issue.number.edition)
            known = ((one, since[one], past.get(one, ())) for one in there)
            if chosen := [
                to for to, of, then in known if _is_due(issue, of, then, by_hand=by_hand)
            ]:
                due.append((issue, chosen))
        if due:
            from repo_watch.delivery.carriers import post

            with closing(post(settings.mail)) as carrier:
                for issue, chosen in due:
                    of = issue.number
                    with around(f"The delivery of {of.edition} {of.first_month}"):
                        said = digest_of(db, issue.row)
                        made.append(_delivered(settings, book, carrier, said, chosen, now))
    return tuple(made)


def _delivered(
    settings: Settings,
    book: Database,
    carrier: "MailServer | TrialFolder",
    said: Digest,
    chosen: Sequence[Recipient],
    now: datetime,
) -> Delivered:
    """Deliver one issue, of which this is `said`, by mail and into folders."""
    from repo_watch.delivery.carriers import drop
    from repo_watch.delivery.letter import letter

    number = Number(said.edition.name, said.months.first.iso, said.months.last.iso, said.number)
    deliveries.plan(book, number, chosen, now)
    files = render(said)
    made = letter(said, files, settings.mail, settings.public_url)
    begun = deliveries.of_issue(book, number)
    states: Counter[State] = Counter()
    news: dict[tuple[State, str], list[str]] = {}
    for to in chosen:
        deliveries.begin(book, number, to, now)
        if to.channel == "mail":
            answer = carrier.carry(made, to.address)
        else:
            answer = drop(Path(to.address), said.edition.folder, files)
        first_at = begun[to][-1].first_at
        late = answer.state == "waiting" and now - first_at >= _TRIES_FOR - _JITTER
        state: State = "given_up" if late else answer.state
        deliveries.end(book, number, to, state, answer.reason)
        states[state] += 1
        if state in {"given_up", "refused"} or (answer.by_setting and first_at == now):
            news.setdefault((state, answer.reason), []).append(to.address)
    title, months = f"{said.edition.title} {said.months.name}", said.months.text
    return Delivered(
        title,
        sent=states["sent"] + states["filed"],
        waiting=states["waiting"],
        ended=states["refused"] + states["given_up"],
        notices=tuple(
            f"{title} {told.format(months)} ({_first_of(addresses)}): {reason}"
            for of, told in _NOTICES.items()
            for (state, reason), addresses in news.items()
            if state == of
        ),
    )


def tell_operator(settings: Settings, turns: Mapping[str, str], now: datetime) -> str:
    """Send what the operator was not told yet, in one mail; gives why it could not be, or "".

    `turns` hold now: a line for each, by a key that stays the same while it goes on. Without
    `mail.operator` nothing is done.
    """
    mail = settings.mail
    if not mail.operator:
        return ""
    try:
        with deliveries.opened(settings.deliveries) as book:
            untold = deliveries.untold(book, turns, now)
            if not untold:
                return ""
            from repo_watch.delivery.carriers import post

            with closing(post(mail)) as carrier:
                answer = carrier.carry(_to_operator(list(untold.values()), now), mail.operator)
            if answer.state in {"sent", "filed"}:
                deliveries.note_told(book, untold)
                return ""
            reason = answer.reason
    except EnvironmentFailure as error:
        reason = str(error)
    return f"The operator could not be told by mail, and is told again: {reason}"


def _to_operator(lines: list[str], now: datetime) -> "Letter":
    from repo_watch.delivery.letter import Letter

    said = [clean(line) for line in lines]
    many = f"{len(said)} things to look at"
    end = "`repo-watch status` says what needs a person, and what to do."
    return Letter(
        subject=f"{_NAME}: {said[0][:120] if len(said) == 1 else many}",
        name=_NAME,
        text="\n\n".join([*said, end]) + "\n",
        html="\n".join(f"<p>{escape(line)}</p>" for line in [*said, end]) + "\n",
        date=now,
        key=f"operator/{iso(now)}",
    )
