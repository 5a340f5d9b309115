"""Which lines of a page are the headings of its entries.

Many lines have a heading's pattern: those of menus, of related pages, of a chronology within an
entry. A heading has a body behind it; how much body it needs depends on how sure its words are.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from repo_watch.reading.case_list.body import titles_a_section
from repo_watch.reading.case_list.labels import KEYWORDS, Label, closing_keywords
from repo_watch.reading.page.furniture import is_furniture, is_furniture_outside
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.report_links import only_links, report_links, trailing_links
from repo_watch.reading.terms.headings import (
    LONGEST,
    Heading,
    begins_with_heading,
    end_of_coded_name,
    opens_with_date,
    parse_heading,
    resembles_heading,
)

_EDGES = 12
"""Pieces of text looked at for the end of a heading: the first ones of a block."""
_RUN_IN_WORDS = 3
"""Words of text on a heading's own line from which they are its body and not its end."""


class Headings(Struct, frozen=True):
    """Where the entries of a page begin, and which lines only repeat their headings.

    Attributes:
        entries: by line, the heading of each entry, in page order.
        menu: lines that repeat a heading, or lead to another page.
        bare: lines set off as headings are, of the right pattern, but with no body.
        doubtful: all lines that may name a review and are neither an entry nor a menu.
    """

    entries: Mapping[int, Heading]
    menu: frozenset[int]
    bare: frozenset[int]
    doubtful: frozenset[int]


class _Candidate(NamedTuple):
    """A line of a heading's pattern: is there text behind it, and does it look like an entry's?"""

    at: int
    heading: Heading
    line: Line
    text: bool
    rich: bool


def headings_apart(lines: Iterable[Line]) -> list[Line]:
    """The lines with each heading on one of its own.

    A heading that runs into its text is cut off where its mark, link or element ends, where a link
    of another purpose begins, or behind a case name that is a code; it is cut off from links right
    before it; one that is broken over two lines of the same element is joined.
    """
    apart: list[Line] = []
    dated = False
    for line in lines:
        if dated and _broken(apart[-1], line):
            apart[-1] = apart[-1].joined(line)
        elif opens_with_date(line.text):
            apart += _run_in(line)
            dated = opens_with_date(apart[-1].text)
        else:
            apart += _behind_links(line) if line.anchors else (line,)
            dated = False
    return apart


def _behind_links(line: Line) -> Sequence[Line]:
    """A line, cut where a heading follows the links that close the entry before it."""
    for start in (line.anchors[-1].end, line.anchors[-1].start):
        if start and opens_with_date(line.text[start:].lstrip()):
            before, *behind = line.cut(0, start), *_run_in(line.cut(start))
            closes = only_links(before) or trailing_links(before)
            if closes and (parse_heading(behind[0].text) or resembles_heading(behind[0].text)):
                return [before, *behind]
    return (line,)


def _broken(first: Line, second: Line) -> bool:
    return (
        (first.tag is second.tag or (first.titled and second.titled))
        and parse_heading(first.text) is None
        and not opens_with_date(second.text)
        and parse_heading(f"{first.text} {second.text}") is not None
    )


def _run_in(line: Line) -> list[Line]:
    tail = line.anchors and (trailing_links(line) or line.anchors[-1].start)
    if tail and parse_heading(line.text[:tail]):
        rest = line.cut(tail)
        if trailing_links(line) or is_furniture(rest.text):
            return [line.cut(0, tail), rest]
    ends = [span.end for span in line.marks + line.anchors if span.start == 0]
    # Text has a full stop, as a rule, and a heading alone has none: it is parsed later.
    if "." in line.text and parse_heading(line.text) is None:
        ends += [end_of_coded_name(line.text), *_edges(line)]
    for end in ends:
        behind = line.text[end:].split()
        if (
            behind
            and parse_heading(line.text[:end])
            and (len(behind) >= _RUN_IN_WORDS or parse_heading(line.text) is None)
            and not behind[0][0].islower()
        ):
            return [line.cut(0, end), line.cut(end)]
    return [line]


def _edges(line: Line) -> Iterator[int]:
    """Where the first elements of a block end: a heading may stop there that no mark sets off."""
    said = ""
    for piece in islice(line.tag.itertext(), _EDGES):
        said += piece
        words = " ".join(said.split())
        if len(words) > LONGEST or not line.text.startswith(words):
            return
        yield len(words)


def find_headings(lines: Sequence[Line], labels: Sequence[Sequence[Label]]) -> Headings:
    """The headings among the lines, told from menus and from prose."""
    parsed = {
        index: heading
        for index, line in enumerate(lines)
        if not line.landmark and (heading := parse_heading(line.text)) is not None
    }
    places = list(parsed)
    candidates = []
    for number, index in enumerate(places, 1):
        end = next(
            (
                other
                for other in map(places.__getitem__, range(number, len(places)))
                if _ends(lines[index], lines[other], parsed[other])
            ),
            len(lines),
        )
        candidates.append(_weighed(lines, labels, parsed[index], range(index + 1, end)))
    rich = {each.heading.title for each in candidates if each.rich}
    shapes = {_shape(each.line) for each in candidates if each.rich}
    complete = _Completeness(lines, labels)
    entries: list[_Candidate] = []
    for each in candidates:
        before = entries[-1] if entries else None
        if each.rich:
            believed = (
                each.heading.certain
                or before is None
                or _alike(before.line, each.line)
                or complete(before, each.at)
            )
        else:
            # Without labels or keywords the words, or the look of a heading, must leave no doubt,
            # and they come once.
            believed = (
                each.text
                and each.heading.title not in rich
                and _speaks_for_itself(each, shapes)
                and (each.line.marked or before is None or not before.line.marked)
            )
        if believed:
            entries.append(each)
    return _told_apart(lines, labels, candidates, entries)


