"""Which kind of review a text says it is: a statutory name changes by nation and year.

A list's heading never says; a summary may. It often names other reviews too: an earlier one, the
one whose criteria were not met, the one whose method was borrowed. Those mentions do not count, and
where none is left the type is unknown.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

_CHILDREN = "(?:child(?:ren)?(?:['\N{RIGHT SINGLE QUOTATION MARK}]?s)?\\s+)?"
_PRACTICE = rf"{_CHILDREN}safeguarding\s+{_CHILDREN}practice\s+review"
_ADULT = r"domestic\s+(?:homicide|abuse\s+related\s+death)|safeguarding\s+adults?"
_MULTI = r"multi[\s-]?agency"
_WORDINGS = {
    "serious_case_review": r"serious\s+case\s+review|(?-i:SCR)"
    rf"|serious\s+case(?=\s*(?:and|/|&)\s*(?:{_ADULT})\s+review)",
    "local_child_safeguarding_practice_review": rf"local\s+{_PRACTICE}|(?-i:LCSPR)",
    "national_child_safeguarding_practice_review": rf"national\s+{_PRACTICE}",
    "child_safeguarding_practice_review": rf"{_PRACTICE}|(?-i:CSPR)",
    "rapid_review": r"rapid\s+review",
    "child_practice_review": r"child\s+practice\s+review",
    "single_unified_safeguarding_review": r"single\s+unified\s+safeguarding\s+review|(?-i:SUSR)",
    "case_management_review": r"case\s+management\s+review|(?-i:CMR)",
    "significant_case_review": r"significant\s+case\s+review",
    "learning_review": r"learning\s+review",
    "multi_agency_learning_review": rf"{_MULTI}\s+learning\s+review",
    # "that the partnership review its procedures" asks for something; it names no type.
    "partnership_review": r"partnership\s+(?:learning\s+)?review"
    r"(?!\s+(?:the|its|their|all|how|what|whether|current|existing|policies|procedures|and)\b)",
    "thematic_review": r"thematic\s+(?:learning\s+)?review",
    "domestic_homicide_review": r"domestic\s+(?:homicide|abuse\s+related\s+death)\s+review"
    r"|(?-i:DHR)",
    "safeguarding_adult_review": r"safeguarding\s+adults?\s+review",
}

REVIEW_TYPES: Mapping[str, str] = MappingProxyType(
    {code: code.replace("_", " ") for code in _WORDINGS}
    | {
        "multi_agency_learning_review": "multi-agency learning review",
        "joint_domestic_homicide_review": "joint case review and domestic homicide review",
        "joint_safeguarding_adult_review": "joint case review and safeguarding adult review",
    }
)
"""Code to name for readers. A `child_safeguarding_practice_review` is one that the text calls
neither local nor national; concise and extended child practice reviews share a code."""

_MENTION = re.compile(
    "|".join(rf"\b(?P<{code}>{wording})(?!(?!s\b)\w)" for code, wording in _WORDINGS.items()),
    re.IGNORECASE,
)

_REACH = 120
_CLAUSE_END = re.compile(r"[.;:!?]")
_WORD = "[\\w'\N{RIGHT SINGLE QUOTATION MARK}-]+"
_THIS = re.compile(rf"\bthis\s+(?:{_WORD}\s+){{0,2}}$", re.IGNORECASE)
_ELSE_BEFORE = re.compile(
    r"\b(?:previous|earlier|prior|past|another|other|separate|different|subsequent|former|similar|"
    rf"parallel|concurrent|recent|older|neighbouring)\s+(?:{_WORD}\s+){{0,2}}$"
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
