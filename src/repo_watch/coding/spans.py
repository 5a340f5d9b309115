"""Ages and times in prose, each as the span that it states, and which are the incident's.

The codebook's table of ages: days and weeks are divided by 30.44 days and rounded down; N years is
a whole year of life; "almost" is the year before; "under" begins at birth.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import repeat
from typing import NamedTuple

from repo_watch.coding.sentence import Person, Sentence
from repo_watch.coding.wordings import ordered, vocab
from repo_watch.model import Precision

_IN_MONTHS = {"year": 12, "yr": 12, "month": 1, "week": 7 / 30.44, "day": 1 / 30.44, "hour": 0}
_NUMBERS = ordered("order_numbers")
_ONE = (
    rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
    r"(?: (year|month|week|day|hour|yr)s?)?( olds?(?!\S)| of age)?(?!\S)"
)
_AGE = re.compile(rf"(?<!\S)(?:{_ONE}|newborn(?!\S))")
_MORE = re.compile(rf"( to| or| and| –| —| ,|) {_ONE}")
_NOBODY = Person(0, 0, "child", None, plural=False)
_UNDER = ("under", "below", "less than", "younger than")
_MONTHS = [*map(str.lower, calendar.month_abbr)]
_NAMES = [*map(str.lower, calendar.month_name[1:]), *_MONTHS[1:], "sept"]
_DAY = r"(?:(\d{1,2})(?:st|nd|rd|th)? (?:(?:to|and|or|–|of) )?)?"
_YEAR = r"((?:19[5-9]|20[0-4])\d)(?!\S)"
_DATE = re.compile(
    rf"(?<!\S){_DAY}{_DAY}({'|'.join(_NAMES)})(?:(?: ,| of)? {_YEAR})?(?!\S)|(?<!\S){_YEAR}"
)
_TELLING = frozenset((*_NAMES, *map(str, range(1950, 2050))))  # a time has one of these words


class Age(NamedTuple):
    """An age: its first word and the first after it, completed months, and how it was put.

    `old`: with "old" or "of age"; `bare`: without a unit ("aged 15", "Mia (9)"); `spread`: a range.
    """

    start: int
    end: int
    low: int
    high: int
    old: bool = False
    bare: bool = False
    spread: bool = False


def number(word: str) -> int:
    """The number that a word says, or -1."""
    if word.isdecimal() and len(word) <= 2:
        return int(word)
    return _NUMBERS.index(word) + 1 if word in vocab.order_numbers else -1


def _months(count: int, unit: str) -> tuple[int, int]:
    """The completed months of an age in whole units."""
    low = int(_IN_MONTHS[unit] * count)
    return low, low + 11 if unit in {"year", "yr"} else low


def find_ages(words: list[str]) -> Iterator[Age]:
    """Every age of a sentence, in order; no person is considered here."""
    text, end = " ".join(words), 0
    while match := _AGE.search(text, end):
        lead, end = text[: match.start()].split(), match.end()
        one, unit, old = match.groups(default="")
        more = None if old else _MORE.match(text, end)
        low, high, spread = 0, 0, False
        if more and (span := _two(number(one), unit, more, lead[-4:])):
            low, high = span
            spread = low < high
            end, unit, old = more.end(), unit or more[3] or "", more[4] or ""
        elif one:
            low, high = _months(number(one), unit or "year")
            put, step = " ".join(lead[-2:]), high - low + 1
            if put.endswith((*ordered("nearly"), *_UNDER)):  # "almost 3 years", "under 8 weeks"
                low, high = 0 if put.endswith(_UNDER) else max(low - step, 0), max(low - 1, 0)
        after = text.count(" ", 0, end) + 1
        yield Age(len(lead), after, low, high, bool(old) or not one, bool(one) and not unit, spread)


def _two(count: int, unit: str, more: re.Match[str], lead: list[str]) -> tuple[int, int] | None:
    """The months of an age by two numbers: "2 years and 6 months", "between 2 and 9 years"."""
    joint, other, second = more[1].strip(), number(more[2]), more[3] or ""
    if unit == "year" and second == "month" and joint in {"", "and", ","}:
        return 12 * count + other, 12 * count + other
    opened = not vocab.range_lead.isdisjoint(lead)
    told = {"and": "between" in lead, "or": opened or unit or second, ",": False}
    low, _ = _months(count, unit or second or "year")
    _, high = _months(other, second or unit or "year")
    return (low, high) if low <= high and told.get(joint, opened or second) else None


def ages_of(sentence: Sentence, count: int | None) -> Iterator[Age]:
    """The subjects' ages at the incident; one said of several children once for each."""
    words = sentence.words
    bound: list[tuple[Age, Person]] = []
    for age in find_ages(words):
        listed = bound and vocab.listed.issuperset(words[bound[-1][0].end : age.start])
        holder = bound[-1][1] if listed else _holder(sentence, age)
        lead = words[: age.start]
        before = next((word for word in reversed(lead) if word not in vocab.before_age), "")
        timely = age.spread or before not in vocab.elsewhen
        if before in {"at", "when", "whilst", "while"}:
            near = lead + words[age.end : age.end + 8]
            timely = any(word.startswith(ordered("stems_event")) for word in near)
        if timely and holder and holder.part == "child":
            bound.append((age, holder))
    for age, holder in bound:
        shared = holder.plural and not age.spread and sum(h is holder for _, h in bound) == 1
        yield from repeat(age, (count or 1) if shared else 1)


