"""Dates, read by a strict grammar of our own that keeps their precision and never guesses.

General date libraries fill gaps: 03/04 becomes 4 March, "March 2024" today's day in March. Here a
date that can be read in two ways, or that cannot be, has no days; its text is kept. Years run from
1900 (the Monckton report is of 1945) to 2099. A month gives its first and last day, a year too.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from repo_watch.model import DateSpan, Precision
from repo_watch.reading.terms.headings import MONTHS, month_number

_YEARS = range(1900, 2100)

_ORDINAL = r"(?:st|nd|rd|th)?"
_DAY_MONTH = (
    rf"(?:(?P<day>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?)?"
    rf"(?P<month>{MONTHS})\b\.?"
)
_YEAR = r"(?P<year>\d{4})"
_DIGITS = r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<numeric>\d{1,2}/\d{1,2}/\d{2}(?:\d{2})?)"
_WHOLE = re.compile(rf"{_DIGITS}|(?:{_DAY_MONTH},?\s+)?{_YEAR}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Point:
    """One written date; None for the part that it does not state."""

    day: int | None
    month: int | None
    year: int

    def days(self) -> tuple[date, date, Precision] | None:
        """First day, last day and precision; None for what is no date of our time."""
        if self.year not in _YEARS:
            return None
        if self.month is None:
            return date(self.year, 1, 1), date(self.year, 12, 31), "year"
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
    return _Point(
        int(part["day"]) if part["day"] else None,
        month_number(part["month"]) if part["month"] else None,
        int(part["year"]),
    )


def read_date(text: str) -> DateSpan:
    """The date that a text consists of.

    Args:
        text: a date and nothing else: "02 Sept 2025", "March 2023", "2023", "2025-09-02".

    Returns:
        Its first and last day and its precision. Without days when the text is no date, could be
        two ("03/04/2020") or cannot be ("31 Feb 2020", "1066").
    """
    match = _WHOLE.fullmatch(text.strip())
    days = _point(match).days() if match else None
    return DateSpan(*days, text) if days else DateSpan(None, None, None, text)


def stated(span: DateSpan | None) -> str | None:
    """A date to the precision that is stated: "2023-03-16", "2023-03" or "2023"; None for none."""
    if span is None or span.first is None or span.precision is None:
        return None
    return span.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[span.precision]]
