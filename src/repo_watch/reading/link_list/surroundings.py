"""What a line of a page stands under and beside: the headings above it, and the boxes around it.

A partnership's page is often written by hand in an editor: its sections are titled by bold lines,
tabs, accordion buttons, the first cell of a row, a list item that holds a list, or a plain line
"Serious case reviews 2031".

Rows, cards, list items, panels are boxes: what stands in one stands together. A link belongs to the
largest box that holds it and no other link. What is looked for (a date, a name) is looked for there
first, then in the boxes around it, outward.
"""

from bisect import bisect
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import accumulate, islice, takewhile
from typing import NamedTuple

from lxml import etree
from msgspec import Struct, field

from repo_watch.reading.link_list import wording
from repo_watch.reading.page.elements import words_of
from repo_watch.reading.page.lines import Line
from repo_watch.reading.terms.case_names import named_case
from repo_watch.reading.terms.link_kinds import link_kind
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
_CONTAINERS = {"th": "tr", "td": "tr", "summary": "details", "dt": "dl", "caption": "table"}
_PANE_LEVEL = 0.5
_UNTITLED_LEVEL = 7
_BOLD_LEVEL = 8
_PLAIN_LEVEL = 9
_NAMING_A_PANE = ("aria-controls", "data-target", "data-bs-target", "data-tab", "data-panel")
_SAYING_WHAT_IT_IS = ("role", "class", "data-toggle", "data-bs-toggle")
_ROW_LIKE = {"tr", "li", "article", "dd", "td", "details", "figure"}
"""Boxes that are of one thing, whatever they hold: one date in them is the date of all."""
_LOOK_BACK = 60
"""Parts of a box that are looked at before a line, lest a box without end take as long."""


class _Heading(NamedTuple):
    level: float
    text: str
    boxes: tuple[etree._Element, ...]
    tag: etree._Element
    at: int


class Headings:
    """The headings above the current line, outermost first.

    Row headers, accordion titles and bold lines rank below all HTML headings, as do short lines
    that name reviews or briefings, and hold only within the row, accordion or box they stand in.
    The label of a tab or a closed panel holds for all that is in it, headings too. The name of a
    case, and a heading that is a link, rank below any other heading of their kind: sites that know
    one level of heading only put "Serious case reviews published in 2031" and "Child Q" on it.
    """

    def __init__(self, root: etree._Element) -> None:
        self.panes: dict[etree._Element, str] = {}
        """The panes of the page's tabs and accordions, each with the words of what opens it."""
        for label, pane in _openers(root):
            words = words_of(label)
            if words and len(words) <= wording.LONGEST and pane not in around(label):
                self.panes.setdefault(pane, words)
        self._stack: list[_Heading] = []

    def meet(self, index: int, line: Line) -> None:
        """Take a line into account, a heading or not."""
        while self._stack and (boxes := self._stack[-1].boxes):
            if any(box in around(line.tag) for box in boxes):
                break
            self._stack.pop()
        if self.panes:
            self._enter(index, line)
        level: float = heading_level(line)
        text = wording.without_notes(line.text)
        if line.tag.tag == "dt" and self._stack and self._stack[-1].tag.tag == "dt":
            self._stack.pop()
        if not level or wording.COLUMN_TITLE.fullmatch(text):
            return
        if named_case(text) == text or (line.anchors and line.level):
            level += 0.5
        while self._stack and self._stack[-1].level >= level:
            self._stack.pop()
        boxes = () if level < _UNTITLED_LEVEL else _containers(line)
        if line.tag.tag in {"summary", "li"}:
            level = _PANE_LEVEL
        self._stack.append(_Heading(level, text, boxes, line.tag, index))

    def above(self, index: int) -> tuple[tuple[str, ...], int]:
        """What stands above a line, innermost first, and the index of the innermost's line or -1.

        A heading does not stand above itself.
        """
        found = [one for one in reversed(self._stack) if one.at != index]
        return tuple(one.text for one in found), found[0].at if found else -1

    def _enter(self, index: int, line: Line) -> None:
        """Take the label of each pane that the line is the first of, outermost first."""
        known = [box for one in self._stack for box in one.boxes]
        for pane in reversed([tag for tag in around(line.tag) if tag in self.panes]):
            label = self.panes[pane]
            if pane not in known and label != line.text:
                self._stack.append(_Heading(_PANE_LEVEL, label, (pane,), line.tag, index - 1))


