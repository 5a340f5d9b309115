"""The replica's API of Explore Education Statistics: one publication, two data sets, their figures.

Built to the API's own guide: `/publications`, `/publications/ID/data-sets`, `/data-sets/ID`,
`/data-sets/ID/versions`, `/data-sets/ID/versions/VERSION`, `/data-sets/ID/meta` and
`/data-sets/ID/query`, under `/statistics/v1`.
"""

import json
from datetime import date

from repo_watch.demo.answer import Answer, Json, Query, data, robots
from repo_watch.demo.library import there
from repo_watch.demo.sites.learning import LEARNING

ROOT = "/statistics/v1"
TITLE = "Serious incident notifications"
SLUG = "serious-incident-notifications"
PUBLICATION = "5f0c1a52-9a1f-4b7e-8f55-0e6d1f3b7a01"
BY_NATURE = "5f0c1a52-9a1f-4b7e-8f55-0e6d1f3b7a02"
TOTALS = "5f0c1a52-9a1f-4b7e-8f55-0e6d1f3b7a03"

_NAMES = {BY_NATURE: "Nature of notifications", TOTALS: "Total notifications"}


def respond(_story: object, path: str, query: Query, night: date, _base: str) -> Answer:
    """What the API answers to a GET of this path and query on that night."""
    if path == "/robots.txt":
        return robots("User-agent: *\nDisallow:\n")
    told = _told(night)
    data_sets = {one["id"]: one for one in told["data_sets"]}
    match path.removeprefix(ROOT).strip("/").split("/"):
        case ["publications"]:
            wanted = "".join(query.get("search", ())).casefold()
            found = [told["publication"]] if wanted in TITLE.casefold() else []
            return _list(query, found, most=40)
        case ["publications", id_, "data-sets"] if id_ == PUBLICATION:
            return _list(query, told["data_sets"], most=20)
        case ["data-sets", id_, *rest] if id_ in data_sets:
            return _of_data_set(data_sets[id_], rest, query, told)
    return _problem(404, "Not Found")


def titles(night: date) -> tuple[str, ...]:
    """Titles of the publications that a reader who misses nothing finds here."""
    releases = [one.title for one in there(LEARNING.release, night)]
    return tuple(f"{TITLE}: {name}" for name in (*releases, *_NAMES.values()))


def _told(night: date) -> Json:
    return data(
        "statistics.json",
        releases=there(LEARNING.release, night),
        title=TITLE,
        slug=SLUG,
        publication=PUBLICATION,
        names=_NAMES,
        by_nature=BY_NATURE,
    )


def _list(query: Query, results: list[Json], *, most: int, **more: object) -> Answer:
    """A page of a list, as the API pages: a size beyond its limit is an error of the request."""
    page, size = (int("".join(query.get(*one))) for one in (("page", "1"), ("pageSize", "10")))
    if page < 1 or not 1 <= size <= most:
        return _problem(400, "Bad Request")
    count = len(results)
    paging = {
        "page": page,
        "pageSize": size,
        "totalResults": count,
        "totalPages": -(-count // size),
    }
    return _json({"paging": paging, "results": results[(page - 1) * size : page * size], **more})


def _of_data_set(one: Json, rest: list[str], query: Query, told: Json) -> Answer:
    versions = {version["version"]: version for version in told["versions"]}
    by_nature = one["id"] == BY_NATURE
    match rest:
        case []:
            return _json(one)
        case ["versions"]:
            return _list(query, told["versions"], most=20)
        case ["versions", version] if version in versions:
            return _json(versions[version])
        case ["meta"]:
            return _json(told["meta"] if by_nature else {**told["meta"], "filters": []})
        case ["query"]:
            rows = told["by_nature" if by_nature else "totals"]
            national = query.get("geographicLevels.eq", ["NAT"]) == ["NAT"]
            return _list(query, rows if national else [], most=10_000, warnings=[])
    return _problem(404, "Not Found")


def _json(body: Json, status: int = 200) -> Answer:
    return Answer(json.dumps(body).encode(), status=status, content_type="application/json")


def _problem(status: int, kind: str) -> Answer:
    title = "The request could not be answered."
    return _json({"title": title, "type": kind, "status": status}, status)
