"""A local safeguarding partnership's page of case reviews on a night, in the form of the ISCP's."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from repo_watch.demo import pages, pdf
from repo_watch.demo.answer import Answer, error_page, etag
from repo_watch.demo.library import table

TITLE: Final = "Isle of Merren Safeguarding Children Partnership"
AUTHORITY: Final = "Isle of Merren"
PAGE: Final = "/article/90100/Case-Reviews"
FILES: Final = "/files/"


@dataclass(frozen=True, slots=True)
class Document:
    """A link of the page.

    Attributes:
        section: the heading that it stands under.
        title: as the page writes it.
        size: as the page writes it.
        year: of the section, for a review's document; None for any other.
        case: the review's case, "" for any other document.
        first: the first night on which it is there; None when it was before the story.
        last: the last night on which it is there; None when it stays.
    """

    section: str
    title: str
    size: str
    year: int | None = None
    case: str = ""
    first: date | None = None
    last: date | None = None

    def on(self, night: date) -> bool:
        """Whether the page shows it that night."""
        return (self.first is None or self.first <= night) and (
            self.last is None or night <= self.last
        )

    @property
    def path(self) -> str:
        """Where its file lies."""
        words = "".join(char if char.isalnum() else " " for char in self.title.lower()).split()
        return f"{FILES}{self.year or 'other'}-{'-'.join(words)}.pdf"


DOCUMENTS: Final = table("partnership.toml", dict[str, tuple[Document, ...]])["document"]


def respond(path: str, night: date, base: str) -> Answer:
    """What the partnership answers to a GET of this path on that night.

    Args:
        path: without query.
        night: of the story.
        base: the site's own address, without a final slash; links are made with it.
    """
    shown = [one for one in DOCUMENTS if one.on(night)]
    if path == "/robots.txt":
        return Answer(b"User-agent: *\nDisallow: /admin/\n", content_type="text/plain")
    if path == PAGE:
        sections = dict.fromkeys(one.section for one in shown)
        body = pages.render(
            "partnership.html",
            title=TITLE,
            base=base,
            sections=[(name, [one for one in shown if one.section == name]) for name in sections],
        )
        return Answer(body, headers={"ETag": etag(body)})
    for one in shown:
        if one.path == path:
            return Answer(pdf.tiny(one.title), content_type="application/pdf")
    return error_page(404, "Page not found")


def reviews(night: date) -> tuple[tuple[int, str], ...]:
    """Year and case of each review that the page shows that night, each once."""
    shown = (one for one in DOCUMENTS if one.on(night) and one.year is not None)
    return tuple(dict.fromkeys((one.year or 0, one.case) for one in shown))


def publications(night: date) -> tuple[str, ...]:
    """Titles of the other documents that the page shows that night."""
    return tuple(one.title for one in DOCUMENTS if one.on(night) and one.year is None)
