"""The entry grammar: from the lines of a list page to its case reviews.

An entry is a heading of the right pattern and what follows it. The same heading without anything
behind it is a menu. Every visible line of the list's region is assigned: to an entry, to the page's
furniture, or to what was left unread.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, pairwise

from lxml import etree

from repo_watch.model import Page, Reading, Unread
from repo_watch.reading.case_list.body import Body, Stretch
from repo_watch.reading.case_list.candidates import Told, find_headings, headings_apart
from repo_watch.reading.case_list.labels import Labelled, labelled, titles_a_section
from repo_watch.reading.page.furniture import claimed_total, is_furniture_outside, updated
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.web_page import open_page
from repo_watch.reading.terms.headings import Heading, is_date

_DEEPEST = 100
"""Nesting looked at, at most, when one entry's markup stands within another's."""


def read_list(page: Page) -> Reading:
    """The case reviews that a list page shows, in page order; none where it says it has none.

    Its errors are those of `open_page` and of `WebPage.refuse_without_entries`.
    """
    return _assigned(page).reading()


def explain(page: Page) -> Iterator[Stretch]:
    """What `read_list` takes each stretch of a page for: for the person who mends it.

    Its errors are those of `read_list`.

    Yields:
        "heading", "label", "section:NAME", "keywords", "link", "accession", "furniture" or
        "unread", and the text, in page order.
    """
    assigned = _assigned(page)
    for line, told in zip(assigned.lines, assigned.told, strict=True):
        yield from told or [("furniture", line.text)]


def _assigned(page: Page) -> "_Assigned":
    web = open_page(page)
    lines = list(map(labelled, headings_apart(web.lines)))
    found = find_headings(lines)
    assigned = _Assigned(lines, found)
    if not assigned.entries:
        web.refuse_without_entries(labelled=any(line.labels for line in lines))
    return assigned


class _Assigned:
    """The lines of a page, each with what it was taken for; what nobody takes is furniture."""

    def __init__(self, lines: Sequence[Labelled], found: Mapping[int, Told]) -> None:
        self.lines, self.found = lines, found
        self.told: list[list[Stretch]] = [[] for _ in lines]
        self.unread: list[Unread] = []
        bodies = {at: Body(one, lines[at]) for at, one in found.items() if isinstance(one, Heading)}
        starts = (*bodies, len(lines))
        self._leave_what_stands_before(starts[0])
        before: Body | None = None
        for start, end in pairwise(starts):
            body = bodies[start]
            self.told[start].append(("heading", body.heading.title))
            if sign := lines[start].text[len(body.heading.title) :].strip():
                self.told[start].append(("furniture", sign))
            # An entry may go on after the one whose markup stands within its own.
            outer = before if before and not (before.closed or before.keywords) else None
            self._assign(body, outer, range(start + 1, end))
            before = body
        self.entries = [body.entry() for body in bodies.values()]

    def reading(self) -> Reading:
        read, others = 0, []
        for line, told in zip(self.lines, self.told, strict=True):
            if told and told[0][0] != "furniture":
                read += line.text.count(" ") + 1
            else:
                others.append(line.text)
        return Reading(
            items=tuple(self.entries),
            claimed_total=claimed_total(*others),
            words=read,
            unread=tuple(self.unread),
            dated=updated(*others),
        )

    def _assign(self, body: Body, outer: Body | None, span: range) -> None:
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

    def _account(self, body: Body, loose: Sequence[int], *, last: bool) -> None:
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
            known = told == "menu" or is_furniture_outside(line.text) or section or last
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


def _lies_around(outer: Body, inner: Body, line: Line) -> bool:
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
