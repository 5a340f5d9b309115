"""From a page of links to the documents it leads to: each with its title and what it stands under.

The links of a safeguarding partnership's page have no common markup. A document is recognised by
its address, or by what the words beside it say of a file (`[319kb]`, "PDF", an icon). Its title is
the link's own words; where these only invite ("Download"), the words of the line, the row or the
list item it stands in, or else of the heading above it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml import etree

from repo_watch.model import DateSpan, Unread
from repo_watch.reading.link_list.headings_above import COLUMN_TITLE, MOST_WORDS, Headings, within
from repo_watch.reading.link_list.link_words import LONGEST, LinkWords, link_words, without_notes
from repo_watch.reading.page.furniture import updated
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.report_links import address, label_of
from repo_watch.reading.page.web_page import WebPage

_FILE = re.compile(r"\.(?:pdf|docx?|od[tsp]|rtf|pptx?|xlsx?)(?:$|[?&#/])", re.IGNORECASE)
_HANDLER = re.compile(
    r"chttphandler\.ashx|[?&]wpdmdl=|/downloads?(?:/|\?|$)|download(?:document|file)?\.(?:aspx?|php)"
    r"|getfile|/file/\d+|/_layouts/15/|[?&](?:sourcedoc|docid|documentid|fileid|attachment_id)="
    r"|/:[bw]:/|/media/\d+/|/documents?/\d+",
    re.IGNORECASE,
)
_DATE_ONLY = re.compile(
    r"(?:\W|\d|\b(?:date|of|published|publication|added|uploaded|updated|on|posted|st|nd|rd|th|jan\w*|feb\w*|"
    r"mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b)*",
    re.IGNORECASE,
)
_OFFERED = re.compile(r"\b(?:download|available|read|published)\b", re.IGNORECASE)
_INVITES = re.compile(r"\b(?:available|can be|click|please|you|download(?:ed)?)\b", re.IGNORECASE)
_PARTS = ("main", "article", "section")
_LOOK_BACK = 4
_REACH = 30


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A document or page that a page of links leads to.

    Attributes:
        title: of the document; never empty.
        label: the link's own words.
        url: absolute.
        headings: what it stands under, innermost first.
        beside: what else its line, row or list item says: dates, as a rule.
        words: what is said of the file.
        file: whether it is a file, by its address or by what is said of it.
    """

    title: str
    label: str
    url: str
    headings: tuple[str, ...]
    beside: str
    words: LinkWords
    file: bool


@dataclass(frozen=True, slots=True)
class LinkList:
    """The links of a page.

    Attributes:
        documents: in page order, each address once.
        unread: links to files that show no words.
        dated: when the page says it was last updated, or None.
    """

    documents: tuple[LinkedDocument, ...]
    unread: tuple[Unread, ...]
    dated: DateSpan | None


def read_links(page: WebPage) -> LinkList:
    """What a page leads to; its navigation, banner and footer are passed over."""
    documents: dict[str, LinkedDocument] = {}
    for document in _documents(page):
        documents.setdefault(document.url, document)
    return LinkList(
        documents=tuple(documents.values()),
        unread=tuple(_wordless(page, set(documents))),
        dated=next(filter(None, (updated(line.text) for line in page.document.lines)), None),
    )


def is_file(url: str) -> bool:
    """Whether an address is that of a file, as far as an address tells."""
    parts = urlsplit(url)
    target = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return bool(_FILE.search(target) or _HANDLER.search(target))


def file_name(url: str) -> str:
    """The last part of an address's path, or its query where the path names no file."""
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).name
    return f"{name}?{parts.query}" if parts.query and not _FILE.search(name) else name


def _documents(page: WebPage) -> Iterator[LinkedDocument]:
    headings = Headings()
    lines = page.document.lines
    for index, line in enumerate(lines):
        if line.landmark or (line.anchors and _in_banner(line)):
            continue
        headings.meet(line)
        for anchor in line.anchors:
            url = address(anchor.href, page.base)
            label = label_of(line, anchor)
            if url is None or not label:
                continue
            around = _around(line)
            words = link_words(label, around)
            file = words.file or is_file(url)
            above = headings.above(line)
            title = _title(lines, index, words, above, file=file)
            if title:
                yield LinkedDocument(
                    title=title,
                    label=words.title,
                    url=url,
                    headings=above,
                    beside=" ".join(_beside(lines, index))[:LONGEST],
                    words=words,
                    file=file,
                )


