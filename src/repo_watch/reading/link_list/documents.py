"""From a page of links to the documents it leads to: each with its title and what it stands under.

The links of a safeguarding partnership's page have no common markup. A document is recognised by
its address, or by what the words beside it say of a file (`[319kb]`, "PDF", an icon). Its title is
the link's own words; where these say nothing ("Download", "May 2031", "Executive summary"), it is
named by what it stands with. Asked in turn, from the link outward: its sentence, its line, its box,
its row, the lines above it, the heading. Whatever names a case goes first; prose that names none is
no name.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from repo_watch.model import DateSpan, Unread
from repo_watch.reading.link_list import wording
from repo_watch.reading.link_list.surroundings import Box, Boxes, Headings, around, closest
from repo_watch.reading.link_list.wording import LinkWords, link_words
from repo_watch.reading.page.addresses import address
from repo_watch.reading.page.furniture import updated
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.web_page import WebPage
from repo_watch.reading.terms.case_names import case_number, named_case, rest_of_title
from repo_watch.reading.terms.link_kinds import LINK_KINDS, link_kind
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
_PARTS = ("main", "article", "section")
_STOPS = (".", "?", "!")
_MOST_OF_ONE = 60
"""Lines that lead to one address: more say nothing new of it, as those of a link left open."""
_LOOK_BACK = 4
_FARTHEST = 30
"""Lines before and behind a link in which its own box or row is searched: a box has no limit."""


class LinkedDocument(Struct, frozen=True):
    """A document or page that a page of links leads to.

    Its title is never empty, its `headings` go from the innermost outward; `beside` is what its
    sentence, its row or the head of its column says of it, `review` the kind of review that its row
    or card names. It is a `file` by its address or by what is said of it, and `dated` as its title
    or what it stands with states. What is `below` has an address below the page's own; what is
    `aside` stands beside the content, among what may be its downloads. The `place` is the elements
    around the link, by name and class, the `row` the line at which its row of a table begins, the
    `subject` the title without the kind of document that was added to it.
    """

    title: str
    url: str
    headings: tuple[str, ...]
    beside: str
    words: LinkWords
    file: bool
    dated: wording.Published | None = None
    below: bool = False
    place: str = ""
    row: int | None = None
    review: str = ""
    aside: bool = False
    subject: str = ""


class LinkList(NamedTuple):
    """What a page leads to: each address once, and unread the links to files that show no words."""

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
        dated=updated(*(line.text for line in page.lines)),
    )


def is_file(url: str) -> bool:
    """Whether an address is that of a file, as far as an address tells."""
    parts = urlsplit(url)
    target = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return bool(_WORDS.file.search(target) or _WORDS.handler.search(target))


def file_name(url: str) -> str:
    """The last part of an address's path, or its query where the path names no file."""
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).name
    return f"{name}?{parts.query}" if parts.query and not _WORDS.file.search(name) else name


class _Place(NamedTuple):
    """Where a link stands: `at` is its line, `own` its box, `column` the head of its column.

    The words of its line `before` it and the `headings` above go from the nearest outward; the
    line of the `nearest` heading is -1 where there is none.
    """

    boxes: Boxes
    at: int
    own: Box
    column: str
    before: tuple[str, ...]
    after: str
    headings: tuple[str, ...]
    nearest: int

    @property
    def sentence(self) -> str:
        """The sentence that the link stands in, without the link's own words."""
        before = "" if self.before[0].endswith(_STOPS) else wording.sentences(self.before[0])[-1]
        return f"{before} {wording.sentences(self.after)[0]}".strip()

    @property
    def in_card(self) -> bool:
        """Whether the heading above stands in the link's own box."""
        return self.own.start <= self.nearest < self.own.end

    @property
    def row(self) -> Iterator[str]:
        """The lines without links of the link's row or item."""
        row = next((box for box in self.own.outward() if box.row_like), self.own)
        first, last = max(row.start, self.at - _FARTHEST), min(row.end, self.at + _FARTHEST)
        return (line.text for line in self.boxes.lines[first:last] if not line.anchors)

    @property
    def review(self) -> str:
        """What another cell of the link's row or item calls the kind of review, or ""."""
        for text in self.row:
            of_kind = _WORDS.review.search(text) and not rest_of_title(text)
            if of_kind or _WORDS.whose.fullmatch(text):
                return text
        return ""

    @property
    def kind(self) -> str:
        """What another cell of the link's row or item calls the document, or ""."""
        kinds = (text for text in self.row if link_kind(text) != "report")
        return wording.without_dates(next((one for one in kinds if link_words(one).bare_kind), ""))


