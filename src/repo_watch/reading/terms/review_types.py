"""Which kind of review a text says it is: a statutory name changes by nation and year.

A list's heading never says; a summary may. It often names other reviews too: an earlier one, the
one whose criteria were not met, the one whose method was borrowed. Those mentions do not count, and
where none is left the type is unknown.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

import msgspec
from msgspec import Struct

from repo_watch.reading.terms.patterns import Patterns
from repo_watch.reading.terms.reference import rows

_WORDS = Patterns(__file__)


class ReviewType(Struct, frozen=True):
    """A kind of review.

    Attributes:
        code: in the database.
        name: for readers.
        nation: whose law or practice it is; "" where it is a name in use.
        begins: first day or year of it, ISO; "" where nothing says.
        ends: last day or year; "" where it goes on.
        child: whether a child is its subject: "yes", "maybe" or "no".
        source: the law or guidance.
    """

    code: str
    name: str
    nation: str
    begins: str
    ends: str
    child: Literal["yes", "maybe", "no"]
    source: str


def _alternatives(words: str) -> str:
    apostrophe = "['\N{RIGHT SINGLE QUOTATION MARK}]?"
    some = (re.escape(word).replace("'", apostrophe) for word in words.split("/"))
    return f"(?:{'|'.join(some)})"


def _pattern(wording: str) -> str:
    """`adult(s)` and `(learning) review` hold what may be missing, `a/b` either; SCR is not scr."""
    if wording.isupper():
        return f"(?-i:{wording})"
    parts = []
    for part in wording.split(" "):
        word, _, optional = part.partition("(")
        ending = f"{_alternatives(optional.rstrip(')'))}?" if optional else ""
        if word:
            parts.append(f"{_alternatives(word)}{ending}[\\s-]+")
        else:
            parts.append(f"(?:{ending.removesuffix('?')}[\\s-]+)?")
    return "".join(parts).removesuffix("[\\s-]+")


def _wordings(row: Mapping[str, str]) -> str:
    some = "|".join(map(_pattern, row["wordings"].split(";")))
    if row["code"] == "serious_case_review":
        some = "|".join((some, _WORDS.text("cut_short")))
    void = row["void_before"].replace(";", "|")
    return f"(?:{some})" + (rf"(?!\s+(?:{void})\b)" if void else "")


_ROWS = rows("review_types.csv")
KINDS: Mapping[str, ReviewType] = MappingProxyType(
    {row["code"]: msgspec.convert(row, ReviewType) for row in _ROWS}
)
"""Kinds by code, from `data/reference/review_types.csv`. A `child_safeguarding_practice_review` is
one that the text calls neither local nor national; concise and extended child practice reviews
share a code, and a domestic abuse related death review has that of its former name."""
REVIEW_TYPES: Mapping[str, str] = MappingProxyType({one.code: one.name for one in KINDS.values()})
"""Code to name for readers."""

_KINDS_NAMED = "|".join(f"(?P<{row['code']}>{_wordings(row)})" for row in _ROWS if row["wordings"])
# Where no word begins, none of the many kinds is looked for.
_MENTION = re.compile(rf"\b(?=\w)(?:{_KINDS_NAMED})(?!(?!s\b)\w)", re.IGNORECASE)

_REACH = 120
_ADULT_TYPES = ("domestic_homicide_review", "safeguarding_adult_review")


def _own_mentions(text: str) -> Iterator[tuple[str, re.Match[str], bool]]:
    """The mentions that are of the review itself: code, place, and whether it says "this"."""
    for match in _MENTION.finditer(text):
        before = _WORDS.clause_end.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
        after = _WORDS.clause_end.split(text[match.end() : match.end() + _REACH])[0]
        if not _WORDS.else_before.search(before) and not _WORDS.else_after.search(after):
            yield str(match.lastgroup), match, bool(_WORDS.this.search(before))


def _joint(text: str, mentions: list[tuple[str, re.Match[str], bool]]) -> str | None:
    """The code of a case review held as one with an adult's review, if two mentions say so."""
    for (one, left, _), (two, right, _) in pairwise(mentions):
        adult = [code for code in (one, two) if code in _ADULT_TYPES]
        if len(adult) == 1 and _WORDS.together.fullmatch(text, left.end(), right.start()):
            return f"joint_{adult[0]}"
    return None


def review_type(text: str) -> str | None:
    """The type of review that a text says it reports.

    A mention with "this" decides before others, any other before a rapid review or an adult's
    review (the step before, or one beside), and the first mention decides among equals.

    Args:
        text: title, summary or other prose of one entry.

    Returns:
        A key of `REVIEW_TYPES`, or None when the text does not say.
    """
    text = text.replace("(ren)", "ren")
    mentions = list(_own_mentions(text))
    if joint := _joint(text, mentions):
        return joint
    codes = [code for code, _, this in mentions if this] or [code for code, _, _ in mentions]
    last = ("rapid_review", *_ADULT_TYPES)
    first = next(iter([code for code in codes if code not in last] or codes), None)
    if first == "child_safeguarding_practice_review":
        exact = {f"{scope}_{first}" for scope in ("local", "national")}
        return next((code for code, _, _ in mentions if code in exact), first)
    return first


def concerns_a_child(code: str, text: str) -> bool:
    """Whether a review of this kind is a case review of a child.

    A kind that may have no child in it does only where the review's own words name one.

    Args:
        code: a key of `KINDS`.
        text: title and other words of the review itself.
    """
    child = KINDS[code].child
    return child == "yes" or (
        child == "maybe" and bool(_WORDS.child.search(_WORDS.no_child.sub(" ", text)))
    )
