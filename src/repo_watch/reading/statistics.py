"""Reads the API of Explore Education Statistics, as far as it has serious incident notifications.

Its answers build on one another: a search gives the publication, that gives data sets, each of
which has versions (every one published with a statistical release), metadata (what its codes mean)
and results (numbers under codes). A reader sees one answer at a time, so each request carries, as
its marker, the trail: what the answers before it said that this one needs. A trail that changes (a
new version, another label) is a marker that moved, so the page is read again.

The interface: the API's own guide and OpenAPI document, version 1, api.education.gov.uk/statistics.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final, Generic, TypeVar
from urllib.parse import quote_plus

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from repo_watch.errors import ReadingError
from repo_watch.model import Figure, Page, Publication, Reading, Request
from repo_watch.reading.govuk.content import Count, Form, decode, moment_of, never, one_line

DEPARTMENT: Final = "Department for Education"
_PUBLIC = "https://explore-education-statistics.service.gov.uk/find-statistics"
"""Where a person reads the statistics."""

_WANTED = re.compile(r"\bserious incident notifications?\b", re.IGNORECASE)
_INDICATOR = re.compile(r"\bnumber\b.{0,200}\bnotifications?\b", re.IGNORECASE)
_NATURE = re.compile(r"\bnature\b", re.IGNORECASE)
_TOTAL = re.compile(r"total\b", re.IGNORECASE)
_NATIONAL = frozenset({"NAT", "National"})
_WHOLE_YEARS = frozenset({"AY", "CY", "FY", "RY", "TY"})
_MOST_RESULTS = 10_000
_MOST_LISTED = 20
"""The longest page that the API gives of data sets or versions."""

# ------------------------------------------------------------------------ the forms of answers
# Only fields that are used are named, so new ones are no news, while a known field of another type
# is refused with its name. What an answer may leave out has a default.

_One = TypeVar("_One")


class _Paging(Struct, rename="camel"):
    total_pages: Count
    total_results: Count


class _Listed(Struct, Generic[_One]):
    paging: _Paging
    results: list[_One]


class _Series(Struct, rename="camel"):
    id: str
    title: str
    slug: str
    last_published: str = ""


class _Latest(Struct, rename="camel"):
    version: str
    published: str = ""
    geographic_levels: list[str] = []
    indicators: list[str] = []
    filters: list[str] = []


class _DataSet(Struct, rename="camel"):
    id: str
    title: str
    status: str = "Published"
    latest_version: _Latest | None = None


class _Release(Struct):
    title: str
    slug: str


class _Version(Struct):
    version: str
    release: _Release
    status: str = "Published"
    published: str | None = None
    withdrawn: str | None = None
    notes: str | None = None


class _Indicator(Struct):
    id: str
    label: str


class _Option(_Indicator, rename="camel"):
    is_aggregate: bool = False


class _Filter(_Indicator):
    options: list[_Option]


class _Meta(Struct):
    filters: list[_Filter]
    indicators: list[_Indicator]


class _Period(Struct):
    code: str
    period: str


class _Result(Struct, rename="camel"):
    time_period: _Period
    geographic_level: str
    filters: dict[str, str]
    values: dict[str, str]


# ------------------------------------------------------------------------------ the way to them


class Trail(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What led to a request.

    Title and slug are the publication's, name and latest version the data set's; `published` is of
    that which the request asks about. The `indicators` are the labels of the wanted numbers, by id,
    and `kept` the options that count, by the ids of filter and option: a filter's total, or of the
    nature of the incident every one, with the label to print ("" for a total).
    """

    title: str
    slug: str
    published: str
    data_set: str = ""
    name: str = ""
    version: str = ""
    indicators: dict[str, str] = {}
    kept: dict[str, dict[str, str]] = {}

    def to(self, url: str) -> Request:
        """The request for what the trail leads to; the marker is the same for the same trail."""
        return Request(
            url, "content", marker=msgspec.json.encode(self, order="deterministic").decode()
        )


