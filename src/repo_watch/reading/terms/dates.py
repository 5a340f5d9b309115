"""Dates, read by a strict grammar of our own that keeps their precision and never guesses.

General date libraries fill gaps: 03/04 becomes 4 March, "March 2024" today's day in March. Here a
date that can be read in two ways, or that cannot be, has no days; its text is kept. Years run from
1900 (the Monckton report is of 1945) to 2099. A month gives its first and last day, a year too.
"""

from calendar import monthrange
from datetime import date

from repo_watch.model import DateSpan
from repo_watch.reading.terms.headings import MONTHS, month_number
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__, months=MONTHS)
_YEARS = range(1900, 2100)


def _span(
    text: str, year: int, month: int | None = None, day: int | None = None
) -> DateSpan | None:
    """What a written date stands for; None for what is no date of our time."""
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if year not in _YEARS:
        return None
    if day:
        return DateSpan(first, first, "day", text)
    last = date(year, month or 12, monthrange(year, month or 12)[1])
    return DateSpan(first, last, "month" if month else "year", text)


def read_date(text: str) -> DateSpan:
    """The date that a text consists of ("02 Sept 2025", "March 2023", "2023", "2025-09-02").

    It has no days when the text is no date, could be two ("03/04/2020") or cannot be ("31 Feb
    2020", "1066").
    """
    match, unread = _WORDS.whole.fullmatch(text.strip()), DateSpan(None, None, None, text)
    if match is None:
        return unread
    if iso := match["iso"]:
        return _span(text, *map(int, iso.split("-"))) or unread
    if numeric := match["numeric"]:
        # Day/month/year, unless month/day/year would be a date too, and another one.
        one, two, year = map(int, numeric.split("/"))
        ways = {_span(text, year, two, one), _span(text, year, one, two)} - {None}
        return (ways.pop() if len(ways) == 1 else None) or unread
    month, day = match["month"], match["day"]
    number = month_number(month) if month else None
    return _span(text, int(match["year"]), number, int(day) if day else None) or unread


def stated(span: DateSpan | None) -> str | None:
    """A date to the precision that is stated: "2023-03-16", "2023-03" or "2023"; None for none."""
    if span is None or span.first is None or span.precision is None:
        return None
    return span.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[span.precision]]
