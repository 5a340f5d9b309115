"""The replica's API of Explore Education Statistics: one publication, two data sets, their figures.

Built to the API's own guide: `/publications`, `/publications/ID/data-sets`, `/data-sets/ID`,
`/data-sets/ID/versions`, `/data-sets/ID/versions/VERSION`, `/data-sets/ID/meta` and
`/data-sets/ID/query`, under `/statistics/v1`. What each of them tells, `statistics.json` says.
"""

import json

from repo_watch.demo.answer import Answer, Get, Json, data, robots
from repo_watch.demo.library import LEARNING, there

ROOT = "/statistics/v1"


def respond(asked: Get) -> Answer:
    """What the API answers; a size of a list's page beyond its limit is an error."""
    if asked.path == "/robots.txt":
        return robots(b"User-agent: *\nDisallow:\n")
    about = LEARNING["statistics"]
    releases = there(about["release"], asked.night)
    told = data("statistics.json", about=about, releases=releases)
    found = told.get(asked.path.removeprefix(ROOT).rstrip("/"))
    if found is None:
        return _json(_problem(404, "Not Found"), 404)
    if "most" not in found:
        return _json(found)
    page, size = (
        int("".join(asked.query.get(*one))) for one in (("page", "1"), ("pageSize", "10"))
    )
    if page < 1 or not 1 <= size <= found.pop("most"):
        return _json(_problem(400, "Bad Request"), 400)
    wanted = "".join(asked.query.get("search", ())).casefold() in about["title"].casefold()
    national = asked.query.get("geographicLevels.eq", ["NAT"]) == ["NAT"]
    rows = found["results"] if wanted and national else []
    pages = -(-len(rows) // size)
    paging = {"page": page, "pageSize": size, "totalResults": len(rows), "totalPages": pages}
    return _json({"paging": paging, **found, "results": rows[(page - 1) * size : page * size]})


def _json(body: Json, status: int = 200) -> Answer:
    return Answer(json.dumps(body).encode(), status=status, content_type="application/json")


def _problem(status: int, kind: str) -> Json:
    return {"title": "The request could not be answered.", "type": kind, "status": status}
