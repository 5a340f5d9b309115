"""Reasons as a person can take them in: long addresses shortened, what is the same said once."""

import re
from collections.abc import Iterable

_LONG = 100
_HEAD, _TAIL = 60, 30
_ADDRESS = re.compile(rf"https?://\S{{{_LONG - 7},}}")
_OF_PAGE = re.compile(r"(https?://\S+): (.*)", re.DOTALL)

UNREACHABLE = "Nothing could be reached: look at this machine's connection."


def short(text: str) -> str:
    """The text with each address of over a hundred signs cut in its middle."""
    return _ADDRESS.sub(
        lambda found: f"{found[0][:_HEAD]}\N{HORIZONTAL ELLIPSIS}{found[0][-_TAIL:]}", text
    )


def reasons(said: Iterable[str]) -> tuple[str, ...]:
    """A verdict's reasons ("ADDRESS: why"), each why once, with the first address it is said of."""
    of: dict[str, list[str]] = {}
    for reason in said:
        found = _OF_PAGE.fullmatch(reason)
        of.setdefault(found[2] if found else reason, []).append(found[1] if found else "")
    return tuple(short(_joined(why, pages)) for why, pages in of.items())


def _joined(why: str, pages: list[str]) -> str:
    more = len(pages) - 1
    others = f" and {more} more" if more else ""
    return f"{pages[0]}{others}: {why}" if pages[0] else why
