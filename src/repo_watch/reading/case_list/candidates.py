"""Which lines of a page are the headings of its entries.

Many lines have a heading's pattern: those of menus, of related pages, of a chronology within an
entry. A heading has a body behind it; how much body it needs depends on how sure its words are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, TypeAlias

from msgspec import Struct

from repo_watch.reading.case_list import labels
from repo_watch.reading.case_list.labels import Labelled, closing_keywords
from repo_watch.reading.page.furniture import is_furniture, is_furniture_outside
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.report_links import only_links, report_links, trailing_links
from repo_watch.reading.terms import headings
from repo_watch.reading.terms.headings import Heading, opens_with_date, parse_heading

_EDGES = 12
"""Pieces of text looked at for the end of a heading: the first ones of a block."""
_RUN_IN_WORDS = 3
"""Words of text on a heading's own line from which they are its body and not its end."""


Told: TypeAlias = Heading | Literal["menu", "bare", "doubtful"]
"""What a line is that begins as a heading does: the heading of an entry, or none.

On a menu it repeats a heading, or leads to another page. The others may name a review: a bare one
is set off as headings are, and of the right pattern, but has no body.
"""


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
            if closes and (
                parse_heading(behind[0].text) or headings.resembles_heading(behind[0].text)
            ):
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
        ends += [headings.end_of_coded_name(line.text), *_edges(line)]
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
        if len(words) > headings.LONGEST or not line.text.startswith(words):
            return
        yield len(words)


class _Candidate(Struct):
    """A line of a heading's pattern; an `entry` where it is believed.

    There may be `text` behind it, `rich` where that looks like an entry's; `complete` is the first
    line that completes it as an entry, as far as that was looked for.
    """

    at: int
    line: Line
    heading: Heading
    text: bool = False
    rich: bool = False
    complete: int = 0
    entry: bool = False

    def is_complete(self, lines: Sequence[Labelled], end: int) -> bool:
        """Whether it has its keywords, or a report link, before the line at `end`.

        A step in a chronology has the pattern of a heading too, but stands before them.
        """
        for at in range(max(self.complete, self.at + 1), end):
            self.complete, line = at, lines[at]
            if (
                any(label.section == labels.KEYWORDS for label in line.labels)
                or only_links(line)
                or (line.item <= self.line.item and closing_keywords(line.text) is not None)
            ):
                return True
        return False

    def weigh(self, lines: Sequence[Labelled], end: int) -> None:
        """Look at the lines behind it, up to `end`, until they are an entry's."""
        own, listed = self.line, False
        for at in range(self.at + 1, end):
            line = lines[at]
            if not own.in_same_item(line):
                break
            if line.landmark or is_furniture(line.text) or line.tag.tag == "button":
                continue
            closing = None if line.labels else closing_keywords(line.text)
            if line.labels or (closing is not None and (self.text or closing > 0)):
                self.rich = True
            elif only_links(line):
                # Link under link is a list of links; the text behind it is not theirs.
                leads = bool(report_links(line, any_label=False))
                self.rich = self.text and leads
                listed = not self.text
                self.text = self.text or (leads and own.titled and not own.anchors)
            elif labels.titles_a_section(line, own.level):
                break
            elif not (listed or (own.anchors and is_furniture_outside(line.text))):
                self.text = True
            if self.rich:
                break


def find_headings(lines: Sequence[Labelled]) -> dict[int, Told]:
    """What the lines are that begin as a heading does, by their place."""
    candidates = [
        _Candidate(at, line, heading)
        for at, line in enumerate(lines)
        if not line.landmark and (heading := parse_heading(line.text))
    ]
    for number, each in enumerate(candidates, 1):
        others = map(candidates.__getitem__, range(number, len(candidates)))
        each.weigh(lines, next((one.at for one in others if _ends(each, one)), len(lines)))
    rich = {each.heading.title for each in candidates if each.rich}
    shapes = {_shape(each.line) for each in candidates if each.rich}
    before: _Candidate | None = None
    for each in candidates:
        line = each.line
        if each.rich:
            each.entry = (
                each.heading.certain
                or before is None
                or _alike(before.line, line)
                or before.is_complete(lines, each.at)
            )
        else:
            # Without labels or keywords the words, or the look of a heading, must leave no doubt,
            # and they come once. One that is a link may belong to a list of other pages.
            sure = (each.heading.certain and not line.anchors) or (
                (line.level > 0 or bool(line.anchors)) and _shape(line) in shapes
            )
            each.entry = (
                each.text
                and each.heading.title not in rich
                and sure
                and (line.marked or before is None or not before.line.marked)
            )
        if each.entry:
            before = each
    return dict(_told_apart(lines, {each.at: each for each in candidates}))


def _ends(each: _Candidate, other: _Candidate) -> bool:
    """Whether a line of a heading's pattern ends what belongs to another: it is no step within."""
    alike = other.heading.certain or _alike(each.line, other.line)
    return not each.line.strong or (other.line.strong and alike)


def _told_apart(
    lines: Sequence[Labelled], candidates: Mapping[int, _Candidate]
) -> Iterator[tuple[int, Told]]:
    titles = {each.heading.title for each in candidates.values() if each.entry}
    before: _Candidate | None = None
    for at, line in enumerate(lines):
        each = candidates.get(at)
        if each and each.entry:
            before = each
            yield at, each.heading
        elif each:
            in_list = line.level > 0 and before is not None and _alike(before.line, line)
            # Two reviews may have one heading, but what repeats a heading has no text of its own.
            again = each.heading.title in titles
            another = in_list and each.text and not line.anchors
            if (again and not another) or (line.anchors and not in_list):
                yield at, "menu"
            else:
                bare = line.marked or (before and before.is_complete(lines, at))
                yield at, "bare" if bare else "doubtful"
        # "2024 – Case reviews" titles a list.
        elif (
            headings.resembles_heading(line.text)
            and not (line.landmark or line.anchors)
            and "case reviews" not in line.text.lower()
        ):
            bare = headings.begins_with_heading(line.text) or (
                before and before.is_complete(lines, at)
            )
            yield at, "bare" if bare else "doubtful"


def _shape(line: Line) -> tuple[object, ...]:
    return (line.level, line.tag.tag, line.item, bool(line.anchors))


def _alike(line: Line, other: Line) -> bool:
    """Whether both are set off from the text, and in the same way."""
    return line.strong and other.strong and _shape(line)[:3] == _shape(other)[:3]
