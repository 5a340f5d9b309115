"""The national Panel's own site on a night: a first page, a listing, reports, WordPress's feed.

Its first report prints a day on which it cannot have been out; the replica keeps that trap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from repo_watch.demo import pages, pdf
from repo_watch.demo.answer import Answer, error_page, etag
from repo_watch.demo.library import table

HOME: Final = "/"
LISTING: Final = "/publications/"
FEED: Final = "/feed/"
FILES: Final = "/wp-content/uploads/"


@dataclass(frozen=True, slots=True)
class Report:
    """A report page.

    Attributes:
        number: WordPress's.
        path: its address without the site; "" where that is `/?p=NUMBER`.
        printed: the day that the page prints, as written.
        first: the first night on which it is there; None when it was before the story.
    """

    number: int
    path: str
    category: str
    title: str
    printed: str
    summary: str
    size: str
    pages: int
    first: date | None = None

    @property
    def address(self) -> str:
        """Its path, or its query."""
        return self.path or f"/?p={self.number}"

    @property
    def file(self) -> str:
        """Where its PDF lies."""
        return f"{FILES}{self.number}.pdf"


REPORTS: Final = table("panel.toml", dict[str, tuple[Report, ...]])["report"]


def reports(night: date) -> tuple[Report, ...]:
    """The reports of that night, newest first."""
    return tuple(one for one in reversed(REPORTS) if one.first is None or one.first <= night)


def titles(night: date) -> tuple[str, ...]:
    """Their titles: what a reader who misses nothing finds."""
    return tuple(one.title for one in reports(night))


def respond(path: str, query: Mapping[str, Sequence[str]], night: date, base: str) -> Answer:
    """What the Panel's site answers to a GET of this path on that night.

    Args:
        path: without query.
        query: parameters of the address, each with its values.
        night: of the story.
        base: the site's own address, without a final slash; links are made with it.
    """
    shown = reports(night)
    facts = {"base": base, "reports": shown}
    if path == "/robots.txt":
        return Answer(b"User-agent: *\nDisallow: /wp-admin/\n", content_type="text/plain")
    number = query.get("p", [""])[0]
    for one in shown:
        if path == one.path or (path == HOME and number == str(one.number)):
            return _page("panel_report.html", title=one.title, report=one, **facts)
        if path == one.file:
            return Answer(pdf.tiny(one.title), content_type="application/pdf")
    if path == FEED:
        body = pages.render("panel_feed.xml", **facts)
        return Answer(body, content_type="application/rss+xml; charset=UTF-8")
    if path in {HOME, LISTING} and not number:
        return _page("panel_listing.html", title="Publications", **facts)
    return error_page(404, "Page not found")


def _page(template: str, **facts: object) -> Answer:
    body = pages.render(template, **facts)
    return Answer(body, headers={"ETag": etag(body)})
