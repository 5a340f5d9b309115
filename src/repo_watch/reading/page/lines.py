"""From a page's markup to what a reader sees: its lines, in order.

A line is a stretch of text between two block edges or `<br>`, white space collapsed. The grammar
works on lines alone, so it does not care whether a list is made of headings, accordions, tables,
definition lists or nested boxes. What a line keeps of the markup is evidence, never a condition:
which words are marked as strong, which are links, whether it is a heading of some level.

The tree is lxml's own. BeautifulSoup's takes twenty times as long to build, which alone would use
up half of the time that reading a page may take.
"""

import re
from functools import cached_property
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from repo_watch.reading.page.elements import (
    BLOCKS,
    SKIPPED,
    Place,
    is_heard,
    is_panel,
    looks_closed,
    looks_hidden,
    only_decorates,
    opened_by_controls,
    opening_words,
    within,
)

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r\f"})
_WITHOUT_CONTROLS = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
DEEPEST = 2000
"""Nesting from which libxml2 (2.14; its own limit is 2,048) may have stopped without a word."""


class Anchor(NamedTuple):
    """A stretch of a line that is a link: offsets into the text, and the address as written."""

    start: int
    end: int
    href: str


class Line(NamedTuple):
    """One visible line.

    Attributes:
        text: what a reader sees, white space collapsed, never empty.
        marks: stretches set off by bold, italics or a titling element.
        anchors: stretches that are links.
        tag: the innermost block element around it.
        level: this and what follows as of a `Place`.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    anchors: tuple[Anchor, ...]
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
        spans = self.marks + tuple((anchor.start, anchor.end) for anchor in self.anchors)
        return self.titled or _covered(self.text, spans)

    def in_same_item(self, other: "Line") -> bool:
        """Whether `other` stands in this line's list item, or this line in none."""
        return other.item > self.item or (other.item == self.item and other.owner is self.owner)

    def cut(self, start: int, end: int | None = None) -> "Line":
        """The part from `start` to `end`, without white space at its ends."""
        end = len(self.text) if end is None else end
        text = self.text[start:end].lstrip()
        start = end - len(text)
        text = text.rstrip()
        end = start + len(text)
        marks: tuple[tuple[int, int], ...] = ()
        anchors: tuple[Anchor, ...] = ()
        # Long pages are cut in many pieces, most of them without marks or links.
        if self.marks and self.marks[0][0] < end:
            marks = tuple(
                [
                    (max(a - start, 0), min(b, end) - start)
                    for a, b in self.marks
                    if a < end and b > start
                ]
            )
        if self.anchors and self.anchors[0].start < end:
            anchors = tuple(
                [
                    Anchor(max(a - start, 0), min(b, end) - start, href)
                    for a, b, href in self.anchors
                    if a < end and b > start
                ]
            )
        # `_replace` takes three times as long.
        return Line(text, marks, anchors, *self[3:])

    def joined(self, other: "Line") -> "Line":
        """This line and the next as one, a space between."""
        shift = len(self.text) + 1
        return self._replace(
            text=f"{self.text} {other.text}",
            marks=self.marks + tuple((a + shift, b + shift) for a, b in other.marks),
            anchors=self.anchors
            + tuple(Anchor(a.start + shift, a.end + shift, a.href) for a in other.anchors),
        )


class Document(Struct, frozen=True):
    """A page as a reader sees it.

    Attributes:
        title: of the page.
        base: what relative links start from, as written, or "".
        lines: what is visible, in order.
        depth: how deep its markup is nested; from `DEEPEST` on, the parser stopped reading.
        root: of its tree.
    """

    title: str
    base: str
    lines: tuple[Line, ...]
    depth: int
    root: etree._Element

    @property
    def content(self) -> tuple[Line, ...]:
        """The lines that belong to no navigation, banner or footer."""
        return tuple(line for line in self.lines if not line.landmark)


def see(text: str) -> Document:
    """What a reader sees of a page. Closed accordions count as seen; hidden elements do not."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    markup = text.encode("utf-8", "replace").translate(_WITHOUT_CONTROLS)
    root = etree.fromstring(markup, parser)
    if root is None:
        return Document("", "", (), 0, etree.Element("html"))
    walk = _Walk(root)
    walk.through()
    title, base = root.find("head/title"), root.find("head/base[@href]")
    return Document(
        title="" if title is None else " ".join((title.text or "").split()),
        base="" if base is None else base.get("href", "").strip(),
        lines=tuple(walk.lines),
        depth=walk.depth,
        root=root,
    )


def _covered(text: str, spans: tuple[tuple[int, int], ...]) -> bool:
    reached = 0
    for start, end in sorted(spans):
        if any(char.isalnum() for char in text[reached:start]):
            return False
        reached = max(reached, end)
    return reached > 0 and not any(char.isalnum() for char in text[reached:])


class _Walk:
    """One pass over the tree, without recursion: pages may be nested thousands deep."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.depth = 0
        self.lines: list[Line] = []
        self._empty_line()

    def _empty_line(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.space = False
        self.marks: list[tuple[int, int]] = []
        self.anchors: list[Anchor] = []

    @cached_property
    def opened(self) -> frozenset[str]:
        """Ids of closed panels. Few pages need them, and looking for them takes a while."""
        return opened_by_controls(self.root)

    def through(self) -> None:
        """Collect the lines of the page."""
        stack = [(self.root, iter(self.root), Place(), self.root)]
        while stack:
            tag, children, place, block = stack[-1]
            for child in children:
                name = child.tag
                if name == "br":
                    self._break(place)
                elif name not in SKIPPED and not (child.attrib and self._unseen(child, place)):
                    if name in BLOCKS:
                        self._end_line()
                        block = child
                    place = within(place, child)
                    text = child.text if place.href is None else opening_words(child)
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
        start, end = self.length, self.length + len(words)
        if place.mark:
            if self.marks and start - self.marks[-1][1] <= 1:
                start_of_mark = self.marks.pop()[0]
            else:
                start_of_mark = start
            self.marks.append((start_of_mark, end))
        if place.href is not None:
            last = self.anchors[-1] if self.anchors else None
            if last and last.href == place.href and start - last.end <= 1:
                self.anchors[-1] = Anchor(last.start, end, last.href)
            else:
                self.anchors.append(Anchor(start, end, place.href))
        self.pieces.append(words)
        self.length = end
        self.space = text[-1].isspace()

    def _break(self, place: Place) -> None:
        # A heading broken over two rows is still one heading.
        if place.titled:
            self.space = True
        else:
            self._end_line()

    def _end_line(self) -> None:
        if self.pieces:
            text, marks, anchors = "".join(self.pieces), tuple(self.marks), tuple(self.anchors)
            self.lines.append(Line(text, marks, anchors, self.block, *self.place[:6]))
            self._empty_line()
        self.space = False

    def _unseen(self, tag: etree._Element, place: Place) -> bool:
        """Whether a reader sees nothing of it, however often he clicks."""
        if looks_hidden(tag):
            shows = looks_closed(tag) or is_panel(tag) or tag.get("id") in self.opened
            return not (shows or (place.href is not None and is_heard(tag)))
        return only_decorates(tag, in_title=place.titled)
