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
            if not any(hit.overlaps(other) for other in cancelling):
                table, code = hit.wording.table, hit.wording.code
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

    def left(self, position: int) -> int:
        """Where the clause begins that reaches a word, "that" and "whether" taken along."""
        left, _ = self.sentence.clause(position)
        while left and (
            self.words[left] in vocab.content or self.words[left - 1] in {"that", "whether"}
        ):
            left, _ = self.sentence.clause(left - 1)
        return left

    def denied(self, start: int, end: int) -> bool:
        """Whether the text denies, doubts or rejects what stands from `start` to `end`."""
        left, (_, right) = self.left(start), self.sentence.clause(end - 1)
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

    def unreal(self, hit: Hit, *, service: bool = False) -> bool:
        """Whether a value is denied, only feared or hoped for, or only what training is about.

        A `service` is named, not taught: training on it says nothing against it.
        """
        left, _ = self.sentence.clause(hit.start)
        kinds = ("feared",) if service else ("feared", "topic")
        return self.denied(hit.start, hit.end) or any(
            left <= start < hit.start for kind in kinds for start, _, _ in self.hits[kind]
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
        return self._of_clause(start, manner)

    def _object(self, start: int, end: int, manner: str) -> Person | None:
        """The person to whom the words themselves direct the harm."""
        words = self.words
        left, _ = self.sentence.clause(start)
        for person in self.free:
            named = start < person.head and (
                (person.pronoun and manner != "caused")
                or (manner == "done" and words[person.start - 1] in vocab.reading_joints)
            )
            if left < person.head < end and (named or objective(words, person.head)):
                return person
        target = self.next_person(end)
        done = manner in {"done", "caused"}
        if done:
            between = words[end : target.head] if target else words
            direct = words[end - 1].endswith(ACTIVE) and len(between) <= 4
            if direct and vocab.not_direct.isdisjoint(between):
                return target
        joints = (k for k in range(end - 1, min(end + 4, len(words)))
                  if words[k] in vocab.reading_joints | vocab.no_joint)  # fmt: skip
        i = end - 1 if words[end - 1] == "with" else next(joints, end)
        if word_at(words, i) not in (vocab.directed if done else {"of", "to"}):
            return None
        target = self.next_person(i)
        if target is None or not vocab.breaks.isdisjoint(words[i : target.head]):
            return None
        return target if target.part == "child" or words[i] != "with" else None

    def _of_clause(self, start: int, manner: str) -> str:
        """The sufferer when only the clause's subject can tell: a carer there may be the doer."""
        left, _ = self.sentence.clause(start)
        before = self.words[left:start]
        person = self.subject(start)
        if person is None or person.part in {"family", "child", "official"}:
            return "child"
        if self.before("convicted", start):
            return "child"
        if person.part not in CARERS or not vocab.own.isdisjoint(before) or self.says("childhood"):
            return person.part
        doubtful = person.pronoun and not person.sure  # a child's review tells harm of the child
        return "child" if doubtful or manner in {"caused", "shared"} else person.part
