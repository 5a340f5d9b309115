"""A sentence read whole: its persons, the wordings found, and what takes a wording's value away.

The idea is the ConText algorithm (Harkema, Dowling, Thornblade and Chapman 2009): words that deny,
fear or name a topic reach as far as their clause. The words are data, in wordings/context.toml.
"""

from collections import defaultdict

from repo_watch.coding.people import ACTIVE, CARERS, Person, objective, subject
from repo_watch.coding.text import Sentence, word_at
from repo_watch.coding.wordings import TOLD, Hit, finder, vocab

_AFTER_REACH = 9  # words between a value and "was ruled out"


class Reading:
    """One sentence of an entry, with the hits of each table of wordings."""

    def __init__(self, sentence: Sentence, persons: list[Person]) -> None:
        self.sentence, self.persons, self.words = sentence, persons, sentence.words
        self.free = [person for person in persons if not person.possessor]
        self.hits: defaultdict[str, list[Hit]] = defaultdict(list)
        found = finder(*TOLD).find(sentence.words)
        cancelling = [hit for hit in found if hit.wording.cancels]
        for hit in found:
            table, code = hit.wording.table, hit.wording.code
            if not any(hit.start < end and start < hit.end and code == other.code
                       for start, end, other in cancelling):  # fmt: skip
                self.hits[code if table == "context" else table].append(hit)

    def says(self, code: str) -> bool:
        """Whether the sentence holds a wording of a kind of context."""
        return bool(self.hits.get(code))

    def subject(self, position: int) -> Person | None:
        """The person whom the clause at a word is about."""
        return subject(self.sentence, self.free, position)

    def next_person(self, position: int) -> Person | None:
        """The first person at a word or after it who is not a mere possessor."""
        return next((p for p in self.free if p.head >= position), None)

    def denied(self, start: int, end: int) -> bool:
        """Whether the text denies, doubts or rejects what stands from `start` to `end`."""
        (left, _), (_, right) = self.sentence.clause(start), self.sentence.clause(end - 1)
        while left and self.words[left] in vocab.content:
            left, _ = self.sentence.clause(left - 1)
        stands = self.hits["stands"]
        return (
            any(left <= a < start and not any(s <= a and b <= e + 1 for s, e, _ in stands)
                for a, b, _ in self.hits["denied"])
            or any(end <= a < min(right, end + _AFTER_REACH)
                   for a, _, _ in self.hits["denied_after"])
            or self.after("rejected", end)
        )  # fmt: skip

    def before(self, code: str, start: int) -> bool:
        """Whether a wording of a kind of context stands before a word."""
        return any(a < start for a, _, _ in self.hits[code])

    def after(self, code: str, end: int) -> bool:
        """Whether a wording of a kind of context stands at a word or after it."""
        return any(a >= end for a, _, _ in self.hits[code])

    def unreal(self, hit: Hit) -> bool:
        """Whether a value is denied, only feared or hoped for, or only what training is about."""
        left, _ = self.sentence.clause(hit.start)
        return self.denied(hit.start, hit.end) or any(
            left <= start < hit.start for start, _, _ in self.hits["feared"] + self.hits["topic"]
        )

    def afterwards(self, start: int, *, dead: bool) -> bool:
        """Whether it is told as what followed the event; a child that is `dead` is not placed."""
        _, right = self.sentence.clause(start)
        if word_at(self.words, right) in {"after", "following", "since"}:
            _, right = self.sentence.clause(right)
        moved = self.sentence.section == "summary" and not dead
        return self.before("afterwards", right) or (moved and self.before("removed", start + 1))

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
        words, (left, _) = self.words, self.sentence.clause(start)
        for person in self.free:
            named = start < person.head and person.pronoun and manner != "caused"
            if left < person.head < end and (named or objective(words, person.head)):
                return person
        target = self.next_person(end)
        if target and manner in {"done", "caused"} and words[end - 1].endswith(ACTIVE) and (
            vocab.not_direct.isdisjoint(words[end : target.head])):  # fmt: skip
            return target
        joints = (k for k in range(end - 1, min(end + 4, len(words)))
                  if words[k] in vocab.reading_joints | vocab.no_joint)  # fmt: skip
        i = next(joints, end)
        target = self.next_person(i) if word_at(words, i) in vocab.reading_joints else None
        return target if target and vocab.breaks.isdisjoint(words[i : target.head]) else None
