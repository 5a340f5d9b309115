"""Dates, read by a strict grammar of our own that keeps their precision and never guesses.

General date libraries fill gaps: 03/04 becomes 4 March, "March 2024" today's day in March. Here a
date that can be read in two ways, or that cannot be, has no days; its text is kept. Years run from
1900 (the Monckton report is of 1945) to 2099. What first and last mean for the time of an incident
is laid down in the codebook: a month gives its first and last day; seasons, "early" and parts of a
year are the year; several dates run from the first to the last, with the coarsest precision.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from repo_watch.model import DateSpan, Precision

_YEARS = range(1900, 2100)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COARSEST_FIRST: tuple[Precision, ...] = ("year", "month", "day")

_ORDINAL = r"(?:st|nd|rd|th)?"
_DAY_MONTH = (
    rf"(?:(?P<day>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?)?"
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>\d{4})"
_DIGITS = r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<numeric>\d{1,2}/\d{1,2}/\d{2}(?:\d{2})?)"
_WHOLE = re.compile(rf"{_DIGITS}|(?:{_DAY_MONTH},?\s+)?{_YEAR}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Point:
    """One written date.

    What is None may follow from the next date of the phrase ("3 and 7 May"); `until` is the second
    year of "2014-15".
    """

    day: int | None
    month: int | None
    year: int | None
    until: int | None = None

    def completed(self, later: "_Point") -> "_Point":
        """This date, with what it leaves to the later one of the same phrase."""
        if self.year is not None:
            return self
        return _Point(self.day, self.month or later.month, later.year)

    def days(self) -> tuple[date, date, Precision] | None:
        """First day, last day and precision; None for what is no date of our time."""
        if self.year is None or self.year not in _YEARS:
            return None
        if self.month is None:
            last_year = self.until or self.year
            if last_year not in _YEARS or last_year < self.year:
                return None
            return date(self.year, 1, 1), date(last_year, 12, 31), "year"
        if self.month not in range(1, 13):
            return None
        end = monthrange(self.year, self.month)[1]
        if self.day is None:
            return date(self.year, self.month, 1), date(self.year, self.month, end), "month"
        if self.day not in range(1, end + 1):
            return None
        return (day := date(self.year, self.month, self.day)), day, "day"


_NO_DATE = _Point(None, None, 0)


def _numeric(text: str) -> _Point:
    """Day/month/year, unless month/day/year would be a date too, and another one."""
    one, two, year = (int(part) for part in text.split("/"))
    ways = {way for way in (_Point(one, two, year), _Point(two, one, year)) if way.days()}
    return ways.pop() if len(ways) == 1 else _NO_DATE


def _point(match: re.Match[str]) -> _Point:
    """What one match of the grammar says."""
    part = match.groupdict()
    if part["iso"]:
        year, month, day = (int(number) for number in part["iso"].split("-"))
        return _Point(day, month, year)
    if part["numeric"]:
        return _numeric(part["numeric"])
    day_text, month_text, year_text = part["day"] or part.get("lone"), part["month"], part["year"]
    if bare := part.get("bare"):
        until = part["until"]
        return _Point(None, None, int(bare), int(bare[:2] + until) if until else None)
    return _Point(
        int(day_text) if day_text else None,
        _MONTHS.index(month_text[:3].lower()) + 1 if month_text else None,
        int(year_text) if year_text else None,
    )


def _span(points: Sequence[_Point], raw: str) -> DateSpan:
    """From the first day of the first date to the last day of the last; no days if out of order."""
    known = [days for point in points if (days := point.days())]
    starts = [days[0] for days in known]
    if len(known) < len(points) or starts != sorted(starts):
        return DateSpan(None, None, None, raw)
    precision = min((days[2] for days in known), key=_COARSEST_FIRST.index)
    return DateSpan(known[0][0], known[-1][1], precision, raw)


def read_date(text: str) -> DateSpan:
    """The date that a text consists of.

    Args:
        text: a date and nothing else: "02 Sept 2025", "March 2023", "2023", "2025-09-02".

    Returns:
        Its first and last day and its precision. Without days when the text is no date, could be
        two ("03/04/2020") or cannot be ("31 Feb 2020", "1066").
    """
    match = _WHOLE.fullmatch(text.strip())
    return _span([_point(match) if match else _NO_DATE], text)


# ------------------------------------------------------------------------------- dates in prose

_PART = (
    r"(?:(?:early|mid|middle|late|spring|summer|autumn|winter|christmas|easter|beginning|start|end|"
    r"half|quarter|(?:part|period|months)(?=\s+of))(?:\s+(?:in|of)(?:\s+the)?)?[\s-]+)"
)
_TWO_DAYS = (
    rf"(?P<lone>\d{{1,2}}){_ORDINAL}"
    rf"(?=\s*(?:and|or|to|[/\N{{EN DASH}}-])\s*\d{{1,2}}{_ORDINAL}\s+[a-z]{{3}})"
)
_PROSE = re.compile(
    rf"(?<!\w)(?<!\d[.])(?:{_DIGITS}|(?P<part>{_PART}{{1,4}})?(?:{_DAY_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?"
    r"|(?P<bare>(?:19|20)\d{2})(?:\s?[/\N{EN DASH}-]\s?(?P<until>\d{2}))?)"
    rf"|{_TWO_DAYS})(?!\w|[.]\d)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\s*(?:and|or|to|until|till|through\s+to|[/\N{EN DASH}-])\s*"
    r"(?:again\s+)?(?:in\s+|on\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_LISTED = re.compile(r",\s*(?:and\s+|or\s+)?", re.IGNORECASE)
_OPENER = re.compile(
    r"(?<!\w)(?P<word>in|by|during|throughout|since|until|till|up\s+to|from|between|"
    r"before|prior\s+to|after|following)\s+"
    r"(?:(?:or\s+)?(?:about|around|approximately|circa|both)\s+)?"
    r"(?:the\s+)?(?:(?:academic\s+|financial\s+|school\s+)?years?\s+)?$",
    re.IGNORECASE,
)
_OPENER_REACH = 60
_LIMITS = frozenset({"by", "before", "prior to", "after", "following"})
_ENDING = frozenset({"until", "till", "up to"})
_STARTING = frozenset({"from", "between"})


def _joins(gap: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether two dates belong to one phrase.

    A comma joins only a list ("March, April and May 2014", "2012, 2013"): after a full date it ends
    a clause.
    """
    if _JOINED.fullmatch(gap):
        return True
    listed = bool(left["bare"] and right["bare"]) or _point(left).year is None
    return listed and _LISTED.fullmatch(gap) is not None


