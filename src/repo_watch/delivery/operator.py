"""Turns to the operator by mail, once each, through the carrier that issues go by.

What was told is in `deliveries.db`, so that a night on which the mail server is down tells the next
night, and what goes on is told no more than once.
"""

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from html import escape

from repo_watch.delivery.carriers import post
from repo_watch.delivery.letter import Letter
from repo_watch.digest.text import clean
from repo_watch.errors import EnvironmentFailure
from repo_watch.settings import Settings
from repo_watch.store.rows import deliveries
from repo_watch.store.times import iso

_NAME = "repo-watch"


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
                answer = carrier.carry(_letter(list(untold.values()), now), mail.operator)
            if answer.state in {"sent", "filed"}:
                deliveries.note_told(book, untold)
                return ""
            reason = answer.reason
    except EnvironmentFailure as error:
        reason = str(error)
    return f"The operator could not be told by mail, and is told again: {reason}"


def _letter(lines: list[str], now: datetime) -> Letter:
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
