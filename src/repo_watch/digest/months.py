"""The months of an issue: calendar months as London counts them."""

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias, get_args
from zoneinfo import ZoneInfo

from msgspec import Struct

from repo_watch.errors import SettingsError

Kind: TypeAlias = Literal["html", "pdf", "csv"]
"""What an issue comes as: a web page, a PDF and a table."""
KINDS: tuple[Kind, ...] = get_args(Kind)

LONDON = ZoneInfo("Europe/London")

_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", re.ASCII)


class Window(NamedTuple):
    """A half-open stretch of time in UTC: `start` belongs to it, `end` does not."""

    start: datetime
    end: datetime


class Month(Struct, frozen=True, order=True):
    """A month of a year; months count and compare as the calendar does."""

    year: int
    month: int

    @property
    def name(self) -> str:
        """As in "October 2026"."""
        return f"{_NAMES[self.month - 1]} {self.year}"

    @property
    def iso(self) -> str:
        """As in "2026-10"."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def start(self) -> datetime:
        """The moment, in UTC, at which the month begins in London."""
        return datetime(self.year, self.month, 1, tzinfo=LONDON).astimezone(UTC)

    def plus(self, months: int) -> "Month":
        """The month so many months later, or earlier where negative."""
        years, index = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(years, index + 1)

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """The month that London's calendar shows at an aware moment."""
        day = london_day(moment)
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month of "2026-10"; a SettingsError where the text is no such month."""
        found = _MONTH.fullmatch(text)
        if found is None:
            raise SettingsError(f'"{text}" is not a month; write it like 2026-10')
        return cls(int(found[1]), int(found[2]))


class Months(Struct, frozen=True, order=True):
    """One month, or a run of months, that an issue covers; `last` belongs to it."""

    first: Month
    last: Month

    @classmethod
    def parse(cls, text: str) -> "Months":
        """The months of "2026-10" or "2016-12..2017-01", in order; else a SettingsError."""
        first, dots, last = text.partition("..")
        if dots and not (first and last):
            raise SettingsError(f'"{text}" lacks a month; write it like 2026-09..2026-10')
        months = cls(Month.parse(first), Month.parse(last or first))
        if months.last < months.first:
            raise SettingsError(f'"{text}" ends before it begins; the earlier month comes first')
        return months

    @property
    def window(self) -> Window:
        """From the first moment of the first month to the first moment after the last."""
        return Window(self.first.start, self.last.plus(1).start)

    @property
    def each(self) -> tuple[Month, ...]:
        """The months themselves, in order."""
        onward = map(self.first.plus, itertools.count())
        return tuple(itertools.takewhile(lambda month: month <= self.last, onward))

    @property
    def name(self) -> str:
        """In the partnership's form: "March 2017", "Oct/Nov 2016", "Dec 2016/Jan 2017"."""
        if self.last != self.first.plus(1):
            return self.prose
        first, last = (_SHORT[one.month - 1] for one in (self.first, self.last))
        year = "" if self.first.year == self.last.year else f" {self.first.year}"
        return f"{first}{year}/{last} {self.last.year}"

    @property
    def prose(self) -> str:
        """As a sentence says it: "December 2016 and January 2017"."""
        if self.first == self.last:
            return self.first.name
        same = self.first.year == self.last.year
        first = _NAMES[self.first.month - 1] if same else self.first.name
        return f"{first} {'and' if self.last == self.first.plus(1) else 'to'} {self.last.name}"

    @property
    def text(self) -> str:
        """As the command line takes it: "2026-10" or "2016-12..2017-01"."""
        return "..".join(dict.fromkeys((self.first.iso, self.last.iso)))

    @property
    def stem(self) -> str:
        """Name of the issue's files without their ending."""
        return "case-reviews-" + "_".join(dict.fromkeys((self.first.iso, self.last.iso)))

    def file(self, kind: Kind) -> str:
        """Name of the issue's file of that kind."""
        return f"{self.stem}.{kind}"

    @property
    def noun(self) -> str:
        """What the headings call the time: "month" or "months"."""
        return "month" if self.first == self.last else "months"


def periods(since: datetime, now: datetime, pairs_begin: int | None) -> Iterator[tuple[Month, ...]]:
    """The months from that of `since` on, one by one or in pairs, that have ended by `now`.

    A month of the year (1 to 12), `pairs_begin`, begins a pair. Of a pair that began before
    `since` only the second month is given, and none of which one month has not ended.
    """

    def begin(month: Month) -> Month:
        return month.plus(-((month.month - pairs_begin) % 2)) if pairs_begin else month

    months = map(Month.of(since).plus, itertools.count())
    closed = itertools.takewhile(lambda month: month.plus(1).start <= now, months)
    for first, some in itertools.groupby(closed, begin):
        period = tuple(some)
        if not pairs_begin or period[-1] != first:
            yield period


def london_day(moment: datetime) -> date:
    """The day that London's calendar shows at an aware moment."""
    return moment.astimezone(LONDON).date()


def days(window: Window) -> tuple[date, ...]:
    """London's days that begin in a window, in order."""
    first, last = london_day(window.start), london_day(window.end - timedelta(microseconds=1))
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
