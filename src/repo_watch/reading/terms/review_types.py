"""Which kind of review a text says it is: a statutory name changes by nation and year.

A list's heading never says; a summary may. It often names other reviews too: an earlier one, the
one whose criteria were not met, the one whose method was borrowed. Those mentions do not count, and
where none is left the type is unknown.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from repo_watch.reading.terms.patterns import Patterns
from repo_watch.reading.terms.reference import rows

_WORDS = Patterns(__file__)
_SIGNS = str.maketrans({"/": "|", " ": r"[\s-]+", "'": "['\N{RIGHT SINGLE QUOTATION MARK}]?"})


def _pattern(wording: str) -> str:
    """`adult(s)` and `(learning) review` hold what may be missing, `a/b` either; SCR is not scr."""
    if wording.isupper():
        return f"(?-i:{wording})"
    wording = re.sub(r"(?<!\w)\(([^)]+)\) ", r"(?:(?:\1) )?", wording)
    wording = re.sub(r"(?<=\w)\((\w+)\)", r"(?:\1)?", wording)
    return re.sub(r"(?<![\w'])[\w'&]+/[\w'&/]+", r"(?:\g<0>)", wording).translate(_SIGNS)


def _wordings(row: Mapping[str, str]) -> str:
    some = [_pattern(wording) for wording in row["wordings"].split(";")]
    some += [_WORDS.text("cut_short")] if row["code"] == "serious_case_review" else []
    void = row["void_before"].replace(";", "|")
    return f"(?:{'|'.join(some)})" + (rf"(?!\s+(?:{void})\b)" if void else "")


_ROWS = rows("review_types.csv")
REVIEW_TYPES: Mapping[str, str] = {row["code"]: row["name"] for row in _ROWS}
"""Code to name for readers, from `data/reference/review_types.csv`.

A `child_safeguarding_practice_review` is one that the text calls neither local nor national;
concise and extended child practice reviews share a code, and a domestic abuse related death review
has that of its former name."""
_OF_A_CHILD = {row["code"]: row["child"] for row in _ROWS}

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
    """The type of review (of `REVIEW_TYPES`) that an entry's prose says it reports, or None.

    A mention with "this" decides before others, any other before a rapid review or an adult's
    review (the step before, or one beside), and the first mention decides among equals.
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
    """Whether a review of this kind (of `REVIEW_TYPES`) is a case review of a child.

    A kind that may have no child in it is only where `text`, the review's own words, names one.
    """
    if _OF_A_CHILD[code] != "maybe":
        return _OF_A_CHILD[code] == "yes"
    return bool(_WORDS.child.search(_WORDS.no_child.sub(" ", text)))
