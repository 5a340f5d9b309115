"""The entry grammar: from the lines of a list page to its case reviews.

An entry is a heading of the right pattern and what follows it. The same heading without anything
behind it is a menu. Every visible line of the list's region is assigned: to an entry, to the page's
furniture, or to what was left unread.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise

from lxml import etree

from repo_watch.model import Entry, Page, Reading, Unread
from repo_watch.reading.case_list.body import Body, Stretch, labels_of, titles_a_section
from repo_watch.reading.case_list.candidates import Headings, find_headings, headings_apart
from repo_watch.reading.case_list.labels import Label
from repo_watch.reading.page.furniture import claimed_total, is_furniture_outside, updated
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.web_page import open_page
from repo_watch.reading.terms.headings import is_date

_DEEPEST = 100
"""Nesting looked at, at most, when one entry's markup stands within another's."""


def read_list(page: Page) -> Reading:
    """The case reviews that a list page shows, in page order; none where it says it has none.

    Raises:
        ChallengePageError: a bot challenge, login, cookie wall or error page.
        CutShortError: the page ends before its end.
        WrongPageError: another format, another family of pages, or a layout not understood.
    """
    return _assigned(page).reading()


def explain(page: Page) -> Iterator[Stretch]:
    """What `read_list` takes each stretch of a page for: for the person who mends it.

    Its errors are those of `read_list`.

    Yields:
        "heading", "label", "section:NAME", "keywords", "link", "accession", "furniture" or
        "unread", and the text, in page order.
    """
    return _assigned(page).stretches()


def _assigned(page: Page) -> "_Page":
    web = open_page(page)
    lines = headings_apart(web.lines)
    labels = [[] if line.landmark else labels_of(line) for line in lines]
    found = find_headings(lines, labels)
    if not found.entries:
        web.refuse_without_entries(labelled=any(labels))
    return _Page(lines, labels, found)


class _Page:
    """A page whose lines are assigned, one after another. What nobody takes is furniture."""

    def __init__(
        self, lines: Sequence[Line], labels: Sequence[Sequence[Label]], found: Headings
    ) -> None:
        self.lines, self.labels, self.found = lines, labels, found
        self.taken: dict[int, list[Stretch]] = {}
        self.unread: list[Unread] = []
        self.entries: list[Entry] = []
        starts = [*found.entries, len(lines)]
        self._before(starts[0])
        before: Body | None = None
        for start, end in pairwise(starts):
            body = Body(found.entries[start], lines[start])
            self.taken[start] = [("heading", body.heading.title)]
            if sign := lines[start].text[len(body.heading.title) :].strip():
                self.taken[start].append(("furniture", sign))
            outer = before if before and not (before.closed or before.keywords) else None
            self._assign(body, outer, range(start + 1, end), last=end == len(lines))
            # An entry may go on after the one whose markup stands within its own.
            if before:
                self.entries.append(before.entry())
            before = body
        if before:
            self.entries.append(before.entry())

    def reading(self) -> Reading:
        others = [line.text for index, line in enumerate(self.lines) if self._is_furniture(index)]
        return Reading(
            items=tuple(self.entries),
            claimed_total=next(filter(None, map(claimed_total, others)), None),
            words=_words([line.text for line in self.lines]) - _words(others),
            unread=tuple(self.unread),
            dated=next(filter(None, map(updated, others)), None),
        )

    def _is_furniture(self, index: int) -> bool:
        return index not in self.taken or self.taken[index][0][0] == "furniture"

    def stretches(self) -> Iterator[Stretch]:
        for index, line in enumerate(self.lines):
            yield from self.taken.get(index) or [("furniture", line.text)]

    def _assign(self, body: Body, outer: Body | None, span: range, *, last: bool) -> None:
        """Give the lines of one stretch, from heading to heading, to the entry or to nobody."""
        labelled = next((index for index in reversed(span) if self.labels[index]), -1)
        loose: list[int] = []
        for index in span:
            line = self.lines[index]
            if line.landmark:
                continue
            if outer and _lies_around(outer, body, line):
                body, outer = outer, None
            if index in self.found.menu or index in self.found.bare:
                body.closed = True
            stretches = body.take(line, self.labels[index], more=index < labelled)
            if stretches is None:
                loose.append(index)
            else:
                self.taken[index] = stretches
        if loose:
            self._account(body, loose, last=last)

    def _account(self, body: Body, loose: Sequence[int], *, last: bool) -> None:
        """Tell furniture from what should have been understood among lines no entry took.

        After the last entry everything is furniture up to the end of the page, unless labels show
        that it was an entry; between two entries, furniture must be known as such.
        """
        end = max((index for index in loose if self.labels[index]), default=-1)
        section = False
        for index in loose:
            line = self.lines[index]
            if titles_a_section(line, body.line.level):
                section = line.level < body.line.level or is_date(line.text)
            known = index in self.found.menu or is_furniture_outside(line.text) or section or last
            if index <= end or not known or index in self.found.doubtful:
                self._leave_unread(index, body.heading.title)

    def _before(self, start: int) -> None:
        """What stands before the first entry is furniture, unless it may be an entry itself."""
        first = next((index for index in range(start) if self.labels[index]), start)
        if first < start:
            while first and not self.lines[first].level:
                first -= 1
        for index in range(min((first, *self.found.doubtful)), start):
            if not self.lines[index].landmark and index not in self.found.menu:
                self._leave_unread(index, "")

    def _leave_unread(self, index: int, after: str) -> None:
        text = self.lines[index].text
        self.unread.append(Unread(text, after))
        self.taken[index] = [("unread", text)]


def _words(texts: Sequence[str]) -> int:
    return " ".join(texts).count(" ") + bool(texts)


def _lies_around(outer: Body, inner: Body, line: Line) -> bool:
    """Whether a line goes on with `outer` after `inner`, whose markup stands within its own."""
    if outer.last is None or inner.last is None:
        return False
    around = set(_ancestors(outer.line.tag))
    box = next((tag for tag in _ancestors(inner.line.tag) if tag.getparent() in around), None)
    here = set(_ancestors(line.tag))
    scope = next((tag for tag in _ancestors(outer.last.tag) if tag in around), None)
    return box in set(_ancestors(inner.last.tag)) and box not in here and scope in here


def _ancestors(tag: etree._Element) -> Iterator[etree._Element]:
    return islice(chain((tag,), tag.iterancestors()), _DEEPEST)
