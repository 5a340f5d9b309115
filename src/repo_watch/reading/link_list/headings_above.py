"""The headings above a line: those of HTML, and what stands in for them.

A partnership's page is often written by hand in an editor: its sections are titled by bold lines,
tabs, accordion buttons, the first cell of a row, a list item that holds a list, or a plain line
"Serious case reviews 2031".
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from lxml import etree
from msgspec.structs import replace

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


class _Heading(NamedTuple):
    level: float
    text: str
    boxes: tuple[etree._Element, ...]
    line: Line
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
        self.panes = panes_of(root)
        self._stack: list[_Heading] = []

    def meet(self, index: int, line: Line) -> None:
        """Take a line into account, a heading or not."""
        while self._stack and (boxes := self._stack[-1].boxes):
            if any(within(line.tag, box) for box in boxes):
                break
            self._stack.pop()
        if self.panes:
            self._enter(index, line)
        level: float = heading_level(line)
        text = without_notes(line.text)
        if line.tag.tag == "dt" and self._stack and self._stack[-1].line.tag.tag == "dt":
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
        self._stack.append(_Heading(level, text, boxes, line, index))

    def above(self, line: Line) -> tuple[str, ...]:
        """What stands above, innermost first; a heading does not stand above itself."""
        return tuple(one.text for one in reversed(self._stack) if one.line is not line)

    def nearest(self, line: Line) -> int:
        """Index of the line that is the innermost heading above, -1 for none."""
        return next((one.at for one in reversed(self._stack) if one.line is not line), -1)

    def _enter(self, index: int, line: Line) -> None:
        """Take the label of each pane that the line is the first of, outermost first."""
        known = [box for one in self._stack for box in one.boxes]
        around = [tag for tag in (line.tag, *line.tag.iterancestors()) if tag in self.panes]
        for pane in reversed(around):
            label = self.panes[pane]
            if pane not in known and label != line.text:
                self._stack.append(
                    _Heading(_PANE_LEVEL, label, (pane,), replace(line, text=""), index - 1)
                )


def heading_level(line: Line) -> int:
    """1 to 9 for a line that titles what follows it, 0 for one that does not."""
    if line.level or line.titled:
        return line.level or _UNTITLED_LEVEL
    if line.anchors or len(line.text.split()) >= MOST_WORDS:
        return 0
    if spanned_rows(line.tag) or _alone_in_row(line.tag):
        return _UNTITLED_LEVEL
    if line.strong:
        dated = only_a_date(line.text) and not line.text.isdigit()
        return 0 if dated else _BOLD_LEVEL
    if line.tag.tag == "li" and line.tag.find(".//li") is not None:
        return _BOLD_LEVEL
    plain = len(line.text) <= LONGEST and _WORDS.plain_heading.fullmatch(line.text)
    return _PLAIN_LEVEL if plain else 0


def panes_of(root: etree._Element) -> Mapping[etree._Element, str]:
    """The panes of a page's tabs and accordions, each with the words of what opens it."""
    by_id = {tag.get("id"): tag for tag in root.iterfind(".//*[@id]")}
    found: dict[etree._Element, str] = {}
    for label, pane in _openers(root, by_id):
        words = " ".join("".join(label.itertext()).split())
        if words and len(words) <= LONGEST and not within(label, pane):
            found.setdefault(pane, words)
    return found


def _openers(
    root: etree._Element, by_id: Mapping[str | None, etree._Element]
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Labels with their panes, by what names the one in the other; or a button and what follows."""
    for tag in root.iter(etree.Element):
        label = by_id.get(tag.get("aria-labelledby"))
        if label is not None and tag.get("role") in {"tabpanel", "region"}:
            yield label, tag
        named = next(filter(None, map(tag.get, _NAMING_A_PANE)), None)
        if named is None and (tag.tag == "a" and _opens(tag)):
            named = tag.get("href")
        pane = by_id.get(named.lstrip("#")) if named else None
        if pane is None and tag.tag == "button" and not within_link(tag):
            pane = tag.getnext()
        if pane is not None:
            yield tag, pane


def _opens(tag: etree._Element) -> bool:
    if not tag.get("href", "").startswith("#"):
        return False
    around = [tag, *islice(tag.iterancestors("li", "ul"), 2)]
    names = ("role", "class", "data-toggle", "data-bs-toggle")
    return bool(
        _WORDS.opener.search(" ".join(one.get(name, "") for one in around for name in names))
    )


def within_link(tag: etree._Element) -> bool:
    """Whether an element stands in a link."""
    return next(tag.iterancestors("a"), None) is not None


def spanned_rows(tag: etree._Element) -> tuple[etree._Element, ...]:
    """The rows that a cell of several rows stands for, its own first; () for any other."""
    cell = next((one for one in (tag, *tag.iterancestors()) if one.tag in {"td", "th"}), None)
    count = "" if cell is None else cell.get("rowspan", "")
    row = None if cell is None else cell.getparent()
    if row is None or not count.isdecimal() or int(count) <= 1:
        return ()
    return (row, *islice(row.itersiblings("tr"), int(count[:4]) - 1))


def _alone_in_row(tag: etree._Element) -> bool:
    """Whether a cell is the only one of its row and as wide as the table."""
    cell = next((one for one in (tag, *tag.iterancestors()) if one.tag in {"td", "th"}), None)
    return cell is not None and bool(cell.get("colspan")) and len(cell.getparent()) == 1


def _containers(line: Line) -> tuple[etree._Element, ...]:
    """Within what a row header, an accordion's title or a bold line holds; () for the page."""
    tag = line.tag
    if tag.tag == "button":
        return ()
    if rows := spanned_rows(tag):
        return rows
    box = tag
    if _alone_in_row(tag):
        box = next(tag.iterancestors("table"), None)
    elif name := _CONTAINERS.get(tag.tag):
        box = next(tag.iterancestors(name), None)
    elif tag.tag != "li" and _alone(line):
        box = tag.getparent()
    return () if box is None else (box,)


def _alone(line: Line) -> bool:
    """Whether the element around a line says nothing else."""
    length = 0
    for part in line.tag.itertext():
        length += len("".join(part.split()))
        if length > len(line.text):
            return False
    return True


def within(tag: etree._Element, box: etree._Element) -> bool:
    """Whether an element is a box or stands in it."""
    return tag is box or any(parent is box for parent in tag.iterancestors())