def _documents(page: WebPage) -> Iterator[LinkedDocument]:
    """What each link of the content leads to that names something, in page order."""
    lines = tuple(filter(_is_content, page.lines))
    urls = [frozenset(one.url for one in line.anchors if one.url) for line in lines]
    found = {index: some for index, some in enumerate(urls) if some}
    headings = Headings(page.root)
    boxes = Boxes(lines, found, headings.panes)
    met: Counter[str] = Counter()
    here = urlsplit(page.url)
    inside = f"{here.path.rstrip('/')}/"
    for index, line in enumerate(lines):
        headings.meet(index, line)
        if index not in found:
            continue
        pieces = [" ".join(one.split()) for one in line.beside_links]
        beside = _dates_between(pieces)
        own, column = boxes.own(index), boxes.column(index)
        for at, anchor in enumerate(line.anchors):
            url, label = anchor.url, line.label(anchor)
            if url is None:
                continue
            met[url] += 1
            leads = label and (is_file(url) or not _WORDS.pager.fullmatch(label))
            if leads and met[url] <= _MOST_OF_ONE:
                before, after = tuple(pieces[at::-1]), pieces[at + 1]
                place = _Place(boxes, index, own, column, before, after, *headings.above(index))
                words = link_words(label, " ".join(filter(None, pieces)))
                if document := _document(place, words, url, beside.get(at)):
                    there = urlsplit(url)
                    below = there.netloc == here.netloc and there.path.startswith(inside)
                    yield replace(document, below=below)


def _document(
    place: _Place, words: LinkWords, url: str, dated: wording.Published | None
) -> LinkedDocument | None:
    """A document as its link and the surroundings tell it; None for a mere invitation."""
    line, column = place.boxes.lines[place.at], place.column
    file = words.file or is_file(url)
    if file and words.title.islower() and words.title == file_name(url).rpartition(".")[0]:
        words = replace(words, title="")  # what an editor puts in of its own accord
    subject, title = _name_of(place, words, file=file)
    if not title:
        return None
    said = (column, place.sentence, place.kind, place.review)
    boxes = place.boxes.innermost[place.at].outward()
    return LinkedDocument(
        title=title,
        subject=subject,
        url=url,
        headings=place.headings,
        beside=" ".join(filter(None, said))[: wording.LONGEST],
        words=words,
        file=file,
        dated=wording.written_date(words.title)
        or dated
        or (wording.written_date(column) if wording.only_a_date(column) else None)
        or place.boxes.date(place.at, place.nearest)
        or wording.headed_date(place.headings)
        or (wording.written_date(link_words(file_name(url)).title) if file else None),
        place=">".join(f"{tag.tag}.{tag.get('class', '')}" for tag in around(line.tag)),
        row=next((box.start for box in boxes if box.tag.tag == "tr"), None),
        review=place.review,
        aside=line.landmark,
    )


def _name_of(place: _Place, words: LinkWords, *, file: bool) -> tuple[str, str]:
    """What a linked document is about, and its title; "" where a link only invites to read on."""
    if not (words.empty or words.bare_kind):
        return words.title, words.title
    offered = _WORDS.offered.search(place.boxes.lines[place.at].text)
    alone = not any((place.before[0], place.after)) and any(map(named_case, place.headings[:1]))
    if not (file or words.bare_kind or offered or alone or place.in_card):
        return "", ""
    kind = _kind(place, words)
    candidates = [one for one in _candidates(place) if one and not _WORDS.section.search(one)]
    named = (one for one in candidates if named_case(one) or case_number(one))
    name = next(named, next(iter(candidates), ""))
    if name and kind.casefold() not in name.casefold():
        return name, f"{name} - {kind}"
    subject = name or words.title or kind
    return subject, subject


