"""From a page of links to the documents it leads to: each with its title and what it stands under.

The links of a safeguarding partnership's page have no common markup. A document is recognised by
its address, or by what the words beside it say of a file (`[319kb]`, "PDF", an icon). Its title is
the link's own words; where these say nothing ("Download", "May 2031", "Executive summary"), it is
named by what it stands with, from its own sentence outward: line, box, row, heading.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from repo_watch.model import DateSpan, Unread
from repo_watch.reading.link_list.boxes import Boxes
from repo_watch.reading.link_list.headings_above import Headings
from repo_watch.reading.link_list.link_words import LONGEST, LinkWords, link_words
from repo_watch.reading.link_list.names_beside import (
    Surroundings,
    kind_in_row,
    name_of,
    review_in_row,
)
from repo_watch.reading.link_list.publication_dates import (
    Published,
    headed_date,
    only_a_date,
    said_date,
    written_date,
)
from repo_watch.reading.page.addresses import address
from repo_watch.reading.page.furniture import updated
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.web_page import WebPage
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
_PARTS = ("main", "article", "section")
_MOST_OF_ONE = 60
"""Lines that lead to one address: more say nothing new of it, as those of a link left open."""


class LinkedDocument(Struct, frozen=True):
    """A document or page that a page of links leads to.

    Attributes:
        title: of the document; never empty.
        label: the link's own words.
        url: absolute.
        headings: what it stands under, innermost first.
        beside: what its sentence or the head of its column says of it.
        dated: when it was published, as its title or what it stands with states, or None.
        words: what is said of the file.
        file: whether it is a file, by its address or by what is said of it.
        leads: whether it is a page that is linked as the pages of reviews beside it are.
        below: whether its address lies below the page's own.
        place: elements from the page to the link, by name and class.
        row: the line at which the row of a table begins that it stands in, or None.
        review: the kind of review that its row or card names, or "".
        aside: whether it stands beside the page's content, among what may be its downloads.
        subject: the title without the kind of document that was added to it; "" for no other.
    """

    title: str
    label: str
    url: str
    headings: tuple[str, ...]
    beside: str
    words: LinkWords
    file: bool
    dated: Published | None = None
    leads: bool = False
    below: bool = False
    place: str = ""
    row: int | None = None
    review: str = ""
    aside: bool = False
    subject: str = ""


class LinkList(Struct, frozen=True):
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
    for document in _Reader(page).documents():
        key, _, handled = document.url.partition("?wpdmdl=")
        known = documents.setdefault(key if handled else document.url, document)
        if known.words.empty and not document.words.empty:
            known = document
        elif known.dated is None and document.dated:
            known = replace(known, dated=document.dated)
        documents[key] = replace(known, url=document.url) if handled else known
    return LinkList(
        documents=tuple(documents.values()),
        unread=tuple(_wordless(page, set(documents))),
        dated=next(filter(None, (updated(line.text) for line in page.lines)), None),
    )


def is_file(url: str) -> bool:
    """Whether an address is that of a file, as far as an address tells."""
    parts = urlsplit(url)
    target = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return bool(_WORDS.file.search(target) or _WORDS.handler.search(target))


def is_below(url: str, page: str) -> bool:
    """Whether an address lies under that of a page, on the same host."""
    here, there = urlsplit(page), urlsplit(url)
    return here.netloc == there.netloc and there.path.startswith(f"{here.path.rstrip('/')}/")


def file_name(url: str) -> str:
    """The last part of an address's path, or its query where the path names no file."""
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).name
    return f"{name}?{parts.query}" if parts.query and not _WORDS.file.search(name) else name


