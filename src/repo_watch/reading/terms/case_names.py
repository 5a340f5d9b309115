"""The name of a case in the title of a document: "Child X", "Children F, G and H", "Gabriel".

A name that begins with a word for a child or a family is known wherever it stands. Any other is
what is left of a title once the words for the kind of review, the kind of document and the date
are taken away.
"""

import re
from typing import NamedTuple

from repo_watch.reading.terms.headings import MONTH_NAME, MONTHS
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__, month_name=MONTH_NAME, months=MONTHS)
_EDGES = " .,;:|/()[]-–—"
_UNQUOTED = str.maketrans(dict.fromkeys('"“”‘'))
_MOST_WORDS = 6
_ENGLISH = _WORDS.table("english")
_WELSH_WHO = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b(?= )", re.IGNORECASE)


class CaseNumber(NamedTuple):
    """A case named by a number and its year: as written, and what any spelling has in common."""

    name: str
    key: str
    year: int


def case_number(text: str) -> CaseNumber | None:
    """The number that a case is named by ("CCSB 04-2031", "CSPR 2031/09"), or None."""
    match = _WORDS.number.search(text)
    if match is None or _is_span(match):
        return None
    year, number = int(match["year"] or match["first"]), int(match["n"] or match["last"])
    board = match["board"].split()
    own = [one for one in board if not _WORDS.initials.fullmatch(one.strip(":-"))] or board
    return CaseNumber(" ".join((*own, match["number"])), f"{number}/{year}", year)


def without_case_numbers(text: str) -> str:
    """A text without the numbers of cases, whose years are not years of publication."""
    return _WORDS.number.sub(lambda match: match[0] if _is_span(match) else " ", text)


def _is_span(match: re.Match[str]) -> bool:
    """Whether the figures are two years in a row ("2031-32")."""
    first = match["first"]
    return first is not None and int(match["last"]) == (int(first) + 1) % 100


def english_name(name: str) -> str:
    """A case's name with its Welsh word for a child or family in English."""
    names = _WELSH_WHO.sub(lambda match: _ENGLISH[match[0].lower()], name).split(" / ")
    return " / ".join(dict.fromkeys(names))


def named_case(text: str) -> str | None:
    """The name in a text that begins with a word for a child or a family, or None."""
    match = _WORDS.named.search(text)
    return " ".join(match[0].translate(_UNQUOTED).split()).strip("'’") if match else None


def rest_of_title(text: str) -> str:
    """What a title says besides kind of review, kind of document and date; "" for nothing."""
    rest = _WORDS.leading.sub("", _WORDS.not_the_name.sub(" ", text).strip(_EDGES) + " ")
    rest = _WORDS.loose_signs.sub(" ", _WORDS.empty_brackets.sub(" ", rest))
    return " ".join(_WORDS.last_word.sub("", _WORDS.quoted.sub(r"\1", rest)).split()).strip(_EDGES)


def looks_like_a_name(text: str) -> bool:
    """Whether a text may be a name alone: a few words, each with a capital or a figure."""
    words = _WORDS.word_of_a_name.findall(_WORDS.small_words.sub(" ", text))
    capitals = all(word[0].isupper() or word[0].isdigit() for word in words)
    named = not all(map(_WORDS.no_names.fullmatch, words))
    return named and 0 < len(words) <= _MOST_WORDS and capitals
