"""A web page: what a reader sees of it, or why it cannot be vouched for.

It may be no page at all, cut short, a wall before the page, or of another family. One in which
something was found needs no more than to be whole. One without is believed only when it carries the
list's own title *and* says that there is nothing: silence may be a new layout.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import NoReturn
from urllib.parse import urljoin

from lxml import etree
from msgspec import Struct

from repo_watch.errors import ChallengePageError, CutShortError, WrongPageError
from repo_watch.model import Link, Page, Publication, PublicationState, Reading
from repo_watch.reading.page.decoding import decode
from repo_watch.reading.page.lines import Line, Walk
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
_FORMATS = {what: re.compile(words) for what, words in _WORDS.table("formats").items()}
_WALLS = {what: re.compile(words) for what, words in _WORDS.table("walls").items()}
_END_MAY_LACK = frozenset(_WORDS.list_of("end_may_lack"))
_WALL_MOST_WORDS = 250
_QUOTED_MOST = 61
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r\f"})
_WITHOUT_CONTROLS = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
DEEPEST = 2000
"""Nesting from which libxml2 (2.14; its own limit is 2,048) may have stopped without a word."""


class WebPage(Struct, frozen=True):
    """A page as a reader sees it: its visible lines, in order, and what they come from.

    Errors name its `url`, which was asked for; links start from `base`, which is absolute. Where
    the `depth` of its markup is `DEEPEST` or more, the parser stopped reading.
    """

    url: str
    title: str
    base: str
    lines: Sequence[Line]
    depth: int
    root: etree._Element

    @property
    def content(self) -> list[Line]:
        """The lines that belong to no navigation, banner or footer."""
        return [line for line in self.lines if not line.landmark]

    @property
    def heading(self) -> str:
        """Its first heading of the highest level, "" where there is none; a banner's comes last."""
        found = [line for line in self.lines if line.level == 1]
        return min(found, key=lambda line: line.landmark).text if found else ""

    @property
    def below_heading(self) -> list[Line]:
        """The lines of the content after its heading."""
        lines = self.content
        return lines[next((at for at, line in enumerate(lines, 1) if line.level == 1), 0) :]

    @property
    def names_an_error(self) -> bool:
        """Whether its title or heading is that of an error page, a challenge or a login."""
        return any(map(_WORDS.error.search, (self.heading, self.title)))

    def links(self, lines: Sequence[Line] | None = None) -> Iterator[Link]:
        """Every link of these lines (of all, where none are given) that leads to another page."""
        for line in self.lines if lines is None else lines:
            yield from (Link(line.label(one), one.url) for one in line.anchors if one.url)

    def refuse(self, expected: str) -> NoReturn:
        """Raise for a page that is not the expected one, as `refuse_without_entries` does."""
        with suppress(WrongPageError):  # its words are those of the list of reviews
            self.refuse_without_entries(labelled=False)
        title = self.heading or self.title or "an untitled page"
        raise WrongPageError(
            f'not {expected} but "{title[:60]}"; if that is the right page, its layout has changed',
            url=self.url,
        )

    def refuse_without_entries(self, *, labelled: bool, board: bool = False) -> None:
        """Raise for a page without entries unless it is the list and says that it has none.

        Where it is `labelled`, there are entries, not understood. The page of a `board` that the
        settings name has its own title, and may say that reviews will be published.

        Raises:
            ChallengePageError: a wall stands before the page.
            WrongPageError: a page of another family, or of a layout that is not known yet.
        """
        lines = self.content
        titles = [self.title, *(line.text for line in lines if line.level in {1, 2})]
        seen = [line.text for line in lines]
        # "Case reviews" is not the word of today for a board.
        titles_it: Callable[[str], object] = (
            _WORDS.boards_title.search if board else _titles_the_list
        )
        own = any(map(titles_it, titles))
        # Every page of a site may open with its cookie banner; a wall would leave no title to see.
        behind = not any(map(titles_it, titles[1:]))
        wall = _wall([one for one in titles if not titles_it(one)], cookies=behind)
        said = any(map(_WORDS.none_said.search, seen)) or (
            board and any(map(_WORDS.promised.search, seen))
        )
        if own and not wall and not labelled and said:
            return
        if sum(len(words.split()) for words in seen) <= _WALL_MOST_WORDS:
            wall = wall or _wall_by_markup(self.root) or _wall(seen, cookies=behind)
        if wall:
            raise ChallengePageError(f"{wall} came instead of the page", url=self.url)
        title = next(filter(None, titles), "untitled")
        raise WrongPageError(
            "no entry was understood and the page does not say that there are none; its layout may "
            "have changed"
            if own or labelled
            else f"not a list of case reviews but {_quoted(title)}",
            url=self.url,
        )


