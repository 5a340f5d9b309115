"""GOV.UK of a night: robots.txt, search, content, an organisation's feed, and the files."""

from datetime import UTC, date
from email.utils import format_datetime

from msgspec.structs import replace

from repo_watch.demo.answer import NOT_FOUND, Answer, Query, error_page, render, report, robots
from repo_watch.demo.library import Attachment, Publication
from repo_watch.demo.sites import content, search
from repo_watch.demo.story import Story

ROBOTS = """User-agent: *
Disallow: /*/print$
Disallow: /info/*
Disallow: /search/all*
Allow: /

User-agent: deepcrawl
Disallow: /
"""

FEED_LENGTH = 20
_ORGANISATIONS = "/government/organisations/"


def _feed(story: Story, slug: str, night: date, base: str) -> Answer:
    organisation = story.publications.organisations.get(slug)
    if organisation is None:
        return NOT_FOUND
    theirs = [
        one
        for one in story.publications.known(night)
        if slug in one.organisations and one.end(night) is None
    ]
    theirs.sort(key=lambda publication: publication.updated(night), reverse=True)
    body = render(
        "organisation.atom",
        base=base,
        path=f"{_ORGANISATIONS}{slug}",
        title=organisation.title,
        publications=theirs[:FEED_LENGTH],
        updated=lambda one: content.moment(one.updated(night)).isoformat(),
    )
    return Answer(body, content_type="application/atom+xml; charset=utf-8", headers=content.CACHE)


def _file(publication: Publication, file: Attachment, base: str) -> Answer:
    made = report(f"{publication.title}: {file.title} ({file.size})")
    uploaded = content.moment(file.uploaded or publication.published).astimezone(UTC)
    headers = {
        **made.headers,
        "Last-Modified": format_datetime(uploaded, usegmt=True),
        "Link": f'<{base}{publication.path}>; rel="up"',
    }
    return replace(made, content_type=file.content_type, headers=headers)


def _media(story: Story, path: str, night: date, base: str) -> Answer:
    """A document; a file that was replaced leads on to its successor."""
    for publication in story.publications.known(night):
        for first, now in zip(publication.attachments, publication.documents(night), strict=True):
            if now.kind == "file" and path == content.asset_path(now):
                return _file(publication, now, base)
            if now.kind == "html" and path == f"{publication.path}/{now.slug}":
                return Answer(render("govuk_page.html", title=now.title))
            if first.kind == "file" and path == content.asset_path(first):
                return error_page(301, "Moved", {"Location": base + content.asset_path(now)})
    return NOT_FOUND


def respond(story: Story, path: str, query: Query, night: date, base: str) -> Answer:
    """What GOV.UK answers to a GET of this path and query on that night."""
    if story.fault("govuk", night) == "outage":
        return error_page(503, "Service unavailable")
    if path == "/robots.txt":
        return robots(ROBOTS)
    if path == search.PATH:
        return search.respond(story, query, night, base)
    if path.startswith(f"{content.PREFIX}/"):
        return content.respond(story, path.removeprefix(content.PREFIX), night, base)
    if path.startswith(_ORGANISATIONS) and path.endswith(".atom"):
        slug = path.removeprefix(_ORGANISATIONS).removesuffix(".atom")
        return _feed(story, slug, night, base)
    return _media(story, path, night, base)
