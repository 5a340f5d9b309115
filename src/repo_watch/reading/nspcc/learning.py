"""NSPCC Learning's own pages on case reviews: thematic briefings, news, the collection.

Of the real pages the words are known, not the tags: "Published: March 2023" on a briefing, "Last
updated: 16 Mar 2020" on a piece of news, a download of the briefing as PDF, and on the page of the
collection how many reviews it holds ("over 1,392"). So everything here goes by words and addresses.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from repo_watch.model import Attachment, Figure, Page, Publication, Reading, Request
from repo_watch.reading.nspcc import BRIEFINGS, PUBLISHER
from repo_watch.reading.page.addresses import path_of
from repo_watch.reading.page.furniture import claimed_total, is_furniture, updated
from repo_watch.reading.page.lines import Line, values_of
from repo_watch.reading.page.web_page import WebPage, absent, open_page
from repo_watch.reading.terms.dates import read_date, stated
from repo_watch.reading.terms.patterns import Patterns

SIZE: Final = "case reviews in the collection"
"""Name of the figure that the collection's page states."""

_WORDS = Patterns(__file__, briefings=BRIEFINGS)
_HEADING_MOST = 200
_PROSE_WORDS = 8
"""A line of fewer words may be a caption or a button."""


def read_index(expected: str, own: re.Pattern[str], beside: re.Pattern[str], page: Page) -> Reading:
    """What an index of documents leads to: of news and resources, those on reviews.

    Links of menus count: a briefing that only a menu names is a briefing. A page that leads to no
    document of its `own` is refused, as not what was `expected`; it may lead to others `beside`.
    """
    seen = open_page(page)
    host = urlsplit(seen.base).netloc
    found: dict[str, Request] = {}
    leads = False
    for link in seen.links():
        url = link.url.partition("#")[0].partition("?")[0]
        path = path_of(url)
        if urlsplit(url).netloc != host or not (own.search(path) or beside.search(path)):
            continue
        leads = leads or bool(own.search(path))
        if _WORDS.briefing.search(path) or is_about_reviews(f"{link.label} {path}"):
            found.setdefault(path, Request(url, "document", marker=""))
    if not leads:
        seen.refuse(expected)
    texts = [line.text for line in seen.lines]
    return Reading(
        listed=tuple(found.values()), claimed_total=claimed_total(*texts), dated=updated(*texts)
    )


def read_collection(page: Page) -> Reading:
    """The page of the national collection, as one publication with its stated size as a figure.

    A page that states no size is believed, with a doubt: the figure is what it is read for.
    """
    seen = open_page(page)
    if not _WORDS.collection.search(seen.heading[:_HEADING_MOST]):
        seen.refuse("the page of the national collection of case reviews")
    texts = [line.text for line in seen.below_heading]
    found, dated = next(filter(None, map(_WORDS.number.search, texts)), None), updated(*texts)
    said = Publication(
        content_id=_content_id(page.request.url),
        url=page.request.url,
        title=seen.heading,
        description=f"States that it holds {found['words']} case reviews." if found else "",
        document_type="collection",
        organisations=(PUBLISHER,),
        public_updated_at=stated(dated),
        figures=(Figure(SIZE, "", found["number"].replace(",", "")),) if found else (),
    )
    return Reading(
        items=(said,),
        dated=dated,
        doubts=() if found else ("The page no longer states how many reviews it holds.",),
    )


def read_document(page: Page) -> Reading:
    """A briefing, a resource or a piece of news, as one publication.

    A page that is not there (404, 410), or that leads on to another address, is a publication in
    that state. Dates keep their precision: "Published: March 2023" gives "2023-03"; news without
    such a line has the month of its address. What is no such document is refused.
    """
    asked = page.request.url
    if gone := absent(page, asked):
        return gone
    if path_of(page.url) != path_of(asked):
        moved = Publication(
            content_id=_content_id(asked), url=asked, state="redirected", redirect_to=page.url
        )
        return Reading(items=(moved,))
    seen = open_page(page)
    content = seen.below_heading
    dates = (read_date(value) for _, value in values_of(_WORDS.published, content) if value)
    published, changed = next(dates, None), updated(*(line.text for line in content))
    summary = _summary(content)
    about = _WORDS.about_reviews.search(f"{seen.heading} {summary}")
    news, resource = (one.search(path_of(asked)) for one in (_WORDS.news, _WORDS.resource))
    month = stated(read_date(f"{news['month']} {news['year']}")) if news else None
    if not (seen.heading and summary and (published or changed or about)):
        seen.refuse("a briefing, resource or piece of news")
    said = Publication(
        content_id=_content_id(asked),
        url=asked,
        title=seen.heading,
        description=summary,
        document_type="news" if news else "research_resource" if resource else "briefing",
        organisations=(PUBLISHER,),
        first_published_at=stated(published) or month,
        public_updated_at=stated(changed),
        attachments=_attachments(seen, content),
    )
    return Reading(items=(said,), dated=changed)


def is_about_reviews(words: str) -> bool:
    """Whether a title, label or address names reviews of the kind that this project watches."""
    return bool(_WORDS.about_reviews.search(words.replace("-", " ")))


def _content_id(url: str) -> str:
    return f"nspcc:{path_of(url)}"


def _summary(content: Sequence[Line]) -> str:
    """The first paragraph: the source's own account of what the document is."""
    for line in content:
        linked = line.marked and not line.strong
        long = len(line.text.split()) >= _PROSE_WORDS
        beside = is_furniture(line.text) or updated(line.text) or _WORDS.published.match(line.text)
        if long and not (line.titled or line.item or linked or beside):
            return line.text
    return ""


def _attachments(seen: WebPage, content: Sequence[Line]) -> tuple[Attachment, ...]:
    """The files that the content leads to, each once."""
    found: dict[str, Attachment] = {}
    for link in seen.links(content):
        if _WORDS.document.search(urlsplit(link.url).path):
            title = _WORDS.label_end.sub("", link.label)
            found.setdefault(link.url, Attachment(kind="file", title=title, url=link.url))
    return tuple(found.values())


READERS: Mapping[str, Callable[[Page], Reading]] = {
    "briefings": partial(
        read_index, "the index of the thematic briefings", _WORDS.briefing, _WORDS.resource
    ),
    "news": partial(read_index, "a page of news", _WORDS.news, _WORDS.news),
    "collection": read_collection,
    "document": read_document,
}
"""By the kind of a page of NSPCC Learning, what reads it."""