class _Reader:
    """One pass over the lines of a page's content."""

    def __init__(self, page: WebPage) -> None:
        self.page = page
        self.lines = tuple(
            line
            for line in page.lines
            if not ((line.landmark and not _in_aside(line)) or (line.anchors and _in_banner(line)))
        )
        self.links = {
            index: [(anchor, anchor.url) for anchor in line.anchors if anchor.url]
            for index, line in enumerate(self.lines)
            if line.anchors
        }
        found = {at: frozenset(url for _, url in some) for at, some in self.links.items() if some}
        self.headings = Headings(page.root)
        self.boxes = Boxes(self.lines, found, self.headings.panes)

    def documents(self) -> Iterator[LinkedDocument]:
        met: Counter[str] = Counter()
        for index, line in enumerate(self.lines):
            self.headings.meet(index, line)
            links = self.links.get(index, ())
            pieces = _pieces(line) if links else []
            dates = _dates_between(pieces) if links else []
            for anchor, url in links:
                at = line.anchors.index(anchor)
                label = line.label(anchor)
                met[url] += 1
                leads = label and (is_file(url) or not _WORDS.pager.fullmatch(label))
                if leads and met[url] <= _MOST_OF_ONE:
                    yield from self._document(index, pieces, at, url, dates[at])

    def _document(
        self, index: int, pieces: list[str], at: int, url: str, dated: Published | None
    ) -> Iterator[LinkedDocument]:
        line = self.lines[index]
        words = link_words(line.label(line.anchors[at]), " ".join(" ".join(pieces).split()))
        file = words.file or is_file(url)
        if file and words.title.islower() and words.title == file_name(url).rpartition(".")[0]:
            words = replace(words, title="")  # what an editor puts in of its own accord
        headings = self.headings.above(line)
        nearest = self.headings.nearest(line)
        before, after = tuple(pieces[at::-1]), pieces[at + 1]
        place = Surroundings(self.lines, self.boxes, index, before, after, headings, nearest)
        column = self.boxes.column(index)
        subject, title = name_of(place, words, column, file=file)
        if title:
            yield LinkedDocument(
                title=title,
                subject=subject,
                label=words.title,
                url=url,
                headings=headings,
                beside=" ".join(
                    filter(None, (column, place.sentence, kind_in_row(place), review_in_row(place)))
                )[:LONGEST],
                words=words,
                file=file,
                dated=written_date(words.title)
                or dated
                or (written_date(column) if only_a_date(column) else None)
                or self.boxes.date(index, nearest)
                or headed_date(headings)
                or (written_date(link_words(file_name(url)).title) if file else None),
                place=_place(line),
                row=self.boxes.row(index),
                review=review_in_row(place),
                aside=line.landmark,
                below=is_below(url, self.page.url),
            )


def _pieces(line: Line) -> list[str]:
    """The words of a line before, between and behind its links."""
    kept, reached = [], 0
    for anchor in line.anchors:
        kept.append(line.text[reached : anchor.start])
        reached = anchor.end
    return [" ".join(one.split()) for one in (*kept, line.text[reached:])]


def _dates_between(pieces: list[str]) -> list[Published | None]:
    """For each link of a line, the date that it stands with in the line."""
    first, *rest = map(said_date, pieces)
    dates = [one for one in (first, *rest) if one]
    found: list[Published | None] = []
    last = first
    for date in rest:
        found.append(last if first else date)
        last = date or last
    return found if len(set(dates)) != 1 else [dates[0]] * len(rest)


def _in_banner(line: Line) -> bool:
    """Whether a line stands in the page's header, not in that of an article or section."""
    around = (line.tag, *line.tag.iterancestors())
    header = next((tag for tag in around if tag.tag == "header"), None)
    return header is not None and next(header.iterancestors(*_PARTS), None) is None


def _in_aside(line: Line) -> bool:
    """Whether a line of links stands beside the content, and in neither a menu nor a dialog."""
    around = [tag.tag for tag in (line.tag, *line.tag.iterancestors())]
    beside = "aside" in around and not {"nav", "dialog", "footer"} & set(around)
    return bool(line.anchors) and beside and "main" in around


def _place(line: Line) -> str:
    """The names and classes of the elements around a line, up to the list that they are in."""
    around = (line.tag, *line.tag.iterancestors())
    return ">".join(f"{tag.tag}.{tag.get('class', '')}" for tag in around)


def _wordless(page: WebPage, known: set[str]) -> Iterator[Unread]:
    """Links to files that show no words, such as an image alone: told, lest one be missed."""
    for tag in page.root.iterfind(".//a[@href]"):
        url = address(tag.get("href", ""), page.base)
        if url is None or url in known or not is_file(url) or "".join(tag.itertext()).strip():
            continue
        if next(tag.iterancestors("nav", "footer", "header", "aside"), None) is None:
            known.add(url)
            yield Unread(file_name(url), "")
