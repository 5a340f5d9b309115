"""Who is spoken of: the persons of each sentence, and the part each plays in the review.

"A girl" need not be the subject, "his mother" is the child's, and "he" is the person named last who
fits: a reader remembers from sentence to sentence whom a pronoun continues.
"""

from functools import cache
from typing import NamedTuple

from repo_watch.coding.text import Sentence, word_at
from repo_watch.coding.wordings import table, vocab

CARERS = frozenset(("parent", "partner"))
ACTIVE = ("ed", "ing", "hit", "shook", "beat", "shot")  # endings of what is done to somebody
_HELD = 16  # persons whom a pronoun can mean: nobody remembers more

# The parts: child (a subject of the review), sibling, parent, partner (of a parent), lover (of the
# subject), relative, family, official (people at work), other.


class Person(NamedTuple):
    """One person or group as named in a sentence; places are numbers of words.

    `start` is where the noun phrase begins, `head` its noun. `owner` is the part of the possessor
    before it ("her", "the mother's"); `possessor` says that this one is such a possessor itself.
    `number` is how many a noun phrase of the opening names.
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


class Subjects(NamedTuple):
    """What opening and title say of the subjects, before the rest is read.

    `names` are words that name them, `labels` what follows "child" or "baby" ("q"). `number` and
    `sex` are None where they are open; `sexes` are those that nouns give. `siblings`: whether a
    sister or brother is a subject. `adult`: whether a "young woman" can be one, which she is not
    beside a child. `named`: whether the opening names a child at all.
    """

    names: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    number: int | None = 1
    sex: str | None = None
    sexes: tuple[str | None, ...] = ()
    siblings: bool = False
    adult: bool = True
    opening: Sentence | None = None
    named: bool = False


@cache
def nouns() -> dict[str, Person]:
    """Part, sex and whether plural, by noun or pronoun."""
    return {
        name: Person(0, 0, part, None if sex == "either" else sex,
                     name in vocab.plural or (name.endswith("s") and part != "pronoun"))
        for part, words in table("people").items()
        for sex, names in words.items()
        for name in names.split()
    }  # fmt: skip


def heads(sentence: Sentence, subjects: Subjects) -> list[Person]:
    """The persons of a sentence by noun, name and pronoun alone; nobody is resolved yet."""
    found: list[Person] = []
    for i, word in enumerate(sentence.words):
        known = nouns().get(word)
        if word in subjects.names and sentence.capital(i):
            found.append(Person(i, i, "child", None, plural=False, named=True))
        elif known and (person := _noun(sentence.words, i, known, subjects)):
            found.append(person)
    return found


def _noun(words: list[str], i: int, known: Person, subjects: Subjects) -> Person | None:
    """The person whom a noun or pronoun names, None where it names none."""
    part, before, after = known.part, word_at(words, i - 1), word_at(words, i + 1)
    if part == "pronoun":
        return known._replace(start=i, head=i, part="child", pronoun=True)
    if words[i] in {"old", "olds"}:  # "a 15-year-old", but not "a 15-year-old girl"
        if before not in vocab.units or (after and after not in vocab.ends):
            return None
    elif after in vocab.bodies or (part == "child" and after in vocab.no_child):
        return None
    elif part == "young" or (before == "young" and words[i] in vocab.people_young and (
        subjects.adult or words[i] not in vocab.adults)):  # fmt: skip
        if before not in {"young", "old", "a"} or (part == "young" and after not in vocab.ends):
            return None
        part = "child"
    named = words[i] in vocab.labelled and after in subjects.labels
    plural, start = known.plural or after in {"group", "groups"}, i
    while start and (words[start - 1] in vocab.people_openers or words[start - 1].isdigit()):
        start -= 1
    return Person(start, i, part, known.sex, plural, named=named)


class Reader:
    """Reads the sentences of one entry in order and says who is meant in each."""

    def __init__(self, subjects: Subjects) -> None:
        self.subjects = subjects
        self._before: list[Person] = []
        self._last: list[Person] = []

    def persons(self, sentence: Sentence) -> list[Person]:
        """The persons of a sentence; call it once for each, in the order of the text."""
        words = sentence.words
        found: list[Person] = []
        for person in heads(sentence, self.subjects):
            if person.pronoun:
                found.append(self._pronoun(sentence, person, found))
                continue
            owner = None
            if found and _owns(words, found[-1], person):
                found[-1] = found[-1]._replace(possessor=True)
                owner = found[-1].part
            part = self._part(words, person, owner, found)
            found.append(person._replace(part=part, owner=owner))
        free = [p for p in found if not p.possessor]
        self._last = free[:1] or self._last
        self._before = found
        return found

    def _part(
        self, words: list[str], person: Person, owner: str | None, found: list[Person]
    ) -> str:
        """The part of a person named by a noun: "another boy" and "raped a girl" are others."""
        part, strange = person.part, words[max(0, person.head - 2) : person.head]
        if part == "child":
            lead, before = words[person.start], word_at(words, person.start - 1)
            new = lead in vocab.indefinite and (before in vocab.directed or before.endswith(ACTIVE))
            told = new and any(p.part == "child" and not p.pronoun for p in found)
            single = self.subjects.number == 1
            return "other" if vocab.strange.intersection(strange) or (told and single) else "child"
        if part == "sibling" and self.subjects.siblings:
            return "child"
        return "lover" if part == "partner" and owner == "child" else part

    def _pronoun(self, sentence: Sentence, person: Person, found: list[Person]) -> Person:
        """The nearest person before who fits: first of this sentence, then of the one before.

        Who does something to "her" is somebody else. It is `sure` when nobody else whom it could
        mean was named in either.
        """
        free = [p for p in found if not p.possessor]
        done_to = objective(sentence.words, person.head)
        doer = subject(sentence, free, person.head) if done_to else None
        here = [p for p in reversed(found[-_HELD:]) if self._fits(person, p) and p is not doer]
        earlier = [
            p for p in (*self._last, *reversed(self._before[-_HELD:])) if self._fits(person, p)
        ]
        candidates = [*here, *earlier]
        if not candidates:
            fits = self.subjects.sex in {None, person.sex}
            part = "child" if fits else "family" if person.plural else "parent"
            return person._replace(part=part, sure=False)
        chosen = candidates[0]
        sure, sex = all(p.part == chosen.part for p in candidates), person.sex or chosen.sex
        return person._replace(part=chosen.part, sex=sex, plural=chosen.plural, sure=sure)

    def _fits(self, pronoun: Person, earlier: Person) -> bool:
        known = self.subjects.sex if earlier.part == "child" else None
        if pronoun.sex is None:
            return earlier.plural or (earlier.part == "child" and known is None)
        fits = (earlier.sex or known) in {None, pronoun.sex}
        return fits and not earlier.plural and earlier.part != "official"


def objective(words: list[str], i: int) -> bool:
    """Whether a word is a pronoun for one to whom something is done; "her" may be a possessor."""
    after = word_at(words, i + 1)
    return words[i] in {"him", "them"} or (words[i] == "her" and (not after or after in vocab.ends))


def _owns(words: list[str], owner: Person, person: Person) -> bool:
    """Whether a person is the possessor of the next: "mother's new, violent ex-partner"."""
    i = owner.head
    marked = words[i] in vocab.possessives or {"'s", "'"}.intersection(words[i + 1 : i + 3])
    return bool(marked) and vocab.barriers.isdisjoint(words[i + 1 : person.head])


def subject(sentence: Sentence, persons: list[Person], position: int) -> Person | None:
    """The person whom the clause is about that ends before a word; None where nobody was named.

    A clause that names nobody continues the one before; after "who" the person just named.
    """
    right = position
    for left in reversed([edge for edge in sentence.edges if edge < position]):
        if sentence.words[left] in {"who", "which"}:
            return next((p for p in reversed(persons) if p.head < left), None)
        if named := next((p for p in persons if left <= p.head < right), None):
            return named
        right = left
    return None
