"""GOV.UK's search API of a night.

As its documentation and source code say: unknown parameters and values are refused with 422 and a
page of HTML, withdrawn items show only when asked for, redirected and gone ones not at all, absent
fields are left out, and without `order` the pages of a long result overlap.
"""

import hashlib
import json
import re
import uuid
from datetime import UTC, date
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from repo_watch.demo.answer import JSON, Answer, Get, Json, data, error_page
from repo_watch.demo.library import Data, Publication, moment

Field: TypeAlias = Annotated[
    str,
    Meta(
        pattern="^(title|link|description|content_id|content_store_document_type|public_timestamp"
        "|latest_change_note|organisations|is_withdrawn|document_collections|format"
        "|organisation_state|organisation_closed_state|superseding_organisations|updated_at)$"
    ),
]
_DEFAULT = ("title", "link", "description", "public_timestamp", "organisations", "format")


class Query(Data, frozen=True):
    """The parameters that the API takes. Those of one value may be named once."""

    q: tuple[Annotated[str, Meta(max_length=512)]] = ("",)
    start: tuple[Annotated[int, Meta(ge=0)]] = (0,)
    count: tuple[Annotated[int, Meta(ge=0, le=1500)]] = (10,)
    order: tuple[Literal["", "public_timestamp", "-public_timestamp", "title", "-title"]] = ("",)
    debug: tuple[Literal["", "include_withdrawn"]] = ("",)
    filter_organisations: frozenset[str] = frozenset()
    filter_content_store_document_type: frozenset[str] = frozenset()
    fields: tuple[Field, ...] = _DEFAULT


def content_id(path: str) -> str:
    """The lasting id of what was first published at this path."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, path))


def utc(day: date) -> str:
    """The moment of a day as search and notices write it."""
    return moment(day).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _stems(text: str) -> str:
    """Lower-case words without a plural s, as near to the real index's stemmer as is needed."""
    words = re.findall(r"\w+", text.lower())
    return "".join(f" {word.removesuffix('s')}" for word in words) + " "


def _wanted(publication: Publication, query: Query, asked: Get) -> bool:
    """Whether the filters leave it, and it holds each quoted phrase and each loose word."""
    end = publication.end(asked.night)
    chosen, kinds = query.filter_organisations, query.filter_content_store_document_type
    words = _stems(f"{publication.title} {publication.description} {publication.body}")
    phrases = re.findall(r'"([^"]*)"|(\S+)', *query.q)
    return (
        (end is None or (end.kind == "withdrawn" and query.debug != ("",)))
        and (not chosen or not chosen.isdisjoint(publication.organisations))
        and (not kinds or publication.document_type in kinds)
        and all(_stems(quoted or loose) in words for quoted, loose in phrases)
    )


def _result(publication: Publication, query: Query, asked: Get) -> Json:
    known = asked.story.publications.organisations
    record = data(
        "search_result.json",
        publication=publication,
        organisations=[(slug, known[slug]) for slug in publication.organisations],
        night=asked.night,
        base=asked.base,
        content_id=content_id,
        utc=utc,
    )
    asked_for = {name: record.get(name, "") for name in query.fields}
    found: Json = {name: said for name, said in asked_for.items() if said not in ("", [])}
    # These come with each result, whatever the fields; the type is a relic and always this.
    relics = {"index": "government", "es_score": None, "_id": publication.path}
    return {**found, **relics, "document_type": "edition"}


def respond(asked: Get) -> Answer:
    """What the search API answers; a parameter's name may end in `[]`.

    Returns:
        200 with JSON and neither ETag nor Cache-Control, or 422 with a page of HTML.
    """
    plain = {name.removesuffix("[]"): values for name, values in asked.query.items()}
    try:
        query = msgspec.convert(plain, Query, strict=False)
    except msgspec.ValidationError as refusal:
        return error_page(422, str(refusal))
    (order,), (start,), (count,) = query.order, query.start, query.count
    keys = {
        "public_timestamp": lambda one: one.updated(asked.night).isoformat(),
        "title": lambda one: one.title,
        # By popularity, which is another for each page.
        "": lambda one: hashlib.sha256(f"{one.slug} {start}".encode()).hexdigest(),
    }
    known = asked.story.publications.known(asked.night)
    found = sorted(
        (one for one in known if _wanted(one, query, asked)),
        key=keys[order.removeprefix("-")],
        reverse=order.startswith("-"),
    )
    told = {
        "results": [_result(one, query, asked) for one in found[start : start + count]],
        "total": len(found),
        "start": start,
        "aggregates": {},
        "suggested_queries": [],
        "es_cluster": "A",
        "reranked": False,
    }
    return Answer(json.dumps(told, ensure_ascii=False).encode(), content_type=JSON)
