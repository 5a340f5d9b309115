"""Whose an age is, and whether it is the age at the incident."""

from repo_watch.coding.ages import Age, find_ages
from repo_watch.coding.people import Person, Subjects, subject
from repo_watch.coding.text import Sentence, word_at
from repo_watch.coding.wordings import ordered, vocab

_NOBODY = Person(0, 0, "child", None, plural=False)


def ages_of(sentence: Sentence, persons: list[Person], subjects: Subjects) -> list[Age]:
    """The subjects' ages at the incident; one said of several children once for each."""
    words, free = sentence.words, [p for p in persons if not p.possessor]
    bound: list[tuple[Age, Person]] = []
    for age in find_ages(words):
        if bound and vocab.listed.issuperset(words[bound[-1][0].end : age.start]):
            holder: Person | None = bound[-1][1]
        else:
            holder = _holder(sentence, free, age)
        if holder and holder.part == "child" and _timely(words, age):
            bound.append((age, holder))
    found: list[Age] = []
    for age, holder in bound:
        shared = holder.plural and not age.spread and sum(h is holder for _, h in bound) == 1
        found += [age] * (subjects.number or 1) if shared else [age]
    return found


def _holder(sentence: Sentence, persons: list[Person], age: Age) -> Person | None:
    """The person whose age it is, None when the number is no age."""
    words = sentence.words
    earlier = [p for p in persons if p.head < age.start]
    if age.old:
        named = (p for p in persons if age.start <= p.head <= age.end + 3 and not p.pronoun)
        if person := next(named, None):
            return person
    elif not _stands(words, age, earlier):
        return None
    if not vocab.of_clause.isdisjoint(words[max(0, age.start - 2) : age.start]):
        return subject(sentence, persons, age.start) or _NOBODY
    return earlier[-1] if earlier else _NOBODY


def _stands(words: list[str], age: Age, earlier: list[Person]) -> bool:
    """Whether the words around a number make it an age."""
    last, pair = word_at(words, age.start - 1), word_at(words, age.start - 2)
    after = word_at(words, age.end)
    if last == "of" and pair in vocab.not_of:
        return False
    if not age.bare:
        return (last in vocab.cues or not last) and after not in vocab.length
    if age.spread or not vocab.aged.isdisjoint((last, pair)) or (
        last == "of" and pair in vocab.children):  # fmt: skip
        return True
    if last == "(":
        return after in {")", ",", "and", "at"}
    if last in vocab.subject_ages_be:
        return after not in vocab.nouns_after
    named = bool(earlier) and earlier[-1].head >= age.start - 3
    return last == "," and named and after in {",", ")", ".", ";", "", "and"}


def _timely(words: list[str], age: Age) -> bool:
    """Whether the age is the one at the incident."""
    i = age.start - 1
    while word_at(words, i) in vocab.before_age:
        i -= 1
    before, near = word_at(words, i), [*words[: age.start], *words[age.end : age.end + 8]]
    if before in {"at", "when", "whilst", "while"}:
        return any(word.startswith(ordered.stems_event) for word in near)
    return age.spread or before not in vocab.elsewhen
