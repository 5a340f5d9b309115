"""The times that a sentence states: dates with their precision, spans joined, ends left open."""

import calendar
from datetime import date
from typing import NamedTuple

from repo_watch.coding.wordings import vocab
from repo_watch.model import Precision

_RANK: dict[Precision, int] = {"day": 0, "month": 1, "year": 2}
_MONTHS = {
    name: index
    for index, full in enumerate(calendar.month_name)
    if full
    for name in (full.lower(), full.lower()[:3])
} | {"sept": 9}
_FIRST_YEAR, _LAST_YEAR = 1950, 2049


class When(NamedTuple):
    """A stated time: its first word and the first after it; an open end is None."""

    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision


class _Point(NamedTuple):
    start: int
    end: int
    year: int | None
    month: int | None
    days: tuple[int, ...]
    until: int | None  # the second year of "2018-19"


def times(words: list[str], known: int | None = None) -> list[When]:
    """The stated times of a sentence; `known` is the last year of the text before it."""
    found: list[When] = []
    points = _points(words)
    years = _years(points, words, known)
    k = 0
    while k < len(points):
        when = _when(points[k], years[k])
        last = k
        while last + 1 < len(points) and _joined(words, points[last], points[last + 1]):
            last += 1
        end = _when(points[last], years[last]) if last > k else None
        k = last + 1
        if when is None or (last > k - 1 and end is None):
            continue
        if end is not None:
            coarser = max(when.precision, end.precision, key=_RANK.__getitem__)
            found.append(When(when.start, end.end, when.first, end.last, coarser))
        else:
            found.append(_opened(words, when))
    return found


def last_year(words: list[str]) -> int | None:
    """The last year that a sentence names."""
    years = [year for word in words if (year := _year(word))]
    return years[-1] if years else None


def _year(word: str) -> int | None:
    if len(word) != 4 or not word.isdecimal():
        return None
    return int(word) if _FIRST_YEAR <= int(word) <= _LAST_YEAR else None


def _day(word: str) -> int | None:
    figures = word[:-2] if word[-2:] in {"st", "nd", "rd", "th"} else word
    return int(figures) if figures.isdecimal() and len(figures) <= 2 else None


def _points(words: list[str]) -> list[_Point]:
    found: list[_Point] = []
    i = 0
    while i < len(words):
        word = words[i]
        point = None
        if word in _MONTHS and (word != "may" or _a_month(words, i)):
            point = _at_month(words, i, found[-1].end if found else 0)
        elif _year(word):
            point = _at_year(words, i)
        elif word == "/" and 0 < i < len(words) - 3 and words[i + 2] == "/":
            point = _in_figures(words, i)
        if point is not None:
            found.append(point)
            i = point.end
        else:
            i += 1
    return found


def _a_month(words: list[str], i: int) -> bool:
    before = words[i - 1] if i else ""
    after = words[i + 1] if i + 1 < len(words) else ""
    return bool(
        _year(after) or _day(before) or before in {"in", "of", "early", "late", "mid", "and", "to",
                                                   "from", "between", "until", "since"}
    ) and after not in {"have", "be", "not"}  # fmt: skip


def _at_month(words: list[str], i: int, floor: int) -> _Point:
    month, start, at = _MONTHS[words[i]], i, i + 1
    days: tuple[int, ...] = ()
    j = i - 2 if i and words[i - 1] == "of" else i - 1
    if j >= floor and (day := _day(words[j])):
        days, start = (day,), j
        joint = words[j - 1] if j > floor else ""
        if joint in {"to", "and", "–", "or"} and j - 2 >= floor and _day(words[j - 2]):
            days, start = (_day(words[j - 2]) or 0, day), j - 2
        elif joint and j - 1 >= floor and _day(joint) and joint.isdecimal():
            days, start = (_day(joint) or 0, day), j - 1
    if words[at : at + 1] == ["."]:
        at += 1
    elif not days and at < len(words) and (day := _day(words[at])) and len(words) > at + 1:
        k = at + 2 if words[at + 1] == "," else at + 1
        if k < len(words) and _year(words[k]):
            days, at = (day,), k
    if words[at : at + 1] in ([","], ["of"]) and at + 1 < len(words) and _year(words[at + 1]):
        at += 1
    year = _year(words[at]) if at < len(words) else None
    if "quarter" in words[max(0, i - 4) : i] and year:
        return _Point(start, at + 1, year, None, (), None)
    return _Point(start, at + 1 if year else at, year, month, days, None)


def _at_year(words: list[str], i: int) -> _Point:
    year, at = _year(words[i]), i + 1
    k = at + 1 if words[at : at + 1] in (["/"], ["–"]) else at
    if year and k < len(words) and len(words[k]) == 2 and words[k].isdecimal():
        until = year - year % 100 + int(words[k])
        if until > year:
            return _Point(i, k + 1, year, None, (), until)
    return _Point(i, at, year, None, (), None)


def _in_figures(words: list[str], i: int) -> _Point | None:
    day, month, year = _day(words[i - 1]), _day(words[i + 1]), _year(words[i + 3])
    if not (day and month and year and month <= 12):
        return None
    return _Point(i - 1, i + 4, year, month, (day,), None)


def _years(points: list[_Point], words: list[str], known: int | None) -> list[int | None]:
    """The year of each point; one without borrows that of the date it is joined to, or before."""
    years = [point.year for point in points]
    for k in range(len(points) - 2, -1, -1):
        if years[k] is None and _joined(words, points[k], points[k + 1]):
            years[k] = years[k + 1]
    for k, year in enumerate(years):
        known = years[k] = year or known
    return years


def _joined(words: list[str], one: _Point, other: _Point) -> bool:
    between = words[one.end : other.start]
    if not between:  # "May-June 2019"
        return one.year is None
    while between and between[-1] in {"early", "late", "mid"}:
        between = between[:-1]
    return bool(between) and between[0] in vocab.span and set(between[1:]) <= vocab.span_only | {
        "her", "his", "their", "death"}  # fmt: skip


def _when(point: _Point, year: int | None) -> When | None:
    start, end = point.start, point.end
    if year is None:
        return None
    if point.month is None:
        last = point.until or year
        return When(start, end, date(year, 1, 1), date(last, 12, 31), "year")
    if point.days:
        try:
            first, last_day = (
                date(year, point.month, day) for day in (point.days[0], point.days[-1])
            )
        except ValueError:
            return None
        return When(start, end, first, last_day, "day")
    days = calendar.monthrange(year, point.month)[1]
    return When(start, end, date(year, point.month, 1), date(year, point.month, days), "month")


def _opened(words: list[str], when: When) -> When:
    i = when.start - 1
    while i >= 0 and words[i] in vocab.vague | {"early", "late", "mid"}:
        i -= 1
    if i >= 0 and words[i] in {"death", "removal", "arrest", "disclosure"}:
        i -= 1
        while i >= 0 and words[i] in {"his", "her", "their", "the", "with", "in"}:
            i -= 1
    word = words[i] if i >= 0 else ""
    if word in vocab.open_start or words[max(0, i - 1) : i + 1] == ["up", "to"]:
        return when._replace(first=None)
    if word in vocab.open_end:
        return when._replace(last=None)
    return when