def _holder(sentence: Sentence, age: Age) -> Person | None:
    """The person whose age it is, None when the number is no age."""
    persons = sentence.free
    if age.old:
        named = (p for p in persons if age.start <= p.head <= age.end + 3 and not p.pronoun)
        if person := next(named, None):
            return person
    elif not _stands(sentence, age):
        return None
    if not vocab.of_clause.isdisjoint(sentence.words[max(0, age.start - 2) : age.start]):
        return sentence.subject(age.start) or _NOBODY
    return next((p for p in reversed(persons) if p.head < age.start), _NOBODY)


def _stands(sentence: Sentence, age: Age) -> bool:
    """Whether the words around a number make it an age."""
    pair, last, after = map(sentence.word, (age.start - 2, age.start - 1, age.end))
    if last == "of" and pair in vocab.not_of:
        return False
    if not age.bare:
        return (last in vocab.cues or not last) and after not in vocab.length
    if not vocab.aged.isdisjoint((last, pair)) or (last == "of" and pair in vocab.children):
        return True
    if last == "(":
        return after in {")", ",", "and", "at"}
    if last in vocab.subject_ages_be:
        return after not in vocab.nouns_after
    return last == "," and after in {",", ")", ".", ";", "", "and"}


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


def times(words: list[str], known: int | None = None) -> Iterator[When]:
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
        yield When(one.start, other.end, *ends, precision)


def _points(words: list[str]) -> Iterator[_Point]:
    """The days, months and years named, in order; "may" only where it is the month."""
    text = " ".join(words)
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
    told: Iterable[Sentence], dead: Sentence | None, opening: Sentence
) -> tuple[When, Sentence] | None:
    """The time of the death if it is stated, else the first of the harm, and where it is stated.

    In a sentence that tells the event a date needs no word of harm beside it.
    """
    found, year, event = None, None, ordered("stems_event")
    for sentence in (one for one in told if not _TELLING.isdisjoint(one.words)):
        words, leading = sentence.words, sentence in {dead, opening}
        for when in times(words, year):
            left, right = sentence.clause(when.start)
            harm = [i for i in range(left, when.start) if words[i].startswith(event)]
            lead = words[harm[-1] if harm else left : when.start]
            after = words[when.end : right if leading else len(words)]
            beside = harm or any(word.startswith(event) for word in after)
            own = beside or (leading and not any(map(_other, after)))
            if own and not any(map(_other, lead)):
                found = (when, sentence) if found is None or sentence is dead else found
                break
        year = next((point.year for point in reversed([*_points(words)]) if point.year), year)
    return found


def _other(word: str) -> bool:
    """Whether a word dates something else: a birth, a trial, a plan, the review."""
    return word in vocab.other_words or word.startswith(ordered("stems_other_time"))
