"""The replica's API of Explore Education Statistics: one publication, two data sets, their figures.

Built to the API's own guide: `/publications`, `/publications/ID/data-sets`, `/data-sets/ID`,
`/data-sets/ID/versions`, `/data-sets/ID/versions/VERSION`, `/data-sets/ID/meta` and
`/data-sets/ID/query`, under `/statistics/v1`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from repo_watch.demo.answer import Answer
from repo_watch.demo.sites.learning import LEARNING, Release

ROOT = "/statistics/v1"
TITLE = "Serious incident notifications"
SLUG = "serious-incident-notifications"
PUBLICATION = "5f0c1a52-9a1f-4b7e-8f55-0e6d1f3b7a01"
BY_NATURE = "5f0c1a52-9a1f-4b7e-8f55-0e6d1f3b7a02"
TOTALS = "5f0c1a52-9a1f-4b7e-8f55-0e6d1f3b7a03"

_NAMES = {BY_NATURE: "Nature of notifications", TOTALS: "Total notifications"}
_INDICATOR = {"id": "nTf01", "column": "number_notifications", "label": "Number of notifications",
              "unit": "", "decimalPlaces": 0}  # fmt: skip
_NATURES = {"Total": "tOt0A", "Child death": "dTh1B", "Serious harm": "sHm2C", "Other": "oTh3D"}
_BREAKDOWN = {"Total": "tOt4E", "Girls": "gIr5F", "Boys": "bOy6G"}

_Query = Mapping[str, Sequence[str]]


def respond(path: str, query: _Query, night: date) -> Answer:
    """What the API answers to a GET of this path and query on that night."""
    if path == "/robots.txt":
        return Answer(b"User-agent: *\nDisallow:\n", content_type="text/plain; charset=utf-8")
    releases = LEARNING.releases(night)
    match path.removeprefix(ROOT).strip("/").split("/"):
        case ["publications"]:
            return _list(query, [_publication(releases[-1])], most=40, of=_matches(query))
        case ["publications", id_, "data-sets"] if id_ == PUBLICATION:
            return _list(query, [_data_set(one, releases) for one in _NAMES], most=20)
        case ["data-sets", id_, *rest] if id_ in _NAMES:
            return _of_data_set(id_, rest, query, releases)
    return _problem(404, "Not Found")


def titles(night: date) -> tuple[str, ...]:
    """Titles of the publications that a reader who misses nothing finds here."""
    releases = [f"{TITLE}: {one.title}" for one in LEARNING.releases(night)]
    return (*releases, *(f"{TITLE}: {name}" for name in _NAMES.values()))


def _matches(query: _Query) -> Callable[[dict[str, Any]], bool]:
    wanted = "".join(query.get("search", ())).casefold()
    return lambda one: wanted in one["title"].casefold()


def _list(
    query: _Query,
    results: list[dict[str, Any]],
    *,
    most: int,
    of: Callable[[dict[str, Any]], bool] = lambda _one: True,
    **more: object,
) -> Answer:
    """A page of a list, as the API pages: a size beyond its limit is an error of the request."""
    page, size = (int("".join(query.get(name, (str(least),)))) for name, least in
                  (("page", 1), ("pageSize", 10)))  # fmt: skip
    if page < 1 or not 1 <= size <= most:
        return _problem(400, "Bad Request")
    found = [one for one in results if of(one)]
    paging = {"page": page, "pageSize": size, "totalResults": len(found),
              "totalPages": -(-len(found) // size)}  # fmt: skip
    return _json({"paging": paging, "results": found[(page - 1) * size : page * size], **more})


def _of_data_set(id_: str, rest: list[str], query: _Query, releases: tuple[Release, ...]) -> Answer:
    versions = {one["version"]: one for one in map(_version, reversed(releases))}
    match rest:
        case []:
            return _json(_data_set(id_, releases))
        case ["versions"]:
            return _list(query, list(versions.values()), most=20)
        case ["versions", version] if version in versions:
            return _json(versions[version])
        case ["meta"]:
            return _json(_meta(id_, releases))
        case ["query"]:
            return _list(query, _results(id_, releases, query), most=10_000, warnings=[])
    return _problem(404, "Not Found")


def _publication(newest: Release) -> dict[str, Any]:
    summary = "Numbers of incidents that local authorities notified; invented for the replica."
    return {"id": PUBLICATION, "title": TITLE, "slug": SLUG, "summary": summary,
            "lastPublished": f"{newest.published}T09:30:00+00:00"}  # fmt: skip


def _data_set(id_: str, releases: tuple[Release, ...]) -> dict[str, Any]:
    filters = ["Nature of serious incident notification", "Breakdown"] if id_ == BY_NATURE else []
    newest = releases[-1]
    return {
        "id": id_,
        "title": _NAMES[id_],
        "summary": "National numbers by reporting year.",
        "status": "Published",
        "latestVersion": {
            "version": f"{len(releases)}.0",
            "published": f"{newest.published}T09:30:00+00:00",
            "totalResults": len(_results(id_, releases, {})),
            "timePeriods": {"start": releases[0].slug, "end": newest.slug},
            "geographicLevels": ["National"],
            "filters": filters,
            "indicators": [_INDICATOR["label"]],
        },
    }


def _version(release: Release) -> dict[str, Any]:
    return {
        "version": f"{LEARNING.release.index(release) + 1}.0",
        "type": "Major",
        "status": "Published",
        "published": f"{release.published}T09:30:00+00:00",
        "notes": "",
        "totalResults": len(release.figures),
        "release": {"title": release.title, "slug": release.slug},
        "timePeriods": {"start": release.slug, "end": release.slug},
        "geographicLevels": ["National"],
        "filters": [],
        "indicators": [_INDICATOR["label"]],
    }


def _meta(id_: str, releases: tuple[Release, ...]) -> dict[str, Any]:
    filters = [
        _filter("nAt7H", "Nature of serious incident notification", _NATURES),
        _filter("bRk8I", "Breakdown", _BREAKDOWN),
    ]
    periods = [{"code": "RY", "period": one.slug, "label": one.slug} for one in releases]
    england = {"id": "eNg9J", "code": "E92000001", "label": "England"}
    level = {"code": "NAT", "label": "National"}
    return {
        "filters": filters if id_ == BY_NATURE else [],
        "indicators": [_INDICATOR],
        "geographicLevels": [level],
        "locations": [{"level": level, "options": [england]}],
        "timePeriods": periods,
    }


def _filter(id_: str, label: str, options: Mapping[str, str]) -> dict[str, Any]:
    shown = [{"id": option, "label": name} for name, option in options.items()]
    return {"id": id_, "column": label.lower(), "label": label, "hint": "", "options": shown}


def _results(id_: str, releases: tuple[Release, ...], query: _Query) -> list[dict[str, Any]]:
    """Newest first. The data set by nature has rows of a breakdown too, which are no headline."""
    if query.get("geographicLevels.eq", ["NAT"]) != ["NAT"]:
        return []
    rows = []
    for release in reversed(releases):
        for nature, value in release.figures.items():
            if id_ == TOTALS and nature == "Total":
                rows.append(_result(release, {}, value))
            elif id_ == BY_NATURE:
                for part, option in _BREAKDOWN.items():
                    filters = {"nAt7H": _NATURES[nature], "bRk8I": option}
                    rows.append(_result(release, filters, value if part == "Total" else "1"))
    return rows


def _result(release: Release, filters: Mapping[str, str], value: str) -> dict[str, Any]:
    return {
        "timePeriod": {"code": "RY", "period": release.slug},
        "geographicLevel": "NAT",
        "locations": {"NAT": "eNg9J"},
        "filters": filters,
        "values": {_INDICATOR["id"]: value},
    }


def _json(body: dict[str, Any], status: int = 200) -> Answer:
    return Answer(json.dumps(body).encode(), status=status, content_type="application/json")


def _problem(status: int, kind: str) -> Answer:
    title = "The request could not be answered."
    return _json({"title": title, "type": kind, "status": status}, status)
