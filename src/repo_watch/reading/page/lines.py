"""From a page's markup to what a reader sees: its lines, in order.

A line is a stretch of text between two block edges or `<br>`, white space collapsed. The grammar
works on lines alone, so it does not care whether a list is made of headings, accordions, tables,
definition lists or nested boxes. What a line keeps of the markup is evidence, never a condition:
which words are marked as strong, which are links, whether it is a heading of some level.

The tree is lxml's own. BeautifulSoup's takes twenty times as long to build, which alone would use
up half of the time that reading a page may take.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from repo_watch.reading.page import elements
from repo_watch.reading.page.addresses import address
from repo_watch.reading.page.elements import BLOCKS, SKIPPED, Place

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_LEADING = " >›»•*-–|"


class Span(NamedTuple):
    """A stretch of a line: offsets into the text; the address, where it is a link to another page.

    A link that leads nowhere, or to the page itself, has the address None.
    """

    start: int
    end: int
    url: str | None = None


Spans = tuple[Span, ...]


class Line(Struct, frozen=True):
    """One visible line: its text, never empty, and the innermost block element around it.

    Its `marks` are set off by bold, italics or a titling element, its `anchors` are links; `level`
    and what follows are as of a `Place`.
    """

    text: str
    marks: Spans
    anchors: Spans
    tag: etree._Element
    level: int = 0
    titled: bool = False
    landmark: bool = False
    cell: bool = False
    item: int = 0
    owner: etree._Element | None = None

    @property
    def strong(self) -> bool:
        """Whether all of it is marked."""
        return self.titled or _covered(self.text, self.marks)

    @property
    def marked(self) -> bool:
        """Whether all of it is set off from the text around it, by mark or link."""
        return self.titled or _covered(self.text, self.marks + self.anchors)

    def in_same_item(self, other: "Line") -> bool:
        """Whether `other` stands in this line's list item, or this line in none."""
        return other.item > self.item or (other.item == self.item and other.owner is self.owner)

    @property
    def beside_links(self) -> list[str]:
        """What it says before, between and behind its links."""
        starts = (0, *(anchor.end for anchor in self.anchors))
        ends = (*(anchor.start for anchor in self.anchors), len(self.text))
        return [self.text[start:end] for start, end in zip(starts, ends, strict=True)]

    def label(self, anchor: Span) -> str:
        """A link's words, without the sign that points at it."""
        return self.text[anchor.start : anchor.end].strip(_LEADING)

    def cut(self, start: int, end: int | None = None) -> "Line":
        """The part from `start` to `end`, without white space at its ends."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        end = start + len(text)
        marks, anchors = _within(self.marks, start, end), _within(self.anchors, start, end)
        return replace(self, text=text, marks=marks, anchors=anchors)

    def joined(self, other: "Line") -> "Line":
        """This line and the next as one, a space between."""
        start, end = -len(self.text) - 1, len(other.text)
        marks = self.marks + _within(other.marks, start, end)
        anchors = self.anchors + _within(other.anchors, start, end)
        return replace(self, text=f"{self.text} {other.text}", marks=marks, anchors=anchors)


def _within(spans: Spans, start: int, end: int) -> Spans:
    """What of these spans lies between two offsets, counted from the first."""
    # Long pages are cut in many pieces, most of them without marks or links.
    if not spans or spans[0].start >= end:
        return ()
    return tuple(
        [
            Span(max(one.start - start, 0), min(one.end, end) - start, one.url)
            for one in spans
            if one.start < end and one.end > start
        ]
    )


def _covered(text: str, spans: Spans) -> bool:
    """Whether no letter or figure stands outside the spans, of which there are some."""
    if not spans:
        return False
    outside = list(text)
    for start, end, _ in spans:
        outside[start:end] = " " * (end - start)
    return not any(map(str.isalnum, outside))


def values_of(label: re.Pattern[str], lines: Sequence[Line]) -> Iterator[tuple[re.Match[str], str]]:
    """Each line that is a label, and its value: the group of that name, else the next line."""
    for line, following in zip_longest(lines, lines[1:]):
        if match := label.fullmatch(line.text):
            yield match, match["value"] or (following.text if following else "")


class Walk:
    """One pass over a tree, without recursion: pages may be nested thousands deep.

    Its `lines` are the visible ones, in order; their links start from the absolute address `base`.
    """

    def __init__(self, root: etree._Element, base: str) -> None:
        self.root, self.base = root, base
        self.depth = 0
        self.lines: list[Line] = []
        self._empty_line()
        self._through()

    def _empty_line(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.space = False
        self.marks: list[Span] = []
        self.anchors: list[Span] = []

    @cached_property
    def opened(self) -> frozenset[str]:
        """Ids that controls open: what they name is closed, not hidden. Few pages need them."""
        return frozenset(name.removeprefix("#") for name in elements.REFERENCES(self.root) if name)

    def _through(self) -> None:
        stack = [(self.root, iter(self.root), Place(), self.root)]
        while stack:
            tag, children, place, block = stack[-1]
            for child in children:
                name = child.tag
                if name == "br":
                    # A heading broken over two rows is still one heading.
                    self._end_line(goes_on=place.titled)
                elif name not in SKIPPED and not (child.attrib and self._unseen(child, place)):
                    if name in BLOCKS:
                        self._end_line()
                        block = child
                    place = elements.within(place, child)
                    text = child.text if place.href is None else elements.opening_words(child)
                    if text:
                        self._say(text, place, block)
                    stack.append((child, iter(child), place, block))
                    self.depth = max(self.depth, len(stack))
                    break
                if text := child.tail:
                    self._say(text, place, block)
            else:
                stack.pop()
                if tag is block:
                    self._end_line()
                if stack and (text := tag.tail):
                    _, _, place, block = stack[-1]
                    self._say(text, place, block)
        self._end_line()

    def _say(self, text: str, place: Place, block: etree._Element) -> None:
        # Most text is as a reader sees it: no white space is printable but the space.
        if text.isprintable() and "  " not in text:
            words = text.strip(" ")
        else:
            text = _INVISIBLE.sub("", text)
            words = " ".join(text.split())
        if not words:
            self.space = self.space or bool(text)
            return
        if not self.pieces:
            self.place, self.block = place, block
        elif self.space or text[0].isspace():
            self.pieces.append(" ")
            self.length += 1
        end = self.length + len(words)
        if place.mark:
            _add(self.marks, Span(self.length, end))
        if place.href is not None:
            _add(self.anchors, Span(self.length, end, place.href))
        self.pieces.append(words)
        self.length = end
        self.space = text[-1].isspace()

    def _end_line(self, *, goes_on: bool = False) -> None:
        if self.pieces and not goes_on:
            text, at = "".join(self.pieces), self.place
            anchors = [one._replace(url=address(one.url or "", self.base)) for one in self.anchors]
            evidence = (at.level, at.titled, at.landmark, at.cell, at.item, at.owner)
            line = Line(text, tuple(self.marks), tuple(anchors), self.block, *evidence)
            self.lines.append(line)
            self._empty_line()
        self.space = goes_on

    def _unseen(self, tag: etree._Element, place: Place) -> bool:
        """Whether a reader sees nothing of it, however often he clicks."""
        if elements.looks_hidden(tag):
            shows = elements.is_panel(tag) or tag.get("id") in self.opened
            return not (shows or (place.href is not None and elements.is_heard(tag)))
        return elements.only_decorates(tag, in_title=place.titled)


def _add(spans: list[Span], span: Span) -> None:
    """Add a span to those of a line; it goes on with the last where that is right before it."""
    if spans and spans[-1].url == span.url and span.start - spans[-1].end <= 1:
        spans[-1] = spans[-1]._replace(end=span.end)
    else:
        spans.append(span)
