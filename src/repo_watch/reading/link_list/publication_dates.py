"""When a document was published, as the words near its link state it: a year, a month if written.

A heading, a link or a short label dates by any one date in it. Prose does only where it says that
something was published then: what a review tells of has dates too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from repo_watch.reading.terms.case_names import without_case_numbers
from repo_watch.reading.terms.dates import read_date
from repo_watch.reading.terms.headings import MONTH_NAME, month_number
from repo_watch.reading.terms.patterns import Patterns


class Published(NamedTuple):
    """A year, and the month (1 to 12) where one is written."""

    year: int
    month: int | None


Row: TypeAlias = list[tuple[int, Published | None]]
"""Links, by number, with None, and dates, as they stand one after the other."""

_WORDS = Patterns(__file__, month_name=MONTH_NAME)
_WELSH_MONTHS = _WORDS.table("welsh_months")
_WELSH = re.compile(rf"\b(?:{'|'.join(_WELSH_MONTHS)})\b(?=,? (?:19|20)\d\d\b)", re.IGNORECASE)
_NEAR = 60
_MOST_WORDS_OF_A_LABEL = 7


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _WORDS.sentence.split(text)


def _english(text: str) -> str:
    """A text with the Welsh months of its dates in English."""
    return _WELSH.sub(lambda match: _WELSH_MONTHS[match[0].lower()], text)


def only_a_date(text: str) -> bool:
    """Whether a text is a date, perhaps with words such as "Published on"."""
    text = _english(text)
    return any(char.isdigit() for char in text) and bool(_WORDS.of_a_date.fullmatch(text))


def without_dates(text: str) -> str:
    """A text without its dates, and without the words that only introduce them; it may be ""."""
    rest = " ".join(_WORDS.introduced.sub(" ", _english(text)).split()).strip(" ,;:|-–—")
    return "" if _WORDS.of_a_date.fullmatch(rest) else rest


def written_date(text: str) -> Published | None:
    """The one date of a text; None where there is none, or more years than one.

    "2031-32" is the year in which it begins; "21/07/2028" has a month where no other reading of
    the figures is a date.
    """
    return _one(_WORDS.date.finditer(without_case_numbers(_english(text))))


def said_date(text: str) -> Published | None:
    """The date of publication that a line of text beside or above a link states, or None."""
    for sentence in sentences(without_case_numbers(_english(text))):
        dates = list(_WORDS.date.finditer(sentence))
        if not dates:
            continue
        if cue := _WORDS.cue.search(sentence):
            if found := _at_the_cue(sentence, cue, dates):
                return found
        elif only_a_date(sentence) or not (
            _WORDS.other_time.search(sentence) or sentence.endswith(".")
        ):
            rest = _WORDS.word.findall(_WORDS.date.sub(" ", sentence))
            if len(rest) <= _MOST_WORDS_OF_A_LABEL and (found := _one(dates)):
                return found
    return None


def headed_date(headings: Sequence[str]) -> Published | None:
    """The date of the innermost heading that states one, with the month of a heading within it."""
    month = None
    for text in headings:
        if found := written_date(text):
            return found._replace(month=found.month or month)
        if only := _WORDS.month_alone.fullmatch(text):
            month = month_number(only["month"])
    return None


def says_published(text: str) -> bool:
    """Whether a text says of a date that it is the day of publication."""
    return bool(_WORDS.cue.search(text))


def dates_in_a_row(row: Row, *, of_one: bool) -> Iterator[tuple[int, Published]]:
    """The date of each link that stands in a row of links and dates, where it has one.

    The first thing decides whose a date is: where a date comes before any link, each date heads the
    links that follow it; where a link comes first, each date belongs to the link before. Where all
    is of one thing, the only date is that of every link.
    """
    dates = {date for _, date in row if date}
    last = next(iter(dates)) if of_one and len(dates) == 1 else row[0][1] if row else None
    for (link, date), (_, after) in zip_longest(row, row[1:], fillvalue=(0, None)):
        if last:
            last = date or last
        if not date and (found := last or after):
            yield link, found


def _at_the_cue(text: str, cue: re.Match[str], dates: list[re.Match[str]]) -> Published | None:
    """The date that follows "published", else the one before it, unless it is of something else."""
    if _WORDS.not_yet.search(text[max(cue.start() - _NEAR, 0) : cue.start()]):
        return None
    behind = [one for one in dates if cue.end() <= one.start() <= cue.end() + _NEAR]
    if behind:
        gap = text[cue.end() : behind[0].start()]
        return None if _WORDS.other_time.search(gap) else _published(behind[0])
    ahead = [one for one in dates if one.end() <= cue.start() <= one.end() + _NEAR]
    if not ahead or _WORDS.other_time.search(text[: ahead[-1].start()][-_NEAR // 2 :]):
        return None
    return _published(ahead[-1])


def _one(found: Iterable[re.Match[str]]) -> Published | None:
    dates = list(map(_published, found))
    years, months = {one.year for one in dates}, {one.month for one in dates} - {None}
    if len(years) != 1:
        return None
    return Published(years.pop(), months.pop() if len(months) == 1 else None)


def _published(match: re.Match[str]) -> Published:
    if days := match["days"]:
        day = read_date(days if match["iso"] else re.sub("[.-]", "/", days)).first
        year = int(days[:4] if match["iso"] else days[-4:])
        return Published(year, day.month if day else None)
    month, number = match["month"], match["number"]
    year = int(match["of"] or match["in"] or match["alone"])
    return Published(year, month_number(month) if month else int(number) if number else None)
