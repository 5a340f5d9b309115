"""GOV.UK of a night: robots.txt, search, content, an organisation's feed, and the files.

Field names and types of the content API are those of the publishing API's schemas for
`publication`, `html_publication`, `redirect` and `gone` (frontend form); a test validates every
response of every night against them where they are at hand.

Search does as its documentation and source code say: unknown parameters and values are refused with
422 and a page of HTML, withdrawn items show only when asked for, redirected and gone ones not at
all, absent fields are left out, and without `order` the pages of a long result overlap.
"""

import hashlib
import json
import re
import uuid
from datetime import UTC, date
from email.utils import format_datetime
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from repo_watch.demo.answer import (
    JSON,
    NOT_FOUND,
    Answer,
    Get,
    Json,
    data,
    error_page,
    etag,
    render,
    report,
    robots,
)
from repo_watch.demo.library import Data, Publication, moment

CONTENT = "/api/content"
FEED_LENGTH = 20
_CACHE = {"Cache-Control": "max-age=300, public"}
_ORGANISATIONS = "/government/organisations/"

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


def respond(asked: Get) -> Answer:
    """What GOV.UK answers."""
    path = asked.path
    if path == "/robots.txt":
        return robots(render("govuk_robots.txt"))
    if path == "/api/search.json":
        return _search(asked)
    if path.startswith(_ORGANISATIONS) and path.endswith(".atom"):
        return _feed(asked, path.removeprefix(_ORGANISATIONS).removesuffix(".atom"))
    for publication in asked.story.publications.known(asked.night):
        if path.startswith(f"{CONTENT}/"):
            found = _content(asked, publication, path.removeprefix(CONTENT))
        else:
            found = _media(asked, publication)
        if found:
            return found
    return error_page(404, "Page not found", _CACHE) if path.startswith(CONTENT) else NOT_FOUND


def _content(asked: Get, publication: Publication, path: str) -> Answer | None:
    """What the content API has of a publication at this path, which may be none of its own.

    200 with a `publication` (withdrawn or not), an `html_publication`, a `redirect` or a `gone`;
    303 from a sub-route to its document; 410 for a removal without a reason.
    """
    if path in publication.subroutes:
        there = f"{asked.base}{CONTENT}{publication.path}"
        return error_page(303, "See other", {**_CACHE, "Location": there})
    pages = {f"{publication.path}/{one.slug}": one for one in publication.attachments if one.slug}
    if path != publication.path and path not in pages:
        return None
    end = publication.end(asked.night)
    kind = "html_publication" if path in pages else "publication"
    if end and end.kind != "withdrawn":
        kind = end.kind.removesuffix("ed")
        if kind == "gone" and not end.note:
            return error_page(410, "Gone", _CACHE)
    days = [publication.published, *(one.day for one in publication.changes(asked.night))]
    known = asked.story.publications.organisations
    document = data(
        f"content_{kind}.json",
        path=path,
        kind=kind,
        base=asked.base,
        night=asked.night,
        publication=publication,
        page=pages.get(path),
        end=end,
        # What `updated_at` says and a reader has to see: a change of any kind.
        touched=max(days),
        organisations=[(slug, known[slug]) for slug in publication.organisations],
        content_id=_content_id,
        stamp=lambda day: moment(day).isoformat(timespec="milliseconds"),
        utc=_utc,
    )
    body = json.dumps(document, ensure_ascii=False, sort_keys=True).encode()
    return Answer(body, content_type=JSON, headers={**_CACHE, "ETag": etag(body, weak=True)})


def _media(asked: Get, publication: Publication) -> Answer | None:
    """A document of the publication; a file that was replaced leads on to its successor."""
    documents = publication.documents(asked.night)
    for first, now in zip(publication.attachments, documents, strict=True):
        if now.kind == "file" and asked.path == now.path:
            made = report(f"{publication.title}: {now.title} ({now.size})")
            uploaded = moment(now.uploaded or publication.published).astimezone(UTC)
            headers = {
                **made.headers,
                "Last-Modified": format_datetime(uploaded, usegmt=True),
                "Link": f'<{asked.base}{publication.path}>; rel="up"',
            }
            return replace(made, content_type=now.content_type, headers=headers)
        if now.kind == "html" and asked.path == f"{publication.path}/{now.slug}":
            return Answer(render("govuk_page.html", title=now.title))
        if first.kind == "file" and asked.path == first.path:
            return error_page(301, "Moved", {"Location": asked.base + now.path})
    return None


def _feed(asked: Get, slug: str) -> Answer:
    organisation = asked.story.publications.organisations.get(slug)
    if organisation is None:
        return NOT_FOUND
    known = asked.story.publications.known(asked.night)
    theirs = [one for one in known if slug in one.organisations and not one.end(asked.night)]
    theirs.sort(key=lambda publication: publication.updated(asked.night), reverse=True)
    body = render(
        "organisation.atom",
        base=asked.base,
        path=f"{_ORGANISATIONS}{slug}",
        title=organisation["title"],
        publications=theirs[:FEED_LENGTH],
        updated=lambda one: moment(one.updated(asked.night)).isoformat(),
    )
    return Answer(body, content_type="application/atom+xml; charset=utf-8", headers=_CACHE)


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
        content_id=_content_id,
        utc=_utc,
    )
    asked_for = {name: record.get(name, "") for name in query.fields}
    found: Json = {name: said for name, said in asked_for.items() if said not in ("", [])}
    # These come with each result, whatever the fields; the type is a relic and always this.
    relics = {"index": "government", "es_score": None, "_id": publication.path}
    return {**found, **relics, "document_type": "edition"}


def _search(asked: Get) -> Answer:
    """What the search API answers; a parameter's name may end in `[]`.

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
    results = [_result(one, query, asked) for one in found[start : start + count]]
    told = {"results": results, **data("search.json", total=len(found), start=start)}
    return Answer(json.dumps(told, ensure_ascii=False).encode(), content_type=JSON)


def _content_id(path: str) -> str:
    """The lasting id of what was first published at this path."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, path))


def _utc(day: date) -> str:
    """The moment of a day as search and notices write it."""
    return moment(day).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
