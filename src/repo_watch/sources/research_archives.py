"""Research in Practice: the archived sites of the analyses of serious case reviews, 1998 to 2019.

The series ended in December 2022 and the sites stand still: they are read about monthly, are
expected to vanish one day, and no failure of theirs is worth an alarm. The universities that wrote
the analyses (East Anglia, Warwick) have pages too, whose addresses are not known: a page can be
added to `urls`. The same title on two of these sites is the same document.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from repo_watch.errors import WrongPageError
from repo_watch.model import Page, Reading, Request, State
from repo_watch.sources.declared import declared

if TYPE_CHECKING:
    from repo_watch.reading.link_list.documents import LinkedDocument
    from repo_watch.reading.page.web_page import WebPage

ID = "research-archives"
_RANK = 5
"""Behind GOV.UK's pages, which have the analyses too."""


def plan(state: State) -> tuple[Request, ...]:
    """The configured pages, and the pages of the same sites that they lead to."""
    first = tuple(Request(url, "archive", _RANK) for url in state.urls)
    more = tuple(Request(url, "further", _RANK, "") for url in state.pages if url not in state.urls)
    return first + more


def read(page: Page) -> Reading:
    """The analyses and briefings that a page of an archive leads to.

    Raises:
        ReadingError: it leads to nothing, or it is another page.
    """
    from repo_watch.reading.link_list.documents import read_links
    from repo_watch.reading.link_list.review_documents import Publisher, publications_of
    from repo_watch.reading.page.web_page import open_page

    if page.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise WrongPageError(
            "the page is gone, as was expected of an archive; take it out of the settings",
            url=page.request.url,
        )
    web = open_page(page)
    if web.names_an_error:
        web.refuse("an archive of analyses")
    found = read_links(web)
    items = publications_of(found.documents, Publisher((ID,)))
    listed = _listed(web, found.documents) if page.request.kind == "archive" else ()
    if not (items or listed) and page.request.kind == "archive":
        web.refuse("an archive of analyses")
    words = sum(len(item.title.split()) for item in items)
    unread = sum(len(one.text.split()) for one in found.unread)
    return Reading(
        items=items, listed=listed, words=words + unread, unread=found.unread, dated=found.dated
    )


def _listed(web: "WebPage", links: "tuple[LinkedDocument, ...]") -> tuple[Request, ...]:
    """The pages of this site that the content leads to, each once."""
    host = urlsplit(web.url).netloc
    urls = (link.url.partition("#")[0] for link in links if not link.file)
    mine = (url for url in urls if urlsplit(url).netloc == host and urlsplit(url).path.strip("/"))
    return tuple(Request(url, "further", _RANK, "") for url in dict.fromkeys(mine))


SOURCE = declared(__file__, plan, read)
