"""A web page that is no list of entries: what a reader sees of it, once it is sure to be whole.

Whether it is the page that was asked for, its own reader finds out by evidence; `refuse` says what
came instead.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

from repo_watch.errors import WrongPageError
from repo_watch.model import Link, Page
from repo_watch.reading.page.decoding import decode
from repo_watch.reading.page.lines import Document, Line, see
from repo_watch.reading.page.refusal import (
    refuse_cut_short,
    refuse_other_formats,
    refuse_too_deep,
    refuse_without_entries,
)
from repo_watch.reading.page.report_links import address, label_of


@dataclass(frozen=True, slots=True)
class WebPage:
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
        lines = tuple(line for line in self.document.lines if not line.landmark)
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
            refuse_without_entries(self.text, self.document, self.url, labelled=False)
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
    url = page.request.url
    refuse_other_formats(page.body, url)
    text = decode(page.body, page.headers.get("content-type"))
    refuse_cut_short(text, url, whole=page.whole)
    document = see(text)
    refuse_too_deep(document, url)
    return WebPage(url, text, document, urljoin(page.url, document.base))


def path_of(url: str) -> str:
    """The path of an address without its outer slashes, in lower case: what stays of it."""
    return urlsplit(url).path.strip("/").lower()
