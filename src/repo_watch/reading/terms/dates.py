"""Dates, read by a strict grammar of our own that keeps their precision and never guesses.

General date libraries fill gaps: 03/04 becomes 4 March, "March 2024" today's day in March. Here a
date that can be read in two ways, or that cannot be, has no days; its text is kept. Years run from
1900 (the Monckton report is of 1945) to 2099. A month gives its first and last day, a year too.
"""

import re
from calendar import monthrange
from datetime import date
from typing import TypeAlias

from repo_watch.model import DateSpan, Precision
from repo_watch.reading.terms.headings import MONTHS, month_number

_YEARS = range(1900, 2100)
_Days: TypeAlias = tuple[date, date, Precision]
"""First day, last day and precision."""

_ORDINAL = r"(?:st|nd|rd|th)?"
_DAY_MONTH = (
    rf"(?:(?P<day>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?)?"
    rf"(?P<month>{MONTHS})\b\.?"
)
_YEAR = r"(?P<year>\d{4})"
_DIGITS = r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<numeric>\d{1,2}/\d{1,2}/\d{2}(?:\d{2})?)"
_WHOLE = re.compile(rf"{_DIGITS}|(?:{_DAY_MONTH},?\s+)?{_YEAR}", re.IGNORECASE)


def _days(day: int | None, month: int | None, year: int) -> _Days | None:
    """What a written date stands for; None for what is no date of our time."""
    if year not in _YEARS:
        return None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), "year"
    if month not in range(1, 13):
        return None
    end = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, end), "month"
    if day not in range(1, end + 1):
        return None
    return (exact := date(year, month, day)), exact, "day"


def _said(match: re.Match[str]) -> _Days | None:
    """What one match of the grammar says."""
    if iso := match["iso"]:
        year, month, day = map(int, iso.split("-"))
        return _days(day, month, year)
    if numeric := match["numeric"]:
        # Day/month/year, unless month/day/year would be a date too, and another one.
        one, two, year = map(int, numeric.split("/"))
        ways = {_days(one, two, year), _days(two, one, year)} - {None}
        return ways.pop() if len(ways) == 1 else None
    month_name, day_of_month = match["month"], match["day"]
    return _days(
        int(day_of_month) if day_of_month else None,
        month_number(month_name) if month_name else None,
        int(match["year"]),
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
    days = _said(match) if match else None
    return DateSpan(*days, text) if days else DateSpan(None, None, None, text)


def stated(span: DateSpan | None) -> str | None:
    """A date to the precision that is stated: "2023-03-16", "2023-03" or "2023"; None for none."""
    if span is None or span.first is None or span.precision is None:
        return None
    return span.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[span.precision]]
