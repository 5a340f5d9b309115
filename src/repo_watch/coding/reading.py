"""A sentence read whole: its persons, the wordings found, and what takes a wording's value away.

The idea is the ConText algorithm (Harkema, Dowling, Thornblade and Chapman 2009): words that deny,
fear or name a topic reach as far as their clause. The words are data, in wordings/context.toml.
"""

from repo_watch.coding.people import CARERS, Person, subject
from repo_watch.coding.text import Sentence, word_at
from repo_watch.coding.wordings import TOLD, Hit, finder, vocab

_AFTER_REACH = 9  # words between a value and "was ruled out"
_TOPIC_REACH = 5


class Reading:
    """One sentence of an entry, with the hits of each table of wordings."""

    def __init__(self, sentence: Sentence, persons: list[Person]) -> None:
        self.sentence, self.persons, self.words = sentence, persons, sentence.words
        self.hits: dict[str, list[Hit]] = {"harm": [], "factors": [], "outcome": []}
        self.context: dict[str, list[Hit]] = {}
        cancelled = []
        found = finder(*TOLD).find(sentence.words)
        for hit in found:
            wording = hit[2]
            if wording.cancels:
                cancelled.append(hit)
            elif wording.table == "context":
                self.context.setdefault(wording.code, []).append(hit)
            else:
                self.hits[wording.table].append(hit)
        for start, end, wording in cancelled:
            tables = self.context if wording.table == "context" else self.hits
            name = wording.code if wording.table == "context" else wording.table
            tables[name] = [
                h
                for h in tables.get(name, ())
                if h.wording.code != wording.code or h.start >= end or h.end <= start
            ]

    def says(self, code: str) -> bool:
        """Whether the sentence holds a wording of a kind of context."""
        return bool(self.context.get(code))

    def subject(self, position: int) -> Person | None:
        """The person whom the clause at a word is about."""
        return subject(self.sentence, self.persons, position)

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
        stands = self.context.get("stands", ())
        return (
            any(left <= a < start and not any(s <= a and b <= e + 1 for s, e, _ in stands)
                for a, b, _ in self.context.get("denied", ()))
            or any(end <= a < min(right, end + _AFTER_REACH)
                   for a, _, _ in self.context.get("denied_after", ()))
            or self.after("rejected", end)
        )  # fmt: skip

    def before(self, code: str, start: int) -> bool:
        """Whether a wording of a kind of context stands before a word."""
        return any(a < start for a, _, _ in self.context.get(code, ()))

    def after(self, code: str, end: int) -> bool:
        """Whether a wording of a kind of context stands at a word or after it."""
        return any(a >= end for a, _, _ in self.context.get(code, ()))

    def feared(self, start: int) -> bool:
        """Whether it is only a risk, a fear, a thought or a plan."""
        left, _ = self.sentence.clause(start)
        return any(left <= a < start for a, _, _ in self.context.get("feared", ()))

    def topic(self, start: int) -> bool:
        """Whether it is only what training is about."""
        left, _ = self.sentence.clause(start)
        return any(left < b <= start for _, b, _ in self.context.get("topic", ()))

    def afterwards(self, start: int) -> bool:
        """Whether it is told as what followed the event."""
        _, right = self.sentence.clause(start)
        if right < len(self.words) and self.words[right] in {"after", "following", "since"}:
            _, right = self.sentence.clause(right)
        return self.before("afterwards", right) or (
            self.sentence.section == "summary" and self.before("removed", start + 1)
        )

    def sufferer(self, start: int, end: int, manner: str = "done") -> str:
        """Whom the harm befell that stands from `start` to `end`: a part of the review.

        `manner`: "done" to somebody; "caused" by a carer, so that a carer named is the doer;
        "befell"; or "shared" with a carer, as a bed.
        """
        if target := self._object(end, manner):
            return target.part
        return self._of_clause(start, manner)

    def _object(self, end: int, manner: str) -> Person | None:
        """The person to whom the words themselves direct the harm."""
        words = self.words
        free = [p for p in self.persons if not p.possessor]
        target = next((p for p in free if p.head >= end), None)
        done = manner in {"done", "caused"}
        if done:
            between = words[end : target.head] if target else words
            direct = words[end - 1].endswith(_ACTIVE) and len(between) <= 4
            if direct and vocab.not_direct.isdisjoint(between):
                return target
        joints = (k for k in range(end, min(end + 4, len(words)))
                  if words[k] in vocab.reading_joints | vocab.no_joint)  # fmt: skip
        i = next(joints, end)
        if word_at(words, i) not in (vocab.reading_joints if done else {"of", "to"}):
            return None
        target = next((p for p in free if p.head > i), None)
        return target if target and vocab.breaks.isdisjoint(words[i : target.head]) else None

    def _of_clause(self, start: int, manner: str) -> str:
        """The sufferer when only the clause's subject can tell: a carer there may be the doer."""
        left, _ = self.sentence.clause(start)
        before = self.words[left:start]
        person = self.subject(start)
        if person is None or person.part in {"family", "child"}:
            return "child"
        if self.before("convicted", start):
            return "child"
        if person.part not in CARERS or not vocab.own.isdisjoint(before) or self.says("childhood"):
            return person.part
        return "child" if manner in {"caused", "shared"} else person.part


_ACTIVE = ("ed", "ing", "hit", "shook", "beat", "shot")
