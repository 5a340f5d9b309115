"""Who is spoken of: the persons of each sentence, and the part each plays in the review.

"A girl" need not be the subject, "his mother" is the child's, and "he" is the person named last who
fits: a reader remembers from sentence to sentence whom a pronoun continues.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from repo_watch.coding.sentence import ACTIVE, Person, Sentence
from repo_watch.coding.wordings import table, vocab

_HELD = 16  # persons whom a pronoun can mean: nobody remembers more


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


def heads(sentence: Sentence, subjects: Subjects) -> Iterator[Person]:
    """The persons of a sentence by noun, name and pronoun alone; nobody is resolved yet."""
    words = sentence.words
    for i, word in enumerate(words):
        if word in subjects.names and sentence.capital(i):
            yield Person(i, i, "child", None, plural=False, named=True)
            continue
        known = nouns().get(word)
        if known is None:
            continue
        part, before, after = known.part, sentence.word(i - 1), sentence.word(i + 1)
        if part == "pronoun":
            yield known._replace(start=i, head=i, part="child", pronoun=True)
            continue
        if word in {"old", "olds"}:  # "a 15-year-old", but not "a 15-year-old girl"
            if before not in vocab.units or (after and after not in vocab.ends):
                continue
        elif after in vocab.bodies or (part == "child" and after in vocab.no_child):
            continue
        elif part == "young" or (before == "young" and word in vocab.people_young and (
            subjects.adult or word not in vocab.adults)):  # fmt: skip
            if before not in {"young", "old", "a"} or (part == "young" and after not in vocab.ends):
                continue
            part = "child"
        named = word in vocab.labelled and after in subjects.labels
        plural, start = known.plural or after in {"group", "groups"}, i
        while start and (words[start - 1] in vocab.people_openers or words[start - 1].isdigit()):
            start -= 1
        yield Person(start, i, part, known.sex, plural, named=named)


def read_persons(told: Iterable[Sentence], subjects: Subjects) -> None:
    """Gives each sentence its persons; the sentences come in the order of the text."""
    last: list[Person] = []
    before: list[Person] = []
    for sentence in told:
        words, found = sentence.words, sentence.persons
        earlier = [*last, *reversed(before[-_HELD:])]
        for person in heads(sentence, subjects):
            if person.pronoun:
                # Who does something to "her" is somebody else.
                done_to = sentence.objective(person.head)
                doer = sentence.subject(person.head) if done_to else None
                here = [p for p in reversed(found[-_HELD:]) if p is not doer]
                found.append(_pronoun(person, [*here, *earlier], subjects))
                continue
            i, owner = (found[-1].head if found else -1), None
            marked = found and (words[i] in vocab.possessives or (
                not {"'s", "'"}.isdisjoint(words[i + 1 : i + 3])))  # fmt: skip
            # "mother's new, violent ex-partner"
            if marked and vocab.barriers.isdisjoint(words[i + 1 : person.head]):
                found[-1] = found[-1]._replace(possessor=True)
                owner = found[-1].part
            part = _part(sentence, person, owner, subjects)
            found.append(person._replace(part=part, owner=owner))
        last = sentence.free[:1] or last
        before = found


def _part(sentence: Sentence, person: Person, owner: str | None, subjects: Subjects) -> str:
    """The part of a person named by a noun: "another boy" and "raped a girl" are others."""
    part, words = person.part, sentence.words
    if part == "child":
        before = sentence.word(person.start - 1)
        new = words[person.start] in vocab.indefinite and (
            before in vocab.directed or before.endswith(ACTIVE))  # fmt: skip
        told = new and any(p.part == "child" and not p.pronoun for p in sentence.persons)
        strange = not vocab.strange.isdisjoint(words[max(0, person.head - 2) : person.head])
        return "other" if strange or (told and subjects.number == 1) else "child"
    if part == "sibling" and subjects.siblings:
        return "child"
    return "lover" if part == "partner" and owner == "child" else part


def _pronoun(pronoun: Person, named: list[Person], subjects: Subjects) -> Person:
    """The nearest person before who fits: first of this sentence, then of the one before.

    It is `sure` when nobody else whom it could mean was named in either.
    """
    candidates: list[Person] = []
    for person in named:
        known = subjects.sex if person.part == "child" else None
        if pronoun.sex is None:
            fits = person.plural or (person.part == "child" and known is None)
        else:
            fits = (person.sex or known) in {None, pronoun.sex} and not (
                person.plural or person.part == "official")  # fmt: skip
        candidates += [person] if fits else []
    if not candidates:
        of_subject = subjects.sex in {None, pronoun.sex}
        part = "child" if of_subject else "family" if pronoun.plural else "parent"
        return pronoun._replace(part=part, sure=False)
    chosen = candidates[0]
    sure, sex = all(p.part == chosen.part for p in candidates), pronoun.sex or chosen.sex
    return pronoun._replace(part=chosen.part, sex=sex, plural=chosen.plural, sure=sure)
