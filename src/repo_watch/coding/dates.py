"""The times that a sentence states, with their precision, and which is the incident's."""

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from repo_watch.coding.sentence import Sentence
from repo_watch.coding.wordings import ordered, vocab
from repo_watch.model import Precision

_MONTHS = [*map(str.lower, calendar.month_abbr)]
_NAMES = [*map(str.lower, calendar.month_name[1:]), *_MONTHS[1:], "sept"]
_DAY = r"(?:(\d{1,2})(?:st|nd|rd|th)? (?:(?:to|and|or|–|of) )?)?"
_YEAR = r"((?:19[5-9]|20[0-4])\d)(?!\S)"
_DATE = re.compile(
    rf"(?<!\S){_DAY}{_DAY}({'|'.join(_NAMES)})(?:(?: ,| of)? {_YEAR})?(?!\S)|(?<!\S){_YEAR}"
)
_TELLING = frozenset((*_NAMES, *map(str, range(1950, 2050))))  # a time has one of these words


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
        last = spans[-1][-1] if spans else None
        between = words[last.end : point.start] if last else []
        joined = between and between[0] in vocab.span and vocab.span_only.issuperset(between[1:])
        if last and (joined or not (between or (last.year and last.month))):  # "May-June 2019"
            spans[-1].append(point)
        else:
            spans.append([point])
    found: list[When] = []
    for span in spans:
        one, other, years = span[0], span[-1], [point.year for point in span if point.year]
        year = years[0] if years else known or 0
        known = years[-1] if years else known
        until, month = other.year or year, other.month or 12
        try:
            first = date(one.year or year, one.month or 1, (*one.days, 1)[0])
            last_day = date(until, month, (calendar.monthrange(until, month)[1], *other.days)[-1])
        except ValueError:  # no year is known, or it is a day that the calendar lacks
            continue
        exact: Precision = "day" if all(point.days for point in span) else "month"
        precision = exact if all(point.month for point in span) else "year"
        leads = (word for word in reversed(words[: one.start]) if word not in vocab.vague)
        lead = "" if span[1:] else next(leads, "")
        ends = (None if lead in vocab.open_start else first,
                None if lead in vocab.open_end else last_day)  # fmt: skip
        found.append(When(one.start, other.end, *ends, precision))
    return found


def _points(words: list[str]) -> Iterator[_Point]:
    """The days, months and years named, in order; "may" only where it is the month."""
    text = "" if _TELLING.isdisjoint(words) else " ".join(words)
    for match in _DATE.finditer(text):
        *days, name, of_month, alone = match.groups()
        start = text.count(" ", 0, match.start())
        end = start + match[0].count(" ") + 1
        known = tuple(int(day) for day in days if day)
        if not name:
            yield _Point(start, end, int(alone))
            if words[end : end + 1] == [str(int(alone) + 1)[2:]]:  # "2018-19"
                yield _Point(end, end + 1, int(alone) + 1)
        elif name != "may" or known or of_month or (
            not vocab.before_month.isdisjoint(words[max(0, start - 1) : start])):  # fmt: skip
            year = int(of_month) if of_month else None
            yield _Point(start, end, year, _MONTHS.index(name[:3]), known)


def incident_time(
    told: Iterable[Sentence], dead: Sentence | None, opening: Sentence | None
) -> tuple[When, Sentence] | None:
    """The time of the death if it is stated, else the first of the harm, and where it is stated.

    In a sentence that tells the event a date needs no word of harm beside it.
    """
    found, year, event = None, None, ordered("stems_event")
    for sentence in told:
        words, leading = sentence.words, sentence in {dead, opening}
        for when in times(words, year):
            left, right = sentence.clause(when.start)
            harm = [i for i in range(left, when.start) if words[i].startswith(event)]
            if any(map(_other, words[harm[-1] if harm else left : when.start])):
                continue
            after = words[when.end : right if leading else len(words)]
            beside = harm or any(word.startswith(event) for word in after)
            if beside or (leading and not any(map(_other, after))):
                found = (when, sentence) if found is None or sentence is dead else found
                break
        year = next((point.year for point in reversed([*_points(words)]) if point.year), year)
    return found


def _other(word: str) -> bool:
    """Whether a word dates something else: a birth, a trial, a plan, the review."""
    return word in vocab.other_words or word.startswith(ordered("stems_other_time"))
