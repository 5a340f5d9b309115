"""The boxes of a page: rows, cards, list items, panels. What stands in one stands together.

A link belongs to the largest box that holds it and no other link. What is looked for (a date, a
name) is looked for there first, then in the boxes around it, outward.
"""

from bisect import bisect
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import takewhile

from lxml import etree
from msgspec import Struct, field

from repo_watch.reading.link_list import publication_dates as dates
from repo_watch.reading.link_list.headings_above import (
    COLUMN_TITLE,
    around,
    closest,
    heading_level,
    words_of,
)
from repo_watch.reading.page.lines import Line
from repo_watch.reading.terms.link_kinds import link_kind

_ROW_LIKE = {"tr", "li", "article", "dd", "td", "details", "figure"}
"""Boxes that are of one thing, whatever they hold: one date in them is the date of all."""
_LOOK_BACK = 60
"""Parts of a box that are looked at before a line, lest a box without end take as long."""


class Box(Struct, eq=False):
    """An element that holds lines; or one of these lines, as a part of it.

    Attributes:
        up: the box around it, None for the page.
        start: index of its first line; `end` is that behind its last.
        parts: what stands in it, in order; a line has none.
        addresses: where the links in it lead; a line leaves them to the element.
        dated: by line of links, once they were looked for.
    """

    tag: etree._Element
    up: "Box | None"
    start: int
    end: int
    parts: list["Box"] = []
    addresses: set[str] = field(default_factory=set)
    dated: dict[int, dates.Published] | None = None

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

    def date(self, index: int, above: int) -> dates.Published | None:
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

    def row(self, index: int) -> int | None:
        """The first line of the row of a table that a line stands in, or None."""
        outward = self.innermost[index].outward()
        return next((box.start for box in outward if box.tag.tag == "tr"), None)

    def column(self, index: int) -> str:
        """What the head of its column, or the term before it, says of a line's cell; or ""."""
        cell = closest(self.lines[index].tag, "td", "dd")
        if cell is None:
            return ""
        if cell.tag == "dd":
            term = next(cell.itersiblings("dt", preceding=True), None)
            words = "" if term is None else words_of(term)
            return words if COLUMN_TITLE.fullmatch(words) or link_kind(words) != "report" else ""
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

    def _dates(self, box: Box, *, of_one: bool) -> Iterator[tuple[int, dates.Published]]:
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
            cued = {one for one, found in group if found and dates.says_published(self.said(one))}
            told = [(one, found) for one, found in group if not found or one in cued]
            yield from dates.dates_in_a_row(told if cued and of_one else group, of_one=of_one)

    def _groups(self, box: Box) -> Iterator[dates.Row]:
        """Links and dates of a box in order, a row for each heading in it."""
        group: dates.Row = []
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
                found = None if line.anchors or heads else dates.said_date(self.said(one))
                if heads and not COLUMN_TITLE.fullmatch(line.text):
                    yield group
                    group = []
                if one in self._addresses or found:
                    group.append((one, found))
        yield group
