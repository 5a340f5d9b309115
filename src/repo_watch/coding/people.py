"""Who is spoken of: the persons of each sentence, and the part each plays in the review.

"A girl" need not be the subject, "his mother" is the child's, and "he" is the person named last who
fits: a reader remembers from sentence to sentence whom a pronoun continues.
"""

from functools import cache
from typing import NamedTuple

from repo_watch.coding.text import Sentence, is_verb
from repo_watch.coding.wordings import table, vocab

CARERS = frozenset(("parent", "partner"))

# The parts: child (a subject of the review), sibling, parent, partner (of a parent), lover (of the
# subject), relative, family, official (people at work), other.


class Person(NamedTuple):
    """One person or group as named in a sentence; places are numbers of words.

    `start` is where the noun phrase begins, `head` its noun. `owner` is the part of the possessor
    before it ("her", "the mother's"); `possessor` says that this one is such a possessor itself.
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


class Subjects(NamedTuple):
    """What opening and title say of the subjects, before the rest is read.

    `names` are words that name them, `labels` what follows "child" or "baby" ("q"). `number` and
    `sex` are None where they are open. `siblings`: whether a sister or brother is a subject.
    `grown`: whether they can be old enough to have a partner.
    """

    names: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    number: int | None = 1
    sex: str | None = None
    siblings: bool = False
    grown: bool = True
    opening: Sentence | None = None
    ages: frozenset[str] = frozenset()


PRONOUNS: dict[str, str | None] = {
    **dict.fromkeys(["he", "him", "himself", "his"], "male"),
    **dict.fromkeys(["she", "her", "herself", "hers"], "female"),
    **dict.fromkeys(["they", "them", "themselves", "themself", "their"], None),
}


@cache
def nouns() -> dict[str, tuple[str, str | None, bool]]:
    """Part, sex and whether plural, by noun."""
    found = {}
    for part, words in table("people").items():
        for sex, names in words.items():
            for name in names.split():
                plural = name in vocab.plural or (name.endswith("s") and name not in vocab.singular)
                found[name] = (part, None if sex == "either" else sex, plural)
    return found


def heads(sentence: Sentence, subjects: Subjects) -> list[Person]:
    """The persons of a sentence by noun, name and pronoun alone; nobody is resolved yet."""
    words, known = sentence.words, nouns()
    found: list[Person] = []
    for i, word in enumerate(words):
        if word in PRONOUNS:
            plural = PRONOUNS[word] is None
            found.append(Person(i, i, "child", PRONOUNS[word], plural, pronoun=True))
            continue
        if word in subjects.names and sentence.capital(i):
            found.append(Person(i, i, "child", None, plural=False, named=True))
            continue
        noun = known.get(word)
        if noun is None:
            continue
        person = _noun(words, i, noun, subjects)
        if person is not None:
            found.append(person)
    return found


def _noun(
    words: list[str], i: int, noun: tuple[str, str | None, bool], subjects: Subjects
) -> Person | None:
    part, sex, plural = noun
    before = words[i - 1] if i else ""
    after = words[i + 1] if i + 1 < len(words) else ""
    named = False
    if word_is_age(words, i):
        if after in nouns() or (after not in vocab.ends and not is_verb(after) and after):
            return None
    elif words[i] in {"old", "olds"}:
        return None
    elif part == "child":
        if after in vocab.no_child or (after == "'s" and _public(words, i)):
            return None
        if after == "in" and words[i + 2 : i + 3] == ["need"]:
            return None
    elif part == "young":
        if before not in {"young", "old", "a"} or after in {"adult", "victim", "relative", "carer"}:
            return None
        part = "child"
    elif part == "other":
        if before == "young" and words[i] in vocab.people_young:
            part = "child"
            named = after in subjects.labels
    elif part == "family" and before in {"extended", "host"}:
        return None
    start = i
    while start and (words[start - 1] in vocab.people_openers or words[start - 1].isdigit()):
        start -= 1
    return Person(start, i, part, sex, plural, named=named)


def word_is_age(words: list[str], i: int) -> bool:
    """Whether a word is the "old" of "a 15-year-old"."""
    return words[i] in {"old", "olds"} and i > 0 and words[i - 1] in vocab.units


def _public(words: list[str], i: int) -> bool:
    pass


_HELD = 16  # persons whom a pronoun can mean: nobody remembers more


class Reader:
    """Reads the sentences of one entry in order and says who is meant in each."""

    def __init__(self, subjects: Subjects) -> None:
        self.subjects = subjects
        self._before: list[Person] = []
        self._last: Person | None = None

    def persons(self, sentence: Sentence) -> list[Person]:
        """The persons of a sentence; call it once for each, in the order of the text."""
        words = sentence.words
        found: list[Person] = []
        for person in heads(sentence, self.subjects):
            owner = None
            if found and not person.pronoun and _owns(words, found[-1], person):
                owner = found[-1]
                found[-1] = owner._replace(possessor=True)
            if person.pronoun:
                found.append(self._pronoun(sentence, person, found))
            else:
                part = self._part(sentence, person, owner, found)
                found.append(person._replace(part=part, owner=owner.part if owner else None))
        free = [p for p in found if not (p.possessor or hangs(words, p))]
        if free:
            self._last = free[0]
        self._before = found
        return found

    def _part(
        self, sentence: Sentence, person: Person, owner: Person | None, found: list[Person]
    ) -> str:
        part, owned = person.part, owner.part if owner else None
        words, subjects = sentence.words, self.subjects
        if part == "child":
            return self._child(sentence, person, owned, found)
        if part == "sibling":
            strange = sentence is not subjects.opening and words[person.head - 1] in vocab.older - {
                "younger", "half", "step"}  # fmt: skip
            if subjects.siblings and owned in {None, "child"} and not strange:
                return "child"
        if part == "partner":
            young = owned == "child" or (
                owned is None
                and words[person.head] in {"boyfriend", "girlfriend"}
                and bool(found)
                and {p.part for p in found} <= {"child", "other"}
            )
            return "lover" if subjects.grown and young else part
        return part

    def _child(
        self, sentence: Sentence, person: Person, owned: str | None, found: list[Person]
    ) -> str:
        """Whether a noun like "girl" or "child" means a subject of the review."""
        words, head, subjects = sentence.words, person.head, self.subjects
        before = words[max(0, head - 3) : head]
        opening = sentence is subjects.opening
        if person.named or "unborn" in before:
            return "child"
        if vocab.strange & set(words[max(0, head - 2) : head]):
            return "other"
        if opening:
            agent = self._agent(words, person)
            return "child"
        if subjects.number == 1 and not self._same(words, person):
            return "other"
        return "child"

    @staticmethod
    def _agent(words: list[str], person: Person) -> bool:
        """Whether a young person is the doer that "by a" names."""

    def _same(self, words: list[str], person: Person) -> bool:
        """Whether a noun after the opening can mean the one subject again."""
        if person.sex and self.subjects.sex and person.sex != self.subjects.sex:
            return False
        lead = words[person.start : person.head]
        before = words[person.start - 1] if person.start else ""
        if lead and lead[0] in {"a", "an", "two", "three", "four", "several", "some"}:
            return before in vocab.people_be or before in {"", ",", ";", ":", "(", "."}
        return True

    def _pronoun(self, sentence: Sentence, person: Person, found: list[Person]) -> Person:
        """The nearest person before who fits: first of this sentence, then of the one before.

        It is `sure` when nobody else whom it could mean was named in either.
        """
        words = sentence.words
        here = [p for p in reversed(found[-_HELD:]) if self._fits(person, p)]
        if words[person.head] in {"him", "them"} or (
            words[person.head] == "her" and not _owning(words, person.head)
        ):
            doer = self._doer(sentence, person, found)
            if doer is not None and doer.sex in {None, person.sex}:
                here = [p for p in here if p.part != doer.part] or []
        before = [p for p in reversed(self._before[-_HELD:]) if self._fits(person, p)]
        if not here and _convicted(words, person.head):
            pass
        elif not here and self._last and self._fits(person, self._last):
            before.insert(0, self._last)
        candidates = [*here, *before]
        chosen = self._likelier(candidates)
        if chosen is None:
            known = self.subjects.number == 1 and self.subjects.sex and person.sex
            opposite = known and self.subjects.sex != person.sex
            return person._replace(part="parent" if opposite else "child", sure=False)
        sure = all(p.part == chosen.part for p in candidates)
        plural = chosen.plural or (person.plural and self.subjects.number != 1)
        return person._replace(
            part=chosen.part, sex=person.sex or chosen.sex, plural=plural, sure=sure
        )

    @staticmethod
    def _doer(sentence: Sentence, person: Person, found: list[Person]) -> Person | None:
        left, _ = sentence.clause(person.head)
        doer = next((p for p in found if p.head >= left and not p.possessor), None)
        return doer

    def _likelier(self, candidates: list[Person]) -> Person | None:
        """The first candidate, unless it is a person in the background and the child fits too."""
        chosen = next(iter(candidates), None)
        if chosen is None:
            return None
        unsexed = chosen.sex is None and chosen.part == "parent" and self.subjects.sex
        if chosen.part in {"other", "official", "relative"} or unsexed:
            chosen = next((p for p in candidates if p.part == "child"), chosen)
        return chosen

    def _fits(self, pronoun: Person, earlier: Person) -> bool:
        if earlier.part == "family":
            return False
        if pronoun.sex is None:
            return earlier.plural or (earlier.part == "child" and self.subjects.sex is None)
        if earlier.plural:
            return False
        sex = earlier.sex or (self.subjects.sex if earlier.part == "child" else None)
        return sex in {None, pronoun.sex}


def _owning(words: list[str], i: int) -> bool:
    """Whether "her" goes on to a noun."""
    after = words[i + 1] if i + 1 < len(words) else "."
    return after not in vocab.ends and after not in vocab.prepositions and after not in {
        "down", "up", "alone", "unattended", "unsupervised", "so", "several", "repeatedly", "twice",
    }  # fmt: skip


def _convicted(words: list[str], i: int) -> bool:
    courts = {"convicted", "guilty", "charged", "arrested", "sentenced", "jailed", "pleaded",
              "imprisoned", "admitted", "acquitted"}  # fmt: skip
    return bool(courts & set(words[i + 1 : i + 5]))


def _owns(words: list[str], owner: Person, person: Person) -> bool:
    """Whether a person is the possessor of the next: "mother's new, violent ex-partner"."""
    i = owner.head + 1
    if i < person.head and words[i] in {"'s", "'"}:
        i += 1
    elif i + 1 < person.head and words[i + 1] == "'s":
        i += 2
    elif words[owner.head] not in vocab.possessives:
        return False
    between = words[i : person.head]
    return len(between) <= _NEAR and not vocab.barriers.intersection(between)


_NEAR = 3


def hangs(words: list[str], person: Person) -> bool:
    """Whether a person hangs on a preposition, and so is no subject of a clause."""
    i = person.start - 1
    if i < 0:
        return False
    if words[i] in vocab.prepositions:
        return not (words[i] == "of" and i and words[i - 1] in vocab.parts)
    if words[i] in {"and", "or"}:  # "with his mother and stepfather"
        acts = person.head + 1 < len(words) and is_verb(words[person.head + 1])
        return not acts
    return False


def subject(sentence: Sentence, persons: list[Person], position: int) -> Person | None:
    """The person whom the clause at a word is about; None where no one was named before it.

    A clause that names nobody continues the one before; after "who" the person just named.
    """
    words = sentence.words
    edges = [edge for edge in sentence.edges if edge <= position]
    closed = False  # a comma after it closes a relative clause: the main one goes on
    right = position
    for left in reversed(edges):
        relative = words[left] in {"who", "which"}
        if relative and not closed:
            inside = [p for p in persons if p.head < left and not p.possessor]
            return inside[-1] if inside else None
        if not relative:
            free = [
                p for p in persons
                if left <= p.head < right and not (p.possessor or hangs(words, p))
            ]  # fmt: skip
            if free:
                return _acting(words, free)
        closed = closed or words[left] == ","
        right = left
    return None


def _acting(words: list[str], free: list[Person]) -> Person:
    """Of several free persons of a clause the one whose verb comes last, else the first."""
    return free[0]