def _kind(place: _Place, words: LinkWords) -> str:
    """What the link, its column, its sentence or its row calls the document."""
    if not words.empty:
        return words.said
    column = wording.without_dates(place.column)
    if column and not (wording.COLUMN_TITLE.fullmatch(column) and link_kind(column) == "report"):
        return column
    kind = link_kind(place.sentence) if _WORDS.invites.search(place.sentence) else "report"
    return place.kind if kind in {"report", "overview_report"} else LINK_KINDS[kind]


def _candidates(place: _Place) -> Iterator[str]:
    """What may name the document, nearest first."""
    yield _in_prose(place.sentence)
    for piece in place.before:
        yield from map(_in_prose, reversed(wording.sentences(piece)))
    if place.in_card:
        yield _of_heading(place.headings[0])
    yield from map(_as_title, (*place.before, place.after))
    at, own, lines = place.at, place.own, place.boxes.lines
    first = max(own.start, place.nearest + 1, at - _FARTHEST)
    for line in (*lines[first:at], *lines[at + 1 : min(own.end, at + _FARTHEST)]):
        if line.level == 0:
            yield _as_title(line.text)
    for box in place.boxes.innermost[at].outward():
        free = place.boxes.free(box, at, place.nearest)
        if box.tag.tag == "tr":
            yield from (_as_title(lines[one].text) for one in reversed(list(free)))
        elif box.end - box.start > own.end - own.start or box is own:
            yield from _above(lines[one].text for one in islice(free, _LOOK_BACK))
        if box.start <= place.nearest:
            break
    yield from map(_of_heading, place.headings[:1])


def _of_heading(text: str) -> str:
    """What a heading names: a case without the day that may stand behind it."""
    return link_words(wording.without_dates(text) if named_case(text) else text).title


def _above(texts: Iterator[str]) -> Iterator[str]:
    """Titles among the lines above, up to the first that is prose."""
    for text in texts:
        if wording.without_notes(text) and not wording.only_a_date(text):
            title = _as_title(text)
            yield title
            if not title and not wording.COLUMN_TITLE.fullmatch(text):
                return


def _in_prose(sentence: str) -> str:
    """The case that a sentence names, with the kind of review where that alone makes a name."""
    prose = _WORDS.invites.search(sentence) or sentence.endswith(_STOPS)
    if named := named_case(sentence):
        return named if prose or len(sentence.split()) >= wording.MOST_WORDS // 2 else ""
    found = _WORDS.of_a_kind.search(sentence) if prose else None
    return found[0] if found else ""


@lru_cache(1024)
def _as_title(text: str) -> str:
    """A short text as a title; "" for prose, dates, notes, and what titles a column."""
    said = _WORDS.label.sub("", wording.without_notes(text))
    if case_number(said):
        return said
    prose = len(said.split()) >= wording.MOST_WORDS or text.endswith(_STOPS)
    invites = wording.COLUMN_TITLE.fullmatch(said) or _WORDS.invites.search(said)
    title = link_words(wording.without_dates(said))
    return "" if prose or invites or _WORDS.torn.search(said) or title.empty else title.title


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


def _dates_between(pieces: list[str]) -> dict[int, wording.Published]:
    """The dates that the links of a line stand with in the line, by number."""
    row: wording.Row = []
    for at, date in enumerate(map(wording.said_date, pieces)):
        row += [(at, date), (at, None)] if date else [(at, None)]
    return dict(wording.dates_in_a_row(row, of_one=True))


def _wordless(page: WebPage, known: set[str]) -> Iterator[Unread]:
    """Links to files that show no words, such as an image alone: told, lest one be missed."""
    for tag in page.root.iterfind(".//a[@href]"):
        url = address(tag.get("href", ""), page.base)
        if url is None or url in known or not is_file(url) or "".join(tag.itertext()).strip():
            continue
        if next(tag.iterancestors("nav", "footer", "header", "aside"), None) is None:
            known.add(url)
            yield Unread(file_name(url), "")
