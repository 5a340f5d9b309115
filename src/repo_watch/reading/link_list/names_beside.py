"""What a document is called whose link does not say: named by what it stands with.

Asked in turn, from the link outward: its sentence, its line, its box, its row, the lines above it,
the heading. Whatever names a case goes first; prose that names none is no name.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from repo_watch.reading.link_list.boxes import Box, Boxes
from repo_watch.reading.link_list.headings_above import COLUMN_TITLE, MOST_WORDS
from repo_watch.reading.link_list.link_words import LinkWords, link_words, without_notes
from repo_watch.reading.link_list.publication_dates import only_a_date, sentences, without_dates
from repo_watch.reading.terms.case_names import case_number, named_case, rest_of_title
from repo_watch.reading.terms.link_kinds import LINK_KINDS, link_kind
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
_STOPS = (".", "?", "!")
_LOOK_BACK = 4
_FARTHEST = 30
"""Lines before and behind a link in which its own box or row is searched: a box has no limit."""


class Surroundings(NamedTuple):
    """Where a link stands.

    Attributes:
        boxes: of the page.
        at: index of the link's line.
        own: the box of the link.
        column: what the head of its column says of it.
        before: its line's words before the link, those nearest first.
        after: its line's words behind the link.
        headings: above it, innermost first.
        nearest: index of the innermost heading, -1 for none.
    """

    boxes: Boxes
    at: int
    own: Box
    column: str
    before: tuple[str, ...]
    after: str
    headings: tuple[str, ...]
    nearest: int

    @property
    def sentence(self) -> str:
        """The sentence that the link stands in, without the link's own words."""
        before = "" if self.before[0].endswith(_STOPS) else sentences(self.before[0])[-1]
        return f"{before} {sentences(self.after)[0]}".strip()

    @property
    def in_card(self) -> bool:
        """Whether the heading above stands in the link's own box."""
        return self.own.start <= self.nearest < self.own.end

    @property
    def row(self) -> Iterator[str]:
        """The lines without links of the link's row or item."""
        row = next((box for box in self.own.outward() if box.row_like), self.own)
        first, last = max(row.start, self.at - _FARTHEST), min(row.end, self.at + _FARTHEST)
        return (line.text for line in self.boxes.lines[first:last] if not line.anchors)

    @property
    def review(self) -> str:
        """What another cell of the link's row or item calls the kind of review, or ""."""
        for text in self.row:
            if _WORDS.whose.fullmatch(text):
                return text
            if _WORDS.review.search(text) and not rest_of_title(text):
                return text
        return ""

    @property
    def kind(self) -> str:
        """What another cell of the link's row or item calls the document, or ""."""
        kinds = (text for text in self.row if link_kind(text) != "report")
        return without_dates(next((one for one in kinds if link_words(one).bare_kind), ""))


def name_of(place: Surroundings, words: LinkWords, *, file: bool) -> tuple[str, str]:
    """What a linked document is about, and its title; "" where a link only invites to read on.

    Args:
        place: where the link stands.
        words: the link's own.
        file: whether it leads to a file.
    """
    if not (words.empty or words.bare_kind):
        return words.title, words.title
    offered = _WORDS.offered.search(place.boxes.lines[place.at].text)
    alone = not any((place.before[0], place.after)) and any(map(named_case, place.headings[:1]))
    if not (file or words.bare_kind or offered or alone or place.in_card):
        return "", ""
    kind = _kind(place, words)
    candidates = [one for one in _candidates(place) if one and not _WORDS.section.search(one)]
    named = (one for one in candidates if named_case(one) or case_number(one))
    name = next(named, next(iter(candidates), ""))
    if name and kind.casefold() not in name.casefold():
        return name, f"{name} - {kind}"
    subject = name or words.title or kind
    return subject, subject


def _kind(place: Surroundings, words: LinkWords) -> str:
    """What the link, its column, its sentence or its row calls the document."""
    if not words.empty:
        return words.said
    column = without_dates(place.column)
    if column and not (COLUMN_TITLE.fullmatch(column) and link_kind(column) == "report"):
        return column
    kind = link_kind(place.sentence) if _WORDS.invites.search(place.sentence) else "report"
    return place.kind if kind in {"report", "overview_report"} else LINK_KINDS[kind]


def _candidates(place: Surroundings) -> Iterator[str]:
    """What may name the document, nearest first."""
    yield _in_prose(place.sentence)
    for piece in place.before:
        yield from map(_in_prose, reversed(sentences(piece)))
    if place.in_card:
        yield _of_heading(place.headings[0])
    yield from map(_as_title, (*place.before, place.after))
    at, own, lines = place.at, place.own, place.boxes.lines
    first = max(own.start, place.nearest + 1, at - _FARTHEST)
    for line in (*lines[first:at], *lines[at + 1 : min(own.end, at + _FARTHEST)]):
        if line.level == 0:
            yield _as_title(line.text)
    for box in place.boxes.innermost[at].outward():
        free = place.boxes.free(box, at, place.nearest)
        if box.tag.tag == "tr":
            yield from (_as_title(lines[one].text) for one in reversed(list(free)))
        elif box.end - box.start > own.end - own.start or box is own:
            yield from _above(lines[one].text for one in islice(free, _LOOK_BACK))
        if box.start <= place.nearest:
            break
    yield from map(_of_heading, place.headings[:1])


def _of_heading(text: str) -> str:
    """What a heading names: a case without the day that may stand behind it."""
    return link_words(without_dates(text) if named_case(text) else text).title


def _above(texts: Iterator[str]) -> Iterator[str]:
    """Titles among the lines above, up to the first that is prose."""
    for text in texts:
        if without_notes(text) and not only_a_date(text):
            title = _as_title(text)
            yield title
            if not title and not COLUMN_TITLE.fullmatch(text):
                return


def _in_prose(sentence: str) -> str:
    """The case that a sentence names, with the kind of review where that alone makes a name."""
    prose = _WORDS.invites.search(sentence) or sentence.endswith(_STOPS)
    if named := named_case(sentence):
        return named if prose or len(sentence.split()) >= MOST_WORDS // 2 else ""
    found = _WORDS.of_a_kind.search(sentence) if prose else None
    return found[0] if found else ""


@lru_cache(1024)
def _as_title(text: str) -> str:
    """A short text as a title; "" for prose, dates, notes, and what titles a column."""
    said = _WORDS.label.sub("", without_notes(text))
    if case_number(said):
        return said
    prose = len(said.split()) >= MOST_WORDS or text.endswith(_STOPS)
    invites = COLUMN_TITLE.fullmatch(said) or _WORDS.invites.search(said)
    title = link_words(without_dates(said))
    return "" if prose or invites or _WORDS.torn.search(said) or title.empty else title.title
