"""Who the review is about: number and sexes of its subjects, from the title and the opening.

The opening is the first sentence of the summary that names a child. Its first noun phrase, with
what "and" joins to it, is the subject: "Death of a 3-year-old girl and injuries to her brother, by
their father" has two.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from repo_watch.coding.ages import number
from repo_watch.coding.people import Subjects, heads, nouns
from repo_watch.coding.sentence import Person, Sentence
from repo_watch.coding.wordings import vocab


def read_subjects(title: str, told: Sequence[Sentence]) -> Subjects:
    """The subjects of an entry."""
    names, labels = names_of(title)
    early = Subjects(names=names, labels=labels, siblings=True)
    opening, groups = (told[0] if told else None), list[Person]()
    for sentence in told:
        if found := _groups(sentence, early):
            opening, groups = sentence, found
            break
    titled, counts = title_count(title), [group.number for group in groups]
    count = titled
    if None in counts:
        count = None if titled == 1 else titled  # open, or two numbers that do not fit
    elif counts:
        count = max(sum(one or 0 for one in counts), titled or 1)
    if count is None:
        sexes: list[str | None] = [*dict.fromkeys(group.sex for group in groups if group.sex)]
    else:
        listed = [group.sex for group in groups for _ in range(group.number or 1)]
        sexes = [*listed[:count], *[None] * (count - len(listed))]
    words = opening.words if opening else []
    return Subjects(
        names, labels, count, sexes[0] if len({*sexes}) == 1 else None, tuple(sexes),
        siblings=count != 1 and not vocab.siblings.isdisjoint(words),
        adult=any(words[group.head] in vocab.adults for group in groups),
        opening=opening, named=bool(groups),
    )  # fmt: skip


def _groups(sentence: Sentence, early: Subjects) -> list[Person]:
    """The noun phrases of a sentence that name its subjects, in order."""
    words, named = sentence.words, heads(sentence, early)
    persons = [p for p in named if p.part in {"child", "sibling"} and not p.pronoun]
    own = [p for p in persons if vocab.subjects_strange.isdisjoint(words[p.start : p.head])]
    if own and words[own[0].head] in vocab.adults:  # "a young woman, by a boy"
        own = [p for p in own if sentence.word(p.start - 1) == "by"] or own
    found = [_group(words, person) for person in own[:1]]
    for person in persons:
        if not found or person.head <= found[0].head:
            continue
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


_SEPARATOR = re.compile(r"\s[-–—]\s?|[-–—]\s")
_WORD = re.compile(r"\b\d{1,3}/\d{2,4}\b|[^\W_]+(?:['’-][^\W_]+)?")  # "3/2015" counts reviews


def _read(title: str) -> tuple[list[str], list[str], list[str]]:
    """The words of the case in a title in lower case, its codes ("K2", "Q") and its names."""
    written = _WORD.findall(_SEPARATOR.split(title.strip()[:400], maxsplit=2)[-1])
    short = [w for w in written if w.isupper() or (w.isdigit() and len(w) < 4)]
    codes = [w for w in short if len(w) < 6 and w.lower() not in vocab.no_code]
    names = [w for w in written if w[1:] and w.istitle() and w.lower() not in vocab.plain_title]
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
