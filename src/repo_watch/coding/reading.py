"""A sentence read whole: its persons, the wordings found, and what takes a wording's value away.

The idea is the ConText algorithm (Harkema, Dowling, Thornblade and Chapman 2009): words that deny,
fear or name a topic reach as far as their clause. The words are data, in wordings/context.toml.
"""

from repo_watch.coding.people import CARERS, Person, subject
from repo_watch.coding.text import Sentence
from repo_watch.coding.wordings import Hit, told, vocab

_AFTER_REACH = 9  # words between a value and "was ruled out"
_TOPIC_REACH = 5
_SERVICE_REACH = 3


class Reading:
    """One sentence of an entry, with the hits of each table of wordings."""

    def __init__(self, sentence: Sentence, persons: list[Person]) -> None:
        self.sentence, self.persons, self.words = sentence, persons, sentence.words
        self.hits: dict[str, list[Hit]] = {"harm": [], "factors": [], "outcome": []}
        self.context: dict[str, list[Hit]] = {}
        cancelled = []
        found = told().find(sentence.words)
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
        if not self.context:
            return False
        left = self.left(start)
        stands = self.context.get("stands", ())
        for a, b, _ in self.context.get("denied", ()):
            if left <= a < start and not any(s <= a and b <= e + 1 for s, e, _ in stands):
                return True
        _, right = self.sentence.clause(end - 1)
        for a, _, _ in self.context.get("denied_after", ()):
            if end <= a < min(right, end + _AFTER_REACH) or (a >= end and self._aside(end, a)):
                return True
        return any(a >= end for a, _, _ in self.context.get("rejected", ()))

    def _aside(self, end: int, position: int) -> bool:
        """Whether only an aside between commas stands between two places."""
        between = self.words[end:position]
        return len(between) > 2 and between[0] == between[-1] == "," and len(between) < 14

    def feared(self, start: int) -> bool:
        """Whether it is only a risk, a fear, a thought or a plan."""
        hits = self.context.get("feared")
        if not hits:
            return False
        left, _ = self.sentence.clause(start)
        return any(left <= a < start for a, _, _ in hits)

    def topic(self, start: int, end: int, *, served: bool = True) -> bool:
        """Whether it is only what training is about or, if `served`, what a service is for."""
        for _, b, _ in self.context.get("topic", ()):
            if b <= start <= b + _TOPIC_REACH and self.sentence.clause(b - 1) == (
                self.sentence.clause(start)
            ):
                return True
        return served and any(
            end <= a < end + _SERVICE_REACH
            and not {",", "and", "of", "to", "with", "by"} & set(self.words[end:a])
            for a, _, _ in self.context.get("service", ())
        )

    def unreal(self, start: int, end: int, *, served: bool = True) -> bool:
        """Whether what stands there is denied, feared or a topic."""
        return bool(self.context) and (
            self.denied(start, end) or self.feared(start) or self.topic(start, end, served=served)
        )

    def afterwards(self, start: int) -> bool:
        """Whether it is told as what followed the event."""
        hits = self.context.get("afterwards")
        if hits:
            _, right = self.sentence.clause(start)
            if right < len(self.words) and self.words[right] in {"after", "following", "since"}:
                _, right = self.sentence.clause(right)
            if any(a < right for a, _, _ in hits):
                return True
        return self.sentence.section == "summary" and any(
            a <= start for a, _, _ in self.context.get("removed", ())
        )

    def childhood(self, start: int) -> bool:
        """Whether the clause speaks of somebody's childhood as something past."""
        hits = self.context.get("childhood")
        if not hits:
            return False
        words = self.words
        left = max((i + 1 for i in range(start) if words[i] == ";"), default=0)
        right = next((i for i in range(start, len(words)) if words[i] == ";"), len(words))
        return any(left <= a < right for a, _, _ in hits)

    def owner(self, position: int, near: int) -> Person | None:
        """The possessor of what stands at a word, at most so many words before it."""
        earlier = [p for p in self.persons if p.head < position]
        if not earlier:
            return None
        last, words = earlier[-1], self.words
        between = words[last.head + 1 : position]
        owning = last.possessor or words[last.head] in vocab.owning
        if last.named and between[1:2] in (["'s"], ["'"]):
            between = between[1:]
        if between[:1] in (["'s"], ["'"]):
            owning, between = True, between[1:]
        if owning and len(between) <= near and not vocab.not_owned.intersection(between):
            return last
        return None

    def passive(self, start: int) -> bool:
        """Whether a form of "to be" stands before a word, but for adverbs."""
        words, i = self.words, start - 1
        if start < len(words) and words[start] in {"was", "were", "been", "being"}:
            return True
        while i >= 0 and (words[i].endswith("ly") or words[i] in vocab.adverbs):
            i -= 1
        if i > 1 and words[i] == "and" and words[i - 1].endswith(("ed", "en")):
            return self.passive(i - 1)
        return i >= 0 and words[i] in vocab.reading_be

    def sufferer(self, start: int, end: int, manner: str = "done") -> str:
        """Whom the harm befell that stands from `start` to `end`: a part of the review.

        `manner`: "done" to somebody; "caused" by a carer, so that a carer named is the doer;
        "befell"; or "shared" with a carer, as a bed.
        """
        target = self._object(start, end, manner)
        if target is not None:
            return target.part
        owner = self.owner(start, 2)
        if owner and not (owner.part in CARERS and manner in {"done", "caused"}):
            return owner.part
        return self._of_clause(start, manner)

    def _object(self, start: int, end: int, manner: str) -> Person | None:
        """The person to whom the words themselves direct the harm."""
        words = self.words
        free = [p for p in self.persons if not p.possessor]
        after = next((p for p in free if p.head >= end), None)
        if manner in {"done", "caused"}:
            inside = next((p for p in free if start < p.head < end), None)
            if inside and inside.pronoun and not (manner == "caused" and inside.part in CARERS):
                return inside
            verb = words[end - 1].endswith(_ACTIVE) and (
                not self.passive(start) or words[end - 1].endswith("ing")
            )
            if (
                after
                and verb
                and not vocab.not_direct.intersection(words[end : after.head])
                and (after.head - end <= 4)
            ):
                return after
        joints = vocab.reading_joints if manner in {"done", "caused"} else frozenset(("of", "to"))
        i = end
        while i < min(end + 4, len(words)) and words[i] not in joints:
            if words[i] in vocab.no_joint or (manner in {"befell", "shared"}):
                return None
            i += 1
        target = next((p for p in free if p.head > i), None) if i < len(words) else None
        if target is None or i >= end + 4 or target.head - i > 8:
            return None
        if words[target.head + 1 : target.head + 2] == ["'s"] or words[i : target.head].count("by"):
            return None
        if set(words[i : target.head]) & {".", ";", ":"} or (
            manner == "caused" and target.part == "official"
        ):
            return None
        return target

    def _of_clause(self, start: int, manner: str) -> str:
        """The sufferer when only the clause's subject can tell: a carer there may be the doer."""
        left, _ = self.sentence.clause(start)
        before = self.words[left:start]
        person = self.subject(start)
        if person is None or person.part in {"family", "child"}:
            return "child"
        passive = self.passive(start)
        tells = vocab.tells.intersection(before)
        if (person.part == "official" or tells) and (not passive or manner == "caused"):
            return "child"  # "the grandmother reported neglect"
        own = vocab.own.intersection(before)
        if person.part in CARERS and manner in {"caused", "shared"} and not (passive or own):
            return person.part if self.childhood(start) else "child"
        if any(a < start for a, _, _ in self.context.get("convicted", ())):
            earlier = any(a < start + 4 for a, _, _ in self.context.get("convicted_before", ()))
            return "other" if earlier else "child"
        if (
            person.part in CARERS
            and not passive
            and not own
            and self.words[start].endswith(_ACTIVE)
            and manner == "done"
            and self.owner(start, 3) is None
        ):
            return (
                "child"
                if start == person.head + 1 or self.words[start - 1] in {"had", "also", "and"}
                else person.part
            )
        return person.part


_ACTIVE = ("ed", "ing", "hit", "shook", "beat", "shot")
