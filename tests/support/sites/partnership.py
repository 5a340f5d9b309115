"""A local safeguarding partnership's page of case reviews on a night, in the form of the ISCP's."""

from datetime import date

from repo_watch.demo.answer import NOT_FOUND, report, robots
from repo_watch.demo.library import Data, slug
from sites import page, table

TITLE = "Isle of Merren Safeguarding Children Partnership"
AUTHORITY = "Isle of Merren"
PAGE = "/article/90100/Case-Reviews"


class Document(Data, frozen=True):
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

    @property
    def path(self):
        """Where its file lies."""
        return f"/files/{self.year or 'other'}-{slug(self.title)}.pdf"


DOCUMENTS = table("partnership.toml", dict[str, tuple[Document, ...]])["document"]


def _shown(night):
    return tuple(one for one in DOCUMENTS if (one.first or night) <= night <= (one.last or night))


def respond(asked):
    """What the partnership answers."""
    path, shown = asked.path, _shown(asked.night)
    if path == "/robots.txt":
        return robots(b"User-agent: *\nDisallow: /admin/\n")
    if path == PAGE:
        return page("partnership.html", title=TITLE, base=asked.base, documents=shown)
    for one in shown:
        if one.path == path:
            return report(one.title)
    return NOT_FOUND


def reviews(night):
    """Year and case of each review that the page shows that night, each once."""
    return tuple(dict.fromkeys((one.year, one.case) for one in _shown(night) if one.year))


def publications(night):
    """Titles of the other documents that the page shows that night."""
    return tuple(one.title for one in _shown(night) if one.year is None)
