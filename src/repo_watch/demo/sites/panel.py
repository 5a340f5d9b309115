"""The national Panel's own site on a night: a first page, a listing, reports, WordPress's feed.

Its first report prints a day on which it cannot have been out; the replica keeps that trap.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from repo_watch.demo.answer import NOT_FOUND, Answer, page, render, report, robots
from repo_watch.demo.library import ALWAYS, Data, table, there

HOME: Final = "/"
LISTING: Final = "/publications/"
FEED: Final = "/feed/"


class Report(Data, frozen=True):
    """A report page.

    Attributes:
        number: WordPress's.
        path: its address without the site; "" where that is `/?p=NUMBER`.
        printed: the day that the page prints, as written.
        listed: the first night on which it is there.
    """

    number: int
    path: str
    category: str
    title: str
    printed: str
    summary: str
    size: str
    pages: int
    listed: date = ALWAYS

    @property
    def address(self) -> str:
        """Its path, or its query."""
        return self.path or f"/?p={self.number}"

    @property
    def file(self) -> str:
        """Where its PDF lies."""
        return f"/wp-content/uploads/{self.number}.pdf"


REPORTS: Final = table("panel.toml", dict[str, tuple[Report, ...]])["report"]


def titles(night: date) -> tuple[str, ...]:
    """Titles of the reports of that night: what a reader who misses nothing finds."""
    return tuple(one.title for one in there(REPORTS, night))


def respond(path: str, query: Mapping[str, Sequence[str]], night: date, base: str) -> Answer:
    """What the Panel's site answers to a GET of this path on that night.

    Args:
        path: without query.
        query: parameters of the address, each with its values.
        night: of the story.
        base: the site's own address, without a final slash; links are made with it.
    """
    newest_first = there(reversed(REPORTS), night)
    facts = {"base": base, "reports": newest_first}
    number = "".join(query.get("p", ()))
    if path == "/robots.txt":
        return robots("User-agent: *\nDisallow: /wp-admin/\n")
    if path == FEED:
        feed = render("panel_feed.xml", **facts)
        return Answer(feed, content_type="application/rss+xml; charset=UTF-8")
    if path in {HOME, LISTING} and not number:
        return page("panel_listing.html", title="Publications", **facts)
    for one in newest_first:
        if path == one.path or (path == HOME and number == str(one.number)):
            return page("panel_report.html", title=one.title, report=one, **facts)
        if one.file == path:
            return report(one.title)
    return NOT_FOUND
