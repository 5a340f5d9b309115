"""Local safeguarding partnerships: pages of links to their reviews, one for each in the settings.

There is no list of all partnerships, no feed and no common form: each installation names the pages
it wants, as `[partnerships.NAME]`. None is read by default. Reports stay "for at least a year" and
then go, so a review that leaves such a page is no longer at its source; it is not withdrawn.

What a page cannot say, its settings do. `authority` becomes the authority of every entry, so that
the NSPCC's entry of the same review can be found to be the same; without it an entry's authority is
not known (`authority_text` None, and not anonymous). Where both show a review, the NSPCC's wording,
which has a summary, leads.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from types import MappingProxyType
from urllib.parse import urlsplit

from repo_watch.errors import WrongPageError
from repo_watch.model import (
    FURTHER,
    UNLISTED,
    Entry,
    Expectations,
    Page,
    Reading,
    Request,
    Source,
    State,
)
from repo_watch.reading.link_list.documents import read_links
from repo_watch.reading.link_list.further_pages import claimed, frozen, next_page
from repo_watch.reading.link_list.review_documents import PASSED_OVER, Publisher, items_of, kinds_of
from repo_watch.reading.page.refusal import refuse_without_entries
from repo_watch.reading.page.web_page import open_page
from repo_watch.reading.terms.titles import names_an_error
from repo_watch.settings import PartnershipSettings

ID = "partnerships"
_RANK = 10
"""Behind the NSPCC's pages, whose entries have a text."""
_MOST_PAGES = 40
_NOWHERE = "https://address.invalid/"
_NOBODY: Mapping[str, PartnershipSettings] = MappingProxyType({})


def plan(state: State) -> tuple[Request, ...]:
    """One request per configured page, and the further pages of its list that it led on to."""
    first = [Request(url, "links", rank=_RANK) for url in state.urls]
    further = [url for url, known in state.pages.items() if url not in state.urls]
    kept = (url for url in further if state.pages[url].wanted not in {None, UNLISTED})
    return (*first, *(Request(url, FURTHER, _RANK, "") for url in islice(kept, _MOST_PAGES)))


def read(page: Page, known: Mapping[str, PartnershipSettings] = _NOBODY) -> Reading:
    """The case reviews and other documents that a partnership's page leads to.

    Args:
        page: as fetched.
        known: the partnerships of the settings, by address.

    Raises:
        ReadingError: nothing on it was understood, or it is another page.
    """
    page = _at_an_address(page)
    web = open_page(page)
    found = read_links(web)
    items = items_of(found.documents, _publisher(page, _board(page.request.url, known)))
    if names_an_error(web.heading, web.document.title):
        web.refuse("a partnership's page of case reviews")
    if not items:
        if found.unread:
            names = ", ".join(one.text for one in found.unread[:3])
            raise WrongPageError(
                f"none of its {len(found.unread)} links to files has words to go by ({names}); its "
                "layout is not known",
                url=page.request.url,
            )
        refuse_without_entries(web.text, web.document, page.request.url, labelled=False, board=True)
    told = (title for kind, title in kinds_of(found.documents) if kind != PASSED_OVER)
    words = sum(len(title.split()) for title in told)
    unread = sum(len(one.text.split()) for one in found.unread)
    more = next_page(web)
    newest = max((item.year or 0 for item in items if isinstance(item, Entry)), default=0)
    return Reading(
        items=items,
        listed=(Request(more, FURTHER, _RANK, ""),) if more else (),
        claimed_total=None if more or page.request.kind == FURTHER else claimed(web),
        words=words + unread,
        unread=found.unread,
        dated=found.dated,
        notes=() if page.request.kind == FURTHER else frozen(web, newest),
    )


def explain(page: Page) -> Iterator[tuple[str, str]]:
    """What each link was taken for: the kind of document, "passed over" or "unread".

    Raises:
        ReadingError: the page is not whole.
    """
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
    return replace(page, url=_NOWHERE, request=replace(page.request, url=_NOWHERE))


def _board(url: str, known: Mapping[str, PartnershipSettings]) -> PartnershipSettings | None:
    """The board whose page or further page an address is: by its address."""
    of = [one for one in known if url.startswith(one.partition("?")[0].rstrip("/"))]
    return known[max(of, key=len)] if of else None


def _publisher(page: Page, who: PartnershipSettings | None) -> Publisher:
    """Who publishes a page: as the settings say, else its host, lest titles alone join."""
    host = urlsplit(page.request.url).netloc.lower()
    authority = who.authority or None if who else None
    return Publisher((ID, host), who.title if who and who.title else host, authority)


SOURCE = Source(
    id=ID,
    title="Local safeguarding partnerships",
    publisher="The partnerships named in the settings",
    licence="Metadata and links only; copyright of each report stays with its partnership.",
    setting="partnerships",
    urls=(),
    report_years=1,
    expects={
        "links": Expectations(
            at_least=0,  # a small partnership may have none; a page must say so to be believed
            at_most=500,  # an archive of all reports since 2008 has some 200 links
            filled={"title": 1.0},  # what else there is depends on reviews and documents mixing
            largest_drop=0.5,  # reports go after a year, and a clear-out takes many at once
            unread=0.1,  # a stray icon; a tenth without words is a form that is not known
            fresh_days=7,  # such a page changes a few times a year
        ),
        # A further page of a list: it comes to be empty, and what it shows moves between pages.
        FURTHER: Expectations(
            at_least=0,
            at_most=500,
            filled={"title": 1.0},
            largest_drop=1.0,
            unread=0.1,
            fresh_days=7,
        ),
    },
    by_default=False,
    reader_version=4,
    plan=plan,
    read=read,
    explain=explain,
)