def _told_apart(
    lines: Sequence[Line],
    labels: Sequence[Sequence[Label]],
    candidates: Sequence[_Candidate],
    entries: Sequence[_Candidate],
) -> Headings:
    """The headings of entries, and what the other lines are that begin as one does."""
    accepted = {each.at: each.heading for each in entries}
    titles = {heading.title for heading in accepted.values()}
    menu: set[int] = set()
    bare: set[int] = set()
    doubtful: set[int] = set()
    seen = {each.at: each for each in candidates}
    complete = _Completeness(lines, labels)
    before: _Candidate | None = None
    for index, line in enumerate(lines):
        if index in accepted:
            before = seen[index]
        elif index in seen:
            each = seen[index]
            in_list = line.level > 0 and before is not None and _alike(before.line, line)
            # Two reviews may have one heading, but what repeats a heading has no text of its own.
            repeats = each.heading.title in titles
            if repeats and in_list and each.text and not line.anchors:
                repeats = False
            if repeats or (line.anchors and not in_list):
                menu.add(index)
            else:
                doubtful.add(index)
                if line.marked or complete(before, index):
                    bare.add(index)
        elif not line.landmark and _may_name_a_review(line):
            doubtful.add(index)
            if begins_with_heading(line.text) or complete(before, index):
                bare.add(index)
    return Headings(accepted, frozenset(menu), frozenset(bare), frozenset(doubtful))


def _may_name_a_review(line: Line) -> bool:
    """Whether a line that is no heading begins as one. "2024 – Case reviews" titles a list."""
    return (
        opens_with_date(line.text)
        and resembles_heading(line.text)
        and not line.anchors
        and "case reviews" not in line.text.lower()
    )


def _ends(own: Line, other: Line, heading: Heading) -> bool:
    """Whether a line of a heading's pattern ends what belongs to `own`: it is no step within."""
    return not own.strong or (other.strong and (heading.certain or _alike(own, other)))


def _speaks_for_itself(each: _Candidate, shapes: Container[tuple[object, ...]]) -> bool:
    """Whether a heading with little behind it is sure by its words, or by its look.

    A heading that is a link may belong to a list of other pages, whatever its words.
    """
    line = each.line
    if each.heading.certain and not line.anchors:
        return True
    return (line.level > 0 or bool(line.anchors)) and _shape(line) in shapes


def _shape(line: Line) -> tuple[object, ...]:
    return (line.level, line.tag.tag, line.item, bool(line.anchors))


def _alike(line: Line, other: Line) -> bool:
    """Whether both are set off from the text, and in the same way."""
    return (
        line.strong
        and other.strong
        and (line.level, line.tag.tag, line.item) == (other.level, other.tag.tag, other.item)
    )


class _Completeness:
    """Whether an entry is complete: it has its keywords, or a report link.

    A step in a chronology has the pattern of a heading too, but stands before them. Entries are
    asked about in page order, each with ends that grow, so that every line is looked at once.
    """

    def __init__(self, lines: Sequence[Line], labels: Sequence[Sequence[Label]]) -> None:
        self.lines, self.labels = lines, labels
        self.entry: _Candidate | None = None
        self.complete, self.seen = False, 0

    def __call__(self, entry: _Candidate | None, end: int) -> bool:
        """Whether the lines of `entry` before the one at `end` complete it; None is no entry."""
        if entry is None:
            return False
        if entry is not self.entry:
            self.entry, self.complete, self.seen = entry, False, entry.at + 1
        while not self.complete and self.seen < end:
            self.complete = self._completes(entry.line, self.seen)
            self.seen += 1
        return self.complete

    def _completes(self, own: Line, index: int) -> bool:
        line = self.lines[index]
        return (
            any(label.section == KEYWORDS for label in self.labels[index])
            or only_links(line)
            or (line.item <= own.item and closing_keywords(line.text) is not None)
        )


def _closes(text: str, *, text_before: bool) -> bool:
    start = closing_keywords(text)
    return start is not None and (text_before or start > 0)


def _weighed(
    lines: Sequence[Line],
    labels: Sequence[Sequence[Label]],
    heading: Heading,
    body: range,
) -> _Candidate:
    """Look at the lines behind a heading until they are an entry's, or end."""
    index = body.start - 1
    own = lines[index]
    text = rich = listed = False
    for behind in body:
        line = lines[behind]
        if not own.in_same_item(line):
            break
        if line.landmark or is_furniture(line.text) or line.tag.tag == "button":
            continue
        if labels[behind] or _closes(line.text, text_before=text):
            rich = True
        elif only_links(line):
            # Link under link is a list of links; the text behind it is not theirs.
            leads = bool(report_links(line, any_label=False))
            rich = text and leads
            listed = not text
            text = text or (leads and own.titled and not own.anchors)
        elif titles_a_section(line, own.level):
            break
        elif not (listed or (own.anchors and is_furniture_outside(line.text))):
            text = True
        if rich:
            break
    return _Candidate(index, heading, own, text, rich)
