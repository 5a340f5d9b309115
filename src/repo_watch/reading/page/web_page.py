"""A web page that is no list of entries: what a reader sees of it, once it is sure to be whole.

Whether it is the page that was asked for, its own reader finds out by evidence; `refuse` says what
came instead.
"""

from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from typing import NoReturn
from urllib.parse import urlsplit

from msgspec import Struct

from repo_watch.errors import WrongPageError
from repo_watch.model import Link, Page, Publication, PublicationState, Reading
from repo_watch.reading.page.decoding import decode
from repo_watch.reading.page.lines import Document, Line, see
from repo_watch.reading.page.refusal import (
    refuse_cut_short,
    refuse_other_formats,
    refuse_too_deep,
    refuse_without_entries,
)
from repo_watch.reading.page.report_links import address, base_address, label_of


class WebPage(Struct, frozen=True):
    """A whole page.

    Attributes:
        url: the address that was asked for, named in errors.
        text: its markup.
        document: what a reader sees of it.
        base: the absolute address that its links start from.
    """

    url: str
    text: str
    document: Document
    base: str

    @property
    def heading(self) -> str:
        """Its first heading of the highest level, "" where there is none; a banner's comes last."""
        found = [line for line in self.document.lines if line.level == 1]
        return min(found, key=lambda line: line.landmark).text if found else ""

    def content(self) -> tuple[Line, ...]:
        """The lines after the heading that belong to no navigation, banner or footer."""
        lines = self.document.content
        start = next((at for at, line in enumerate(lines, 1) if line.level == 1), 0)
        return lines[start:]

    def links(self, lines: tuple[Line, ...] | None = None) -> Iterator[Link]:
        """Every link of these lines (of all, where none are given) that leads to another page."""
        for line in self.document.lines if lines is None else lines:
            for anchor in line.anchors:
                if url := address(anchor.href, self.base):
                    yield Link(label_of(line, anchor), url)

    def refuse(self, expected: str) -> NoReturn:
        """Raise for a page that is not the expected one.

        Raises:
            ChallengePageError: a challenge, login, cookie wall or error page came.
            WrongPageError: another page, or a layout that is not known yet.
        """
        with suppress(WrongPageError):  # its words are those of the list of reviews
            refuse_without_entries(self.document, self.url, labelled=False)
        title = self.heading or self.document.title or "an untitled page"
        raise WrongPageError(
            f'not {expected} but "{title[:60]}"; if that is the right page, its layout has changed',
            url=self.url,
        )


def open_page(page: Page) -> WebPage:
    """What a reader sees of a page.

    Raises:
        CutShortError: it ends before its end, or there is nothing.
        WrongPageError: it is no web page.
    """
    said, asked = page.headers.get("content-type"), page.request.url
    return opened(page.body, page.url, said, whole=page.whole, asked=asked)


def opened(body: bytes, url: str, content_type: str | None, *, whole: bool, asked: str) -> WebPage:
    """What a reader sees of the bytes of a page; the errors are those of `open_page`.

    Args:
        body: as received.
        url: the address that answered.
        content_type: the header of that name, or None.
        whole: as `Page.whole`.
        asked: the address that was asked for, named in errors.
    """
    refuse_other_formats(body, asked)
    text = decode(body, content_type)
    refuse_cut_short(text, asked, whole=whole)
    document = see(text)
    refuse_too_deep(document, asked)
    return WebPage(asked, text, document, base_address(url, document.base))


def absent(page: Page, url: str) -> Reading | None:
    """A document that is not there (404, 410) as a publication in that state; None for any other.

    Args:
        page: as fetched.
        url: the document's public address.
    """
    states: dict[int, PublicationState] = {HTTPStatus.NOT_FOUND: "missing", HTTPStatus.GONE: "gone"}
    state = states.get(page.status)
    if state is None:
        return None
    return Reading(items=(Publication(content_id=None, url=url, state=state),))


def path_of(url: str) -> str:
    """The path of an address without its outer slashes, in lower case: what stays of it."""
    return urlsplit(url).path.strip("/").lower()
