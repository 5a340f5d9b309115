"""Whose an age is, and whether it is the age at the incident."""

from collections.abc import Sequence

from repo_watch.coding.ages import Age, find_ages
from repo_watch.coding.people import Person, Subjects, subject
from repo_watch.coding.subjects import Group
from repo_watch.coding.text import Sentence
from repo_watch.coding.wordings import vocab

_INCIDENT = [
    "died",
    "dies",
    "dead",
    "death",
    "deaths",
    "killed",
    "murder",
    "drown",
    "stabb",
    "injur",
    "suffer",
    "shot",
    "shak",
    "shook",
    "hang",
    "suicid",
    "burn",
    "scald",
    "swallow",
    "ingest",
    "chok",
    "attempt",
    "overdos",
    "abus",
    "neglect",
    "rape",
    "raping",
    "assault",
    "collaps",
    "admitted",
    "exploit",
    "harm",
    "found",
    "incident",
    "alleged",
    "disclosed",
    "fell",
    "fall",
    "missing",
    "bruis",
    "fractur",
    "starv",
    "poison",
    "abduct",
    "taken",
    "took",
    "hit",
]
_INCIDENTS = tuple(_INCIDENT)
_ELSE = [
    "placed",
    "moved",
    "adopted",
    "came",
    "arrived",
    "diagnosed",
    "referred",
    "excluded",
    "removed",
    "started",
    "began",
    "first",
    "born",
    "left",
    "separated",
    "went",
    "entered",
    "joined",
    "assessed",
    "returned",
    "met",
    "married",
    "convicted",
    "sentenced",
]
_WIDE = 12


