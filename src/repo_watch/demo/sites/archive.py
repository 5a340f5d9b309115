"""An archived site of analyses and briefings: it stands still through the whole story."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from repo_watch.demo import pages, pdf
from repo_watch.demo.answer import Answer, error_page, etag

HOME: Final = "/"

PAGES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = MappingProxyType(
    {
        HOME: (
            "Analyses of case reviews",
            (
                "Turnings: a triennial analysis of invented reviews 2011-14",
                "Crossings: a triennial analysis of invented reviews 2014-17",
            ),
        ),
        "/police": ("For the police", ("Briefing for the police on Turnings",)),
        "/health": ("For health services", ("Briefing for health services on Turnings",)),
    }
)
"""Each page's heading, and the documents that it leads to."""

TITLES: Final = tuple(title for _, documents in PAGES.values() for title in documents)
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
        title, documents = PAGES[path]
        body = pages.render(
            "archive.html",
            title=title,
            base=base,
            documents=[(one, _file(one)) for one in documents],
            others=[(heading, at) for at, (heading, _) in PAGES.items() if at != HOME],
        )
        return Answer(body, headers={"ETag": etag(body)})
    for title in TITLES:
        if path == _file(title):
            return Answer(pdf.tiny(title), content_type="application/pdf")
    return error_page(404, "Page not found")


def _file(title: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in title.lower()).split()
    return f"/media/{'-'.join(words)}.pdf"
