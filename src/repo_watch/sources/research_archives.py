"""Research in Practice: the archived sites of the analyses of serious case reviews, 1998 to 2019.

The series ended in December 2022 and the sites stand still: they are read about monthly, are
expected to vanish one day, and no failure of theirs is worth an alarm. The universities that wrote
the analyses (East Anglia, Warwick) have pages too, whose addresses are not known: a page can be
added to `urls`. The same title on two of these sites is the same document.
"""

from repo_watch.model import FURTHER, Page, Reading, Request, State
from repo_watch.reading.link_list import Publisher
from repo_watch.sources.declared import declared

_RANK = 5
"""Behind GOV.UK's pages, which have the analyses too."""


def plan(state: State) -> tuple[Request, ...]:
    """The configured pages, and the pages of the same sites that they lead to."""
    first = tuple(Request(url, "archive", _RANK) for url in state.urls)
    more = tuple(Request(url, FURTHER, _RANK, "") for url in state.pages if url not in state.urls)
    return first + more


def read(page: Page) -> Reading:
    """The analyses and briefings that a page of an archive leads to."""
    from repo_watch.reading.link_list.pages import read_archive

    return read_archive(page, Publisher(("research-archives",)), _RANK)


SOURCE = declared(__file__, plan, read)
