"""The heading of an entry: `DATE sep AUTHORITY sep CASE`, in every form seen since 2012.

The pattern is recognised by its parts, never by its tag. A sentence that happens to begin with a
year and to hold a dash is no heading: an authority begins with a capital, and neither it nor a
case name is a sentence.
"""

import re
from typing import NamedTuple

from repo_watch.reading.terms.patterns import Patterns

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_WORDS = Patterns(__file__)
MONTHS = _WORDS.text("months")
MONTH_NAME = _WORDS.text("month_name")
"""Pattern of an English month, whole or shortened, as the group `month`; `MONTHS` is its inside."""
_SIGNS = " +›»▸▾▼▶►⌄^>#¶§"
LONGEST = 160
"""Letters of a heading, at most."""
_AUTHORITY = (_WORDS.opens_a_name, _WORDS.anonymous, 12)
_CASE = (_WORDS.opens_a_case, _WORDS.case, 14)
"""How a part of a heading opens, which words name it for sure, how many words it has at most."""


class Heading(NamedTuple):
    """The parts of a heading. `title` is all of it; `authority_text` is None when anonymous."""

    title: str
    year: int
    month: int | None
    authority_text: str | None
    anonymous: bool
    case_name: str

    @property
    def certain(self) -> bool:
        """Whether its words alone say that a child or an unnamed authority is meant."""
        return self.anonymous or bool(_WORDS.case.match(self.case_name))


def month_number(name: str) -> int:
    """1 to 12 for the English name of a month, or its beginning of three letters or more."""
    return _MONTHS.index(name[:3].lower()) // 3 + 1


def opens_with_date(text: str) -> bool:
    """Whether the text may be a heading at all. Cheap: it is asked of every line of a page."""
    return bool(_WORDS.date.match(text))


def resembles_heading(text: str) -> bool:
    """Whether a text begins as a heading does, even if it does not end as one: date, dash, name."""
    date = _WORDS.date.match(text)
    dash = _WORDS.separator.match(text, date.end()) if date else None
    return dash is not None and bool(_WORDS.opens_a_name.match(text, dash.end()))


def begins_with_heading(text: str) -> bool:
    """Whether a text surely begins with a whole heading, whatever it runs into."""
    if not resembles_heading(text):
        return False
    _, *parts = _WORDS.separator.split(text, maxsplit=2)
    if len(parts) == 1 or not _fits(parts[0], _AUTHORITY):
        return False
    return bool(_WORDS.anonymous.fullmatch(parts[0]) or _WORDS.case.match(parts[1]))


def end_of_coded_name(text: str) -> int:
    """Where a heading must end that runs into its text with nothing between; 0 where none is sure.

    "Child Q" or "BDS12" is whole, whatever follows; after "Gabriel" or "Babies" anything may.
    """
    date = _WORDS.date.match(text)
    if date is None:
        return 0
    dash = _WORDS.separator.search(text, (_WORDS.after_date.match(text, date.end()) or date).end())
    name = dash and _WORDS.coded_name.match(text, dash.end())
    return name.end() if name else 0


def is_date(text: str) -> bool:
    """Whether the text is a heading's date and nothing else: the title of a section, as a rule."""
    return bool(_WORDS.date.fullmatch(text))


def parse_heading(text: str) -> Heading | None:
    """The parts of a heading, or None for text (a line, white space collapsed) that is none."""
    title = text.rstrip(_SIGNS) if len(text) <= LONGEST else ""
    date = _WORDS.date.match(title)
    if date is None:
        return None
    dash = _WORDS.after_date.match(title, date.end())
    rest = title[dash.end() if dash else date.end() :].strip()
    parts = tuple(_WORDS.separator.split(rest, maxsplit=1))
    if len(parts) == 1 and (dash or rest == title[date.end() :]):
        # Where no dash stands between authority and case name, the case must name itself.
        parts = tuple(_WORDS.before_case.split(rest, maxsplit=1))
    if len(parts) == 1 or not (_fits(parts[0], _AUTHORITY) and _fits(parts[1], _CASE)):
        return None
    authority, case = parts
    anonymous = bool(_WORDS.anonymous.match(authority))
    month = month_number(date["month"]) if date["month"] else None
    named = None if anonymous else authority
    return Heading(title, int(date["year"]), month, named, anonymous, case)


def _fits(text: str, part: tuple[re.Pattern[str], re.Pattern[str], int]) -> bool:
    """Whether a text opens as that part of a heading does, is as short, and is no sentence."""
    opens, names, most_words = part
    if not (opens.match(text) or names.match(text)) or len(text.split()) > most_words:
        return False
    sentence = _WORDS.sentence
    return not (sentence.search(text) and sentence.search(_WORDS.short_form.sub("", text)))
