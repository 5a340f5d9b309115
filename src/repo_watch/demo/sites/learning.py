"""NSPCC's briefings, news and the collection's page on a night: what stands beside its lists."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import msgspec

from repo_watch.demo import pages, pdf
from repo_watch.demo.answer import Answer, etag

BRIEFINGS = "/research-resources/learning-from-case-reviews"
NEWS = "/news"
COLLECTION = "/case-reviews/national-case-review-repository"
FILES = "/media/"

_INTROS = {
    BRIEFINGS: "Each briefing of the series draws on many reviews and is about one theme.",
    NEWS: "What is new in safeguarding and child protection.",
}


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A briefing, a resource or a piece of news.

    Attributes:
        dated: its line with a date, as written.
        listed: first night on which it is there; None when it was before the story.
        about_reviews: whether it is of the kind that repo-watch is there to find.
    """

    path: str
    title: str
    summary: str
    dated: str
    listed: date | None = None
    about_reviews: bool = True

    @property
    def is_news(self) -> bool:
        """Whether the index of news leads to it, not that of the briefings."""
        return self.path.startswith(f"{NEWS}/")

    @property
    def file(self) -> str:
        """Where its PDF lies; "" for news, which has none."""
        return "" if self.is_news else f"{FILES}{self.path.rpartition('/')[2]}.pdf"


class Size(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """The number that the collection's page states, from a night on."""

    number: str
    since: date | None = None


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release of the statistics; its figures by the nature of the incident."""

    title: str
    slug: str
    published: date
    figures: Mapping[str, str]
    listed: date | None = None


class Learning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it, through the whole story."""

    document: tuple[Document, ...]
    size: tuple[Size, ...]
    release: tuple[Release, ...]

    def documents(self, night: date) -> tuple[Document, ...]:
        """What is there that night."""
        return tuple(one for one in self.document if one.listed is None or one.listed <= night)

    def releases(self, night: date) -> tuple[Release, ...]:
        """The releases of that night, oldest first."""
        return tuple(one for one in self.release if one.listed is None or one.listed <= night)

    def number(self, night: date) -> str:
        """What the collection's page states that night."""
        return [one.number for one in self.size if one.since is None or one.since <= night][-1]


LEARNING = msgspec.toml.decode(
    files("repo_watch.demo").joinpath("data", "learning.toml").read_bytes(), type=Learning
)


def respond(path: str, night: date, base: str) -> Answer | None:
    """What NSPCC answers to a GET of this path on that night; None where it is not a page of these.

    Args:
        path: without query.
        night: of the story.
        base: the site's own address, without a final slash; links are made with it.
    """
    documents = LEARNING.documents(night)
    if path in _INTROS:
        shown = [one for one in documents if one.is_news == (path == NEWS)]
        title = "News" if path == NEWS else "Learning from case reviews"
        return _page("nspcc_index", base, path, title, intro=_INTROS[path], documents=shown)
    if path == COLLECTION:
        title, number = "National case review repository", LEARNING.number(night)
        return _page("nspcc_collection", base, path, title, number=number)
    for one in documents:
        if one.path == path:
            facts = {"dated": one.dated, "summary": one.summary, "pdf": one.file}
            return _page("nspcc_document", base, path, one.title, **facts)
        if one.file == path:
            return Answer(pdf.tiny(one.title), content_type="application/pdf")
    return None


def titles(night: date) -> tuple[str, ...]:
    """Titles of the publications that a reader who misses nothing finds on these pages."""
    found = [one.title for one in LEARNING.documents(night) if one.about_reviews]
    return (*found, "National case review repository")


def _page(template: str, base: str, path: str, title: str, **facts: object) -> Answer:
    body = pages.render(f"{template}.html", title=title, base=base, path=path, **facts)
    return Answer(body, headers={"ETag": etag(body)})
