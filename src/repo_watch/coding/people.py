"""Who is spoken of: the persons of each sentence, and the part each plays in the review.

"A girl" need not be the subject, "his mother" is the child's, and "he" is the person named last who
fits: a reader remembers from sentence to sentence whom a pronoun continues.

The subjects are told by the title and the opening, the first sentence of the summary that names a
child. Its first noun phrase, with what "and" joins to it, is the subject: "Death of a 3-year-old
girl and injuries to her brother, by their father" has two.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice, pairwise, repeat
from typing import NamedTuple

from repo_watch.coding.sentence import ACTIVE, Person, Sentence
from repo_watch.coding.spans import number
from repo_watch.coding.wordings import table, vocab

_HELD = 16  # persons whom a pronoun can mean: nobody remembers more
_SEPARATOR = re.compile(r"\s[-–—]\s?|[-–—]\s")
_WORD = re.compile(r"\b\d{1,3}/\d{2,4}\b|[^\W_]+(?:['’-][^\W_]+)?")  # "3/2015" counts reviews


class Subjects(NamedTuple):
    """What opening and title say of the subjects, before the rest is read.

    `names` are words that name them, `labels` what follows "child" or "baby" ("q"). `number` and
    `sex` are None where they are open; `sexes` are those that nouns give. `siblings`: whether a
    sister or brother is a subject. `adult`: whether a "young woman" can be one, which she is not
    beside a child. `named`: whether the opening names a child at all.
    """

    opening: Sentence
    names: frozenset[str]
    labels: frozenset[str]
    number: int | None = 1
    sex: str | None = None
    sexes: tuple[str | None, ...] = ()
    siblings: bool = False
    adult: bool = True
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
        if word in subjects.names and sentence.text[sentence.at[i]].isupper():
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


def read_subjects(title: Sentence, told: Sequence[Sentence]) -> Subjects:
    """The subjects of an entry."""
    names, labels, count = titled(title.text)
    early = Subjects(title, names, labels)
    naming = ((sentence, found) for sentence in told if (found := _groups(sentence, early)))
    opening, groups = next(naming, (told[0] if told else title, []))
    counts = [group.number for group in groups]
    if None in counts:
        count = None if count == 1 else count  # open, or two numbers that do not fit
    elif counts:
        count = max(sum(one or 0 for one in counts), count or 1)
    listed = [group.sex for group in groups for _ in range(group.number or 1)]
    once, each = dict.fromkeys(filter(None, listed)), islice(chain(listed, repeat(None)), count)
    sexes: tuple[str | None, ...] = (*once,) if count is None else (*each,)
    return Subjects(
        opening, names, labels, count, sexes[0] if len({*sexes}) == 1 else None, sexes,
        siblings=count != 1 and not vocab.siblings.isdisjoint(opening.words),
        adult=any(opening.words[group.head] in vocab.adults for group in groups),
        named=bool(groups),
    )  # fmt: skip


def _groups(sentence: Sentence, early: Subjects) -> list[Person]:
    """The noun phrases of a sentence that name its subjects, in order."""
    words, named = sentence.words, heads(sentence, early)
    persons = [p for p in named if p.part in {"child", "sibling"} and not p.pronoun]
    own = [p for p in persons if vocab.subjects_strange.isdisjoint(words[p.start : p.head])]
    if own and words[own[0].head] in vocab.adults:  # "a young woman, by a boy"
        own = [p for p in own if sentence.word(p.start - 1) == "by"] or own
    found = [_group(words, person) for person in own[:1]]
    for person in [p for p in persons if own and p.head > own[0].head]:
        group, last = _group(words, person), found[-1]
        said = {word for word in words[last.head + 1 : group.start] if number(word) < 0}
        if last.named and not group.named and group.number == 1 and said <= vocab.apposing:
            found[-1] = group._replace(start=last.start)  # one that only describes the last
        elif said & vocab.joining_and and said <= vocab.joining:
            found.append(group)
    rest = sum(group.number or 0 for group in found[1:])
    listed = found[1:] and found[0].number != 1 and found[0].number in {rest, None}
    return found[1:] if listed else found  # "twins, a boy and a girl"


def _group(words: list[str], person: Person) -> Person:
    """A noun phrase with its sex and how many it names, None where that is open."""
    head, noun = person.head, words[person.head]
    cuts = (k for k in range(head - 1, max(head - 8, -1), -1)
            if words[k] in vocab.subjects_cuts or (words[k] in nouns() and
                                                   words[k] not in vocab.before_noun))  # fmt: skip
    before = words[next(cuts, max(head - 8, -1)) + 1 : head]
    sex = person.sex or next((word for word in before if word in {"female", "male"}), None)
    named = person.named and noun not in nouns()
    counts = (number(one) for one, unit in pairwise([*before, ""]) if unit not in vocab.units)
    count: int | None = 1
    if "twins" in {noun, *before} or ("twin" in before and person.plural):
        count = 2
    elif person.plural or noun == "olds":
        count = next((count for count in counts if count > 1), None)
    return person._replace(number=count, sex=sex, named=named)


def titled(title: str) -> tuple[frozenset[str], frozenset[str], int | None]:
    """The words by which a title names the subjects, and how many it labels.

    First those that name one by themselves, then those that do after "child" or "baby": "Child Q"
    gives "q" as a label, "Mia and K2" gives "mia" and "k2" as names, "Children F, G and H" three.
    """
    written = _WORD.findall(_SEPARATOR.split(title.strip()[:400], maxsplit=2)[-1])
    short = [w for w in written if w.isupper() or (w.isdigit() and len(w) < 4)]
    codes = [w for w in short if len(w) < 6 and w.lower() not in vocab.no_code]
    names = [w for w in written if w[1:] and w.istitle() and w.lower() not in vocab.plain_title]
    own = {w.lower() for w in names + [c for c in codes if len(c) > 1 and not c.isdigit()]}
    words = [word.lower() for word in written]
    kind = next((word for word in words if word in vocab.one_title | vocab.group_title), "")
    count = len(codes) or len(names) or 1 if kind else len(names) or len(codes) or None
    if kind in vocab.group_title:
        count = len(codes) or (2 if "twins" in words else None)
    return frozenset(own), frozenset(code.lower() for code in codes) | own, count