def see(text: str, url: str = "", asked: str = "") -> WebPage:
    """What a reader sees of a page's markup: closed accordions count, hidden elements do not.

    Relative links start from `url`, which answered; errors name the address that was `asked` for.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace").translate(_WITHOUT_CONTROLS), parser)
    if root is None:
        return WebPage(asked, "", url, (), 0, etree.Element("html"))
    title, base = root.findtext("head/title", ""), root.find("head/base[@href]")
    if base is not None:
        with suppress(ValueError):
            url = urljoin(url, base.get("href", "").strip())
    walk = Walk(root, url)
    return WebPage(asked, " ".join(title.split()), url, walk.lines, walk.depth, root)


def open_page(page: Page) -> WebPage:
    """What a reader sees of a page that is whole.

    Raises:
        CutShortError: it ends before its end, or there is nothing.
        WrongPageError: it is no web page.
    """
    asked, expected = page.request.url, "came where a list page was expected"
    start = page.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1")
    if not start:
        raise CutShortError("the page is empty; look at the address in a browser", url=asked)
    for what, pattern in _FORMATS.items():
        if pattern.match(start):
            raise WrongPageError(f"{what} {expected}", url=asked)
    text = decode(page.body, page.headers.get("content-type"))
    if not _WORDS.tag.search(text):
        raise WrongPageError(f"plain text {expected}", url=asked)
    web = see(text, page.url, asked)
    if ends := _ends_early(text, web.root, whole=page.whole):
        raise CutShortError(f"the page {ends}, so it is cut short", url=asked)
    if web.depth >= DEEPEST:
        raise CutShortError(
            f"its markup is nested more than {DEEPEST} deep, so its end cannot be read; look at "
            "the address in a browser",
            url=asked,
        )
    return web


def _ends_early(text: str, root: etree._Element, *, whole: bool) -> str:
    """How a page shows that it ends before its end; "" where it does not.

    HTML lets a page leave out its last tags, and minifiers do. So they are asked for only where
    nothing else vouches for the end (`Page.whole`); a program that died while it wrote leaves open
    text behind.
    """
    if text.rfind("<!--") > text.rfind("-->"):
        return "ends inside a comment"
    last = text.rfind("<")
    if text.find(">", last) == -1 and _WORDS.tag.match(text, last):
        return "ends inside a tag"
    if _WORDS.closed.search(text):
        return ""
    if whole:
        return "breaks off within a text" if _breaks_off(text, root) else ""
    return "ends before its end (no </body> or </html>)" if _WORDS.opened.search(text) else ""


def _breaks_off(text: str, tag: etree._Element) -> bool:
    """Whether the last text stands in an element that this page closes everywhere else."""
    if not text[text.rfind(">") + 1 :].strip():
        return False
    while len(tag) and not (tag[-1].tail or "").strip():
        tag = tag[-1]
    if tag.tag in {"body", "html"}:
        return not text.rstrip().endswith((".", "!", "?"))
    return f"</{tag.tag}" in text.lower() or tag.tag not in _END_MAY_LACK


def _titles_the_list(title: str) -> bool:
    """Whether a title is the list's own. A search, a briefing, a guide name case reviews too."""
    return any(
        _WORDS.own_title.search(part)
        and all(map(_WORDS.word_of_a_title.fullmatch, _WORDS.letters.findall(part.lower())))
        for part in _WORDS.parts_of_a_title.split(title)
    )


def _wall(texts: Sequence[str], *, cookies: bool) -> str:
    """Which wall the texts belong to, with the words that say so; "" for none.

    Words about `cookies` may be no wall.
    """
    for what, pattern in _WALLS.items():
        for words in filter(pattern.search, texts):
            return f"{what} ({_quoted(words)})" if cookies or what != "a cookie wall" else ""
    return ""


def _wall_by_markup(root: etree._Element) -> str:
    """Which wall a page of few words is by what it is built of, whatever its words; "" for none."""
    from bs4 import BeautifulSoup

    # From the tree, not the text: one that begins as XML would make BeautifulSoup warn.
    soup = BeautifulSoup(etree.tostring(root, encoding="unicode", method="html"), "lxml")
    if soup.find("input", type="password"):
        return "a login page (it asks for a password)"
    loads = soup.find(["script", "iframe", "form"], src=_WORDS.guard)
    guarded = loads or soup.find("form", action=_WORDS.guard)
    return "a bot challenge (it loads one)" if guarded else ""


def _quoted(words: str) -> str:
    return f'"{words[:60]}…"' if len(words) > _QUOTED_MOST else f'"{words}"'


def absent(page: Page, url: str) -> Reading | None:
    """A document that is not there (404, 410) as a publication in that state; None for any other.

    `url` is its public address.
    """
    states: dict[int, PublicationState] = {HTTPStatus.NOT_FOUND: "missing", HTTPStatus.GONE: "gone"}
    if page.status not in states:
        return None
    return Reading(items=(Publication(content_id=None, url=url, state=states[page.status]),))
