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
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from sqlite3 import Connection as Database

from msgspec import Struct

from repo_watch.delivery import recipients
from repo_watch.delivery.carriers import Answer, TrialFolder, drop, post
from repo_watch.delivery.letter import Letter, letter
from repo_watch.digest.months import Months
from repo_watch.digest.text import clean
from repo_watch.errors import EnvironmentFailure, SettingsError
from repo_watch.issuing.issue import digest_of, render
from repo_watch.settings import Settings
from repo_watch.store.rows import deliveries
from repo_watch.store.rows.deliveries import Delivery, Recipient, State
from repo_watch.store.times import iso, read

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
    if not recipients.everyone(settings) and not settings.deliveries.exists():
        return ()
    try:
        return _deliver(settings, db, now, recipients.issues(db), recipients.due, around)
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
    if not recipients.everyone(settings):
        raise SettingsError("nobody to deliver to: name mail.recipients, or a drop.folder")
    asked = recipients.named(db, months, edition)
    return _deliver(settings, db, now, asked, recipients.unsent, nullcontext)


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
    trial = TrialFolder(settings.mail, folder)
    for issue in recipients.named(db, months, edition):
        said = digest_of(db, issue.row)
        made = letter(said, render(said), settings.mail, settings.public_url)
        for one in recipients.everyone(settings):
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
    asked: Sequence[recipients.Issue],
    chosen: Callable[[recipients.Issue, datetime, Sequence[Delivery]], bool],
    around: _Around,
) -> tuple[Delivered, ...]:
    wanted, made = recipients.everyone(settings), []
    with deliveries.opened(settings.deliveries) as book:
        if gone := deliveries.note(book, wanted, now):
            # Half a settings file looks like one that names fewer.
            who = recipients.first_of([recipients.masked(one.address) for one in gone])
            text = (
                f"No longer in the settings, and sent nothing from now on ({who}): if that is a"
                " slip, name them again before the next issue; repo-watch deliver MONTH makes up"
                " for one."
            )
            made.append(Delivered("Recipients", notices=(text,)))
        since = deliveries.known_since(book)
        with closing(_Round(settings, db, book, now)) as this:
            for issue in asked:
                number, past = issue.number, deliveries.of_issue(book, issue.number)
                those = [one for one in wanted if one.edition == number.edition]
                if some := [one for one in those if chosen(issue, since[one], past.get(one, ()))]:
                    with around(f"The delivery of {number.edition} {number.first_month}"):
                        made.append(this.deliver(issue, some))
    return tuple(made)


class _Round:
    """One connection to the mail server, for all issues that are due."""

    def __init__(self, settings: Settings, db: Database, book: Database, now: datetime) -> None:
        self._settings, self._db, self._book = settings, db, book
        self._now = read(iso(now))
        self._post = post(settings.mail)
        self._stopped: Answer | None = None
        self.close = self._post.close

    def deliver(self, issue: recipients.Issue, chosen: Sequence[Recipient]) -> Delivered:
        deliveries.plan(self._book, issue.number, chosen, self._now)
        said = digest_of(self._db, issue.row)
        files = render(said)
        made = letter(said, files, self._settings.mail, self._settings.public_url)
        carry: dict[str, Callable[[str], Answer]] = {
            "mail": lambda address: self._posted(made, address),
            "drop": lambda folder: drop(Path(folder), said.edition.folder, files),
        }
        begun = deliveries.of_issue(self._book, issue.number)
        states: Counter[State] = Counter()
        news: dict[tuple[State, str], list[str]] = {}
        for to in chosen:
            deliveries.begin(self._book, issue.number, to, self._now)
            answer, first_at = carry[to.channel](to.address), begun[to][-1].first_at
            late = answer.state == "waiting" and self._now - first_at >= _TRIES_FOR - _JITTER
            state: State = "given_up" if late else answer.state
            deliveries.end(self._book, issue.number, to, state, answer.reason)
            states[state] += 1
            if state in {"given_up", "refused"} or (answer.by_setting and first_at == self._now):
                news.setdefault((state, answer.reason), []).append(to.address)
        title, months = f"{said.edition.title} {said.months.name}", said.months.text
        return Delivered(
            title,
            sent=states["sent"] + states["filed"],
            waiting=states["waiting"],
            ended=states["refused"] + states["given_up"],
            notices=tuple(
                f"{title} {told.format(months)} ({recipients.first_of(addresses)}): {reason}"
                for of, told in _NOTICES.items()
                for (state, reason), addresses in news.items()
                if state == of
            ),
        )

    def _posted(self, made: Letter, address: str) -> Answer:
        """Once the server cannot serve anybody, nobody else waits for it in this run."""
        if self._stopped:
            return self._stopped
        answer = self._post.carry(made, address)
        if answer.for_all:
            self._stopped = answer
        return answer


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
            with closing(post(mail)) as carrier:
                answer = carrier.carry(_to_operator(list(untold.values()), now), mail.operator)
            if answer.state in {"sent", "filed"}:
                deliveries.note_told(book, untold)
                return ""
            reason = answer.reason
    except EnvironmentFailure as error:
        reason = str(error)
    return f"The operator could not be told by mail, and is told again: {reason}"


def _to_operator(lines: list[str], now: datetime) -> Letter:
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
        corrects=None,
        attachment=None,
    )
