"""GOV.UK's search API of a night.

As its documentation and source code say: unknown parameters and values are refused with 422 and a
page of HTML, withdrawn items show only when asked for, redirected and gone ones not at all, absent
fields are left out, and without `order` the pages of a long result overlap.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date
from typing import Any

from repo_watch.demo.answer import Answer, error_page
from repo_watch.demo.library import Publication
from repo_watch.demo.sites.content import Json, content_id, moment
from repo_watch.demo.story import Story

PATH = "/api/search.json"
LONGEST_QUERY = 512
LARGEST_COUNT = 1500

_FIELDS = (
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
)
_DEFAULT_FIELDS = ("title", "link", "description", "public_timestamp", "organisations", "format")
_ORDERS = ("public_timestamp", "title")
_FILTERS = ("filter_organisations", "filter_content_store_document_type")
_ONCE = ("q", "start", "count", "order", "debug")
_DEBUG = ("include_withdrawn",)


class _Refused(ValueError):  # noqa: N818 -- a verdict on the query, caught in this module
    """The query is one that the API does not take."""


def _one(query: Mapping[str, Sequence[str]], name: str, default: str) -> str:
    values = query.get(name, [default])
    if len(values) > 1:
        raise _Refused(f"Too many values ({len(values)}) for parameter {name!r}")
    return values[0]


def _number(query: Mapping[str, Sequence[str]], name: str, default: str) -> int:
    value = _one(query, name, default)
    if not value.isdecimal():
        raise _Refused(f"Invalid value {value!r} for parameter {name!r} (expected integer)")
    return int(value)


def _stems(text: str) -> list[str]:
    """Lower-case words without a plural s, as near to the real index's stemmer as is needed."""
    return [word.removesuffix("s") for word in re.findall(r"\w+", text.lower())]


def _holds(words: list[str], phrase: list[str]) -> bool:
    spans = range(len(words) - len(phrase) + 1)
    return any(words[at : at + len(phrase)] == phrase for at in spans)


def _matches(q: str) -> Callable[[Publication], bool]:
    """Whether a publication holds each quoted phrase and each loose word."""
    phrases = [_stems(quoted or loose) for quoted, loose in re.findall(r'"([^"]*)"|(\S+)', q)]

    def match(publication: Publication) -> bool:
        words = _stems(f"{publication.title} {publication.description} {publication.body}")
        return all(_holds(words, phrase) for phrase in phrases)

    return match


def _popularity(publication: Publication, start: int) -> str:
    return hashlib.sha256(f"{publication.slug} {start}".encode()).hexdigest()


def _ordered(found: list[Publication], order: str, start: int, night: date) -> list[Publication]:
    if not order:
        return sorted(found, key=lambda publication: _popularity(publication, start))
    name = order.removeprefix("-")
    if name not in _ORDERS:
        raise _Refused(f"{name!r} is not a valid sort field")
    keys: Mapping[str, Callable[[Publication], str]] = {
        "public_timestamp": lambda publication: publication.updated(night).isoformat(),
        "title": lambda publication: publication.title,
    }
    return sorted(found, key=keys[name], reverse=order.startswith("-"))


def _record(story: Story, publication: Publication, night: date, base: str) -> Json:
    forms = {
        "path": publication.path,
        "absolute": f"{base}{publication.path}",
        "no slash": publication.path.removeprefix("/"),
    }
    known = story.publications.organisations
    notes = [c.note for c in publication.changes(night) if c.kind == "updated"]
    end = publication.end(night)
    record: dict[str, Any] = {
        "title": publication.title,
        "link": forms[publication.link_form],
        "description": publication.description,
        "content_id": content_id(publication.path),
        "content_store_document_type": publication.document_type,
        "public_timestamp": moment(publication.updated(night))
        .astimezone(UTC)
        .strftime("%Y-%m-%dT%H:%M:%SZ"),
        "latest_change_note": notes[-1] if notes else "",
        "organisations": [
            {
                "acronym": known[slug].acronym,
                "content_id": known[slug].content_id,
                "link": f"/government/organisations/{slug}",
                "slug": slug,
                "title": known[slug].title,
            }
            for slug in publication.organisations
        ],
        "is_withdrawn": end is not None,
        "document_collections": [
            {"title": title, "slug": title.lower().replace(" ", "-")}
            for title in publication.collections
        ],
        "format": "publication",
        # The time of indexing, which is any time: it says nothing about the document.
        "updated_at": f"{night.isoformat()}T01:00:00Z",
    }
    return {name: value for name, value in record.items() if value not in ("", [])}


def _selected(
    story: Story, query: Mapping[str, Sequence[str]], night: date
) -> tuple[list[Publication], int]:
    unknown = sorted(set(query) - {*_ONCE, *_FILTERS, "fields"})
    if unknown:
        raise _Refused(f"Unexpected parameters: {', '.join(unknown)}")
    q = _one(query, "q", "")
    if len(q) > LONGEST_QUERY:
        raise _Refused(f"Query exceeds the maximum allowed length of {LONGEST_QUERY} characters")
    debug = _one(query, "debug", "")
    if debug and debug not in _DEBUG:
        raise _Refused(f"Invalid debug option {debug!r}")
    match = _matches(q)
    organisations = set(query.get("filter_organisations", ()))
    types = set(query.get("filter_content_store_document_type", ()))

    def wanted(publication: Publication) -> bool:
        end = publication.end(night)
        return (
            publication.exists(night)
            and (end is None or (end.kind == "withdrawn" and debug == "include_withdrawn"))
            and (not organisations or bool(organisations & set(publication.organisations)))
            and (not types or publication.document_type in types)
            and match(publication)
        )

    start = _number(query, "start", "0")
    found = [p for p in story.publications.publication if wanted(p)]
    return _ordered(found, _one(query, "order", ""), start, night), start


def _search(story: Story, query: Mapping[str, Sequence[str]], night: date, base: str) -> Json:
    found, start = _selected(story, query, night)
    count = _number(query, "count", "10")
    if count > LARGEST_COUNT:
        raise _Refused(f"Maximum result set size (as specified in 'count') is {LARGEST_COUNT}")
    fields = query.get("fields", _DEFAULT_FIELDS)
    strange = sorted(set(fields) - set(_FIELDS))
    if strange:
        raise _Refused(f"Some requested fields are not valid return fields: {strange}")
    results = []
    for publication in found[start : start + count]:
        record = _record(story, publication, night, base)
        chosen = {name: record[name] for name in fields if name in record}
        # These come with each result, whatever the fields; the type is a relic and always this.
        relics = {"index": "government", "es_score": None, "_id": publication.path}
        results.append({**chosen, **relics, "document_type": "edition"})
    return {
        "results": results,
        "total": len(found),
        "start": start,
        "aggregates": {},
        "suggested_queries": [],
        "es_cluster": "A",
        "reranked": False,
    }


def respond(story: Story, query: Mapping[str, Sequence[str]], night: date, base: str) -> Answer:
    """What the search API answers.

    Args:
        story: what is played.
        query: values by parameter name; a name may end in `[]`.
        night: of the story.
        base: the site's own address, without a final slash.

    Returns:
        200 with JSON and neither ETag nor Cache-Control, or 422 with a page of HTML.
    """
    plain = {name.removesuffix("[]"): values for name, values in query.items()}
    try:
        found = _search(story, plain, night, base)
    except _Refused as refusal:
        return error_page(422, str(refusal))
    body = json.dumps(found, ensure_ascii=False).encode()
    return Answer(body, content_type="application/json; charset=utf-8")
