"""When a document was published, as the words near its link state it: a year, a month if written.

A heading, a link or a short label dates by any one date in it. Prose does only where it says that
something was published then: what a review tells of has dates too.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from repo_watch.reading.terms.case_names import without_case_numbers
from repo_watch.reading.terms.dates import read_date
from repo_watch.reading.terms.headings import MONTH_NAME, month_number


class Published(NamedTuple):
    """A year, and the month (1 to 12) where one is written."""

    year: int
    month: int | None


_DATE = re.compile(
    rf"(?<![\w/.-])(?:(?P<days>(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    rf"|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)\d\d)"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?{MONTH_NAME},?\s+(?:of\s+)?(?P<of>(?:19|20)\d\d)"
    r"|(?P<number>0?[1-9]|1[0-2])/(?P<in>(?:19|20)\d\d)"
    r"|(?P<alone>(?:19|20)\d\d)(?:\s?[/\N{EN DASH}-]\s?\d\d(?:\d\d)?)?)(?![\w/])(?!-\d)",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"[(\[]?(?:\b(?:first )?(?:published|publication|dated?|added|issued)\b[\s:-]*"
    rf"(?:date|on|in|of)?[\s:-]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?)*{_DATE.pattern}[)\]]?",
    re.IGNORECASE,
)
_WELSH_MONTHS = {
    "ionawr": "January", "chwefror": "February", "mawrth": "March", "ebrill": "April", "mai": "May",
    "mehefin": "June", "gorffennaf": "July", "awst": "August", "medi": "September",
    "hydref": "October", "tachwedd": "November", "rhagfyr": "December",
}  # fmt: skip
_WELSH = re.compile(rf"\b(?:{'|'.join(_WELSH_MONTHS)})\b(?=,? (?:19|20)\d\d\b)", re.IGNORECASE)
_CUE = re.compile(
    r"\b(?:publi(?:sh(?:ed)?|c(?:ation)?)|came out|released?|appeared|added|uploaded|posted|issued|"
    r"launched|dated?|cyhoeddwyd)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:will|to be|not|no|yet|should|may be|due|expected|until|none)\b", re.IGNORECASE
)
_OTHER_TIME = re.compile(
    r"\b(?:died|dies|deaths?|born|births?|incidents?|injur\w+|since|until|before|between|prior|updated?|"
    r"modified|reviewed|due|next|will|expected|commenced|started|began|commissioned|aged|period|"
    r"copyright|amended|consulted|during|inquest|trial|court|sentenced?|convicted|criminal)\b|©|\b(?:after|from)\b(?!.*,)",
    re.IGNORECASE,
)
_OF_A_DATE = re.compile(
    r"(?:\W|\d++(?:st|nd|rd|th)?+|\b(?:date|dated|of|in|the|first|published|publication|year|month|added|"
    r"uploaded|released|issued|on|posted|cyhoeddwyd|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:early|late|spring|summer|autumn|winter)|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|"
    r"sept?\w*|oct\w*|nov\w*|dec\w*)\b)*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'‘“])")
_MONTH_ALONE = re.compile(rf"\W*{MONTH_NAME}\W*", re.IGNORECASE)
_WORD = re.compile(r"\w[\w'’-]*")
_NEAR = 60
_MOST_WORDS_OF_A_LABEL = 7


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE.split(text)


def _english(text: str) -> str:
    """A text with the Welsh months of its dates in English."""
    return _WELSH.sub(lambda match: _WELSH_MONTHS[match[0].lower()], text)


def only_a_date(text: str) -> bool:
    """Whether a text is a date, perhaps with words such as "Published on"."""
    text = _english(text)
    return any(char.isdigit() for char in text) and bool(_OF_A_DATE.fullmatch(text))


def without_dates(text: str) -> str:
    """A text without its dates, and without the words that only introduce them; it may be ""."""
    rest = " ".join(_INTRODUCED.sub(" ", _english(text)).split()).strip(
        " ,;:|-\N{EN DASH}\N{EM DASH}"
    )
    return "" if _OF_A_DATE.fullmatch(rest) else rest


def written_date(text: str) -> Published | None:
    """The one date of a text; None where there is none, or more years than one.

    "2031-32" is the year in which it begins; "21/07/2028" has a month where no other reading of
    the figures is a date.
    """
    return _one(_DATE.finditer(without_case_numbers(_english(text))))


def said_date(text: str) -> Published | None:
    """The date of publication that a line of text beside or above a link states, or None."""
    for sentence in sentences(without_case_numbers(_english(text))):
        dates = list(_DATE.finditer(sentence))
        if not dates:
            continue
        if cue := _CUE.search(sentence):
            if found := _at_the_cue(sentence, cue, dates):
                return found
        elif only_a_date(sentence) or not (_OTHER_TIME.search(sentence) or sentence.endswith(".")):
            rest = _WORD.findall(_DATE.sub(" ", sentence))
            if len(rest) <= _MOST_WORDS_OF_A_LABEL and (found := _one(iter(dates))):
                return found
    return None


def headed_date(headings: Sequence[str]) -> Published | None:
    """The date of the innermost heading that states one, with the month of a heading within it."""
    month = None
    for text in headings:
        if found := written_date(text):
            return found._replace(month=found.month or month)
        if only := _MONTH_ALONE.fullmatch(text):
            month = month_number(only["month"])
    return None


def says_published(text: str) -> bool:
    """Whether a text says of a date that it is the day of publication."""
    return bool(_CUE.search(text))


def _at_the_cue(text: str, cue: re.Match[str], dates: list[re.Match[str]]) -> Published | None:
    """The date that follows "published", else the one before it, unless it is of something else."""
    if _NOT_YET.search(text[max(cue.start() - _NEAR, 0) : cue.start()]):
        return None
    behind = [one for one in dates if cue.end() <= one.start() <= cue.end() + _NEAR]
    if behind:
        gap = text[cue.end() : behind[0].start()]
        return None if _OTHER_TIME.search(gap) else _one(iter(behind[:1]))
    ahead = [one for one in dates if one.end() <= cue.start() <= one.end() + _NEAR]
    before = text[: ahead[-1].start()] if ahead else ""
    return _one(iter(ahead[-1:])) if not _OTHER_TIME.search(before[-_NEAR // 2 :]) else None


def _one(found: Iterator[re.Match[str]]) -> Published | None:
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
    if match["month"]:
        return Published(int(match["of"]), month_number(match["month"]))
    if match["number"]:
        return Published(int(match["in"]), int(match["number"]))
    return Published(int(match["alone"]), None)
