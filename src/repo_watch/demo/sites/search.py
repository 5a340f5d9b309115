"""GOV.UK's search API of a night.

As its documentation and source code say: unknown parameters and values are refused with 422 and a
page of HTML, withdrawn items show only when asked for, redirected and gone ones not at all, absent
fields are left out, and without `order` the pages of a long result overlap.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from repo_watch.demo.answer import JSON, Answer, Json, data, error_page
from repo_watch.demo.library import Data, Publication
from repo_watch.demo.sites.content import content_id, utc
from repo_watch.demo.story import Story

PATH = "/api/search.json"

Field: TypeAlias = Literal[
    "title",
    "link",
    "description",
    "content_id",
    "content_store_document_type",
    "public_timestamp",
    "latest_change_note",
    "organisations",
    "is_withdrawn",
    "document_collections",
    "format",
    "organisation_state",
    "organisation_closed_state",
    "superseding_organisations",
    "updated_at",
]
Order: TypeAlias = Literal["", "public_timestamp", "-public_timestamp", "title", "-title"]


class Query(Data, frozen=True):
    """The parameters that the API takes. Those of one value may be named once."""

    q: tuple[Annotated[str, Meta(max_length=512)]] = ("",)
    start: tuple[Annotated[int, Meta(ge=0)]] = (0,)
    count: tuple[Annotated[int, Meta(ge=0, le=1500)]] = (10,)
    order: tuple[Order] = ("",)
    debug: tuple[Literal["", "include_withdrawn"]] = ("",)
    filter_organisations: frozenset[str] = frozenset()
    filter_content_store_document_type: frozenset[str] = frozenset()
    fields: tuple[Field, ...] = (
        "title",
        "link",
        "description",
        "public_timestamp",
        "organisations",
        "format",
    )


def _stems(text: str) -> list[str]:
    """Lower-case words without a plural s, as near to the real index's stemmer as is needed."""
    return [word.removesuffix("s") for word in re.findall(r"\w+", text.lower())]


def _holds(words: list[str], phrase: list[str]) -> bool:
    spans = range(len(words) - len(phrase) + 1)
    return any(words[at : at + len(phrase)] == phrase for at in spans)


def _matches(publication: Publication, q: str) -> bool:
    """Whether it holds each quoted phrase and each loose word."""
    words = _stems(f"{publication.title} {publication.description} {publication.body}")
    asked = re.findall(r'"([^"]*)"|(\S+)', q)
    return all(_holds(words, _stems(quoted or loose)) for quoted, loose in asked)


def _wanted(publication: Publication, query: Query, night: date) -> bool:
    end = publication.end(night)
    chosen, kinds = query.filter_organisations, query.filter_content_store_document_type
    return (
        (end is None or (end.kind == "withdrawn" and query.debug != ("",)))
        and (not chosen or not chosen.isdisjoint(publication.organisations))
        and (not kinds or publication.document_type in kinds)
        and _matches(publication, *query.q)
    )


def _ordered(found: list[Publication], query: Query, night: date) -> list[Publication]:
    (order,), (start,) = query.order, query.start
    keys: Mapping[str, Callable[[Publication], str]] = {
        "public_timestamp": lambda publication: publication.updated(night).isoformat(),
        "title": lambda publication: publication.title,
        # By popularity, which is another for each page.
        "": lambda one: hashlib.sha256(f"{one.slug} {start}".encode()).hexdigest(),
    }
    return sorted(found, key=keys[order.removeprefix("-")], reverse=order.startswith("-"))


def _result(
    story: Story, publication: Publication, fields: Sequence[Field], night: date, base: str
) -> Json:
    known = story.publications.organisations
    record = data(
        "search_result.json",
        publication=publication,
        updated=utc(publication.updated(night)),
        notes=[one.note for one in publication.changes(night) if one.kind == "updated"],
        withdrawn=publication.end(night) is not None,
        organisations=[(slug, known[slug]) for slug in publication.organisations],
        night=night,
        base=base,
        content_id=content_id,
    )
    chosen: Json = {name: record[name] for name in fields if record.get(name, "") not in ("", [])}
    # These come with each result, whatever the fields; the type is a relic and always this.
    relics = {"index": "government", "es_score": None, "_id": publication.path}
    return {**chosen, **relics, "document_type": "edition"}


def _search(story: Story, query: Query, night: date, base: str) -> Json:
    known = story.publications.known(night)
    found = _ordered([one for one in known if _wanted(one, query, night)], query, night)
    (start,), (count,) = query.start, query.count
    shown = found[start : start + count]
    return {
        "results": [_result(story, one, query.fields, night, base) for one in shown],
        "total": len(found),
        "start": start,
        "aggregates": {},
        "suggested_queries": [],
        "es_cluster": "A",
        "reranked": False,
    }


def respond(story: Story, query: Mapping[str, Sequence[str]], night: date, base: str) -> Answer:
    """What the search API answers; a parameter's name may end in `[]`.

    Returns:
        200 with JSON and neither ETag nor Cache-Control, or 422 with a page of HTML.
    """
    plain = {name.removesuffix("[]"): values for name, values in query.items()}
    try:
        asked = msgspec.convert(plain, Query, strict=False)
    except msgspec.ValidationError as refusal:
        return error_page(422, str(refusal))
    body = json.dumps(_search(story, asked, night, base), ensure_ascii=False).encode()
    return Answer(body, content_type=JSON)
