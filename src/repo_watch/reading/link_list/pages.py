"""Pages of links, each as a whole: a board's list of reviews, a page about one, an archive.

A list may stand on several pages: where it goes on, and how much of it a page says that there is.
"""

from collections.abc import Container, Iterable, Iterator
from http import HTTPStatus
from urllib.parse import urldefrag, urlsplit

import msgspec
from msgspec.structs import replace

from repo_watch.errors import WrongPageError
from repo_watch.model import CASE, FURTHER, Entry, Page, Reading, Request
from repo_watch.reading.link_list import NOWHERE, RANK, Publisher
from repo_watch.reading.link_list.documents import LinkList, is_file, read_links
from repo_watch.reading.link_list.review_documents import PASSED_OVER, files_of, items_of, kinds_of
from repo_watch.reading.link_list.wording import LONGEST
from repo_watch.reading.page.addresses import address
from repo_watch.reading.page.elements import words_of
from repo_watch.reading.page.web_page import WebPage, open_page
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
_MOST_FILES = 30


def explain_list(page: Page) -> Iterator[tuple[str, str]]:
    """What each link was taken for: the kind of document, "passed over" or "unread"."""
    found = read_links(open_page(_at_an_address(page)))
    yield from kinds_of(found.documents)
    yield from (("unread", one.text) for one in found.unread)


def read_list(page: Page, publisher: Publisher) -> Reading:
    """The case reviews and other documents that a partnership's page leads to.

    Raises:
        ReadingError: nothing on it was understood, or it is another page.
    """
    page = _at_an_address(page)
    web, found = _opened(page, "a partnership's page of case reviews")
    items = items_of(found.documents, publisher)
    if not items:
        if found.unread:
            names = ", ".join(one.text for one in found.unread[:3])
            raise WrongPageError(
                f"none of its {len(found.unread)} links to files has words to go by ({names}); its "
                "layout is not known",
                url=page.request.url,
            )
        web.refuse_without_entries(labelled=False, board=True)
    reviews = [item for item in items if isinstance(item, Entry)]
    more = next_page(web)
    further = page.request.kind == FURTHER
    told = (title for kind, title in kinds_of(found.documents) if kind != PASSED_OVER)
    return Reading(
        items=items,
        listed=(
            *((Request(more, FURTHER, RANK, ""),) if more else ()),
            *_cases(reviews, web, {one.url for one in found.documents if not one.file}),
        ),
        claimed_total=None if more or further else claimed(web),
        words=_count(told) + _count(one.text for one in found.unread),
        unread=found.unread,
        dated=found.dated,
        notes=() if further else _frozen(web, max((one.year or 0 for one in reviews), default=0)),
    )


def read_case(page: Page) -> Reading:
    """The review that a list said stands on a page, with the files that the page leads to.

    Where there is none, but no page (404) or a report itself, the list's word stands.
    """
    no_page = page.status != HTTPStatus.OK or page.body.startswith(b"%PDF")
    if no_page or (web := open_page(page)).names_an_error:
        return Reading()
    entry = msgspec.json.decode(page.request.marker or "", type=Entry)
    files = files_of(read_links(web).documents, entry.case_name)[:_MOST_FILES]
    links = (*files, *(replace(link, label="page") for link in entry.links))
    return Reading(items=(replace(entry, links=links),) if files else ())


def read_archive(page: Page, publisher: Publisher, rank: int) -> Reading:
    """The analyses and briefings that a page of an archive leads to, and its site's other pages.

    Raises:
        ReadingError: it leads to nothing, or it is another page.
    """
    if page.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise WrongPageError(
            "the page is gone, as was expected of an archive; take it out of the settings",
            url=page.request.url,
        )
    web, found = _opened(page, "an archive of analyses")
    items = items_of(found.documents, publisher, reviews=False)
    listed: dict[str, Request] = {}
    if page.request.kind == "archive":
        for document in found.documents:
            url = urldefrag(document.url).url
            of_site = urlsplit(url).netloc == urlsplit(web.url).netloc
            if of_site and not document.file and urlsplit(url).path.strip("/"):
                listed[url] = Request(url, FURTHER, rank, "")
        if not (items or listed):
            web.refuse("an archive of analyses")
    return Reading(
        items=items,
        listed=tuple(listed.values()),
        words=_count(item.title for item in items) + _count(one.text for one in found.unread),
        unread=found.unread,
        dated=found.dated,
    )


def next_page(page: WebPage) -> str | None:
    """The next page of the list that a page shows, within the page's own path; None for none."""
    here = urlsplit(page.url)
    for tag in page.root.iterfind(".//*[@href]"):
        said = (words_of(tag), tag.get("aria-label"), tag.get("title"))
        leads = tag.tag == "a" and any(map(_WORDS.next.fullmatch, filter(None, said)))
        url = address(tag.get("href"), page.base)
        if url and (leads or "next" in tag.get("rel", "").split()):
            there = urlsplit(url)
            if there.netloc == here.netloc and there.path.startswith(here.path.rstrip("/")):
                return url
    return None


def claimed(page: WebPage) -> int | None:
    """How many items the page says there are, where it shows a part of them only; else None."""
    found = filter(None, (_WORDS.range.search(line.text) for line in page.lines))
    return next((int(one["all"]) for one in found if int(one["last"]) < int(one["all"])), None)


def _opened(page: Page, expected: str) -> tuple[WebPage, LinkList]:
    """A page that is no error page, and what it leads to."""
    web = open_page(page)
    if web.names_an_error:
        web.refuse(expected)
    return web, read_links(web)


def _at_an_address(page: Page) -> Page:
    """The page; a saved one of which nobody told the address gets one, lest links be lost."""
    if page.request.url:
        return page
    return replace(page, url=NOWHERE, request=replace(page.request, url=NOWHERE))


def _cases(reviews: list[Entry], page: WebPage, pages: Container[str]) -> Iterator[Request]:
    """The pages of the same host to which reviews without files lead, each with what is known."""
    for review in reviews:
        if all(link.url in pages for link in review.links):
            url = urldefrag(review.links[0].url).url
            if urlsplit(url).netloc == urlsplit(page.url).netloc and url != page.url:
                yield Request(url, CASE, RANK - 1, msgspec.json.encode(review).decode())


def _frozen(page: WebPage, newest: int) -> tuple[str, ...]:
    """What tells that nothing new will come to a page of reviews, for the operator.

    `newest` is the last year of the reviews it shows, 0 for none.
    """
    lines = page.content
    found = [
        f'It says that it is an archive ("{line.text[:60]}").'
        for line in lines
        if (line.level == 1 or "page" in line.text.lower())
        and _WORDS.archive.search(line.text[:LONGEST])
    ][:1]
    for link in page.links(lines) if newest else ():
        later = _WORDS.of_a_year.search(link.label)
        of_site = urlsplit(link.url).netloc == urlsplit(page.url).netloc
        if later and int(later["year"]) > newest and of_site and not is_file(link.url):
            found.append(
                f'It leads to "{link.label[:60]}" ({link.url}), which is not read: name that page'
                " in the settings."
            )
    return tuple(found[:2])


def _count(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)