def _in_banner(line: Line) -> bool:
    """Whether a line stands in the page's header, not in that of an article or section."""
    header = next((tag for tag in _around_tag(line) if tag.tag == "header"), None)
    return header is not None and next(header.iterancestors(*_PARTS), None) is None


def _title(
    lines: tuple[Line, ...], index: int, words: LinkWords, above: tuple[str, ...], *, file: bool
) -> str:
    """The title of a linked document; "" where a link to a page only invites to read on."""
    if not (words.empty or words.bare_kind):
        return words.title
    line = lines[index]
    if not file and not (words.bare_kind or _OFFERED.search(line.text)):
        return ""
    own = without_notes(_around(line))
    if not file and len(own.split()) >= MOST_WORDS:
        own = ""
    if not own or _DATE_ONLY.fullmatch(own) or _INVITES.search(own):
        own = _before(lines, index) or next(iter(above), "")
    own = link_words(own).title
    if words.empty or words.title.casefold() in own.casefold():
        return own or words.title
    return f"{own} - {words.title}" if own else words.title


def _around(line: Line) -> str:
    """The words of a line that belong to no link."""
    kept, reached = [], 0
    for anchor in line.anchors:
        kept.append(line.text[reached : anchor.start])
        reached = anchor.end
    return " ".join(" ".join((*kept, line.text[reached:])).split())


def _box(line: Line) -> etree._Element | None:
    """The row or list item that a line stands in."""
    return next((tag for tag in _around_tag(line) if tag.tag in {"tr", "li"}), None)


def _around_tag(line: Line) -> Iterator[etree._Element]:
    yield line.tag
    yield from line.tag.iterancestors()


def _before(lines: tuple[Line, ...], index: int) -> str:
    """The title that stands before a link: first in its row, or the short line right above it."""
    box = _box(lines[index])
    if box is not None and box.tag == "tr":
        first = index
        while first and index - first < _REACH and within(lines[first - 1].tag, box):
            first -= 1
        candidates = lines[first:index]
    else:
        candidates = lines[max(index - _LOOK_BACK, 0) : index][::-1]
    for line in candidates:
        said = _around(line) if line.anchors else line.text
        text = without_notes(said)
        if not text or _DATE_ONLY.fullmatch(text) or COLUMN_TITLE.fullmatch(text):
            continue
        titled = (
            not _INVITES.search(text)
            and len(text.split()) < MOST_WORDS
            and not said.endswith((".", "?", "!"))
        )
        return text if titled and not line.landmark else ""
    return ""


def _beside(lines: tuple[Line, ...], index: int) -> Iterator[str]:
    """What else the line and its row or list item say; outside these, the date it stands with.

    Such a date stands between the heading and the link, or else right below the link. One that
    stands between two links may belong to either, and is left.
    """
    line = lines[index]
    yield _around(line)
    box = _box(line)
    if box is not None:
        near = lines[max(index - _REACH, 0) : index + _REACH]
        yield from (
            one.text for one in near if one is not line and not one.anchors and within(one.tag, box)
        )
        return
    above: list[str] = []
    for one in reversed(lines[max(index - _REACH, 0) : index]):
        if one.strong:
            yield from above
        if one.strong or one.anchors:
            break
        if _is_date(one.text):
            above.append(one.text)
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below and not above and not below.strong and _is_date(below.text):
        yield below.text


def _is_date(text: str) -> bool:
    return any(char.isdigit() for char in text) and bool(_DATE_ONLY.fullmatch(text))


def _wordless(page: WebPage, known: set[str]) -> Iterator[Unread]:
    """Links to files that show no words, such as an image alone: told, lest one be missed."""
    if not page.document.lines:
        return
    root = page.document.lines[0].tag.getroottree()
    for tag in root.iterfind(".//a[@href]"):
        url = address(tag.get("href", ""), page.base)
        if url is None or url in known or not is_file(url) or "".join(tag.itertext()).strip():
            continue
        if next(tag.iterancestors("nav", "footer", "header", "aside"), None) is None:
            known.add(url)
            yield Unread(file_name(url), "")
