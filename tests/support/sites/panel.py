"""The national Panel's own site on a night: a first page, a listing, reports, WordPress's feed.

Its first report prints a day on which it cannot have been out; the replica keeps that trap.
"""

from datetime import date

from repo_watch.demo.answer import NOT_FOUND, Answer, report, robots
from repo_watch.demo.library import Data
from repo_watch.templates import fill
from sites import page, table

HOME = "/"
LISTING = "/publications/"
FEED = "/feed/"


class Report(Data, frozen=True):
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
    def address(self):
        """Its path, or its query."""
        return self.path or f"/?p={self.number}"

    @property
    def file(self):
        """Where its PDF lies."""
        return f"/wp-content/uploads/{self.number}.pdf"


REPORTS = table("panel.toml", dict[str, tuple[Report, ...]])["report"]


def _newest_first(night):
    return tuple(one for one in reversed(REPORTS) if one.first is None or one.first <= night)


def titles(night):
    """Titles of the reports of that night: what a reader who misses nothing finds."""
    return tuple(one.title for one in _newest_first(night))


def respond(asked):
    """What the Panel's site answers."""
    path, newest_first = asked.path, _newest_first(asked.night)
    facts = {"base": asked.base, "reports": newest_first}
    number = "".join(asked.query.get("p", ()))
    if path == "/robots.txt":
        return robots(b"User-agent: *\nDisallow: /wp-admin/\n")
    if path == FEED:
        feed = fill("sites", "panel_feed.xml", **facts)
        return Answer(feed.encode(), content_type="application/rss+xml; charset=UTF-8")
    if path in {HOME, LISTING} and not number:
        return page("panel_listing.html", title="Publications", **facts)
    for one in newest_first:
        if path == one.path or (path == HOME and number == str(one.number)):
            return page("panel_report.html", title=one.title, report=one, **facts)
        if one.file == path:
            return report(one.title)
    return NOT_FOUND
