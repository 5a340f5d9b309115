"""Facts as a reader sees them: counts, days, sizes and the names of codes."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import starmap
from typing import Any

from repo_watch.digest.loading import day_of
from repo_watch.digest.model import OPEN_STATES
from repo_watch.digest.months import Month, london_day
from repo_watch.templates import environment

_KILO = 1024
_OF_ENTRIES = {"departure", "document", "happening", "report"}


@cache
def fixed() -> Mapping[str, Mapping[str, Any]]:
    """The fixed words of issues, table by table, from `words.toml`."""
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def say(name: str, *facts: object) -> tuple[str, ...]:
    """The sentences of that name in `templates/`, of an entry or of the issue, with these facts."""
    file = "entries" if name in _OF_ENTRIES else "sentences"
    told = str(getattr(_sentences(file), name)(*facts))
    return tuple(filter(None, told.split("\n")))


@cache
def _sentences(file: str) -> Any:  # noqa: ANN401 -- a template's macros have no types
    from repo_watch.reading.terms.link_kinds import LINK_KINDS

    template = environment(__package__).get_template(f"{file}.txt.j2")
    helpers = {"day_of": day_of, "london_day": london_day, "map": map, "starmap": starmap}
    tables = {"LINK_KINDS": LINK_KINDS, "OPEN_STATES": OPEN_STATES}
    return template.make_module(globals() | helpers | tables)


def named(table: str, code: str | None) -> str:
    """What a table of the fixed words has for a code; "" where it has none."""
    return str(fixed()[table].get(code or "", ""))


def first_upper(text: str) -> str:
    """The text with its first letter a capital and the others as they are."""
    return text[:1].upper() + text[1:]


def day(on: date) -> str:
    """As in "2 October 2026"."""
    return f"{on.day} {Month(on.year, on.month).name}"


def count(number: int, one: str, many: str = "") -> str:
    """As in "1 review", "2 reviews", "2,000 reviews"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sequence(parts: Iterable[str]) -> str:
    """As in "a", "a and b", "a, b and c"."""
    *head, last = parts
    return f"{', '.join(head)} and {last}" if head else last


def dotted(*facts: str) -> str:
    """The facts that say something, in one line with dots between them."""
    return " \N{MIDDLE DOT} ".join(filter(None, facts))


def short_size(size: int) -> str:
    """A file's size in the form of the partnership's page: "249kb", "1Mb"."""
    kilobytes = max(1, round(size / _KILO))
    return f"{kilobytes}kb" if kilobytes < _KILO else f"{round(size / _KILO / _KILO)}Mb"


def kind(code: str | None) -> str:
    """A code of a review's type, a publication's or a section as words; "" where there is none."""
    from repo_watch.reading.terms.review_types import REVIEW_TYPES

    return first_upper(REVIEW_TYPES.get(code, code.replace("_", " "))) if code else ""
