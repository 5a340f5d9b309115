"""GOV.UK of a night: robots.txt, search, content, an organisation's feed, and the files.

Field names and types of the content API are those of the publishing API's schemas for
`publication`, `html_publication`, `redirect` and `gone` (frontend form); a test validates every
response of every night against them where they are at hand.
"""

import json
from datetime import UTC
from email.utils import format_datetime

from msgspec.structs import replace

from repo_watch.demo.answer import (
    JSON,
    NOT_FOUND,
    Answer,
    Get,
    data,
    error_page,
    etag,
    render,
    report,
    robots,
)
from repo_watch.demo.library import Publication, moment
from repo_watch.demo.sites import search

ROBOTS = """User-agent: *
Disallow: /*/print$
Disallow: /info/*
Disallow: /search/all*
Allow: /

User-agent: deepcrawl
Disallow: /
"""

CONTENT = "/api/content"
FEED_LENGTH = 20
_CACHE = {"Cache-Control": "max-age=300, public"}
_ORGANISATIONS = "/government/organisations/"


def respond(asked: Get) -> Answer:
    """What GOV.UK answers."""
    path = asked.path
    if path == "/robots.txt":
        return robots(ROBOTS)
    if path == "/api/search.json":
        return search.respond(asked)
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

    Returns:
        200 with a `publication` (withdrawn or not), an `html_publication`, a `redirect` or a
        `gone`; 303 from a sub-route to its document; 410 for a removal without a reason.
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
        content_id=search.content_id,
        stamp=lambda day: moment(day).isoformat(timespec="milliseconds"),
        utc=search.utc,
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
    theirs = [
        one
        for one in asked.story.publications.known(asked.night)
        if slug in one.organisations and one.end(asked.night) is None
    ]
    theirs.sort(key=lambda publication: publication.updated(asked.night), reverse=True)
    body = render(
        "organisation.atom",
        base=asked.base,
        path=f"{_ORGANISATIONS}{slug}",
        title=organisation.title,
        publications=theirs[:FEED_LENGTH],
        updated=lambda one: moment(one.updated(asked.night)).isoformat(),
    )
    return Answer(body, content_type="application/atom+xml; charset=utf-8", headers=_CACHE)
