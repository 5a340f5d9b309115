"""Reasons as a person can take them in: long addresses shortened, what is the same said once."""

import re
from collections.abc import Iterable
from datetime import datetime

from repo_watch.model import Source, Verdict
from repo_watch.store.times import read as read_time

_ADDRESS = re.compile(r"(?=https?://\S{93})(\S{60})\S+(\S{30})")
"""One of a hundred signs or more, its first sixty and last thirty apart."""
_OF_PAGE = re.compile(r"(https?://\S+): (.*)", re.DOTALL)

UNREACHABLE = "Nothing could be reached: look at this machine's connection."


def short(text: str) -> str:
    """The text with each address of over a hundred signs cut in its middle."""
    return _ADDRESS.sub("\\1\N{HORIZONTAL ELLIPSIS}\\2", text)


def reasons(said: Iterable[str]) -> tuple[str, ...]:
    """A verdict's reasons ("ADDRESS: why"), each why once, with the first address it is said of."""
    of: dict[str, list[str]] = {}
    for reason in said:
        found = _OF_PAGE.fullmatch(reason)
        of.setdefault(found[2] if found else reason, []).append(found[1] if found else "")
    told = []
    for why, pages in of.items():
        others = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
        told.append(short(f"{pages[0]}{others}: {why}" if pages[0] else why))
    return tuple(told)


def turn(
    source: Source, verdict: Verdict, last_good_at: str | None, now: datetime, *, red: bool
) -> str:
    """What the operator is told when a source turns red, or is read well again."""
    name = f"{source.title} ({source.id})"
    if last_good_at is None:
        before = "never"
    else:
        days = (now - read_time(last_good_at)).days
        ago = {0: "today", 1: "a day ago"}.get(days, f"{days} days ago")
        before = f"on {last_good_at[:10]}, {ago}"
    if red:
        return f"{name} turned red. Last read well: {before}. {' '.join(reasons(verdict.reasons))}"
    return f"{name} is read well again. Before that, last read well: {before}."
