"""Labels within an entry: where its sections begin, and which words belong to the label.

A label is a stem ("Learning", "Key issues", ...), perhaps with words that only introduce ("themes",
"identified", "to the partnership", "include", "focuses on"), and a colon. It stands at the
beginning of a line, or mid-line after the end of a sentence. Any other words before a colon are
prose: "Partnership 1: ...", "Learning from the past: ...".
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import asdict

from repo_watch.model import SECTIONS
from repo_watch.reading.page.lines import Line, Span
from repo_watch.reading.terms.headings import is_date
from repo_watch.reading.terms.patterns import Patterns

KEYWORDS = "keywords"
"""The name of the section that is split into terms and kept apart from the others."""

_WORDS = Patterns(__file__)


def _pattern(section: str) -> str:
    # Recommendations are addressed to someone; learning "for" or "from" something is a label only
    # where a verb says so, for "Learning from the past: ..." is a title.
    stem, introducing = _WORDS.text(section), _WORDS.text("introducing")
    addressed = "(?: (?:to|for) [^:.;!?]{2,80})?" if section == "recommendations" else ""
    told = f"(?:(?: (?:to|for|from) [^:.;!?]{{2,80}}?)?(?: {_WORDS.text('verb')}{introducing})+"
    return f"(?P<{section}>(?:{stem})(?: (?:{stem}))?{introducing}{told}|{addressed}))"


_LABEL = re.compile("|".join(map(_pattern, (*SECTIONS, KEYWORDS))))
_MISSPELT = _WORDS.list_of("misspelt")
_ALIKE = 0.84
_MOST_WORDS_OF_A_TERM = 6
_LONGEST_LABEL = 100


class Label(NamedTuple):
    """A label in a line: offsets of its first letter and of the text behind it, its section."""

    start: int
    end: int
    section: str


class Labelled(Line, frozen=True):
    """A line with its labels."""

    labels: Sequence[Label] = ()


def labelled(line: Line) -> Labelled:
    """A line with its labels; those of menus and footers do not count."""
    return Labelled(**asdict(line), labels=() if line.landmark else _labels_of(line))


def _labels_of(line: Line) -> Sequence[Label]:
    """The labels of a line. One that stands alone on its line needs no colon."""
    if (":" in line.text or line.marks) and (found := find_labels(line.text, line.marks)):
        return found
    set_off = line.cell or line.titled
    short = line.text[0].isupper() and line.text.count(" ") <= 1 and not line.item
    may = len(line.text) <= _LONGEST_LABEL and (set_off or short)
    if may and (section := section_named(line.text, alone=set_off)):
        return [Label(0, len(line.text), section)]
    terms = line.text.startswith("Key") and keywords_without_colon(line.text)
    return [Label(0, terms, KEYWORDS)] if terms else ()


def titles_a_section(line: Line, level: int) -> bool:
    """Whether a line titles a part of the page, seen from an entry whose heading has that level."""
    return 0 < line.level <= (level or 6) or is_date(line.text)


def find_labels(text: str, marks: Sequence[Span] = ()) -> list[Label]:
    """The labels of a line, in order.

    A label may begin where a mark does, and one that is marked at the line's beginning needs no
    colon.
    """
    labels: list[Label] = []
    done, last = 0, text.rfind(":") + 1
    openings = {0, *(match.start() for match in _WORDS.opens_sentence.finditer(text, 0, last))}
    openings.update(start for start, *_ in marks if text[start].isupper())
    for opening in sorted(openings):
        start = opening
        while start >= done and (label := _label_at(text, start)):
            labels.append(label)
            done = label.end
            # Another may follow at once.
            start = done if text[done : done + 1].isupper() else -1
    if marks and marks[0][0] == 0:
        section = section_named(text[: marks[0][1]])
        behind = _WORDS.marked.match(text, marks[0][1])
        if section and behind and not (labels and labels[0].start < marks[0][1]):
            labels.insert(0, Label(0, behind.end(), section))
    return labels


def _label_at(text: str, start: int) -> Label | None:
    """The label that begins here, if one does. It ends at the first colon behind."""
    found = _WORDS.up_to_colon.match(text, start)
    if found is None or not _may_open(found[1].partition(" ")[0]):
        return None
    section = section_named(found[1], alone=start == 0)
    return Label(start, found.end(), section) if section else None


@lru_cache(maxsize=4096)
def section_named(words: str, *, alone: bool = False) -> str | None:
    """The section that the words before a colon open, or None when they are no label.

    A slip of the pen is overlooked. `alone`, "includes" is a label of learning that lost its word.
    """
    words = " ".join(words.lower().replace("-", " ").strip(" .:>•*–").split())
    if match := _LABEL.fullmatch(words):
        return match.lastgroup
    if alone and _WORDS.verb.fullmatch(words):
        return "learning"
    if len(words.split()) > _MOST_WORDS_OF_A_TERM or not words.replace(" ", "").isalpha():
        return None
    match = _LABEL.fullmatch(" ".join(map(_corrected, words.split())))
    return match.lastgroup if match else None


@lru_cache(maxsize=4096)
def _may_open(word: str) -> bool:
    """Whether a label may begin with this word. It spares the grammar most of a page's prose."""
    word = word.lower().strip(" :>•*-–").partition("-")[0]
    return bool(_WORDS.opening.match(word) or _WORDS.opening.match(_corrected(word)))


def _corrected(word: str) -> str:
    return (get_close_matches(word, _MISSPELT, 1, _ALIKE) or [word])[0]


def split_keywords(text: str) -> tuple[str, ...]:
    """The terms of a keyword line as written, without its final stop."""
    terms = text.strip().removesuffix(".").split(",")
    return tuple([term for each in terms if (term := each.strip())])


def looks_like_keywords(text: str) -> bool:
    """Whether an unlabelled line is a list of keywords, as it closes an entry of 2012 or 2013.

    Several short terms between commas, none of which opens with a capital but the first, and
    nothing that only a sentence has.
    """
    whole = text.removesuffix(".")
    first, *others = whole.split(", ")
    # From cheap to dear: it is asked of every line with a comma.
    return (
        bool(others)
        and all(term[:1].islower() or term.partition(" ")[0].isupper() for term in others)
        and all(len(term.split()) <= _MOST_WORDS_OF_A_TERM for term in (first, *others))
        and all(map(_WORDS.term.fullmatch, (first, *others)))
        and not _WORDS.prose.search(whole)
    )


@lru_cache(maxsize=1024)
def closing_keywords(text: str) -> int | None:
    """Where an unlabelled list of keywords begins that closes a line, or None.

    It is the whole line, or in flattened copies glued to the full stop of the summary before it.
    """
    if "," not in text:
        return None
    if looks_like_keywords(text):
        return 0
    glued = text.rfind(".", 0, len(text) - 1) + 1
    opens = text[glued : glued + 1].isalpha() and looks_like_keywords(text[glued:])
    return glued if opens else None


def keywords_without_colon(text: str) -> int:
    """Where the terms begin on a keyword line whose label lost its colon, or 0."""
    found = _WORDS.no_colon.match(text)
    return found.end() if found and looks_like_keywords(text[found.end() :]) else 0


def is_lost_label(words: str) -> bool:
    """Whether a label is only a verb ("includes:"): its noun was lost, or stands a line above."""
    return bool(_WORDS.verb.fullmatch(words.lower().strip(" :")))
