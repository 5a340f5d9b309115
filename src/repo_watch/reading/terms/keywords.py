"""Keywords of an entry, brought to the terms of the collection's thesaurus.

Lists spell one term in many ways: capitals, singular and plural, with and without hyphen or
article, and plain misspellings. All but the last are folded by rule; misspellings, abbreviations
and turned words stand in `data/reference/keywords.csv`, which a person reviews. A narrower or
broader word is no alias: "substance misuse" and "drugs and alcohol" stay two terms.
"""

import re

from msgspec import Struct

from repo_watch.reading.terms.reference import rows


class Term(Struct, frozen=True):
    """A keyword as it is counted.

    Attributes:
        term: the thesaurus term; for an unknown one the written words in lower case.
        known: whether the reviewed table has it; those that it has not are reported, never dropped.
    """

    term: str
    known: bool


_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}](?:s\\b)?")
_FILLERS = frozenset({"a", "an", "the"})
_IRREGULAR = {"children": "child", "men": "man", "women": "woman"}
_SINGULAR = (
    (re.compile(r"(?<=ss|ch|sh)es$"), ""),
    (re.compile(r"(?<=[^\W\d_]{2})ies$"), "y"),
    (re.compile(r"(?<=[^\W\d_][^\Ws])s$"), ""),
)


def _singular(word: str) -> str:
    """The word without its plural ending, alike for all spellings rather than always right."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, replacement in _SINGULAR:
        short, changed = ending.subn(replacement, word)
        if changed:
            return short
    return word


def _key(text: str) -> str:
    """What all spellings of one term have in common: singular words, run together."""
    plain = _POSSESSIVE.sub("", text.casefold()).replace("&", " and ")
    return "".join(_singular(word) for word in _WORD.findall(plain) if word not in _FILLERS)


_TABLE = rows("keywords.csv")

TERMS: tuple[str, ...] = tuple(row["term"] for row in _TABLE)
"""The controlled terms, in alphabetical order."""

_KNOWN = {
    _key(spelling): row["term"]
    for row in _TABLE
    for spelling in (row["term"], *filter(None, row["aliases"].split(";")))
}


def normalise(raw: str) -> Term:
    """The controlled term behind a keyword as written.

    Args:
        raw: one keyword, as a list shows it.

    Returns:
        The term of the table; of an unknown keyword its own words, in lower case and with single
        spaces, and `known` false.
    """
    term = _KNOWN.get(_key(raw))
    return Term(term, known=True) if term else Term(" ".join(raw.lower().split()), known=False)
