"""An archived site of analyses and briefings: it stands still through the whole story."""

from dataclasses import dataclass
from typing import Final

from repo_watch.demo import pages, pdf
from repo_watch.demo.answer import Answer, error_page, etag
from repo_watch.demo.library import table

HOME: Final = "/"


@dataclass(frozen=True, slots=True)
class Page:
    """A page's heading, and the documents that it leads to."""

    heading: str
    documents: tuple[str, ...]


PAGES: Final = table("archive.toml", dict[str, Page])

TITLES: Final = tuple(title for page in PAGES.values() for title in page.documents)
"""What a reader who misses nothing finds."""


def respond(path: str, base: str) -> Answer:
    """What the archive answers to a GET of this path on any night.

    Args:
        path: without query.
        base: the site's own address, without a final slash; links are made with it.
    """
    if path == "/robots.txt":
        return Answer(b"User-agent: *\nDisallow:\n", content_type="text/plain")
    if path in PAGES:
        body = pages.render(
            "archive.html",
            title=PAGES[path].heading,
            base=base,
            documents=[(one, _file(one)) for one in PAGES[path].documents],
            others=[(page.heading, at) for at, page in PAGES.items() if at != HOME],
        )
        return Answer(body, headers={"ETag": etag(body)})
    for title in TITLES:
        if path == _file(title):
            return Answer(pdf.tiny(title), content_type="application/pdf")
    return error_page(404, "Page not found")


def _file(title: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in title.lower()).split()
    return f"/media/{'-'.join(words)}.pdf"
