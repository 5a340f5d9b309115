"""NSPCC's briefings, news and the collection's page on a night: what stands beside its lists."""

from collections.abc import Mapping
from datetime import date

from repo_watch.demo.answer import Answer, page, render, report
from repo_watch.demo.library import ALWAYS, Data, table, there

BRIEFINGS = "/research-resources/learning-from-case-reviews"
NEWS = "/news"
COLLECTION = "/case-reviews/national-case-review-repository"

_COLLECTION_TITLE = "National case review repository"
_INDEXES = {
    BRIEFINGS: (
        "Learning from case reviews",
        "Each briefing of the series draws on many reviews and is about one theme.",
    ),
    NEWS: ("News", "What is new in safeguarding and child protection."),
}


class Document(Data, frozen=True):
    """A briefing, a resource or a piece of news.

    Attributes:
        dated: its line with a date, as written.
        listed: first night on which it is there.
        about_reviews: whether it is of the kind that repo-watch is there to find.
    """

    path: str
    title: str
    summary: str
    dated: str
    listed: date = ALWAYS
    about_reviews: bool = True

    @property
    def is_news(self) -> bool:
        """Whether the index of news leads to it, not that of the briefings."""
        return self.path.startswith(f"{NEWS}/")

    @property
    def file(self) -> str:
        """Where its PDF lies; "" for news, which has none."""
        return "" if self.is_news else f"/media/{self.path.rpartition('/')[2]}.pdf"


class Size(Data, frozen=True):
    """The number that the collection's page states, from a night on."""

    number: str
    listed: date = ALWAYS


class Release(Data, frozen=True):
    """A release of the statistics; its figures by the nature of the incident."""

    title: str
    slug: str
    published: date
    figures: Mapping[str, str]
    listed: date = ALWAYS


class Learning(Data, frozen=True):
    """All of it, through the whole story."""

    document: tuple[Document, ...]
    size: tuple[Size, ...]
    release: tuple[Release, ...]


LEARNING = table("learning.toml", Learning)


def respond(path: str, night: date, base: str) -> Answer | None:
    """What NSPCC answers to a GET of this path; None where it is not a page of these."""
    facts: dict[str, object] = {"path": path, "base": base}
    documents = there(LEARNING.document, night)
    if path in _INDEXES:
        title, intro = _INDEXES[path]
        shown = [one for one in documents if one.is_news == (path == NEWS)]
        return page(render("nspcc_index.html", title=title, intro=intro, documents=shown, **facts))
    if path == COLLECTION:
        number = there(LEARNING.size, night)[-1].number
        return page(
            render("nspcc_collection.html", title=_COLLECTION_TITLE, number=number, **facts)
        )
    for one in documents:
        if one.path == path:
            return page(render("nspcc_document.html", title=one.title, document=one, **facts))
        if one.file == path:
            return report(one.title)
    return None


def titles(night: date) -> tuple[str, ...]:
    """Titles of the publications that a reader who misses nothing finds on these pages."""
    found = [one.title for one in there(LEARNING.document, night) if one.about_reviews]
    return (*found, _COLLECTION_TITLE)