def read_statistics(page: Page) -> Reading:
    """What an answer of the API says, by its address.

    Raises:
        ReadingError: the answer is not what its address promises, or its trail is lost.
    """
    url = page.request.url
    base = url.partition("/publications")[0].partition("/data-sets/")[0]
    if url.startswith(f"{base}/publications?"):
        return _search(page, base)
    try:
        trail = msgspec.json.decode(page.request.marker or "", type=Trail)
    except msgspec.DecodeError as error:
        reason = "this answer can be read only on the way from the search that leads to it"
        raise ReadingError(reason, url=url) from error
    match url.removeprefix(base).partition("?")[0].split("/")[1:]:
        case ["publications", _, "data-sets"]:
            return _data_sets(page, base, trail)
        case ["data-sets", _, "versions"]:
            return _versions(page, base, trail)
        case ["data-sets", _, "versions", _]:
            return _release(page, trail)
        case ["data-sets", _, "meta"]:
            return _meta(page, base, trail)
        case ["data-sets", _, "query"]:
            return _figures(page, trail)
        case _:
            raise ReadingError("this is no address of the API that is read", url=url)


def _search(page: Page, base: str) -> Reading:
    """The publication among those that a search found; a note where it is not among them.

    The API holds only what its producers release to it. In May 2026 the data set's own page lacked
    the row that such data sets have, so that its absence is what to expect.
    """
    found = decode(page, _Listed[_Series])
    listed = tuple(
        Trail(one_line(one.title), one.slug, one.last_published).to(
            f"{base}/publications/{one.id}/data-sets?pageSize={_MOST_LISTED}"
        )
        for one in found.results
        if _WANTED.search(one.title)
    )
    absent = (
        "The statistics API has no serious incident notifications, as is to be expected: "
        "GOV.UK's announcement and the page of the release carry the news."
    )
    return Reading(listed=listed, words=len(found.results), notes=() if listed else (absent,))


def _data_sets(page: Page, base: str, trail: Trail) -> Reading:
    """The data sets that count notifications for the nation, and from the first the releases."""
    found = _answer(page, _Listed[_DataSet])
    counting = [
        (one, latest)
        for one in found.results
        if (latest := one.latest_version)
        and one.status != "Withdrawn"
        and not _NATIONAL.isdisjoint(latest.geographic_levels)
        and any(map(_INDICATOR.search, latest.indicators))
    ]
    # Each data set has versions of its own; the one by nature is in every release.
    counting.sort(key=lambda pair: not any(map(_NATURE.search, pair[1].filters)))
    listed: list[Request] = []
    for one, latest in counting:
        root = f"{base}/data-sets/{one.id}"
        on = Trail(
            trail.title, trail.slug, latest.published, one.id, one_line(one.title), latest.version
        )
        if not listed:
            listed.append(on.to(f"{root}/versions?pageSize={_MOST_LISTED}"))
        listed.append(on.to(f"{root}/meta"))
    none = f"None of its {len(found.results)} data sets counts notifications for the nation."
    return Reading(
        listed=tuple(listed),
        words=len(found.results),
        doubts=(*_more(found.paging), *(() if listed else (none,))),
    )


def _versions(page: Page, base: str, trail: Trail) -> Reading:
    """The first version of each statistical release; read again when a later one comes."""
    found = _answer(page, _Listed[_Version])
    releases: dict[str, list[tuple[str, str]]] = {}
    for one in found.results:
        if one.published and not never(one.published):
            dated = releases.setdefault(one.release.slug, [])
            dated.append((moment_of(page, "a date", one.published), one.version))
    listed = tuple(
        replace(trail, published=max(dated)[0], version=max(dated)[1]).to(
            f"{base}/data-sets/{trail.data_set}/versions/{min(dated)[1]}"
        )
        for dated in releases.values()
    )
    return Reading(listed=listed, words=len(found.results), doubts=_more(found.paging))