class SubjectAges:
    """Binds the ages of an entry to its subjects, in reading order."""

    def __init__(self, subjects: Subjects, groups: Sequence[Group]) -> None:
        self.subjects, self._groups = subjects, groups

    def of_sentence(self, sentence: Sentence, persons: list[Person]) -> list[Age]:
        """The subjects' ages at the incident; one said of several children once for each."""
        bound: list[tuple[Age, Person]] = []
        for age in find_ages(sentence.words):
            holder = self._holder(sentence, persons, age, bound)
            if holder is None or holder.part != "child" or not _timely(sentence, age):
                continue
            if {"eldest", "oldest", "youngest", "one"} & set(
                sentence.words[max(0, age.start - 4) : age.start]
            ):
                holder = holder._replace(plural=False)
            bound.append((age, holder))
        return [age for age, holder in bound for _ in range(self._times(age, holder, bound))]

    def _times(self, age: Age, holder: Person, bound: list[tuple[Age, Person]]) -> int:
        if age.spread or age.high - age.low >= _WIDE or not holder.plural:
            return 1
        if sum(1 for _, other in bound if other is holder) > 1:
            return 1
        for group in self._groups:
            if group.number and group.head == holder.head and group.number > 1:
                return group.number
        return self.subjects.number or 1

    def _holder(
        self, sentence: Sentence, persons: list[Person], age: Age, bound: list[tuple[Age, Person]]
    ) -> Person | None:
        """The person whose age it is, None when the number is no age."""
        words = sentence.words
        free = [p for p in persons if not p.possessor]
        if age.old:
            for person in free:
                between = words[age.end : person.head]
                inside = age.start <= person.head < age.end
                near = (
                    person.head >= age.end and len(between) <= 3 and not vocab.blocks & set(between)
                )
                if (inside or near) and not person.pronoun:
                    return person
        after = words[age.end] if age.end < len(words) else "."
        if not (age.old or age.bare) and (
            after in vocab.length
            or (
                after == "in"
                and words[age.end + 1 : age.end + 2]
                in (["prison"], ["hospital"], ["custody"], ["care"])
            )
        ):
            return None
        if bound and vocab.listed >= set(words[bound[-1][0].end : age.start]) - vocab.digits:
            return bound[-1][1]
        if not self._stands(words, age, free):
            return None
        earlier = [p for p in free if p.head < age.start]
        i = age.start - 1
        while i >= 0 and words[i] in vocab.soft:
            i -= 1
        before = words[i] if i >= 0 else ""
        pair = words[max(0, i - 1) : i + 1]
        if (
            before in vocab.subject_ages_be
            or before in {"at", "when"}
            or pair in (["age", "of"], ["ages", "of"], ["when", "aged"])
            or (before in {"between", "from"} and words[i - 1 : i] != ["aged"])
        ):
            children = [p for p in earlier if p.part == "child"]
            return subject(sentence, persons, age.start) or (children[-1] if children else _NOBODY)
        return earlier[-1] if earlier else _NOBODY

    @staticmethod
    def _stands(words: list[str], age: Age, free: list[Person]) -> bool:
        """Whether the words around a number make it an age."""
        before = words[max(0, age.start - 3) : age.start]
        last = before[-1] if before else ""
        after = words[age.end] if age.end < len(words) else "."
        if age.old:
            return True
        if last == "of" and before[-2:-1] and before[-2] in vocab.not_of:
            return False
        if not age.bare:
            return last in vocab.cues or not before
        if after in vocab.not_age or words[age.end + 1 : age.end + 2] == ["old"]:
            return False
        aged = {"aged", "age", "ages", "turned"} & set(before[-2:])
        if aged or (last == "of" and before[-2:-1] and before[-2] in vocab.children) or age.spread:
            return True
        if last == "(":
            return after in {")", ",", "and", "at"}
        if words[age.start] in {"under", "less", "below", "younger"}:
            return last in vocab.children | vocab.subject_ages_be | {
                "children",
                "all",
                "both",
                "infants",
                "siblings",
            }
        if last in {"was", "were", "is", "are"} or (
            last in vocab.soft and set(before) & vocab.subject_ages_be
        ):
            return after not in vocab.nouns_after
        if last == "at":
            return after in {",", "killed", "stabbed", "died", "was", "took", "attempted"}
        heads = [p.head for p in free if p.head < age.start]
        closed = after in {",", ")", ".", ";"} or words[age.end : age.end + 2] == ["and", "living"]
        named = max(heads, default=-1) + (2 if before[:1] and before[-2:-1] != [","] else 1)
        return last == "," and bool(heads) and named >= age.start - 1 and closed


_NOBODY = Person(0, 0, "child", None, plural=False)


def _timely(sentence: Sentence, age: Age) -> bool:
    """Whether the age is the one at the incident."""
    words = sentence.words
    left, _ = sentence.clause(age.start)
    if left and words[left - 1] in {"when", "while", "whilst"}:
        left, _ = sentence.clause(left - 1)
    i = age.start - 1
    while i >= 0 and words[i] in {"the", "age", "of", "aged", "she", "he", "they", "was", "were",
                                  "about", "around"}:  # fmt: skip
        i -= 1
    before = words[i] if i >= 0 else ""
    after = words[age.end : age.end + 8]
    if {"by", "at", "when"} & set(after[:1]) and vocab.later & set(after[:6]):
        return False
    if not age.spread and (before in vocab.elsewhen or before == "from") and not (
        before == "after" and words[i - 1 : i] == ["looked"]):  # fmt: skip
        return False
    if not age.spread and words[max(0, age.start - 2) : age.start][-1:] in (
        ["is"],
        ["now"],
        ["are"],
    ):
        return False
    if before in {"at", "when", "whilst", "while"} and i < age.start:
        return any(w.startswith(_INCIDENTS) for w in words[:age.start]) or any(
            w.startswith(_INCIDENTS) for w in words[age.end :])  # fmt: skip
    told = after[1:] if after[:1] == ["when"] else ()
    if told and set(_ELSE) & set(told) and not any(w.startswith(_INCIDENTS) for w in told):
        return False
    return not (after and after[0] in {"has", "lives", "now", "continues", "remains"})