def heading_level(line: Line) -> int:
    """1 to 9 for a line that titles what follows it, 0 for one that does not."""
    if line.level or line.titled:
        return line.level or _UNTITLED_LEVEL
    if line.anchors or len(line.text.split()) >= wording.MOST_WORDS:
        return 0
    if _headed_by_cell(line.tag):
        return _UNTITLED_LEVEL
    if line.strong:
        dated = wording.only_a_date(line.text) and not line.text.isdigit()
        return 0 if dated else _BOLD_LEVEL
    if line.tag.tag == "li" and line.tag.find(".//li") is not None:
        return _BOLD_LEVEL
    plain = len(line.text) <= wording.LONGEST and _WORDS.plain_heading.fullmatch(line.text)
    return _PLAIN_LEVEL if plain else 0


def around(tag: etree._Element) -> Iterator[etree._Element]:
    """An element and those that it stands in, outward."""
    yield tag
    yield from tag.iterancestors()


def closest(tag: etree._Element, *names: str) -> etree._Element | None:
    """The innermost element of one of these names that an element is or stands in."""
    return tag if tag.tag in names else next(tag.iterancestors(*names), None)


def _openers(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Labels with their panes, by what names the one in the other; or a button and what follows."""
    by_id = {tag.get("id"): tag for tag in root.iterfind(".//*[@id]")}
    for tag in root.iter(etree.Element):
        label = by_id.get(tag.get("aria-labelledby"))
        if label is not None and tag.get("role") in {"tabpanel", "region"}:
            yield label, tag
        named = next(filter(None, map(tag.get, _NAMING_A_PANE)), None)
        if named is None and tag.tag == "a" and tag.get("href", "").startswith("#"):
            holders = [tag, *islice(tag.iterancestors("li", "ul"), 2)]
            said = " ".join(one.get(name, "") for one in holders for name in _SAYING_WHAT_IT_IS)
            named = tag.get("href") if _WORDS.opener.search(said) else None
        pane = by_id.get(named.lstrip("#")) if named else None
        if pane is None and tag.tag == "button" and closest(tag, "a") is None:
            pane = tag.getnext()
        if pane is not None:
            yield tag, pane


def _headed_by_cell(tag: etree._Element) -> tuple[etree._Element, ...]:
    """What a cell titles: the rows that it spans, or the table, in a row alone and as wide."""
    cell = closest(tag, "td", "th")
    if cell is None:
        return ()
    row, count = cell.getparent(), cell.get("rowspan", "")
    if count.isdecimal() and int(count) > 1:
        return (row, *islice(row.itersiblings("tr"), int(count[:4]) - 1))
    if cell.get("colspan") and len(row) == 1:
        return (next(tag.iterancestors("table"), tag.getroottree().getroot()),)
    return ()


def _containers(line: Line) -> tuple[etree._Element, ...]:
    """Within what a row header, an accordion's title or a bold line holds; () for the page."""
    tag = line.tag
    if tag.tag == "button":
        return ()
    if headed := _headed_by_cell(tag):
        return headed
    box = tag
    if name := _CONTAINERS.get(tag.tag):
        box = next(tag.iterancestors(name), None)
    elif tag.tag != "li":
        lengths = accumulate(len("".join(part.split())) for part in tag.itertext())
        alone = all(length <= len(line.text) for length in lengths)
        box = tag.getparent() if alone else tag
    return () if box is None else (box,)


class Box(Struct, eq=False):
    """An element that holds lines; or one of these lines, as a part of it.

    The box around it is `up`; its lines are those from `start` to before `end`. A line has no
    `parts` and leaves its `addresses` to the element. Dates are looked for once, by line of links.
    """

    tag: etree._Element
    up: "Box | None"
    start: int
    end: int
    parts: list["Box"] = []
    addresses: set[str] = field(default_factory=set)
    dated: dict[int, wording.Published] | None = None

    @property
    def row_like(self) -> bool:
        """Whether it is a row, a card or an item."""
        return self.tag.tag in _ROW_LIKE

    def outward(self) -> Iterator["Box"]:
        """This box and those around it, each stretch of lines once."""
        box: Box | None = self
        last = (-1, -1)
        while box is not None:
            if (box.start, box.end) != last or box.row_like:
                yield box
            last, box = (box.start, box.end), box.up


class Boxes:
    """The boxes of a page's lines.

    Given are the lines of the content, where the links of each line that has any lead, and the
    panes that tabs and buttons open: a date before one is of something else.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        addresses: Mapping[int, frozenset[str]],
        panes: Container[etree._Element],
    ) -> None:
        self.lines, self._addresses, self._panes = lines, addresses, panes
        self._columns: dict[etree._Element, list[str]] = {}
        self.innermost: list[Box] = []
        opened: dict[etree._Element, Box] = {}
        for index, line in enumerate(lines):
            new = list(takewhile(lambda tag: tag not in opened, around(line.tag)))
            for tag in reversed(new):
                opened[tag] = Box(tag, opened.get(tag.getparent()), index, index)
                if up := opened[tag].up:
                    up.parts.append(opened[tag])
            box: Box | None = opened[line.tag]
            self.innermost.append(opened[line.tag])
            opened[line.tag].parts.append(Box(line.tag, box, index, index + 1))
            while box:
                box.end = index + 1
                box.addresses.update(addresses.get(index, ()))
                box = box.up

    def own(self, index: int) -> Box:
        """The largest box that holds no other links than this line does."""
        box, count = self.innermost[index], len(self._addresses[index])
        while (up := box.up) and up.tag.tag not in {"main", "body"} and len(up.addresses) == count:
            box = up
        return box

    def date(self, index: int, above: int) -> wording.Published | None:
        """The date that a line's links stand with, in the boxes from the line outward.

        What is before `above`, the heading that the line stands under or -1, is of something else.
        """
        own = self.own(index)
        headed = False
        for box in self.innermost[index].outward():
            if headed and not box.row_like:
                continue  # past the heading, only the row or item that it stands in counts
            if box.dated is None:
                box.dated = dict(self._dates(box, of_one=box.row_like or box is own))
            found = box.dated.get(index)
            if found or headed:
                return found
            headed = box.start <= above and not box.row_like
        return None

    def free(self, box: Box, index: int, above: int) -> Iterator[int]:
        """Lines of a box before a line, nearest first, that belong to no other link's box."""
        at = bisect(box.parts, index, key=lambda part: part.start)
        for part in reversed(box.parts[max(at - _LOOK_BACK, 0) : at - 1]):
            if part.end <= above + 1:
                return
            if not part.addresses:
                yield from reversed(range(part.start, part.end))

    def column(self, index: int) -> str:
        """What the head of its column, or the term before it, says of a line's cell; or ""."""
        cell = closest(self.lines[index].tag, "td", "dd")
        if cell is None:
            return ""
        if cell.tag == "dd":
            term = next(cell.itersiblings("dt", preceding=True), None)
            words = "" if term is None else words_of(term)
            tells = wording.COLUMN_TITLE.fullmatch(words) or link_kind(words) != "report"
            return words if tells else ""
        table, row = next(cell.iterancestors("table"), None), cell.getparent()
        first = None if table is None else table.find(".//tr")
        if first is None or row is first:
            return ""
        if first not in self._columns:
            titles = list(first.iterchildren("td", "th"))
            plain = first.find(".//a[@href]") is None and not any(t.get("colspan") for t in titles)
            self._columns[first] = list(map(words_of, titles)) if plain else []
        titles, at = self._columns[first], row.index(cell)
        return titles[at] if at < len(titles) else ""

    def said(self, index: int) -> str:
        """A line's words, with what its column says of them."""
        column = self.column(index)
        return f"{column}: {self.lines[index].text}" if column else self.lines[index].text

    def _dates(self, box: Box, *, of_one: bool) -> Iterator[tuple[int, wording.Published]]:
        """The lines of links in a box that has dates for them."""
        groups = list(self._groups(box))
        if box.up and box.up.addresses - box.addresses:
            linked = [group for group in groups if any(found is None for _, found in group)]
            days = {found for group in groups for _, found in group if found}
            if len(linked) == 1 and len(days) == 1:
                # One thing in a box of its own, whose date may stand above its name.
                (date,) = days
                yield from ((one, date) for one, found in linked[0] if found is None)
                return
        for group in groups:
            cued = {one for one, found in group if found and wording.says_published(self.said(one))}
            told = [(one, found) for one, found in group if not found or one in cued]
            yield from wording.dates_in_a_row(told if cued and of_one else group, of_one=of_one)

    def _groups(self, box: Box) -> Iterator[wording.Row]:
        """Links and dates of a box in order, a row for each heading in it."""
        group: wording.Row = []
        for part in box.parts:
            lines = range(part.start, part.end)
            if part.addresses:
                if part.tag in self._panes:
                    yield group
                    group = []
                group += [(one, None) for one in lines if one in self._addresses]
                continue
            for one in lines:
                line = self.lines[one]
                heads = heading_level(line)
                found = None if line.anchors or heads else wording.said_date(self.said(one))
                if heads and not wording.COLUMN_TITLE.fullmatch(line.text):
                    yield group
                    group = []
                if one in self._addresses or found:
                    group.append((one, found))
        yield group
