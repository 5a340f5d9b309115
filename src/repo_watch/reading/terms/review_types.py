"""Which kind of review a text says it is: a statutory name changes by nation and year.

A list's heading never says; a summary may. It often names other reviews too: an earlier one, the
one whose criteria were not met, the one whose method was borrowed. Those mentions do not count, and
where none is left the type is unknown.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

import msgspec

from repo_watch.reading.terms.reference import rows

_ADULTS = r"(?:domestic\s+(?:homicide|abuse\s+related\s+death)|safeguarding\s+adults?)"
_CUT_SHORT = rf"serious\s+case(?=\s*(?:and|/|&)\s*{_ADULTS}\s+review)"
"""In "serious case and domestic homicide review" the last word stands once for both kinds."""


@dataclass(frozen=True, slots=True)
class ReviewType:
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
        some = f"{some}|{_CUT_SHORT}"
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

_MENTION = re.compile(
    "|".join(
        rf"\b(?P<{row['code']}>{_wordings(row)})(?!(?!s\b)\w)" for row in _ROWS if row["wordings"]
    ),
    re.IGNORECASE,
)

_ONE = (
    r"(?:child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|boys?|girls?|teenagers?|newborns?|pupils?)"
)
_CHILD = re.compile(
    rf"\b(?:{_ONE}|teenaged?|adolescents?|school(?:boy|girl)s?|young\s+(?:persons?|people)"
    r"|(?:1[0-7]|\d)[\s-]+(?:year|month|week|day)s?[\s-]+old|under[\s-]+18s?"
    r"|aged?\s+(?:1[0-7]|\d|\d+\s+(?:months|weeks|days))\b(?!\s*(?:to|and|\d))"
    r"|[bp]h?lentyn|[bp]h?lant|babi|bachgen|merch|(?:ph|b|p)erson\s+ifanc)\b",
    re.IGNORECASE,
)
_NO_CHILD = re.compile(
    rf"\b(?:no|without(?:\s+any)?|adult|grown[\s-]up)\s+{_ONE}\b"
    r"|\b(?:mothers?|fathers?|mum|dad|parents?|wom[ae]n|m[ae]n|carers?)\s+(?:of|with)\s+"
    rf"(?!(?:her|his|their)\b)(?:\w+\s+){{0,2}}{_ONE}\b"
    r"|\bchild(?:ren)?(?:\Ws|s)?\s+(?:(?:and|&)\s+(?:famil(?:y|ies)|adults?|young\s+people)"
    r"(?:\Ws)?\s+)?"
    r"(?:safeguarding|protection|services?|social|board|partnership|committee|trust|commissioner"
    r"|death\s+overview)\b|\bsafeguarding\s+children\b",
    re.IGNORECASE,
)
"""A child of whom it is not: of a body's name, of a parent who is the subject, none, grown up."""
_REACH = 120
_CLAUSE_END = re.compile(r"[.;:!?]")
_WORD = "[\\w'\N{RIGHT SINGLE QUOTATION MARK}-]+"
_THIS = re.compile(rf"\bthis\s+(?:{_WORD}\s+){{0,2}}$", re.IGNORECASE)
_ELSE_BEFORE = re.compile(
    r"\b(?:previous|earlier|prior|past|another|other|separate|different|subsequent|former|similar|"
    rf"parallel|concurrent|recent|older|neighbouring|next|future)\s+(?:{_WORD}\s+){{0,2}}$"
    r"|\bhad\s+(?:already\s+)?been\s+(?:the\s+)?subject\s+(?:of|to)\s+an?\s+$"
    r"|\b(?:whether|if|consider(?:s|ed|ing)?|should\s+\w+)\s+(?:to\s+\w+\s+)?(?:an?|the)\s+$"
    # A chain of these words only, so that "was not known to services and this ..." stays.
    r"|\b(?:not|never|no|without|against|rather\s+than|instead\s+of)(?:\s+(?:an?|any|as|be|been|"
    r"being|carry|case|commission(?:ed|ing)?|conduct(?:ed|ing)?|considered|criteria|deemed|"
    r"definition|for|formal|fulfil|full|hold(?:ing)?|held|in|initiate|it|meet(?:ing)?|met|need|"
    r"needed|of|out|proceed|progress|reach|reached|require[ds]?|requirements?|satisfy|statutory|"
    r"subject|the|this|threshold|to|treated|undertake|undertaken|undertaking|warrant|with))*\s+$",
    re.IGNORECASE,
)
_ELSE_AFTER = re.compile(
    r"^s\b"
    r"|^\s+(?:\w+\s+)?(?:model|method(?:ology)?|approach|framework|format|template)\b"
    r"|^[^,]{0,60}\bnot\s+(?:be\s+|been\s+)?(?:met|held|required|undertaken|commissioned|needed|"
    r"necessary|carried|conducted|pursued|progressed|initiated)\b"
    r"|^\s+(?:\w+\s+){0,3}(?:in|by|of|for|from|into|on|about|concerning)\s+(?:the\s+death\s+of\s+)?"
    r"(?:another|other|a\s+(?:different|neighbouring|sibling)|"
    r"(?:his|her|their|a)\s+(?:[\w-]+\s+)?(?:brother|sister|sibling)s?)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"(?:[\s/&,()-]|\b(?:an?|alongside|and|as|carried|combined|conducted|CSPR|held|is|joint|jointly|"
    r"LCSPR|out|SCR|the|undertaken|was|with)\b)*",
    re.IGNORECASE,
)
_ADULT_TYPES = ("domestic_homicide_review", "safeguarding_adult_review")


def _own_mentions(text: str) -> Iterator[tuple[str, re.Match[str], bool]]:
    """The mentions that are of the review itself: code, place, and whether it says "this"."""
    for match in _MENTION.finditer(text):
        before = _CLAUSE_END.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
        after = _CLAUSE_END.split(text[match.end() : match.end() + _REACH])[0]
        if not _ELSE_BEFORE.search(before) and not _ELSE_AFTER.search(after):
            yield str(match.lastgroup), match, bool(_THIS.search(before))


def _joint(text: str, mentions: list[tuple[str, re.Match[str], bool]]) -> str | None:
    """The code of a case review held as one with an adult's review, if two mentions say so."""
    for (one, left, _), (two, right, _) in pairwise(mentions):
        adult = [code for code in (one, two) if code in _ADULT_TYPES]
        if len(adult) == 1 and _TOGETHER.fullmatch(text, left.end(), right.start()):
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
    return child == "yes" or (child == "maybe" and bool(_CHILD.search(_NO_CHILD.sub(" ", text))))