def _release(page: Page, trail: Trail) -> Reading:
    """One release: published with this version, changed with the last that was listed for it."""
    found = _answer(page, _Version)
    withdrawn = found.status == "Withdrawn"
    dated = withdrawn and not never(found.withdrawn)
    said = Publication(
        content_id=f"ees:{trail.slug}/{found.release.slug}",
        url=f"{_PUBLIC}/{trail.slug}/{found.release.slug}",
        title=f"{trail.title}: {one_line(found.release.title)}",
        document_type="official_statistics",
        state="withdrawn" if withdrawn else "live",
        organisations=(DEPARTMENT,),
        first_published_at=moment_of(page, "a date", found.published),
        public_updated_at=moment_of(page, "a date", trail.published),
        withdrawn_at=moment_of(page, "a date", found.withdrawn) if dated else None,
        change_note=one_line(found.notes) or None,
    )
    return Reading(items=(said,))


def _meta(page: Page, base: str, trail: Trail) -> Reading:
    """What the codes of a data set mean: leads to its national totals."""
    meta = _answer(page, _Meta)
    indicators = {
        one.id: one_line(one.label) for one in meta.indicators if _INDICATOR.search(one.label)
    }
    kept: dict[str, dict[str, str]] = {}
    for one in meta.filters:
        kept[one.id] = {
            option.id: "" if total else one_line(option.label)
            for option in one.options
            if (total := option.is_aggregate or _TOTAL.match(option.label))
            or _NATURE.search(one.label)
        }
    without = [one.label for one in meta.filters if not kept[one.id]]
    words = len(meta.filters) + len(meta.indicators)
    if without or not indicators:
        what = f"a total for {', '.join(without)}" if without else "a number of notifications"
        return Reading(words=words, doubts=(f"{trail.name}: it does not give {what}.",))
    numbers = quote_plus(",".join(sorted(indicators)), safe=",")
    query = replace(trail, indicators=indicators, kept=kept).to(
        f"{base}/data-sets/{trail.data_set}/query"
        f"?geographicLevels.eq=NAT&indicators={numbers}&pageSize={_MOST_RESULTS}"
    )
    return Reading(listed=(query,), words=words)


def _figures(page: Page, trail: Trail) -> Reading:
    """A data set as a publication with its headline figures: the nation's totals by year."""
    url = f"{_PUBLIC}/{trail.slug}"
    said = Publication(content_id=f"ees:{trail.data_set}", url=url, state="missing")
    if page.status != HTTPStatus.OK:
        return Reading(items=(said,))
    found = decode(page, _Listed[_Result])
    if found.paging.total_pages > 1:
        reason = f"{found.paging.total_results} results came where {_MOST_RESULTS} are the most"
        raise ReadingError(reason, url=page.request.url)
    figures = dict.fromkeys(_rows(found.results, trail))
    said = replace(
        said,
        title=f"{trail.title}: {trail.name}",
        document_type="statistical_data_set",
        state="live",
        organisations=(DEPARTMENT,),
        figures=tuple(sorted(figures, key=lambda one: (one.name, one.period))),
    )
    none = f"{trail.name}: none of its {len(found.results)} results is a national total."
    return Reading(items=(said,), words=len(found.results), doubts=() if figures else (none,))


def _rows(results: list[_Result], trail: Trail) -> Iterator[Figure]:
    """The figures among the results: those of which every filter stands at an option that counts.

    A value is kept as written: "c" stands for a withheld number, "x" or ":" for none.
    """
    for one in results:
        options = [
            trail.kept.get(filter_, {}).get(option) for filter_, option in one.filters.items()
        ]
        if one.geographic_level not in _NATIONAL or None in options:
            continue
        nature = ", ".join(filter(None, options))
        period = one.time_period
        part = "" if period.code in _WHOLE_YEARS else f" {period.code}"
        for indicator, label in trail.indicators.items():
            if indicator in one.values:
                name = f"{label}: {nature}" if nature else label
                yield Figure(name, period.period + part, one_line(one.values[indicator]))


def _answer(page: Page, form: type[Form]) -> Form:
    if page.status != HTTPStatus.OK:
        raise ReadingError(f"the API answered {page.status}", url=page.request.url)
    return decode(page, form)


def _more(paging: _Paging) -> tuple[str, ...]:
    if paging.total_pages <= 1:
        return ()
    return (f"It has {paging.total_results} entries on {paging.total_pages} pages; one was read.",)
