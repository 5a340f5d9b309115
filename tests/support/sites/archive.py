"""An archived site of analyses and briefings: it stands still through the whole story."""

from dataclasses import dataclass

from repo_watch.demo.answer import NOT_FOUND, report, robots
from repo_watch.demo.library import slug
from sites import page, table

HOME = "/"


@dataclass(frozen=True, slots=True)
class Page:
    """A page's heading, and the documents that it leads to."""

    heading: str
    documents: tuple[str, ...]


PAGES = table("archive.toml", dict[str, Page])

TITLES = tuple(title for page in PAGES.values() for title in page.documents)
"""What a reader who misses nothing finds."""

_FILES = {title: f"/media/{slug(title)}.pdf" for title in TITLES}


def respond(asked):
    """What the archive answers, on any night."""
    path = asked.path
    if path == "/robots.txt":
        return robots(b"User-agent: *\nDisallow:\n")
    if one := PAGES.get(path):
        others = {at: other for at, other in PAGES.items() if at != HOME}
        return page("archive.html", page=one, base=asked.base, files=_FILES, others=others)
    for title, file in _FILES.items():
        if path == file:
            return report(title)
    return NOT_FOUND
