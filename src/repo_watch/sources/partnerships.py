"""Local safeguarding partnerships: pages of links to their reviews, one for each in the settings.

There is no list of all partnerships, no feed and no common form: each installation names the pages
it wants, as `[partnerships.NAME]`. None is read by default. Reports stay "for at least a year" and
then go, so a review that leaves such a page is no longer at its source; it is not withdrawn.

What a page cannot say, its settings do. `authority` becomes the authority of every entry, so that
the NSPCC's entry of the same review can be found to be the same; without it an entry's authority is
not known (`authority_text` None, and not anonymous). Where both show a review, the NSPCC's wording,
which has a summary, leads. A partnership that moved or replaced another goes on under `formerly`,
the addresses before: what was known from there is known.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

import msgspec
from msgspec.structs import replace

from repo_watch.errors import WrongPageError
from repo_watch.model import (
    CASE,
    FURTHER,
    UNLISTED,
    Entry,
    Item,
    Page,
    Reading,
    Request,
    Source,
    State,
)
from repo_watch.settings import PartnershipSettings
from repo_watch.sources.declared import declared

if TYPE_CHECKING:
    from repo_watch.reading.link_list.review_documents import Publisher

ID = "partnerships"
_OK = 200
_RANK = 10
"""Behind the NSPCC's pages, whose entries have a text."""
_MOST_PAGES = 40
_MOST_CASES = 60
"""Pages about one review that are asked for in a night; the others wait for the next."""
_MOST_FILES = 30
NOWHERE = "https://address.invalid/"
"""The address of a saved page of which nobody told it."""
_NOBODY: Mapping[str, PartnershipSettings] = MappingProxyType({})


def plan(state: State) -> tuple[Request, ...]:
    """One request per configured page, and the pages that it led on to.

    Further pages of a list are read every night; a page about one review when it is new, when its
    list says something else of it, and once a week.
    """
    first = [Request(url, "links", rank=_RANK) for url in state.urls]
    pages = [
        (url, known.wanted, known.have)
        for url, known in state.pages.items()
        if url not in state.urls and known.wanted not in {None, UNLISTED}
    ]
    further = [Request(url, FURTHER, _RANK, "") for url, wanted, _ in pages if not wanted]
    cases = [
        Request(url, CASE, _RANK - 1, wanted)
        for url, wanted, have in sorted(pages, key=lambda page: page[1] == page[2])
        if wanted and (state.full or wanted != have)
    ]
    return (*first, *further[:_MOST_PAGES], *cases[:_MOST_CASES])


def read(page: Page, known: Mapping[str, PartnershipSettings] = _NOBODY) -> Reading:
    """The case reviews and other documents that a partnership's page leads to.

    Args:
        page: as fetched.
        known: the partnerships of the settings, by address.

    Raises:
        ReadingError: nothing on it was understood, or it is another page.
    """
    from repo_watch.reading.link_list.documents import read_links
    from repo_watch.reading.link_list.further_pages import claimed, frozen, next_page
    from repo_watch.reading.link_list.review_documents import PASSED_OVER, items_of, kinds_of
    from repo_watch.reading.page.web_page import open_page

    if page.request.kind == CASE:
        return _read_case(page)
    page = _at_an_address(page)
    web = open_page(page)
    found = read_links(web)
    items = items_of(found.documents, _publisher(page, _board(page.request.url, known)))
    if web.names_an_error:
        web.refuse("a partnership's page of case reviews")
    if not items:
        if found.unread:
            names = ", ".join(one.text for one in found.unread[:3])
            raise WrongPageError(
                f"none of its {len(found.unread)} links to files has words to go by ({names}); its "
                "layout is not known",
                url=page.request.url,
            )
        web.refuse_without_entries(labelled=False, board=True)
    told = (title for kind, title in kinds_of(found.documents) if kind != PASSED_OVER)
    words = sum(len(title.split()) for title in told)
    unread = sum(len(one.text.split()) for one in found.unread)
    more = next_page(web)
    newest = max((item.year or 0 for item in items if isinstance(item, Entry)), default=0)
    return Reading(
        items=items,
        listed=(
            *((Request(more, FURTHER, _RANK, ""),) if more else ()),
            *_cases(page, items, frozenset(one.url for one in found.documents if not one.file)),
        ),
        claimed_total=None if more or page.request.kind == FURTHER else claimed(web),
        words=words + unread,
        unread=found.unread,
        dated=found.dated,
        notes=() if page.request.kind == FURTHER else frozen(web, newest),
    )


def _cases(page: Page, items: Iterable[Item], pages: frozenset[str]) -> Iterator[Request]:
    """The pages of the same host to which reviews without files lead, each with what is known."""
    host = urlsplit(page.request.url).netloc
    for item in items:
        if isinstance(item, Entry) and all(link.url in pages for link in item.links):
            url = urldefrag(item.links[0].url).url
            if urlsplit(url).netloc == host and url != page.request.url:
                yield Request(url, CASE, _RANK - 1, msgspec.json.encode(item).decode())


def _read_case(page: Page) -> Reading:
    """The review that a list said stands on a page, with the files that the page leads to.

    Where there is none, but no page (404) or a report itself, the list's word stands.
    """
    from repo_watch.reading.link_list.documents import read_links
    from repo_watch.reading.link_list.review_documents import files_of
    from repo_watch.reading.page.web_page import open_page

    if page.status != _OK or page.body.startswith(b"%PDF"):
        return Reading(items=())
    web = open_page(page)
    if web.names_an_error:
        return Reading(items=())
    entry = msgspec.json.decode(page.request.marker or "", type=Entry)
    files = files_of(read_links(web).documents, entry.case_name)[:_MOST_FILES]
    links = (*files, *(replace(link, label="page") for link in entry.links))
    return Reading(items=(replace(entry, links=links),) if files else ())


def explain(page: Page) -> Iterator[tuple[str, str]]:
    """What each link was taken for: the kind of document, "passed over" or "unread".

    Raises:
        ReadingError: the page is not whole.
    """
    from repo_watch.reading.link_list.documents import read_links
    from repo_watch.reading.link_list.review_documents import kinds_of
    from repo_watch.reading.page.web_page import open_page

    found = read_links(open_page(_at_an_address(page)))
    yield from kinds_of(found.documents)
    yield from (("unread", one.text) for one in found.unread)


def configured(partnerships: Iterable[PartnershipSettings]) -> Source:
    """The source for these partnerships: it reads their pages and knows who they are."""
    known = {one.url: one for one in partnerships}
    return replace(SOURCE, urls=tuple(known), read=partial(read, known=known))


def _at_an_address(page: Page) -> Page:
    """The page; a saved one of which nobody told the address gets one, lest links be lost."""
    if page.request.url:
        return page
    return replace(page, url=NOWHERE, request=replace(page.request, url=NOWHERE))


def _board(url: str, known: Mapping[str, PartnershipSettings]) -> PartnershipSettings | None:
    """The board whose page or further page an address is: by its address."""
    of = [one for one in known if url.startswith(one.partition("?")[0].rstrip("/"))]
    return known[max(of, key=len)] if of else None


def _publisher(page: Page, who: PartnershipSettings | None) -> "Publisher":
    """Who publishes a page: as the settings say, else its host, lest titles alone join."""
    from repo_watch.reading.link_list.review_documents import Publisher

    first = who.formerly[0] if who and who.formerly else page.request.url
    host = urlsplit(first).netloc.lower()
    authority = who.authority or None if who else None
    return Publisher((ID, host), who.title if who and who.title else host, authority)


SOURCE = declared(__file__, plan, read, explain)
