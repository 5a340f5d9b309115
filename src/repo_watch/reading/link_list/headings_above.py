"""The headings above a line: those of HTML, and what stands in for them.

A partnership's page is often written by hand in an editor: its sections are titled by bold lines,
accordion buttons, the first cell of a row, or a plain line "Serious case reviews 2031".
"""

import re

from lxml import etree

from repo_watch.reading.link_list.link_words import LONGEST, without_notes
from repo_watch.reading.page.lines import Line
from repo_watch.reading.terms.case_names import named_case

COLUMN_TITLE = re.compile(
    r"(?:\W|\b(?:title|name|date|year|size|type|format|published|publication|case|review|report|reports|of|"
    r"document|documents|download|downloads|link|links|description|summary|file|files|action|status)\b)*",
    re.IGNORECASE,
)
"""Text that titles a column of a table, not what stands in it."""
MOST_WORDS = 16
"""A line of as many words is prose, not a title."""
_PLAIN_HEADING = re.compile(
    r"(?:[A-Z][\w’'-]*\s+(?:[\w’'&-]+\s+){0,5})?(?:[Rr]eviews|[Bb]riefings)"
    r"(?:\s+(?:published\s+)?(?:in\s+|from\s+)?(?:19|20)\d\d)?"
)
_CONTAINERS = {"th": "tr", "td": "tr", "summary": "details", "dt": "dl", "caption": "table"}
_UNTITLED_LEVEL = 7
_BOLD_LEVEL = 8
_PLAIN_LEVEL = 9


class Headings:
    """The headings above the current line, outermost first.

    Row headers, accordion titles and bold lines rank below all HTML headings, as do short lines
    that name reviews or briefings, and hold only within the row, accordion or box they stand in.
    The name of a case ranks below any other heading of its kind: sites that know one level of
    heading only put "Serious case reviews published in 2031" and "Child Q" on it.
    """

    def __init__(self) -> None:
        self._stack: list[tuple[float, str, etree._Element | None, Line]] = []

    def meet(self, line: Line) -> None:
        """Take a line into account, a heading or not."""
        while self._stack and not within(line.tag, self._stack[-1][2]):
            self._stack.pop()
        level: float = self._level(line)
        text = without_notes(line.text)
        if not level or COLUMN_TITLE.fullmatch(text):
            return
        if named_case(text) == text:
            level += 0.5
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        box = None if level < _UNTITLED_LEVEL else _container(line)
        self._stack.append((level, text, box, line))

    def above(self, line: Line) -> tuple[str, ...]:
        """What stands above, innermost first; a heading does not stand above itself."""
        return tuple(text for _, text, _, said in reversed(self._stack) if said is not line)

    @staticmethod
    def _level(line: Line) -> int:
        if line.level or line.titled:
            return line.level or _UNTITLED_LEVEL
        if line.anchors or len(line.text.split()) >= MOST_WORDS:
            return 0
        if line.strong:
            return _BOLD_LEVEL
        plain = len(line.text) <= LONGEST and _PLAIN_HEADING.fullmatch(line.text)
        return _PLAIN_LEVEL if plain else 0


def _container(line: Line) -> etree._Element | None:
    """Within what a row header, an accordion's title or a bold line holds; None for the page."""
    tag = line.tag
    if tag.tag == "button":
        return None
    if name := _CONTAINERS.get(tag.tag):
        return next(tag.iterancestors(name), None)
    return tag.getparent() if _alone(line) else tag


def _alone(line: Line) -> bool:
    """Whether the element around a line says nothing else."""
    length = 0
    for part in line.tag.itertext():
        length += len("".join(part.split()))
        if length > len(line.text):
            return False
    return True


def within(tag: etree._Element, box: etree._Element | None) -> bool:
    """Whether an element is a box or stands in it; None is the page."""
    return box is None or tag is box or any(parent is box for parent in tag.iterancestors())
