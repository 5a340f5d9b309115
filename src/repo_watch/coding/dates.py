"""The times that a sentence states, with their precision, and which is the incident's."""

import calendar
from datetime import date
from typing import NamedTuple

from repo_watch.coding.reading import Reading
from repo_watch.coding.text import word_at
from repo_watch.coding.wordings import ordered, vocab
from repo_watch.model import Precision

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


def times(words: list[str], known: int | None = None) -> list[When]:
    """The stated times of a sentence; `known` is the last year of the text before it."""
    spans: list[list[_Point]] = []
    for point in _points(words):
        if spans and _joined(words, spans[-1][-1], point):
            spans[-1].append(point)
        else:
            spans.append([point])
    found: list[When] = []
    for span in spans:
        years = [point.year for point in span if point.year]
        if (years or known) and (when := _when(span, years[0] if years else known or 0)):
            found.append(when if span[1:] else _opened(words, when))
        known = years[-1] if years else known
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
    for i, word in enumerate(words):
        if found and i < found[-1].end:
            continue
        if word in _MONTHS and (word != "may" or _a_month(words, i)):
            found.append(_at_month(words, i))
        elif year := _year(word):
            found.append(_Point(i, i + 1, year))
        elif found and found[-1].end == i and word == str((found[-1].year or 0) + 1)[2:]:
            found.append(_Point(i, i + 1, (found[-1].year or 0) + 1))  # "2018-19"
    return found


def _a_month(words: list[str], i: int) -> bool:
    """Whether "may" is the month."""
    before, after = word_at(words, i - 1), word_at(words, i + 1)
    return bool(_day(before) or _year(after)) or before in vocab.before_month


def _at_month(words: list[str], i: int) -> _Point:
    days: tuple[int, ...] = ()
    start, end = i, i + 1
    j = i - 1 - (word_at(words, i - 1) == "of")
    while len(days) < 2 and (day := _day(word_at(words, j))):
        days, start = (day, *days), j
        j -= 1 + (word_at(words, j - 1) in {"to", "and", "–", "or"})
    end += word_at(words, end) in {",", "of"}
    year = _year(word_at(words, end))
    return _Point(start, end + 1 if year else i + 1, year, _MONTHS[words[i]], days)


def _joined(words: list[str], one: _Point, other: _Point) -> bool:
    between = words[one.end : other.start]
    if not between:  # "May-June 2019", "2014-2016"
        return one.year is None or one.month is None
    return between[0] in vocab.span and vocab.span_only.issuperset(between[1:])


def _when(span: list[_Point], year: int) -> When | None:
    """The time from the first point of a span to its last; as exact as the vaguest of them."""
    one, other = span[0], span[-1]
    until, month = other.year or year, other.month or 12
    try:
        first = date(one.year or year, one.month or 1, (*one.days, 1)[0])
        last = date(until, month, (calendar.monthrange(until, month)[1], *other.days)[-1])
    except ValueError:  # a day that the calendar lacks
        return None
    exact: Precision = "day" if all(point.days for point in span) else "month"
    precision = exact if all(point.month for point in span) else "year"
    return When(one.start, other.end, first, last, precision)


def _opened(words: list[str], when: When) -> When:
    """A time with the end left open that "until" or "since" leaves open."""
    i = when.start - 1
    while i >= 0 and words[i] in vocab.vague:
        i -= 1
    word = word_at(words, i)
    if word in vocab.open_start and (word != "to" or word_at(words, i - 1) == "up"):
        return when._replace(first=None)
    return when._replace(last=None) if word in vocab.open_end else when


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
        if any(_other(words[i]) for i in range(max(harm, left), when.start)):
            continue
        after = words[when.end : right if leading else len(words)]
        told = any(word.startswith(ordered.stems_event) for word in after)
        doubtful = not leading or any(map(_other, after))
        if harm >= 0 or told or not doubtful:
            return when
    return None


def _other(word: str) -> bool:
    """Whether a word dates something else: a birth, a trial, a plan, the review."""
    return word in vocab.other_words or word.startswith(ordered.stems_other_time)