def _phrases(text: str) -> Iterator[list[re.Match[str]]]:
    """The dates of a text, those of one phrase together."""
    phrase: list[re.Match[str]] = []
    for match in _PROSE.finditer(text):
        if phrase and not _joins(text[phrase[-1].end() : match.start()], phrase[-1], match):
            yield phrase
            phrase = []
        phrase.append(match)
    if phrase:
        yield phrase


def _phrase_span(text: str, phrase: list[re.Match[str]]) -> DateSpan | None:
    """The time that a phrase states; None when it states none."""
    while phrase and _point(phrase[-1]).year is None:
        phrase = phrase[:-1]
    if not phrase:
        return None
    start = phrase[0].start()
    opener = _OPENER.search(text, max(0, start - _OPENER_REACH), start)
    word = " ".join(opener["word"].lower().split()) if opener else ""
    # A year alone may be that of an Act or of guidance; "in", "early" or a month make it a date.
    dated = bool(word) or any(match["part"] or not match["bare"] for match in phrase)
    if not dated or word in _LIMITS:
        return None
    points = [_point(match) for match in phrase]
    for index in range(len(points) - 2, -1, -1):
        points[index] = points[index].completed(points[index + 1])
    bounded = opener and word in _ENDING | _STARTING | {"since"}
    span = _span(points, text[opener.start() if opener and bounded else start : phrase[-1].end()])
    if word in _ENDING:
        return replace(span, first=None)
    single = len(points) == 1 and points[0].until is None
    if word == "since" or (word in _STARTING and single):
        return replace(span, last=None)
    return span


def find_dates(text: str) -> tuple[DateSpan, ...]:
    """The times stated in prose, in order of the text.

    "in June 2014", "in 2014 and 2015", "between Oct and Dec 2017", "in early 2016". A year alone
    counts only after such a word, since Acts and guidance carry years too. A limit ("before June
    2014") states no time and is passed over.

    Args:
        text: any prose.

    Returns:
        One span a phrase. "since 2015" has no last day, "until 2015" no first; an impossible or
        ambiguous date has neither and no precision. `raw` stands in the text as it is.
    """
    spans = (_phrase_span(text, phrase) for phrase in _phrases(text))
    return tuple(span for span in spans if span)
