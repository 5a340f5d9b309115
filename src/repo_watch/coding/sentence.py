"""A sentence: its folded words, its persons, the wordings found, and what takes a value away.

A value carries the sentence it was read from, so every fold here keeps lengths. A hyphen is no
word: "non-accidental" and "non accidental" are read alike.

The idea is the ConText algorithm (Harkema, Dowling, Thornblade and Chapman 2009): words that deny,
fear or name a topic reach as far as their clause. The words are data, in wordings/context.toml.
"""

import re
from bisect import bisect
from collections import defaultdict
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from repo_watch.coding.wordings import TOLD, Finder, Hit, vocab

CARERS = frozenset(("parent", "partner"))
ACTIVE = ("ed", "ing", "hit", "shook", "beat", "shot")  # endings of what is done to somebody
_AFTER_REACH = 9  # words between a value and "was ruled out"
_FOLDS = str.maketrans("’‘“”\xa0‑‐İ", "''\"\" --I")
_TOKEN = re.compile(r"[^\W_]+(?:'t\b)?|'s?(?![^\W_])|\n|[^\w\s'-]")
_STOPS = frozenset(".!?")
_CAP = 150  # words of a sentence, so that nothing read in it can take long
_MOST = 4_000  # words of a section; the longest known has a quarter of that


class Person(NamedTuple):
    """One person or group as named in a sentence; places are numbers of words.

    `start` is where the noun phrase begins, `head` its noun. `part` in the review: child (a subject
    of it), sibling, parent, partner (of a parent), lover (of the subject), relative, family,
    official (people at work), other. `owner` is the part of the possessor before it ("her", "the
    mother's"); `possessor` says that this one is such a possessor itself. `number` is how many a
    noun phrase of the opening names.
    """

    start: int
    head: int
    part: str
    sex: str | None
    plural: bool
    owner: str | None = None
    pronoun: bool = False
    sure: bool = True
    possessor: bool = False
    named: bool = False
    number: int | None = None


