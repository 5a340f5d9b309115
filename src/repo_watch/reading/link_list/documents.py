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
from repo_watch.reading.link_list.headings_above import Headings, around, closest
from repo_watch.reading.link_list.link_words import LONGEST, LinkWords, link_words
from repo_watch.reading.link_list.names_beside import Surroundings, name_of
from repo_watch.reading.link_list.publication_dates import (
    Published,
    Row,
    dates_in_a_row,
    headed_date,
    only_a_date,
    said_date,
    written_date,
)
from repo_watch.reading.page.furniture import updated
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.report_links import address, label_of
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
        url: absolute.
        headings: what it stands under, innermost first.
        beside: what its sentence or the head of its column says of it.
        dated: when it was published, as its title or what it stands with states, or None.
        words: the link's own, and what is said of the file.
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
    for document in _documents(page):
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
        dated=next(filter(None, (updated(line.text) for line in page.document.lines)), None),
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


def _documents(page: WebPage) -> Iterator[LinkedDocument]:
    """What each link of the content leads to that names something, in page order."""
    lines = tuple(filter(_is_content, page.document.lines))
    urls = [[address(anchor.href, page.base) for anchor in line.anchors] for line in lines]
    found = {at: frozenset(filter(None, some)) for at, some in enumerate(urls) if any(some)}
    headings = Headings(page.document.root)
    boxes = Boxes(lines, found, headings.panes)
    met: Counter[str] = Counter()
    for index, line in enumerate(lines):
        headings.meet(index, line)
        if index not in found:
            continue
        pieces = _pieces(line)
        beside, dates = " ".join(" ".join(pieces).split()), _dates_between(pieces)
        above, nearest = headings.above(index)
        own, column = boxes.own(index), boxes.column(index)
        for at, (anchor, url) in enumerate(zip(line.anchors, urls[index], strict=True)):
            if url is None:
                continue
            met[url] += 1
            label = label_of(line, anchor)
            leads = label and (is_file(url) or not _WORDS.pager.fullmatch(label))
            if leads and met[url] <= _MOST_OF_ONE:
                before, after = tuple(pieces[at::-1]), pieces[at + 1]
                place = Surroundings(boxes, index, own, column, before, after, above, nearest)
                document = _document(place, link_words(label, beside), url, dates.get(at))
                if document.title:
                    yield replace(document, below=is_below(url, page.url))


def _document(
    place: Surroundings, words: LinkWords, url: str, dated: Published | None
) -> LinkedDocument:
    """A document as its link and the surroundings tell it; without a title where it is none."""
    line, column = place.boxes.lines[place.at], place.column
    file = words.file or is_file(url)
    if file and words.title.islower() and words.title == file_name(url).rpartition(".")[0]:
        words = replace(words, title="")  # what an editor puts in of its own accord
    subject, title = name_of(place, words, file=file)
    said = (column, place.sentence, place.kind, place.review)
    return LinkedDocument(
        title=title,
        subject=subject,
        url=url,
        headings=place.headings,
        beside=" ".join(filter(None, said))[:LONGEST],
        words=words,
        file=file,
        dated=written_date(words.title)
        or dated
        or (written_date(column) if only_a_date(column) else None)
        or place.boxes.date(place.at, place.nearest)
        or headed_date(place.headings)
        or (written_date(link_words(file_name(url)).title) if file else None),
        place=">".join(f"{tag.tag}.{tag.get('class', '')}" for tag in around(line.tag)),
        row=place.boxes.row(place.at),
        review=place.review,
        aside=line.landmark,
    )


def _is_content(line: Line) -> bool:
    """Whether a line stands in no menu, banner or footer; a link may stand beside the content."""
    if not line.anchors:
        return not line.landmark
    if line.landmark:
        names = {tag.tag for tag in around(line.tag)}
        if not names >= {"aside", "main"} or names & {"nav", "dialog", "footer"}:
            return False
    header = closest(line.tag, "header")  # the page's own, or of an article or section
    return header is None or next(header.iterancestors(*_PARTS), None) is not None


def _pieces(line: Line) -> list[str]:
    """The words of a line before, between and behind its links."""
    kept, reached = [], 0
    for anchor in line.anchors:
        kept.append(line.text[reached : anchor.start])
        reached = anchor.end
    return [" ".join(one.split()) for one in (*kept, line.text[reached:])]


def _dates_between(pieces: list[str]) -> dict[int, Published]:
    """The dates that the links of a line stand with in the line, by number."""
    row: Row = []
    for at, date in enumerate(map(said_date, pieces)):
        row += [(at, date), (at, None)] if date else [(at, None)]
    return dict(dates_in_a_row(row, of_one=True))


def _wordless(page: WebPage, known: set[str]) -> Iterator[Unread]:
    """Links to files that show no words, such as an image alone: told, lest one be missed."""
    for tag in page.document.root.iterfind(".//a[@href]"):
        url = address(tag.get("href", ""), page.base)
        if url is None or url in known or not is_file(url) or "".join(tag.itertext()).strip():
            continue
        if next(tag.iterancestors("nav", "footer", "header", "aside"), None) is None:
            known.add(url)
            yield Unread(file_name(url), "")
