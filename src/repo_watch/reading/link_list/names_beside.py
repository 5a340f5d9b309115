"""What a document is called whose link does not say: named by what it stands with.

Asked in turn, from the link outward: its sentence, its line, its box, its row, the lines above it,
the heading. Whatever names a case goes first; prose that names none is no name.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from repo_watch.reading.link_list.boxes import Boxes
from repo_watch.reading.link_list.headings_above import COLUMN_TITLE, MOST_WORDS
from repo_watch.reading.link_list.link_words import LinkWords, link_words, without_notes
from repo_watch.reading.link_list.publication_dates import only_a_date, sentences, without_dates
from repo_watch.reading.page.lines import Line
from repo_watch.reading.terms.case_names import case_number, named_case, rest_of_title
from repo_watch.reading.terms.link_kinds import LINK_KINDS, link_kind
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
_LOOK_BACK = 4
_FARTHEST = 30
"""Lines before and behind a link in which its own box or row is searched: a box has no limit."""


class Surroundings(NamedTuple):
    """Where a link stands.

    Attributes:
        lines: of the content.
        boxes: that they stand in.
        at: index of the link's line.
        before: its line's words before the link, those nearest first.
        after: its line's words behind the link.
        headings: above it, innermost first.
        nearest: index of the innermost heading, -1 for none.
    """

    lines: Sequence[Line]
    boxes: Boxes
    at: int
    before: tuple[str, ...]
    after: str
    headings: tuple[str, ...]
    nearest: int

    @property
    def sentence(self) -> str:
        """The sentence that the link stands in, without the link's own words."""
        before = "" if self.before[0].endswith((".", "?", "!")) else sentences(self.before[0])[-1]
        return f"{before} {sentences(self.after)[0]}".strip()


def name_of(place: Surroundings, words: LinkWords, column: str, *, file: bool) -> tuple[str, str]:
    """What a linked document is about, and its title; "" where a link only invites to read on.

    Args:
        place: where the link stands.
        words: the link's own.
        column: what stands at the head of its column.
        file: whether it leads to a file.
    """
    if not (words.empty or words.bare_kind):
        return words.title, words.title
    kind = next(
        filter(None, (_kind(words, column), _kind_of(place.sentence), kind_in_row(place))), ""
    )
    offered = _WORDS.offered.search(place.lines[place.at].text)
    alone = not any((place.before[0], place.after)) and any(map(named_case, place.headings[:1]))
    if not file and not (words.bare_kind or offered or alone or _in_card(place)):
        return "", ""
    name = _name(place)
    if not name:
        return words.title or kind, words.title or kind
    if not kind or kind.casefold() in name.casefold():
        return name, name
    return name, f"{name} - {kind}"


def _kind(words: LinkWords, column: str) -> str:
    """What the link or its column calls the document."""
    if not words.empty:
        return words.said
    column = without_dates(column)
    return "" if COLUMN_TITLE.fullmatch(column) and link_kind(column) == "report" else column


def _kind_of(sentence: str) -> str:
    """What a sentence calls the document that it leads to, where it is not the review itself."""
    kind = link_kind(sentence) if _WORDS.invites.search(sentence) else "report"
    return "" if kind in {"report", "overview_report"} else LINK_KINDS[kind]


def review_in_row(place: Surroundings) -> str:
    """What another cell of the link's row or item calls the kind of review, or ""."""
    return _in_row(
        place,
        lambda text: bool(
            _WORDS.whose.fullmatch(text) or (_WORDS.review.search(text) and not rest_of_title(text))
        ),
    )


def kind_in_row(place: Surroundings) -> str:
    """What another cell of the link's row or item calls the document, or ""."""
    said = _in_row(place, lambda text: link_kind(text) != "report" and link_words(text).bare_kind)
    return without_dates(said)


def _in_row(place: Surroundings, tells: Callable[[str], bool]) -> str:
    """The first line without links of the link's row or item that tells; "" for none."""
    own = place.boxes.own(place.at)
    row = next((box for box in own.outward() if box.row_like), own)
    lines = place.lines[max(row.start, place.at - _FARTHEST) : min(row.end, place.at + _FARTHEST)]
    return next((line.text for line in lines if not line.anchors and tells(line.text)), "")


def _in_card(place: Surroundings) -> bool:
    """Whether the heading above stands in the link's own box."""
    own = place.boxes.own(place.at)
    return own.start <= place.nearest < own.end


def _name(place: Surroundings) -> str:
    candidates = [one for one in filter(None, _candidates(place)) if not _WORDS.section.search(one)]
    named = (one for one in candidates if named_case(one) or case_number(one))
    return next(named, next(iter(candidates), ""))


def _candidates(place: Surroundings) -> Iterator[str]:
    """What may name the document, nearest first."""
    yield from filter(None, map(_in_prose, _prose(place)))
    if _in_card(place):
        yield _of_heading(place.headings[0])
    for text in (*place.before, place.after):
        yield _as_title(text)
    own, inner = place.boxes.own(place.at), place.boxes.innermost[place.at]
    first = max(own.start, place.nearest + 1, place.at - _FARTHEST)
    last = min(own.end, place.at + _FARTHEST)
    for one in (*range(first, place.at), *range(place.at + 1, last)):
        if place.lines[one].level == 0:
            yield _as_title(place.lines[one].text)
    for box in inner.outward():
        if box.tag is not None and box.tag.tag == "tr":
            free = list(place.boxes.free(box, place.at, place.nearest))
            yield from (_as_title(place.lines[one].text) for one in reversed(free))
        elif box.end - box.start > own.end - own.start or box is own:
            yield from _above(place, place.boxes.free(box, place.at, place.nearest))
        if box.start <= place.nearest:
            break
    yield from map(_of_heading, place.headings[:1])


def _of_heading(text: str) -> str:
    """What a heading names: a case without the day that may stand behind it."""
    return link_words(without_dates(text) if named_case(text) else text).title


def _above(place: Surroundings, free: Iterator[int]) -> Iterator[str]:
    """Titles among the lines above, up to the first that is prose."""
    for one, _ in zip(free, range(_LOOK_BACK), strict=False):
        line = place.lines[one]
        if without_notes(line.text) and not only_a_date(line.text):
            title = _as_title(line.text)
            yield title
            if not title and not COLUMN_TITLE.fullmatch(line.text):
                return


def _prose(place: Surroundings) -> Iterator[str]:
    """The sentence around the link, then those before it in its line."""
    yield place.sentence
    for piece in place.before:
        yield from reversed(sentences(piece))


def _in_prose(sentence: str) -> str:
    """The case that a sentence names, with the kind of review where that alone makes a name."""
    if named := named_case(sentence):
        return named if len(sentence.split()) >= MOST_WORDS // 2 or _is_prose(sentence) else ""
    found = _WORDS.of_a_kind.search(sentence) if _is_prose(sentence) else None
    return found[0] if found else ""


def _is_prose(text: str) -> bool:
    return bool(_WORDS.invites.search(text)) or text.endswith((".", "?", "!"))


@lru_cache(1024)
def _as_title(text: str) -> str:
    """A short text as a title; "" for prose, dates, notes, and what titles a column."""
    said = _WORDS.label.sub("", without_notes(text))
    if case_number(said):
        return said
    if not without_dates(said) or COLUMN_TITLE.fullmatch(said) or _WORDS.invites.search(said):
        return ""
    if _WORDS.torn.search(said):
        return ""
    if len(said.split()) >= MOST_WORDS or text.endswith((".", "?", "!")):
        return ""
    title = link_words(without_dates(said))
    return "" if title.empty else title.title