class Sentence(Struct, dict=True, eq=False):
    """One sentence of a section, from the character at `start` of the section's `text` to `end`.

    `words` are its words and signs, folded to lower case and plain quotes, and `at` the offset of
    each. `persons` are those named in it, once `people.read_persons` has read it.
    """

    section: str
    text: str
    words: list[str]
    at: list[int]
    start: int
    end: int
    first: bool
    persons: list[Person] = []

    @cached_property
    def edges(self) -> list[int]:
        """Where clauses begin, in order; the first at 0."""
        words, edges, verb = self.words, [0], False
        verbs = [word in vocab.verbs or (word.endswith("ed") and len(word) > 3) for word in words]
        for i, word in enumerate(words):
            opens = word in vocab.stops or (word in vocab.subordinate and words[i - 1] != "looked")
            if verb and not opens and word in vocab.joins:
                # A clause of its own has a person and a verb.
                others = (j for j in range(i + 1, len(words)) if words[j] not in vocab.determiners)
                j = next(others, i + 1)
                told = self.word(j) in vocab.clause_subjects and any(verbs[j + 1 : j + 2])
                opens = told or (word == "and" and self.word(i + 1) in vocab.verbs)
            edges += [i] if i and opens else []
            verb = not opens and (verb or verbs[i])
        return edges

    @cached_property
    def hits(self) -> defaultdict[str, list[Hit]]:
        """The hits of each table of wordings that a text is searched for; of context, each kind."""
        hits: defaultdict[str, list[Hit]] = defaultdict(list)
        found = [*Finder(*TOLD).find(self.words)]
        cancelling = [hit for hit in found if hit.wording.cancels]
        for hit in found:
            table, code = hit.wording.table, hit.wording.code
            if not any(hit.start < end and start < hit.end and code == other.code
                       for start, end, other in cancelling):  # fmt: skip
                hits[code if table == "context" else table].append(hit)
        return hits

    @property
    def free(self) -> list[Person]:
        """The persons who are not mere possessors."""
        return [person for person in self.persons if not person.possessor]

    def word(self, i: int) -> str:
        """The word at a place, or "" outside the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def objective(self, i: int) -> bool:
        """Whether a word is a pronoun for one to whom something is done, not "her" as possessor."""
        word, after = self.words[i], self.word(i + 1)
        return word in {"him", "them"} or (word == "her" and (not after or after in vocab.ends))

    def clause(self, position: int) -> tuple[int, int]:
        """The first word of the clause that holds a word, and the first after it."""
        k = bisect(self.edges, position)
        return self.edges[k - 1], (*self.edges[k : k + 1], len(self.words))[0]

    def subject(self, position: int) -> Person | None:
        """The person whom the clause is about that ends before a word; None for nobody named.

        A clause that names nobody continues the one before; after "who" the person just named.
        """
        right, persons = position, self.free
        for left in reversed([edge for edge in self.edges if edge < position]):
            if self.words[left] in {"who", "which"}:
                return next((p for p in reversed(persons) if p.head < left), None)
            if named := next((p for p in persons if left <= p.head < right), None):
                return named
            right = left
        return None

    def next_person(self, position: int) -> Person | None:
        """The first person at a word or after it who is not a mere possessor."""
        return next((p for p in self.persons if p.head >= position and not p.possessor), None)

    def says(self, code: str) -> bool:
        """Whether the sentence holds a wording of a kind of context."""
        return bool(self.hits.get(code))

    def before(self, code: str, start: int) -> bool:
        """Whether a wording of a kind of context stands before a word."""
        return any(a < start for a, _, _ in self.hits[code])

    def after(self, code: str, end: int) -> bool:
        """Whether a wording of a kind of context stands at a word or after it."""
        return any(a >= end for a, _, _ in self.hits[code])

    def denied(self, start: int, end: int) -> bool:
        """Whether the text denies, doubts or rejects what stands from `start` to `end`."""
        (left, _), (_, right) = self.clause(start), self.clause(end - 1)
        while left and self.words[left] in vocab.content:
            left, _ = self.clause(left - 1)
        stands = self.hits["stands"]
        return (
            any(left <= a < start and not any(s <= a and b <= e + 1 for s, e, _ in stands)
                for a, b, _ in self.hits["denied"])
            or any(end <= a < min(right, end + _AFTER_REACH)
                   for a, _, _ in self.hits["denied_after"])
            or self.after("rejected", end)
        )  # fmt: skip

    def unreal(self, hit: Hit) -> bool:
        """Whether a value is denied, only feared or hoped for, or only what training is about."""
        left, _ = self.clause(hit.start)
        return self.denied(hit.start, hit.end) or any(
            left <= start < hit.start for start, _, _ in self.hits["feared"] + self.hits["topic"]
        )

    def sufferer(self, start: int, end: int, manner: str = "done") -> str:
        """Whom the harm befell that stands from `start` to `end`: a part of the review.

        `manner`: "done" to somebody; "caused" by a carer, so that a carer named is the doer;
        "befell"; or "shared" with a carer, as a bed.
        """
        if target := self._object(start, end, manner):
            return target.part
        person = self.subject(start)
        if person is None or self.before("convicted", start):
            return "child"
        if person.part in CARERS and not self.says("childhood"):
            doubtful = person.pronoun and not person.sure  # a review of a child tells its harm
            return "child" if doubtful or manner in {"caused", "shared"} else person.part
        return "child" if person.part in {"family", "official"} else person.part

    def _object(self, start: int, end: int, manner: str) -> Person | None:
        """The person to whom the words themselves direct the harm."""
        words, (left, _) = self.words, self.clause(start)
        for person in self.free:
            named = start < person.head and person.pronoun and manner != "caused"
            if left < person.head < end and (named or self.objective(person.head)):
                return person
        target = self.next_person(end)
        if target and manner in {"done", "caused"} and words[end - 1].endswith(ACTIVE) and (
            vocab.not_direct.isdisjoint(words[end : target.head])):  # fmt: skip
            return target
        joints = (k for k in range(end - 1, min(end + 4, len(words)))
                  if words[k] in vocab.reading_joints | vocab.no_joint)  # fmt: skip
        i = next(joints, end)
        target = self.next_person(i) if self.word(i) in vocab.reading_joints else None
        return target if target and vocab.breaks.isdisjoint(words[i : target.head]) else None


def fold(text: str) -> str:
    """Lower case and plain quotes, without changing a single offset."""
    return text.translate(_FOLDS).replace(" - ", " – ").lower()


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
            found.append(Sentence(section, text, words, at, at[0], last, not found))
            words, at = [], []
    return found
