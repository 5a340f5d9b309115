"""Who the review is about: number and sexes of its subjects, from the title and the opening.

The opening is the first sentence of the summary that names a child. Its first noun phrase, with
what "and" joins to it, is the subject: "Death of a 3-year-old girl and injuries to her brother, by
their father" has two.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from repo_watch.coding.ages import find_ages, number
from repo_watch.coding.people import Person, Subjects, heads, nouns
from repo_watch.coding.text import Sentence, word_at
from repo_watch.coding.wordings import vocab

_GROWN = 144  # months: from twelve a subject can have a partner


class Group(NamedTuple):
    """A noun phrase for subjects: its words, how many (None: open), of which sex, its noun."""

    start: int
    head: int
    number: int | None
    sex: str | None
    noun: str
    named: bool = False


def read_subjects(title: str, told: Sequence[Sentence]) -> tuple[Subjects, list[Group]]:
    """The subjects of an entry, and the noun phrases of its opening."""
    names, labels = names_of(title)
    early = Subjects(names=names, labels=labels, siblings=True)
    opening, groups = (told[0] if told else None), list[Group]()
    for sentence in told:
        words, persons = sentence.words, heads(sentence, early)
        if persons and words[persons[0].head] in vocab.adults:  # "a young woman, by a boy"
            persons = [p for p in persons if word_at(words, p.start - 1) == "by"] or persons
        if found := _groups(sentence, persons):
            opening, groups = sentence, found
            break
    count = _number(title, groups)
    sexes = set(sexes_of(count, groups))
    ages = find_ages(opening.words) if opening else []
    grown = not ages or any(age.high >= _GROWN for age in ages)
    sex = sexes.pop() if len(sexes) == 1 else None
    siblings = count != 1 and any(g.noun in vocab.siblings for g in groups)
    adult = any(g.noun in vocab.adults for g in groups)
    return Subjects(names, labels, count, sex, siblings, grown, adult, opening), groups


def _groups(sentence: Sentence, persons: list[Person]) -> list[Group]:
    """The noun phrases of the opening that name its subjects, in order."""
    words = sentence.words
    found: list[Group] = []
    for person in persons:
        if person.part not in {"child", "sibling"} or person.pronoun:
            continue
        group = _group(words, person)
        if found:
            _add(words, found, group)
        elif vocab.subjects_strange.isdisjoint(words[person.start : person.head]):
            found.append(group)
    return found


def _group(words: list[str], person: Person) -> Group:
    head, noun = person.head, words[person.head]
    cuts = (k for k in range(head - 1, max(head - 8, -1), -1)
            if words[k] in vocab.subjects_cuts or (words[k] in nouns() and
                                                   words[k] not in vocab.before_noun))  # fmt: skip
    before = words[next(cuts, max(head - 8, -1)) + 1 : head]
    sex = person.sex or ("female" if "female" in before else "male" if "male" in before else None)
    number = _count(words, person, before)
    return Group(person.start, head, number, sex, noun, person.named and noun not in nouns())


def _count(words: list[str], person: Person, before: list[str]) -> int | None:
    noun = words[person.head]
    told = {noun, *before}
    if "twins" in told or ("twin" in told and person.plural):
        return 2
    if not person.plural and not noun.endswith("olds"):
        return 1
    for k in range(len(before)):
        value, end = number(before, k)
        if value > 1 and word_at(before, end) not in vocab.units:
            return value
    return None


def _add(words: list[str], found: list[Group], group: Group) -> None:
    """Adds a noun phrase that "and" joins to the last; merges one that only describes it."""
    last = found[-1]
    between = words[last.head + 1 : group.start]
    said = {w for w in between if w not in vocab.order_numbers and not w.isdecimal()}
    if last.named and not group.named and group.number == 1 and said <= vocab.apposing:
        found[-1] = group._replace(start=last.start)
    elif said & vocab.joining_and and said <= vocab.joining:
        found.append(group)


def _parts(groups: list[Group]) -> list[Group]:
    """Without a first group that the others only list: "twins, a boy and a girl"."""
    rest = sum(g.number or 0 for g in groups[1:])
    listed = groups[1:] and groups[0].number != 1 and groups[0].number in {rest, None}
    return groups[1:] if listed else groups


def _number(title: str, groups: list[Group]) -> int | None:
    """The number of subjects, or None where it is open or two numbers do not fit."""
    titled = title_count(title)
    counts = [group.number for group in _parts(groups)]
    if not counts:
        return titled
    if None in counts:
        return titled if titled and titled > 1 else None
    return max(sum(c or 0 for c in counts), titled or 1)


def sexes_of(count: int | None, found: list[Group]) -> list[str | None]:
    """The sexes that nouns give: one for each subject, or once each where the number is open."""
    groups = _parts(found)
    if count is None:
        return list(dict.fromkeys(g.sex for g in groups if g.sex))
    listed = [g.sex for g in groups for _ in range(g.number or 1)]
    return [*listed[:count], *[None] * (count - len(listed))]


_SEPARATOR = re.compile(r"\s[-–—]\s?|[-–—]\s")
_WORD = re.compile(r"\b\d{1,3}/\d{2,4}\b|[^\W_]+(?:['’-][^\W_]+)?")  # "3/2015" counts reviews
_CODE = re.compile(r"[A-Z]{1,4}\d{0,3}|\d{1,3}[A-Z]{0,2}|[A-Z]\d[A-Z]")
_NAME = re.compile(r"[A-Z][a-zà-ÿ]+(?:['’-][A-Z]?[a-zà-ÿ]+)?")


def _read(title: str) -> tuple[list[str], list[str], list[str]]:
    """The words of the case in a title in lower case, its codes ("K2", "Q") and its names."""
    written = _WORD.findall(_SEPARATOR.split(title.strip()[:400], maxsplit=2)[-1])
    codes = [w for w in written if _CODE.fullmatch(w) and w.lower() not in vocab.no_code]
    names = [w for w in written if _NAME.fullmatch(w) and w.lower() not in vocab.plain_title]
    return [w.lower() for w in written], codes, names


def names_of(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that name a subject by themselves, and those that do after "child" or "baby".

    "Child Q" gives "q" as a label; "Mia and K2" gives "mia" and "k2" as names.
    """
    _, codes, names = _read(title)
    own = {w.lower() for w in names + [c for c in codes if len(c) > 1 and not c.isdigit()]}
    return frozenset(own), frozenset(c.lower() for c in codes) | own


def title_count(title: str) -> int | None:
    """How many subjects the title labels ("Children F, G and H": 3), or None."""
    words, codes, names = _read(title)
    kind = next((word for word in words if word in vocab.one_title | vocab.group_title), "")
    if kind in vocab.group_title:
        return len(codes) or (2 if "twins" in words else None)
    return (len(codes) or len(names) or 1) if kind else (len(names) or len(codes) or None)
