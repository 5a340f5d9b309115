"""From the text of a section to sentences of folded words, each with its place.

A value carries the sentence it was read from, so every fold here keeps lengths. A hyphen is no
word: "non-accidental" and "non accidental" are read alike.
"""

import re
from bisect import bisect
from functools import cached_property
from itertools import islice

from repo_watch.coding.wordings import vocab

_FOLDS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " ", "‑": "-", "‐": "-", "İ": "I"}
)
_TOKEN = re.compile(r"[^\W_]+(?:'t\b)?|'s?(?![^\W_])|\n|[^\w\s'-]")
_STOPS = frozenset(".!?")
_CAP = 150  # words of a sentence, so that nothing read in it can take long
_MOST = 4_000  # words of a section; the longest known has a quarter of that


class Sentence:
    """One sentence of a section.

    Attributes:
        section: name of the section.
        start: offset of its first character in the section's text.
        end: offset after its last.
        words: the words and signs, folded to lower case and plain quotes.
        at: the offset of each word in the section's text.
        first: whether it is the first of its section.
        text: the section's text as written.
    """

    def __init__(
        self, section: str, text: str, words: list[str], at: list[int], end: int, *, first: bool
    ) -> None:
        self.section, self.text, self.words, self.at = section, text, words, at
        self.start, self.end, self.first = at[0], end, first

    @cached_property
    def edges(self) -> list[int]:
        """Where clauses begin, in order; the first at 0."""
        edges, verb = [0], False
        for i, word in enumerate(self.words):
            if word in vocab.stops or (word in vocab.subordinate and self.words[i - 1] != "looked"):
                edges += [i] if i else []
                verb = False
            elif verb and word in vocab.joins and (
                _begins(self.words, i + 1)
                or (word == "and" and word_at(self.words, i + 1) in vocab.verbs)):  # fmt: skip
                edges.append(i)
                verb = False
            elif is_verb(word):
                verb = True
        return edges

    def clause(self, position: int) -> tuple[int, int]:
        """The first word of the clause that holds a word, and the first after it."""
        k = bisect(self.edges, position)
        return self.edges[k - 1], (*self.edges[k : k + 1], len(self.words))[0]

    def capital(self, position: int) -> bool:
        """Whether a word is written with a capital."""
        return self.text[self.at[position]].isupper()


def fold(text: str) -> str:
    """Lower case and plain quotes, without changing a single offset."""
    return text.translate(_FOLDS).replace(" - ", " – ").lower()


def word_at(words: list[str], i: int) -> str:
    """The word at a place, or "" outside the sentence."""
    return words[i] if 0 <= i < len(words) else ""


def sentences(section: str, text: str) -> list[Sentence]:
    """The sentences of a section; in a list of issues or recommendations each item is one."""
    low = fold(text)
    breaks = {"\n", ";"} if section in {"key_issues", "recommendations"} else {"\n"}
    found: list[Sentence] = []
    words: list[str] = []
    at: list[int] = []
    tokens = [*islice(_TOKEN.finditer(low), _MOST)]
    for match in tokens:
        word, end = match[0], match.end()
        stops = word in _STOPS and bool(words) and not (
            (low[end : end + 1].isalnum() and (not text[end].isupper() or len(words[-1]) == 1))
            or words[-1] in vocab.abbreviations)  # fmt: skip
        parts = stops or word in breaks
        if not parts:
            words.append(word)
            at.append(match.start())
        if words and (parts or len(words) > _CAP or match is tokens[-1]):
            last = end if stops else at[-1] + len(words[-1])
            found.append(Sentence(section, text, words, at, last, first=not found))
            words, at = [], []
    return found


def is_verb(word: str) -> bool:
    """Whether a word can be the verb of a clause in the past or present."""
    return word in vocab.verbs or (word.endswith("ed") and len(word) > 3)


def _begins(words: list[str], i: int) -> bool:
    """Whether a clause of its own begins at a word: a person and a verb."""
    j = next((j for j in range(i, len(words)) if words[j] not in vocab.determiners), i)
    return word_at(words, j) in vocab.clause_subjects and is_verb(word_at(words, j + 1))
