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
from typing import Final
from urllib.parse import urlencode

import msgspec

from repo_watch.errors import ReadingError
from repo_watch.model import Figure, Page, Publication, Reading, Request
from repo_watch.reading.govuk import moment
from repo_watch.reading.govuk.content import Form, decode, never, one_line
from repo_watch.reading.statistics.answers import (
    DataSet,
    Listed,
    Meta,
    Paging,
    Result,
    Series,
    Version,
)

PUBLIC: Final = "https://explore-education-statistics.service.gov.uk/find-statistics"
"""Where a person reads the statistics."""

DEPARTMENT: Final = "Department for Education"

_WANTED = re.compile(r"\bserious incident notifications?\b", re.IGNORECASE)
_INDICATOR = re.compile(r"\bnumber\b.{0,200}\bnotifications?\b", re.IGNORECASE)
_NATURE = re.compile(r"\bnature\b", re.IGNORECASE)
_NATIONAL = frozenset({"NAT", "National"})
_WHOLE_YEARS = frozenset({"AY", "CY", "FY", "RY", "TY"})
_MOST_RESULTS = 10_000
_MOST_LISTED = {"publications": 40, "data-sets": 20, "versions": 20}
"""The longest pages that the API gives."""


class Trail(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What led to a request.

    Attributes:
        title: of the publication.
        slug: of the publication, in its public address.
        published: when that which the request asks about was last published, ISO 8601.
        data_set: id of the data set.
        name: title of the data set.
        version: its latest version.
        indicators: labels of the wanted numbers, by id.
        kept: for each filter, by id, the options that count, by id: its total, or of the nature of
            the incident every one, with the label to print ("" for a total).
    """

    title: str
    slug: str
    published: str
    data_set: str = ""
    name: str = ""
    version: str = ""
    indicators: dict[str, str] = {}
    kept: dict[str, dict[str, str]] = {}

    @property
    def address(self) -> str:
        """Where a person reads the statistics."""
        return f"{PUBLIC}/{self.slug}"

    def as_marker(self) -> str:
        """The trail as text, the same for the same trail."""
        return msgspec.json.encode(self, order="deterministic").decode()


def search_address(base: str) -> str:
    """The address of the search for the publication."""
    asked = {"search": "serious incident notifications", "pageSize": _MOST_LISTED["publications"]}
    return f"{base}/publications?{urlencode(asked)}"


def read_search(page: Page, base: str) -> Reading:
    """The publication among those that a search found; a note where it is not among them.

    The API holds only what its producers release to it. In May 2026 the data set's own page lacked
    the row that such data sets have, so that its absence is what to expect.

    Raises:
        ReadingError: the answer is no list of publications.
    """
    found = decode(page, Listed[Series])
    listed = tuple(
        Request(
            f"{base}/publications/{one.id}/data-sets?pageSize={_MOST_LISTED['data-sets']}",
            "content",
            marker=Trail(one_line(one.title), one.slug, one.last_published).as_marker(),
        )
        for one in found.results
        if _WANTED.search(one.title)
    )
    absent = (
        "The statistics API has no serious incident notifications, as is to be expected: "
        "GOV.UK's announcement and the page of the release carry the news."
    )
    return Reading(listed=listed, words=len(found.results), notes=() if listed else (absent,))


def read_answer(page: Page, base: str) -> Reading:
    """What any answer that a listing leads to says, by its address.

    Raises:
        ReadingError: the answer is not what its address promises, or its trail is lost.
    """
    trail = _trail(page)
    match page.request.url.removeprefix(base).partition("?")[0].split("/")[1:]:
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
            raise ReadingError("this is no address of the API that is read", url=page.request.url)


def _data_sets(page: Page, base: str, trail: Trail) -> Reading:
    """The data sets that count notifications for the nation, and from the first the releases."""
    found = _answer(page, Listed[DataSet])
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
        marker = Trail(
            trail.title, trail.slug, latest.published, one.id, one_line(one.title), latest.version
        ).as_marker()
        root = f"{base}/data-sets/{one.id}"
        if not listed:
            versions = f"{root}/versions?pageSize={_MOST_LISTED['versions']}"
            listed.append(Request(versions, "content", marker=marker))
        listed.append(Request(f"{root}/meta", "content", marker=marker))
    none = f"None of its {len(found.results)} data sets counts notifications for the nation."
    return Reading(
        listed=tuple(listed),
        words=len(found.results),
        doubts=(*_more(found.paging), *(() if listed else (none,))),
    )


def _versions(page: Page, base: str, trail: Trail) -> Reading:
    """The first version of each statistical release; read again when a later one comes."""
    found = _answer(page, Listed[Version])
    releases: dict[str, list[Version]] = {}
    for version in found.results:
        if version.published and not never(version.published):
            releases.setdefault(version.release.slug, []).append(version)
    listed = []
    for versions in releases.values():
        dated = sorted((_moment(page, one.published), one.version) for one in versions)
        marker = msgspec.structs.replace(trail, published=dated[-1][0], version=dated[-1][1])
        address = f"{base}/data-sets/{trail.data_set}/versions/{dated[0][1]}"
        listed.append(Request(address, "content", marker=marker.as_marker()))
    return Reading(
        listed=tuple(listed), words=len(found.results), doubts=tuple(_more(found.paging))
    )


def _release(page: Page, trail: Trail) -> Reading:
    """One release: published with this version, changed with the last that was listed for it."""
    found = _answer(page, Version)
    withdrawn = found.status == "Withdrawn"
    said = Publication(
        content_id=f"ees:{trail.slug}/{found.release.slug}",
        url=f"{trail.address}/{found.release.slug}",
        title=f"{trail.title}: {one_line(found.release.title)}",
        document_type="official_statistics",
        state="withdrawn" if withdrawn else "live",
        organisations=(DEPARTMENT,),
        first_published_at=_moment(page, found.published),
        public_updated_at=_moment(page, trail.published),
        withdrawn_at=_moment(page, found.withdrawn)
        if withdrawn and not never(found.withdrawn)
        else None,
        change_note=one_line(found.notes) or None,
    )
    return Reading(items=(said,))


def _meta(page: Page, base: str, trail: Trail) -> Reading:
    """What the codes of a data set mean: leads to its national totals."""
    meta = _answer(page, Meta)
    indicators = {
        one.id: one_line(one.label) for one in meta.indicators if _INDICATOR.search(one.label)
    }
    kept = {
        one.id: {
            option.id: "" if option.total else one_line(option.label)
            for option in one.options
            if option.total or _NATURE.search(one.label)
        }
        for one in meta.filters
    }
    without = [one.label for one in meta.filters if not kept[one.id]]
    words = len(meta.filters) + len(meta.indicators)
    if without or not indicators:
        what = f"a total for {', '.join(without)}" if without else "a number of notifications"
        return Reading(words=words, doubts=(f"{trail.name}: it does not give {what}.",))
    asked = {
        "geographicLevels.eq": "NAT",
        "indicators": ",".join(sorted(indicators)),
        "pageSize": _MOST_RESULTS,
    }
    marker = msgspec.structs.replace(trail, indicators=indicators, kept=kept).as_marker()
    query = f"{base}/data-sets/{trail.data_set}/query?{urlencode(asked, safe=',')}"
    return Reading(listed=(Request(query, "content", marker=marker),), words=words)


def _figures(page: Page, trail: Trail) -> Reading:
    """A data set as a publication with its headline figures: the nation's totals by year."""
    content_id = f"ees:{trail.data_set}"
    if page.status != HTTPStatus.OK:
        gone = Publication(content_id=content_id, url=trail.address, state="missing")
        return Reading(items=(gone,))
    found = decode(page, Listed[Result])
    if found.paging.total_pages > 1:
        reason = f"{found.paging.total_results} results came where {_MOST_RESULTS} are the most"
        raise ReadingError(reason, url=page.request.url)
    figures = tuple(dict.fromkeys(_rows(found.results, trail)))
    said = Publication(
        content_id=content_id,
        url=trail.address,
        title=f"{trail.title}: {trail.name}",
        document_type="statistical_data_set",
        organisations=(DEPARTMENT,),
        figures=tuple(sorted(figures, key=lambda one: (one.name, one.period))),
    )
    none = f"{trail.name}: none of its {len(found.results)} results is a national total."
    return Reading(items=(said,), words=len(found.results), doubts=() if figures else (none,))


def _rows(results: list[Result], trail: Trail) -> Iterator[Figure]:
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


def _trail(page: Page) -> Trail:
    try:
        return msgspec.json.decode(page.request.marker or "", type=Trail)
    except msgspec.DecodeError as error:
        raise ReadingError(
            "this answer can be read only on the way from the search that leads to it",
            url=page.request.url,
        ) from error


def _answer(page: Page, form: type[Form]) -> Form:
    if page.status != HTTPStatus.OK:
        raise ReadingError(f"the API answered {page.status}", url=page.request.url)
    return decode(page, form)


def _more(paging: Paging) -> Iterator[str]:
    if paging.total_pages > 1:
        yield f"It has {paging.total_results} entries on {paging.total_pages} pages; one was read."


def _moment(page: Page, text: str | None) -> str:
    when = moment(text)
    if when is None:
        reason = f"a date is no ISO 8601 date: {(text or '')[:40]!r}"
        raise ReadingError(reason, url=page.request.url)
    return when
