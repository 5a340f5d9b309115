"""The times that a sentence states, with their precision, and which is the incident's."""

import calendar
from datetime import date
from typing import NamedTuple

from repo_watch.coding.people import CARERS
from repo_watch.coding.reading import Reading
from repo_watch.coding.text import word_at
from repo_watch.coding.wordings import ordered, vocab
from repo_watch.model import Precision

_RANK: dict[Precision, int] = {"day": 0, "month": 1, "year": 2}
_MONTHS = {
    name: index
    for index, full in enumerate(calendar.month_name)
    if full
    for name in (full.lower(), full.lower()[:3])
} | {"sept": 9}
_YEARS = range(1950, 2050)


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
    month: int | None = None
    days: tuple[int, ...] = ()
    until: int | None = None  # the second year of "2018-19"


def times(words: list[str], known: int | None = None) -> list[When]:
    """The stated times of a sentence; `known` is the last year of the text before it."""
    found: list[When] = []
    points = _points(words)
    for k in range(len(points) - 2, -1, -1):
        if points[k].year is None and _joined(words, points[k], points[k + 1]):
            points[k] = points[k]._replace(year=points[k + 1].year)
    joined = False
    for k, point in enumerate(points):
        known = point.year or known
        when = _when(point, known)
        goes_on = k > 0 and _joined(words, points[k - 1], point)
        if when and goes_on and joined:
            last = found[-1]
            coarser = max(last.precision, when.precision, key=_RANK.__getitem__)
            found[-1] = last._replace(end=when.end, last=when.last, precision=coarser)
        elif when and not goes_on:
            found.append(_opened(words, when))
        joined = when is not None and (joined or not goes_on)
    return found


def last_year(words: list[str]) -> int | None:
    """The last year that a sentence names."""
    return next((year for word in reversed(words) if (year := _year(word))), None)


def _year(word: str) -> int | None:
    return int(word) if len(word) == 4 and word.isdecimal() and int(word) in _YEARS else None


def _day(word: str) -> int | None:
    figures = word[:-2] if word[-2:] in {"st", "nd", "rd", "th"} else word
    return int(figures) if figures.isdecimal() and len(figures) <= 2 else None


def _points(words: list[str]) -> list[_Point]:
    found: list[_Point] = []
    i = 0
    while i < len(words):
        point = None
        if words[i] in _MONTHS and (words[i] != "may" or _a_month(words, i)):
            point = _at_month(words, i, found[-1].end if found else 0)
        elif year := _year(words[i]):
            k = i + 1 + (word_at(words, i + 1) in {"/", "–"})
            short = word_at(words, k)
            until = year - year % 100 + int(short) if len(short) == 2 and short.isdecimal() else 0
            point = _Point(i, k + 1, year, until=until) if until > year else _Point(i, i + 1, year)
        elif words[i] == "/" and i and words[i + 2 : i + 3] == ["/"]:
            day, month, year = _day(words[i - 1]), _day(words[i + 1]), _year(word_at(words, i + 3))
            if day and month and year and month <= 12:
                point = _Point(i - 1, i + 4, year, month, (day,))
        if point:
            found.append(point)
        i = point.end if point else i + 1
    return found


def _a_month(words: list[str], i: int) -> bool:
    """Whether "may" is the month."""
    before, after = word_at(words, i - 1), word_at(words, i + 1)
    told = bool(_year(after) or _day(before)) or before in vocab.before_month
    return told and after not in {"have", "be", "not"}


def _at_month(words: list[str], i: int, floor: int) -> _Point:
    month, start, at = _MONTHS[words[i]], i, i + 1
    days: tuple[int, ...] = ()
    j = i - 1 - (word_at(words, i - 1) == "of")
    if j >= floor and (day := _day(words[j])):
        days, start = (day,), j
        j -= 2 if word_at(words, j - 1) in {"to", "and", "–", "or"} else 1
        if j >= floor and words[j].isdecimal() and (first := _day(words[j])):
            days, start = (first, day), j
    if word_at(words, at) in {",", "of", "."} and _year(word_at(words, at + 1)):
        at += 1
    year = _year(word_at(words, at))
    if year and "quarter" in words[max(0, i - 4) : i]:
        return _Point(start, at + 1, year)
    return _Point(start, at + bool(year), year, month, days)


def _joined(words: list[str], one: _Point, other: _Point) -> bool:
    between = words[one.end : other.start]
    if not between:  # "May-June 2019", "2014-2016"
        return one.year is None or one.month is None
    return between[0] in vocab.span and vocab.span_only.issuperset(between[1:])


def _when(point: _Point, year: int | None) -> When | None:
    if year is None:
        return None
    start, end, _, month, days, until = point
    if month is None:
        return When(start, end, date(year, 1, 1), date(until or year, 12, 31), "year")
    length = calendar.monthrange(year, month)[1]
    if not all(1 <= day <= length for day in days):
        return None
    first, last = (days[0], days[-1]) if days else (1, length)
    precision: Precision = "day" if days else "month"
    return When(start, end, date(year, month, first), date(year, month, last), precision)


def _opened(words: list[str], when: When) -> When:
    """A time with the end left open that "until" or "since" leaves open."""
    i = when.start - 1
    while i >= 0 and words[i] in vocab.vague:
        i -= 1
    word = word_at(words, i)
    if word in vocab.open_start and (word != "to" or word_at(words, i - 1) == "up"):
        return when._replace(first=None)
    return when._replace(last=None) if word in vocab.open_end else when


_NEAR = 7  # words after a date that still belong to it


def incident_time(reading: Reading, *, leading: bool, known: int | None) -> When | None:
    """The time of the incident that a sentence states.

    Args:
        reading: a sentence of the summary or background.
        leading: whether it tells the event; there a date needs no word of harm beside it.
        known: the last year named before the sentence, for a date that names none.
    """
    words = reading.words
    for when in times(words, known):
        left, right = reading.sentence.clause(when.start)
        before = range(left, when.start)
        harm = max((i for i in before if words[i].startswith(ordered.stems_event)), default=-1)
        other = max((i for i in before if _other(words[i])), default=-1)
        if other > harm:
            continue
        end = min(when.end + _NEAR, right) if leading else len(words)
        told = any(word.startswith(ordered.stems_event) for word in words[when.end : end])
        doubtful = any(_other(words[i]) for i in range(when.end, end)) if leading else True
        if (harm < 0 and doubtful and not told) or not (leading or _concerns_child(reading, when)):
            continue
        return when
    return None


def _other(word: str) -> bool:
    """Whether a word dates something else: a birth, a trial, a plan, the review."""
    return word in vocab.other_words or word.startswith(ordered.stems_other_time)


def _concerns_child(reading: Reading, when: When) -> bool:
    """Whether a dated clause is not about somebody else alone."""
    person = reading.subject(when.start)
    if person is None or person.part not in CARERS | vocab.incident_strangers:
        return True
    return person.part in CARERS and any(
        p.part == "child" and not p.possessor for p in reading.persons
    )
