"""What follows a heading: sections, keywords and report links of one entry, line by line."""

import re
from collections.abc import Sequence

from repo_watch.model import SECTIONS, Entry, Link
from repo_watch.reading.case_list.labels import (
    KEYWORDS,
    Label,
    closing_keywords,
    find_labels,
    is_lost_label,
    keywords_without_colon,
    looks_like_keywords,
    section_named,
    split_keywords,
)
from repo_watch.reading.page.furniture import is_furniture
from repo_watch.reading.page.lines import Line, Span
from repo_watch.reading.page.report_links import (
    introduces_links,
    lost_link,
    names_report,
    only_links,
    report_links,
    trailing_links,
)
from repo_watch.reading.terms.headings import Heading, is_date

_ACCESSION = re.compile(r"\bNC0*(\d{4,6})\b")
_ONLY_ACCESSION = re.compile(
    r"(?:\W|\b(?:accession|record|reference|catalogue|library|number|no|ref)\b)*\bNC\d{4,7}\b\W*",
    re.IGNORECASE,
)
_LONGEST_LABEL = 100

Stretch = tuple[str, str]
"""What a stretch of text was taken for, and the text."""


def labels_of(line: Line) -> list[Label]:
    """The labels of a line. One that stands alone on its line needs no colon."""
    if ":" in line.text or line.marks:
        found = find_labels(line.text, line.marks)
        if found:
            return found
    if len(line.text) <= _LONGEST_LABEL and (
        line.cell
        or line.titled
        or (line.text[0].isupper() and line.text.count(" ") <= 1 and not line.item)
    ):
        section = section_named(line.text, alone=line.cell or line.titled)
        if section:
            return [Label(0, len(line.text), section)]
    terms = line.text.startswith("Key") and keywords_without_colon(line.text)
    return [Label(0, terms, KEYWORDS)] if terms else []


