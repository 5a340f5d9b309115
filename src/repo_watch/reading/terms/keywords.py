"""Keywords of an entry, brought to the terms of the collection's thesaurus.

Lists spell one term in many ways: capitals, singular and plural, with and without hyphen or
article, and plain misspellings. All but the last are folded by rule; misspellings, abbreviations
and turned words stand in `data/reference/keywords.csv`, which a person reviews. A narrower or
broader word is no alias: "substance misuse" and "drugs and alcohol" stay two terms.
"""

import re
from typing import NamedTuple

from repo_watch.reading.terms.reference import rows


class Term(NamedTuple):
    """A keyword as it is counted: the thesaurus term, for an unknown one its words in lower case.

    Those that the reviewed table does not know are reported, never dropped.
    """

    term: str
    known: bool


_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}](?:s\\b)?")
_FILLERS = frozenset({"a", "an", "the"})
_IRREGULAR = {"children": "child", "men": "man", "women": "woman"}
_PLURAL = re.compile(r"(?<=ss|ch|sh)es$|(?<=[^\W\d_]{2})ies$|(?<=[^\W\d_][^\Ws])s$")


def _key(text: str) -> str:
    """What all spellings of one term have in common: singular words, run together."""
    plain = _POSSESSIVE.sub("", text.casefold()).replace("&", " and ")
    words = (word for word in _WORD.findall(plain) if word not in _FILLERS)
    # The ending of a plural is taken alike for all spellings, rather than always rightly.
    return "".join(
        _IRREGULAR.get(word) or _PLURAL.sub(lambda end: "y" if end[0] == "ies" else "", word)
        for word in words
    )


_KNOWN = {
    _key(spelling): row["term"]
    for row in rows("keywords.csv")
    for spelling in (row["term"], *filter(None, row["aliases"].split(";")))
}


def normalise(raw: str) -> Term:
    """The controlled term behind a keyword as a list shows it."""
    term = _KNOWN.get(_key(raw))
    return Term(term, known=True) if term else Term(" ".join(raw.lower().split()), known=False)
