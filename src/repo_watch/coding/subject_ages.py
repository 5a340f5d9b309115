"""Whose an age is, and whether it is the age at the incident."""

from repo_watch.coding.ages import Age, find_ages
from repo_watch.coding.people import Person, Subjects, subject
from repo_watch.coding.text import Sentence, word_at
from repo_watch.coding.wordings import ordered, vocab

_WIDE = 12
_NOBODY = Person(0, 0, "child", None, plural=False)


def ages_of(sentence: Sentence, persons: list[Person], subjects: Subjects) -> list[Age]:
    """The subjects' ages at the incident; one said of several children once for each."""
    words = sentence.words
    bound: list[tuple[Age, Person]] = []
    for age in find_ages(words):
        last = bound[-1] if bound else None
        between = words[last[0].end : age.start] if last else []
        if last and all(w in vocab.listed or w.isdecimal() for w in between):
            holder: Person | None = last[1]
        else:
            holder = _holder(sentence, persons, age)
        if holder and holder.part == "child" and _timely(sentence, age):
            bound.append((age, holder))
    found: list[Age] = []
    for age, holder in bound:
        alone = age.spread or age.high - age.low >= _WIDE or not holder.plural
        if alone or sum(other is holder for _, other in bound) > 1:
            found.append(age)
        else:
            found += [age] * (subjects.number or 1)
    return found


def _holder(sentence: Sentence, persons: list[Person], age: Age) -> Person | None:
    """The person whose age it is, None when the number is no age."""
    words = sentence.words
    free = [p for p in persons if not p.possessor]
    earlier = [p for p in free if p.head < age.start]
    after = word_at(words, age.end)
    if age.old:
        for person in free:
            if not person.pronoun and age.start <= person.head <= age.end + 3:
                return person
    elif not _stands(words, age, earlier) or (not age.bare and after in vocab.length):
        return None
    i = age.start - 1
    while i >= 0 and words[i] in vocab.soft:
        i -= 1
    before, pair = word_at(words, i), words[max(0, i - 1) : i + 1]
    if before in vocab.of_clause or pair in (["age", "of"], ["ages", "of"], ["when", "aged"]):
        return subject(sentence, free, age.start) or _NOBODY
    return earlier[-1] if earlier else _NOBODY


def _stands(words: list[str], age: Age, earlier: list[Person]) -> bool:
    """Whether the words around a number make it an age."""
    before = ["", "", "", *words[max(0, age.start - 3) : age.start]][-3:]
    last, pair = before[-1], before[-2]
    after = word_at(words, age.end)
    if last == "of" and pair in vocab.not_of:
        return False
    if not age.bare:
        return last in vocab.cues or not last
    if age.spread or not vocab.aged.isdisjoint((last, pair)) or (
        last == "of" and pair in vocab.children):  # fmt: skip
        return True
    if last == "(":
        return after in {")", ",", "and", "at"}
    if last in vocab.subject_ages_be:
        return after not in vocab.nouns_after
    named = bool(earlier) and earlier[-1].head >= age.start - 3
    return last == "," and named and after in {",", ")", ".", ";", "", "and"}


def _timely(sentence: Sentence, age: Age) -> bool:
    """Whether the age is the one at the incident."""
    words = sentence.words
    i = age.start - 1
    while i >= 0 and words[i] in vocab.before_age:
        i -= 1
    before, near = word_at(words, i), [*words[: age.start], *words[age.end : age.end + 8]]
    if word_at(words, age.start - 1) in {"is", "now", "are"}:
        return False
    if before in {"at", "when", "whilst", "while"}:
        return any(word.startswith(ordered.stems_event) for word in near)
    return age.spread or before not in vocab.elsewhen