def titles_a_section(line: Line, level: int) -> bool:
    """Whether a line titles a part of the page, seen from an entry whose heading has that level."""
    return 0 < line.level <= (level or 6) or is_date(line.text)


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
        for anchor in line.anchors:
            self._link(line, anchor)

    def entry(self) -> Entry:
        """The finished entry."""
        heading = self.heading
        said = sorted(filter(self.sections.get, self.sections), key=SECTIONS.index)
        return Entry(
            title=heading.title,
            year=heading.year,
            month=heading.month,
            authority_text=heading.authority_text,
            anonymous=heading.anonymous,
            case_name=heading.case_name,
            sections={name: "\n".join(self.sections[name]) for name in said},
            keywords=self.keywords,
            links=tuple(self.links),
            accession=self.accession,
            points={name: tuple(self.points[name]) for name in said if name in self.points},
        )

    def take(self, line: Line, labels: Sequence[Label], *, more: bool) -> list[Stretch] | None:
        """What a line says of this entry, or None when it is not part of it.

        Args:
            line: the next line after those taken so far.
            labels: its labels.
            more: whether a line with a label is still to come before the next heading.
        """
        if self.closed:
            return None
        if labels and not self._only_looks_labelled(line, labels[0]):
            return self._labelled(line, labels, more=more)
        # In a list of recommendations "Read the review with families" is no lost link.
        links = only_links(line) and bool(line.anchors or self.keywords or not self._listed(line))
        if links and (stretches := self._link_line(line)):
            return stretches
        title = titles_a_section(line, self.line.level)
        if not (title and line.level) and introduces_links(line):
            return [("label", line.text)]
        if title:
            self.closed = True
            return None
        if is_furniture(line.text) or line.tag.tag == "button":
            self.closed = bool(self.keywords) and not more and line.tag.tag != "button"
            return [("furniture", line.text)]
        if "NC" in line.text and _ONLY_ACCESSION.fullmatch(line.text):
            self._note_accession(line.text)
            return [("accession", line.text)]
        return None if links else self._unlabelled(line, more=more)

    def _only_looks_labelled(self, line: Line, label: Label) -> bool:
        """Whether a plain label opens an item of the list that a label above has announced."""
        return (
            self.label_line is not None
            and not self._listed(self.label_line)
            and self._listed(line)
            and not line.marks
            and label.section != KEYWORDS
        )

    def _labelled(self, line: Line, labels: Sequence[Label], *, more: bool) -> list[Stretch] | None:
        again = self.linked and self.keywords and labels[0].section in self.sections
        if again or _of_several_entries(labels):
            self.closed = True
            return None
        self.label_line = line
        stretches = self._part(line, 0, labels[0].start)
        ends = [label.start for label in labels[1:]] + [len(line.text)]
        for label, end in zip(labels, ends, strict=True):
            words = line.text[label.start : label.end].strip()
            # "Key issues" on one line and "include:" on the next are one label.
            if not (self.sections.get(self.section) == [] and is_lost_label(words)):
                self.section = label.section
                self.sections.setdefault(label.section, [])
            stretches.append(("label", words))
            stretches += self._part(line, label.end, end, more=more or end < len(line.text))
        return stretches

    def _part(self, line: Line, start: int, end: int, *, more: bool = True) -> list[Stretch]:
        """Take what stands from `start` to `end` of a line that has labels."""
        if more and self.section != KEYWORDS and (not line.anchors or end <= line.anchors[0].start):
            words = line.text[start:end].strip()
            return [self._add(line, words)] if words else []
        part = line.cut(start, end)
        if not part.text:
            return []
        closes = not more and self.section != KEYWORDS
        return (closes and self._closing(part, own_line=False)) or self._say(part)

    def _unlabelled(self, line: Line, *, more: bool) -> list[Stretch] | None:
        if self.section == KEYWORDS:
            if not self._more_keywords(line):
                self.closed = not more
                return None
        elif not more and (closing := self._closing(line, own_line=True)):
            return closing
        elif self.linked and self.sections:
            self.closed = not more
            return None
        return self._say(line)

    def _closing(self, line: Line, *, own_line: bool) -> list[Stretch]:
        """Take unlabelled keywords that close the entry, and the text that they are glued to."""
        start = None if self.keywords or self._listed(line) else closing_keywords(line.text)
        if start is None or (start == 0 and not (own_line and any(self.sections.values()))):
            return []
        before = self._say(line.cut(0, start)) if start else []
        self.section = KEYWORDS
        return before + self._say(line.cut(start))

    def _listed(self, line: Line) -> bool:
        """Whether a line stands in a list within the entry, which may itself be a list's item."""
        return line.item > self.line.item

    def _more_keywords(self, line: Line) -> bool:
        last = self.last_keywords
        return (
            last is None
            or last.text.endswith(",")
            or (self._listed(line) and self._listed(last))
            or (line.tag is last.tag and not self.linked and looks_like_keywords(line.text + ", x"))
        )

    def _say(self, line: Line) -> list[Stretch]:
        """Add text to the section that is open, and the report links in it to the links."""
        start = trailing_links(line) if line.anchors else None
        if self.section == KEYWORDS and not line.anchors:
            start = lost_link(line.text)
        stretches = [self._add(line, line.text[:start].rstrip(" >›»|") if start else line.text)]
        for anchor in line.anchors:
            if (start and anchor.start >= start) or names_report(line.label(anchor)):
                self._link(line, anchor)
        if start:
            stretches.append(("link", line.text[start:]))
            self.linked = True
        return stretches

    def _add(self, line: Line, words: str) -> Stretch:
        """Add words of a line to the section that is open."""
        self.last = line
        if "NC" in words:
            self._note_accession(words)
        if self.section == KEYWORDS:
            self._add_keywords(line, words)
            return KEYWORDS, words
        lines = self.sections.setdefault(self.section, [])
        if line.item > (self.label_line or self.line).item:
            self.points.setdefault(self.section, []).append(len(lines))
        lines.append(words)
        return f"section:{self.section}", words

    def _add_keywords(self, line: Line, words: str) -> None:
        last = self.last_keywords
        terms = split_keywords(words)
        if last and last.tag is line.tag and not last.text.endswith(","):
            # A line broken inside a term: the break is a space.
            terms = (f"{self.keywords[-1]} {terms[0]}", *terms[1:])
            self.keywords = self.keywords[:-1]
        self.keywords += terms
        self.last_keywords = line

    def _link_line(self, line: Line) -> list[Stretch] | None:
        finished = bool(self.keywords or self.links)
        links = report_links(line, any_label=not (finished or line.level))
        if links is None:
            self.closed = finished
            return None
        for anchor in line.anchors:
            self._link(line, anchor)
        self.linked = True
        return [("link", line.text)]

    def _link(self, line: Line, anchor: Span) -> None:
        if anchor.url:
            self._note_accession(anchor.url)
            self.links[Link(line.label(anchor), anchor.url)] = None

    def _note_accession(self, text: str) -> None:
        found = _ACCESSION.search(text) if "NC" in text and not self.accession else None
        if found:
            self.accession = f"NC{found[1]}"


def _of_several_entries(labels: Sequence[Label]) -> bool:
    """Whether a line has the keywords of more than one entry: nobody can say where one ends."""
    keywords = [label for label in labels if label.section == KEYWORDS]
    return len(keywords) > 1 and keywords[0].end < keywords[-1].start
