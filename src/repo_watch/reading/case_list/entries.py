"""The entry grammar: from the lines of a list page to its case reviews.

An entry is a heading of the right pattern and what follows it: sections, keywords and report links,
line by line. The same heading without anything behind it is a menu. Every visible line of the
list's region is assigned: to an entry, to the page's furniture, or to what was left unread.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise

from lxml import etree

from repo_watch.model import SECTIONS, Entry, Link, Page, Reading, Unread
from repo_watch.reading.case_list import labels
from repo_watch.reading.case_list.candidates import find_headings, headings_apart
from repo_watch.reading.case_list.labels import KEYWORDS, Labelled, titles_a_section
from repo_watch.reading.page import furniture, report_links
from repo_watch.reading.page.lines import Line, Span
from repo_watch.reading.page.web_page import open_page
from repo_watch.reading.terms.headings import Heading, is_date
from repo_watch.reading.terms.patterns import Patterns

_DEEPEST = 100
"""Nesting looked at, at most, when one entry's markup stands within another's."""
_WORDS = Patterns(__file__)

Stretch = tuple[str, str]
"""What a stretch of text was taken for, and the text."""


def read_list(page: Page) -> Reading:
    """The case reviews that a list page shows, in page order; none where it says it has none.

    Its errors are those of `open_page` and of `WebPage.refuse_without_entries`.
    """
    assigned = _Assigned(page)
    read, others = 0, []
    for line, told in zip(assigned.lines, assigned.told, strict=True):
        if told and told[0][0] != "furniture":
            read += line.text.count(" ") + 1
        else:
            others.append(line.text)
    return Reading(
        items=tuple(body.entry() for body in assigned.bodies.values()),
        claimed_total=furniture.claimed_total(*others),
        words=read,
        unread=tuple(assigned.unread),
        dated=furniture.updated(*others),
    )


def explain(page: Page) -> Iterator[Stretch]:
    """What `read_list` takes each stretch of a page for: for the person who mends it.

    Its errors are those of `read_list`.

    Yields:
        "heading", "label", "section:NAME", "keywords", "link", "accession", "furniture" or
        "unread", and the text, in page order.
    """
    assigned = _Assigned(page)
    for line, told in zip(assigned.lines, assigned.told, strict=True):
        yield from told or [("furniture", line.text)]


class _Body:
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
        # A plain label may open an item of the list that a label above has announced.
        announced = self.label_line is not None and not self._listed(self.label_line)
        item = announced and self._listed(line) and not line.marks
        if line.labels and not (item and line.labels[0].section != KEYWORDS):
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
        elif furniture.is_furniture(line.text) or line.tag.tag == "button":
            self.closed = bool(self.keywords) and not more and line.tag.tag != "button"
            return [("furniture", line.text)]
        elif "NC" in line.text and _WORDS.only_accession.fullmatch(line.text):
            self._note_accession(line.text)
            return [("accession", line.text)]
        elif not links:
            self._take_unlabelled(line, more=more)
        return self.told

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
            last = self.last_keywords
            goes_on = (
                last is None
                or last.text.endswith(",")
                or (self._listed(line) and self._listed(last))
                or (
                    line.tag is last.tag
                    and not self.linked
                    and labels.looks_like_keywords(line.text + ", x")
                )
            )
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
        self.last = line
        self._note_accession(words)
        if self.section != KEYWORDS:
            lines = self.sections.setdefault(self.section, [])
            if line.item > (self.label_line or self.line).item:
                self.points.setdefault(self.section, []).append(len(lines))
            lines.append(words)
            self.told.append((f"section:{self.section}", words))
            return
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
        if not self.accession and "NC" in text and (found := _WORDS.accession.search(text)):
            self.accession = f"NC{found[1]}"


class _Assigned:
    """The lines of a page, each with what it was taken for; what nobody takes is furniture."""

    def __init__(self, page: Page) -> None:
        web = open_page(page)
        self.lines = lines = list(map(labels.labelled, headings_apart(web.lines)))
        self.found = find_headings(lines)
        self.told: list[list[Stretch]] = [[] for _ in lines]
        self.unread: list[Unread] = []
        headings = {at: one for at, one in self.found.items() if isinstance(one, Heading)}
        self.bodies = {at: _Body(one, lines[at]) for at, one in headings.items()}
        starts = (*headings, len(lines))
        self._leave_what_stands_before(starts[0])
        before: _Body | None = None
        for start, end in pairwise(starts):
            body = self.bodies[start]
            self.told[start].append(("heading", body.heading.title))
            if sign := lines[start].text[len(body.heading.title) :].strip():
                self.told[start].append(("furniture", sign))
            # An entry may go on after the one whose markup stands within its own.
            outer = before if before and not (before.closed or before.keywords) else None
            self._assign(body, outer, range(start + 1, end))
            before = body
        if not headings:
            web.refuse_without_entries(labelled=any(line.labels for line in lines))

    def _assign(self, body: _Body, outer: _Body | None, span: range) -> None:
        """Give the lines of one stretch, from heading to heading, to the entry or to nobody."""
        last_label = next((at for at in reversed(span) if self.lines[at].labels), -1)
        loose: list[int] = []
        for at in span:
            line = self.lines[at]
            if line.landmark:
                continue
            if outer and _lies_around(outer, body, line):
                body, outer = outer, None
            if self.found.get(at) in {"menu", "bare"}:
                body.closed = True
            self.told[at] = body.take(line, more=at < last_label)
            if not self.told[at]:
                loose.append(at)
        self._account(body, loose, last=span.stop == len(self.lines))

    def _account(self, body: _Body, loose: Sequence[int], *, last: bool) -> None:
        """Tell furniture from what should have been understood among lines no entry took.

        After the last entry everything is furniture up to the end of the page, unless labels show
        that it was an entry; between two entries, furniture must be known as such.
        """
        end = max((at for at in loose if self.lines[at].labels), default=-1)
        section = False
        for at in loose:
            line, told = self.lines[at], self.found.get(at)
            if titles_a_section(line, body.line.level):
                section = line.level < body.line.level or is_date(line.text)
            known = told == "menu" or furniture.is_furniture_outside(line.text) or section or last
            if at <= end or not known or told in {"bare", "doubtful"}:
                self._leave_unread(at, body.heading.title)

    def _leave_what_stands_before(self, start: int) -> None:
        """What stands before the first entry is furniture, unless it may be an entry itself."""
        first = next((at for at in range(start) if self.lines[at].labels), start)
        if first < start:
            while first and not self.lines[first].level:
                first -= 1
        doubtful = (at for at, told in self.found.items() if told in {"bare", "doubtful"})
        for at in range(min(first, next(doubtful, first)), start):
            if not self.lines[at].landmark and self.found.get(at) != "menu":
                self._leave_unread(at, "")

    def _leave_unread(self, at: int, after: str) -> None:
        self.unread.append(Unread(self.lines[at].text, after))
        self.told[at] = [("unread", self.lines[at].text)]


def _lies_around(outer: _Body, inner: _Body, line: Line) -> bool:
    """Whether a line goes on with `outer` after `inner`, whose markup stands within its own."""
    if outer.last is None or inner.last is None:
        return False
    tags = (outer.line.tag, line.tag, inner.last.tag)
    around, here, inside = (set(_ancestors(tag)) for tag in tags)
    box = next((tag for tag in _ancestors(inner.line.tag) if tag.getparent() in around), None)
    scope = next((tag for tag in _ancestors(outer.last.tag) if tag in around), None)
    return box in inside and box not in here and scope in here


def _ancestors(tag: etree._Element) -> Iterator[etree._Element]:
    return islice(chain((tag,), tag.iterancestors()), _DEEPEST)
