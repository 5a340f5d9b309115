"""What follows a heading: sections, keywords and report links of one entry, line by line."""

import re

from repo_watch.model import SECTIONS, Entry, Link
from repo_watch.reading.case_list import labels
from repo_watch.reading.case_list.labels import KEYWORDS, Labelled, titles_a_section
from repo_watch.reading.page import report_links
from repo_watch.reading.page.furniture import is_furniture
from repo_watch.reading.page.lines import Line, Span
from repo_watch.reading.terms.headings import Heading

_ACCESSION = re.compile(r"\bNC0*(\d{4,6})\b")
_ONLY_ACCESSION = re.compile(
    r"(?:\W|\b(?:accession|record|reference|catalogue|library|number|no|ref)\b)*\bNC\d{4,7}\b\W*",
    re.IGNORECASE,
)

Stretch = tuple[str, str]
"""What a stretch of text was taken for, and the text."""


class Body:
    """The entry under one heading, filled line by line in page order."""

    def __init__(self, heading: Heading, line: Line) -> None:
        """An entry with its heading alone; the heading's own links count, to other pages."""
        self.heading, self.line = heading, line
        self.sections: dict[str, list[str]] = {}
        self.points: dict[str, list[int]] = {}
        self.keywords: tuple[str, ...] = ()
        self.links: dict[Link, None] = {}
        self.accession: str | None = None
        self.section = "summary"
        self.linked = self.closed = False
        self.label_line: Line | None = None
        self.last_keywords: Line | None = None
        self.last: Line | None = None
        self.told: list[Stretch] = []
        for anchor in line.anchors:
            self._link(line, anchor)

    def entry(self) -> Entry:
        """The finished entry."""
        said = [name for name in SECTIONS if self.sections.get(name)]
        return Entry(
            **self.heading._asdict(),
            sections={name: "\n".join(self.sections[name]) for name in said},
            keywords=self.keywords,
            links=tuple(self.links),
            accession=self.accession,
            points={name: tuple(self.points[name]) for name in said if name in self.points},
        )

    def take(self, line: Labelled, *, more: bool) -> list[Stretch]:
        """What the next line says of this entry; nothing when it is not part of it.

        There is `more` where a line with a label is still to come before the next heading.
        """
        self.told = []
        if self.closed:
            return []
        if line.labels and not self._only_looks_labelled(line):
            self._take_labelled(line, more=more)
            return self.told
        # In a list of recommendations "Read the review with families" is no lost link.
        links = report_links.only_links(line) and bool(
            line.anchors or self.keywords or not self._listed(line)
        )
        if links and self._takes_links(line):
            return [("link", line.text)]
        title = titles_a_section(line, self.line.level)
        if not (title and line.level) and report_links.introduces_links(line):
            return [("label", line.text)]
        if title:
            self.closed = True
        elif is_furniture(line.text) or line.tag.tag == "button":
            self.closed = bool(self.keywords) and not more and line.tag.tag != "button"
            return [("furniture", line.text)]
        elif "NC" in line.text and _ONLY_ACCESSION.fullmatch(line.text):
            self._note_accession(line.text)
            return [("accession", line.text)]
        elif not links:
            self._take_unlabelled(line, more=more)
        return self.told

    def _only_looks_labelled(self, line: Labelled) -> bool:
        """Whether a plain label opens an item of the list that a label above has announced."""
        return (
            self.label_line is not None
            and not self._listed(self.label_line)
            and self._listed(line)
            and not line.marks
            and line.labels[0].section != KEYWORDS
        )

    def _take_labelled(self, line: Labelled, *, more: bool) -> None:
        opening, *further = line.labels
        keywords = [label for label in line.labels if label.section == KEYWORDS]
        # With the keywords of several entries on one line nobody can say where one ends.
        several = len(keywords) > 1 and keywords[0].end < keywords[-1].start
        if several or (self.linked and self.keywords and opening.section in self.sections):
            self.closed = True
            return
        self.label_line = line
        self._take_part(line, 0, opening.start)
        ends = [*(label.start for label in further), len(line.text)]
        for label, end in zip(line.labels, ends, strict=True):
            words = line.text[label.start : label.end].strip()
            # "Key issues" on one line and "include:" on the next are one label.
            if not (self.sections.get(self.section) == [] and labels.is_lost_label(words)):
                self.section = label.section
                self.sections.setdefault(label.section, [])
            self.told.append(("label", words))
            self._take_part(line, label.end, end, more=more or end < len(line.text))

    def _take_part(self, line: Line, start: int, end: int, *, more: bool = True) -> None:
        """Take what stands from `start` to `end` of a line that has labels."""
        part = line.cut(start, end)
        closes = not more and self.section != KEYWORDS
        if part.text and not (closes and self._closes(part, own_line=False)):
            self._say(part)

    def _take_unlabelled(self, line: Line, *, more: bool) -> None:
        if self.section == KEYWORDS:
            goes_on = self._more_keywords(line)
        elif not more and self._closes(line, own_line=True):
            return
        else:
            goes_on = not (self.linked and self.sections)
        if goes_on:
            self._say(line)
        else:
            self.closed = not more

    def _closes(self, line: Line, *, own_line: bool) -> bool:
        """Take unlabelled keywords that close the entry, and the text that they are glued to."""
        may = not self.keywords and not self._listed(line)
        start = labels.closing_keywords(line.text) if may else None
        if start is None or (start == 0 and not (own_line and any(self.sections.values()))):
            return False
        if start:
            self._say(line.cut(0, start))
        self.section = KEYWORDS
        self._say(line.cut(start))
        return True

    def _listed(self, line: Line) -> bool:
        """Whether a line stands in a list within the entry, which may itself be a list's item."""
        return line.item > self.line.item

    def _more_keywords(self, line: Line) -> bool:
        last = self.last_keywords
        return (
            last is None
            or last.text.endswith(",")
            or (self._listed(line) and self._listed(last))
            or (
                line.tag is last.tag
                and not self.linked
                and labels.looks_like_keywords(line.text + ", x")
            )
        )

    def _say(self, line: Line) -> None:
        """Add text to the section that is open, and the report links in it to the links."""
        start = report_links.trailing_links(line) if line.anchors else None
        if self.section == KEYWORDS and not line.anchors:
            start = report_links.lost_link(line.text)
        self._add(line, line.text[:start].rstrip(" >›»|") if start else line.text)
        for anchor in line.anchors:
            trails = start and anchor.start >= start
            if trails or report_links.names_report(line.label(anchor)):
                self._link(line, anchor)
        if start:
            self.told.append(("link", line.text[start:]))
            self.linked = True

    def _add(self, line: Line, words: str) -> None:
        """Add words of a line to the section that is open."""
        self.last = line
        self._note_accession(words)
        if self.section == KEYWORDS:
            self._add_keywords(line, words)
            return
        lines = self.sections.setdefault(self.section, [])
        if line.item > (self.label_line or self.line).item:
            self.points.setdefault(self.section, []).append(len(lines))
        lines.append(words)
        self.told.append((f"section:{self.section}", words))

    def _add_keywords(self, line: Line, words: str) -> None:
        self.told.append((KEYWORDS, words))
        last, terms = self.last_keywords, labels.split_keywords(words)
        if last and last.tag is line.tag and not last.text.endswith(","):
            # A line broken inside a term: the break is a space.
            terms = (f"{self.keywords[-1]} {terms[0]}", *terms[1:])
            self.keywords = self.keywords[:-1]
        self.keywords += terms
        self.last_keywords = line

    def _takes_links(self, line: Line) -> bool:
        finished = bool(self.keywords or self.links)
        any_label = not (finished or line.level)
        if report_links.report_links(line, any_label=any_label) is None:
            self.closed = finished
            return False
        for anchor in line.anchors:
            self._link(line, anchor)
        self.linked = True
        return True

    def _link(self, line: Line, anchor: Span) -> None:
        if anchor.url:
            self._note_accession(anchor.url)
            self.links[Link(line.label(anchor), anchor.url)] = None

    def _note_accession(self, text: str) -> None:
        found = _ACCESSION.search(text) if "NC" in text and not self.accession else None
        if found:
            self.accession = f"NC{found[1]}"
