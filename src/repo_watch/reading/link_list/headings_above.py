"""The headings above a line: those of HTML, and what stands in for them.

A partnership's page is often written by hand in an editor: its sections are titled by bold lines,
tabs, accordion buttons, the first cell of a row, a list item that holds a list, or a plain line
"Serious case reviews 2031".
"""

from collections.abc import Iterator
from itertools import accumulate, islice
from typing import NamedTuple

from lxml import etree

from repo_watch.reading.link_list.link_words import LONGEST, without_notes
from repo_watch.reading.link_list.publication_dates import only_a_date
from repo_watch.reading.page.lines import Line
from repo_watch.reading.terms.case_names import named_case
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
COLUMN_TITLE = _WORDS.column_title
"""Text that titles a column of a table, not what stands in it."""
MOST_WORDS = 16
"""A line of as many words is prose, not a title."""
_CONTAINERS = {"th": "tr", "td": "tr", "summary": "details", "dt": "dl", "caption": "table"}
_PANE_LEVEL = 0.5
_UNTITLED_LEVEL = 7
_BOLD_LEVEL = 8
_PLAIN_LEVEL = 9
_NAMING_A_PANE = ("aria-controls", "data-target", "data-bs-target", "data-tab", "data-panel")
_SAYING_WHAT_IT_IS = ("role", "class", "data-toggle", "data-bs-toggle")


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
            if words and len(words) <= LONGEST and pane not in around(label):
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
        text = without_notes(line.text)
        if line.tag.tag == "dt" and self._stack and self._stack[-1].tag.tag == "dt":
            self._stack.pop()
        if not level or COLUMN_TITLE.fullmatch(text):
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
    if line.anchors or len(line.text.split()) >= MOST_WORDS:
        return 0
    if _headed_by_cell(line.tag):
        return _UNTITLED_LEVEL
    if line.strong:
        dated = only_a_date(line.text) and not line.text.isdigit()
        return 0 if dated else _BOLD_LEVEL
    if line.tag.tag == "li" and line.tag.find(".//li") is not None:
        return _BOLD_LEVEL
    plain = len(line.text) <= LONGEST and _WORDS.plain_heading.fullmatch(line.text)
    return _PLAIN_LEVEL if plain else 0


def around(tag: etree._Element) -> Iterator[etree._Element]:
    """An element and those that it stands in, outward."""
    yield tag
    yield from tag.iterancestors()


def closest(tag: etree._Element, *names: str) -> etree._Element | None:
    """The innermost element of one of these names that an element is or stands in."""
    return tag if tag.tag in names else next(tag.iterancestors(*names), None)


def words_of(tag: etree._Element) -> str:
    """What an element says, white space collapsed."""
    return " ".join("".join(tag.itertext()).split())


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
    elif tag.tag != "li" and _alone(line):
        box = tag.getparent()
    return () if box is None else (box,)


def _alone(line: Line) -> bool:
    """Whether the element around a line says nothing else."""
    lengths = accumulate(len("".join(part.split())) for part in line.tag.itertext())
    return all(length <= len(line.text) for length in lengths)
