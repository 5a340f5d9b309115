"""The forms of the answers of Explore Education Statistics' API, as far as they are used.

Only fields that are used are named, so new ones are no news, while a known field of another type is
refused with its name. What an answer may leave out has a default.
"""

import re
from typing import Generic, TypeVar

import msgspec

from repo_watch.reading.govuk.content import Count

One = TypeVar("One")
_TOTAL = re.compile(r"total\b", re.IGNORECASE)


class Paging(msgspec.Struct, rename="camel"):
    """Which part of a list an answer is."""

    total_pages: Count
    total_results: Count


class Listed(msgspec.Struct, Generic[One]):
    """A part of a list: publications, data sets, versions or results."""

    paging: Paging
    results: list[One]


class Series(msgspec.Struct, rename="camel"):
    """A publication: a series of statistical releases."""

    id: str
    title: str
    slug: str
    last_published: str = ""


class Latest(msgspec.Struct, rename="camel"):
    """The newest version of a data set."""

    version: str
    published: str = ""
    geographic_levels: list[str] = []
    indicators: list[str] = []
    filters: list[str] = []


class DataSet(msgspec.Struct, rename="camel"):
    """A data set of a publication."""

    id: str
    title: str
    status: str = "Published"
    latest_version: Latest | None = None


class Release(msgspec.Struct):
    """The statistical release with which a version was published."""

    title: str
    slug: str


class Version(msgspec.Struct):
    """A version of a data set."""

    version: str
    release: Release
    status: str = "Published"
    published: str | None = None
    withdrawn: str | None = None
    notes: str | None = None


class Option(msgspec.Struct, rename="camel"):
    """A value of a filter."""

    id: str
    label: str
    is_aggregate: bool = False

    @property
    def total(self) -> bool:
        """Whether it stands for all the others together."""
        return self.is_aggregate or bool(_TOTAL.match(self.label))


class Filter(msgspec.Struct):
    """What rows can be told apart by."""

    id: str
    label: str
    options: list[Option]


class Indicator(msgspec.Struct):
    """What is counted."""

    id: str
    label: str


class Meta(msgspec.Struct):
    """What the codes of a data set mean."""

    filters: list[Filter]
    indicators: list[Indicator]


class Period(msgspec.Struct):
    """The time of a row."""

    code: str
    period: str


class Result(msgspec.Struct, rename="camel"):
    """A row of a data set."""

    time_period: Period
    geographic_level: str
    filters: dict[str, str]
    values: dict[str, str]
