"""The boxes of a page: rows, cards, list items, panels. What stands in one stands together.

A link belongs to the largest box that holds it and no other link. What is looked for (a date, a
name) is looked for there first, then in the boxes around it, outward. Within a box that holds
several links, the first thing decides whose a date is: where a date comes before any link, each
date heads the links that follow it; where a link comes first, each date belongs to the link before.
"""

from bisect import bisect
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise

from lxml import etree

from repo_watch.reading.link_list.headings_above import COLUMN_TITLE, heading_level
from repo_watch.reading.link_list.publication_dates import Published, said_date, says_published
from repo_watch.reading.page.lines import Line
from repo_watch.reading.terms.link_kinds import link_kind

_ROW_LIKE = {"tr", "li", "article", "dd", "td", "details", "figure"}
"""Boxes that are of one thing, whatever they hold: one date in them is the date of all."""
_LOOK_BACK = 60
"""Parts of a box that are looked at before a line, lest a box without end take as long."""


class Box:
    """An element that holds lines.

    Attributes:
        tag: the element.
        up: the box around it, None for the page.
        parts: what stands in it, in order: indices of lines, or boxes.
        start: index of its first line.
        end: index behind its last line.
        addresses: where the links in it lead.
    """

    __slots__ = ("addresses", "dates", "end", "parts", "start", "tag", "up")

    def __init__(self, tag: etree._Element | None, up: "Box | None", start: int) -> None:
        self.tag, self.up, self.start, self.end = tag, up, start, start
        self.parts: list[int | Box] = []
        self.addresses: set[str] = set()
        self.dates: dict[int, Published] | None = None

    @property
    def row_like(self) -> bool:
        """Whether it is a row, a card or an item."""
        return self.tag is not None and self.tag.tag in _ROW_LIKE

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

    Args:
        lines: of the content.
        addresses: for each line that has links, where they lead.
        panes: what tabs and buttons open; a date before one is of something else.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        addresses: Mapping[int, frozenset[str]],
        panes: Container[etree._Element | None] = (),
    ) -> None:
        self._lines, self._panes = lines, panes
        self._addresses = addresses
        self._columns: dict[etree._Element, list[str]] = {}
        self.innermost: list[Box] = []
        page = Box(None, None, 0)
        opened: dict[etree._Element, Box] = {}
        stack = [page]
        for index, line in enumerate(lines):
            new = []
            tag: etree._Element | None = line.tag
            while tag is not None and tag not in opened:
                new.append(tag)
                tag = tag.getparent()
            around = page if tag is None else opened[tag]
            while stack[-1] is not around:
                closed = stack.pop()
                del opened[closed.tag]
            for tag in reversed(new):
                box = Box(tag, stack[-1], index)
                stack[-1].parts.append(box)
                stack.append(box)
                opened[tag] = box
            stack[-1].parts.append(index)
            self.innermost.append(stack[-1])
            found = addresses.get(index)
            for box in stack:
                box.end = index + 1
                if found:
                    box.addresses |= found

    def own(self, index: int) -> Box:
        """The largest box that holds no other links than this line does."""
        box, count = self.innermost[index], len(self._addresses[index])
        while box.up is not None and box.up.tag is not None and len(box.up.addresses) == count:
            if box.up.tag.tag in {"main", "body"}:
                break
            box = box.up
        return box

    def date(self, index: int, above: int) -> Published | None:
        """The date that a line's links stand with, in the boxes from the line outward.

        Args:
            index: of the line.
            above: index of the heading that the line stands under, or -1: what is before it is of
                something else.
        """
        own = self.own(index)
        headed = False
        for box in self.innermost[index].outward():
            if headed and not box.row_like:
                continue  # past the heading, only the row or item that it stands in counts
            if box.dates is None:
                box.dates = dict(self._dates(box, alone=box is own))
            found = box.dates.get(index)
            if found or (headed and box.row_like):
                return found
            headed = box.start <= above and not box.row_like
        return None

    def free(self, box: Box, index: int, above: int) -> Iterator[int]:
        """Lines of a box before a line, nearest first, that belong to no other link's box."""
        at = bisect(
            box.parts, index, key=lambda part: part.start if isinstance(part, Box) else part
        )
        for part in reversed(box.parts[max(at - _LOOK_BACK, 0) : at - 1]):
            within = range(part, part + 1) if isinstance(part, int) else range(part.start, part.end)
            if within.stop <= above + 1:
                return
            if not isinstance(part, Box) or not part.addresses:
                yield from reversed(within)

    def row(self, index: int) -> int | None:
        """The first line of the row of a table that a line stands in, or None."""
        around = self.innermost[index].outward()
        rows = (box for box in around if box.tag is not None and box.tag.tag == "tr")
        return next((box.start for box in rows), None)

    def column(self, index: int) -> str:
        """What the head of its column, or the term before it, says of a line's cell; or ""."""
        tag = self._lines[index].tag
        cell = next((one for one in (tag, *tag.iterancestors()) if one.tag in {"td", "dd"}), None)
        if cell is None:
            return ""
        if cell.tag == "dd":
            term = next(cell.itersiblings("dt", preceding=True), None)
            words = "" if term is None else _text(term)
            return words if COLUMN_TITLE.fullmatch(words) or link_kind(words) != "report" else ""
        row, table = cell.getparent(), next(cell.iterancestors("table"), None)
        first = None if table is None else next(table.iter("tr"), None)
        if table is None or row is None or first is None:
            return ""
        if table not in self._columns:
            titles = list(first.iterchildren("td", "th"))
            plain = first.find(".//a[@href]") is None and not any(t.get("colspan") for t in titles)
            self._columns[table] = list(map(_text, titles)) if plain else []
        titles, at = self._columns[table], row.index(cell)
        return titles[at] if row is not first and at < len(titles) else ""

    def said(self, index: int) -> str:
        """A line's words, with what its column says of them."""
        column = self.column(index)
        return f"{column}: {self._lines[index].text}" if column else self._lines[index].text

    def _dates(self, box: Box, *, alone: bool) -> Iterator[tuple[int, Published]]:
        groups = list(self._groups(box))
        if box.up and box.up.addresses - box.addresses:
            linked = [group for group in groups if any(found is None for _, found in group)]
            dates = {found for group in groups for _, found in group if found}
            if len(linked) == 1 and len(dates) == 1:
                # One thing in a box of its own, whose date may stand above its name.
                (date,) = dates
                yield from ((one, date) for one, found in linked[0] if found is None)
                return
        for group in groups:
            said = [(one, says_published(self.said(one))) for one, found in group if found]
            cued = {one for one, is_cued in said if is_cued}
            if cued and (box.row_like or alone):
                told = [pair for pair in group if not pair[1] or pair[0] in cued]
            else:
                told = group
            dates = {found for _, found in told if found}
            if (box.row_like or alone) and len(dates) == 1:
                (date,) = dates
                yield from ((one, date) for one, found in told if found is None)
            elif told and told[0][1]:
                yield from _heading(told)
            else:
                yield from _following(told)

    def _groups(self, box: Box) -> Iterator[list[tuple[int, Published | None]]]:
        """Links (None) and dates of a box in order, a list for each heading in it."""
        group: list[tuple[int, Published | None]] = []
        for part in box.parts:
            if isinstance(part, Box) and part.addresses:
                if part.tag in self._panes:
                    yield group
                    group = []
                some = range(part.start, part.end)
                group += [(one, None) for one in some if one in self._addresses]
                continue
            some = range(part, part + 1) if isinstance(part, int) else range(part.start, part.end)
            for one in some:
                line = self._lines[one]
                heads = heading_level(line)
                found = None if line.anchors or heads else said_date(self.said(one))
                if heads and not COLUMN_TITLE.fullmatch(line.text):
                    yield group
                    group = []
                if one in self._addresses or found:
                    group.append((one, found))
        yield group


def _text(tag: etree._Element) -> str:
    return " ".join("".join(tag.itertext()).split())


def _heading(group: list[tuple[int, Published | None]]) -> Iterator[tuple[int, Published]]:
    date = None
    for one, found in group:
        date = found or date
        if found is None and date:
            yield one, date


def _following(group: list[tuple[int, Published | None]]) -> Iterator[tuple[int, Published]]:
    """Each date for the link right before it."""
    for (one, before), (_, found) in pairwise(group):
        if before is None and found:
            yield one, found
