"""Who the review is about: number and sexes of its subjects, from the title and the opening.

The opening is the first sentence of the summary that names a child. Its first noun phrase, with
what "and" joins to it, is the subject: "Death of a 3-year-old girl and injuries to her brother, by
their father" has two.
"""

from collections.abc import Sequence
from typing import NamedTuple

from repo_watch.coding.ages import find_ages, number
from repo_watch.coding.people import Person, Subjects, heads, nouns, word_is_age
from repo_watch.coding.text import Sentence
from repo_watch.coding.titles import names_of, title_count
from repo_watch.coding.wordings import vocab

_GROWN = 144  # months: from twelve a subject can have a partner
_TWO = 2
_THREE = 3


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
    summary = [s for s in told if s.section == "summary"] or list(told)
    opening, groups = (summary[0] if summary else None), list[Group]()
    for sentence in summary:
        persons = [p for p in heads(sentence, early) if p.part in {"child", "sibling"}
                   and not p.pronoun]  # fmt: skip
        found = _groups(sentence, persons)
        if found:
            opening, groups = sentence, found
            break
    count = _number(title, groups, told)
    sexes = sexes_of(count, groups)
    ages = find_ages(opening.words) if opening else []
    words = opening.words if opening else []
    return (
        Subjects(
            names=names,
            labels=labels,
            number=count,
            sex=sexes[0] if sexes and len(set(sexes)) == 1 else None,
            siblings=count != 1 and any(g.noun in vocab.siblings for g in groups),
            grown=not ages or any(age.high >= _GROWN for age in ages),
            opening=opening,
            ages=frozenset(words[age.start] for age in ages if age.old),
        ),
        groups,
    )


def _groups(sentence: Sentence, persons: list[Person]) -> list[Group]:
    """The noun phrases of the opening that name its subjects, in order."""
    words = sentence.words
    reach = _agent(words, persons)
    found: list[Group] = []
    for person in persons:
        if person.head >= reach:
            break
        group = _group(words, person)
        if words[person.head + 1 : person.head + 2] == ["'s"] and not person.named:
            continue
        if not found:
            if not vocab.subjects_strange.intersection(words[person.start : person.head]):
                found.append(group)
            continue
        _add(words, found, group)
    return _apposed(words, found)


def _agent(words: list[str], persons: list[Person]) -> int:
    """Where the doer or the carer begins: what comes after names no subject."""
    first = persons[0].head if persons else len(words)
    for i, word in enumerate(words[:-1]):
        if i <= first:
            continue
        if (word == "by" and words[i + 1] not in vocab.order_numbers) or word in {
            "against",
            "towards",
        }:
            own = words[i + 1] in {"his", "her", "their"} and words[i + 2 : i + 3] == ["own"]
            time = words[i + 1 : i + 3] in (["the", "age"], ["the", "time"])
            if not (own or time or (words[i + 1] in vocab.agent_not and words[i + 1] != "the")):
                return i
        if word == "care" and words[i - 1] in {"the", "sole"} and words[i + 1] == "of":
            return i
    return len(words)


def _group(words: list[str], person: Person) -> Group:
    head, noun = person.head, words[person.head]
    before = words[max(0, head - 7) : head]
    for k in range(len(before) - 1, -1, -1):
        cut = before[k] in vocab.subjects_cuts or before[k] in nouns()
        if cut and before[k] not in {"twin", "baby", "child", "infant"}:
            before = before[k + 1 :]
            break
    sex = person.sex
    if sex is None and {"female", "male"} & set(before):
        sex = "female" if "female" in before else "male"
    return Group(person.start, head, _count(words, person, before), sex, noun, person.named
                 and noun not in nouns())  # fmt: skip


def _count(words: list[str], person: Person, before: list[str]) -> int | None:
    head, noun = person.head, words[person.head]
    if words[max(0, head - 3) : head][-2:] == ["one", "of"] or (
        "one" in before and "of" in before[before.index("one") :]
    ):
        return 1
    if "triplets" in {noun, *before}:
        return _THREE
    if {"twin", "twins"} & {noun, *before} and (person.plural or noun == "twins"):
        return _TWO
    if not person.plural and not noun.endswith("olds"):
        return 1
    if "group" in words[head + 1 : head + 2]:
        return None
    if "both" in before or before[-3:] == ["pair", "of"] or "cases" in words[:head]:
        return _TWO
    if {"several", "many"} & set(before):
        return None
    for k, word in enumerate(before):
        value = number(before, k)[0]
        aged = k + 1 < len(before) and before[k + 1] in {"year", "month", "week", "day"}
        if value > 1 and not aged and word != "one":
            return value
    ages = [a for a in find_ages(words[max(0, head - 12) : head + 14]) if not a.spread]
    return len(ages) if len(ages) > 1 else None


def _add(words: list[str], found: list[Group], group: Group) -> None:
    """Adds a noun phrase that "and" joins to the last; merges one that only describes it."""
    last = found[-1]
    between = words[last.head + 1 : group.start]
    lead = words[group.start : group.head]
    if not last.named and last.number == 1:
        called = group.named and set(between) <= {",", "called", "named", "known", "as", "("}
        role = (
            group.noun in vocab.roles
            and not set(between) - {",", "a", "and"}
            and "and" not in between
        )
        if called or role or ("one" in lead and "of" in lead) or "one" in between[-2:]:
            return
    told = (
        set(between) - {",", "(", "a", "the", "was", "is", "aged", "an"} - set(vocab.order_numbers)
    )
    if last.named and not group.named and group.number == 1 and not told:
        found[-1] = group._replace(start=last.start)
        return
    says = {"who", "and"} & set(between) and {"was", "were", "is", "became"} & set(between)
    if says and (lead[:1] in (["a"], ["an"], ["the"], ["both"], ["all"])):
        return  # "a young man, who was a care leaver"
    plain = all(w in vocab.joining or w.isdecimal() or w in vocab.order_numbers for w in between)
    own = (
        {"with", "has", "had"} & set(between[:2])
        and lead[:1] in (["his"], ["her"])
        and (between[-1] == "and" and group.noun in vocab.siblings)
    )
    if (plain and vocab.joining_and & set(between)) or own:
        found.append(group)


def _apposed(words: list[str], found: list[Group]) -> list[Group]:
    """Nouns and the names that stand for them as one: "Leo (7) and Max (5), brothers"."""
    named = [g for g in found if g.named]
    plain = [g for g in found if not g.named]
    if not (named[1:] and plain):
        return [_sexed(words, g) for g in found]
    first, last = sorted((named, plain), key=lambda gs: gs[0].start)
    if {"and", "&"} & set(words[first[-1].head + 1 : last[0].start]):
        return found
    if len(plain) == 1 and plain[0].number is None:
        return [plain[0]._replace(number=len(named))]
    return plain if sum(g.number or 0 for g in plain) == len(named) else found


def _sexed(words: list[str], group: Group) -> Group:
    """A noun of no sex has that of the "her" or "his" to which it is joined."""
    after = words[group.head + 1 : group.head + 6]
    if group.sex is None and group.number == 1 and "and" in after:
        owner = after[after.index("and") + 1 :][:1]
        if owner in (["her"], ["his"]):
            return group._replace(sex="female" if owner == ["her"] else "male")
    return group


def _parts(groups: list[Group]) -> list[Group]:
    """Without a first group that the others only list: "twins, a boy and a girl"."""
    rest = sum(g.number or 0 for g in groups[1:])
    if (
        len(groups) > 1
        and groups[0].number != 1
        and groups[0].number in {rest, None}
        and (groups[0].number is not None or groups[0].noun in vocab.siblings)
    ):
        return groups[1:]
    return groups


def _number(title: str, groups: list[Group], told: Sequence[Sentence]) -> int | None:
    """The number of subjects, or None where it is open or two numbers do not fit."""
    titled = title_count(title)
    counts = [group.number for group in _parts(groups)]
    if not counts:
        return titled
    if None in counts:
        return titled if titled and titled > 1 else None
    total = sum(c or 0 for c in counts)
    if titled and titled > 1 and titled != total:
        return titled if total == 1 else None
    if total > 1 and any(_all_counted(s.words) not in {0, 1, total} for s in told):
        return None
    return total


def _all_counted(words: list[str]) -> int:
    """The number that "the three children" gives; 0 for none."""
    for i, word in enumerate(words[:-2]):
        if word in {"the", "all", "these"}:
            at = i + 3 if words[i + 1 : i + 3] == ["of", "the"] else i + 1
            value, end = number(words, at)
            nexts = words[end : end + 2]
            if (
                value > 1
                and vocab.counted.intersection(nexts)
                and not vocab.not_counted.intersection(nexts)
            ):
                return value
    return 0


def sexes_of(count: int | None, found: list[Group]) -> list[str | None]:
    """The sexes that nouns give: one for each subject, or once each where the number is open."""
    groups = _parts(found)
    if count is None:
        return list(dict.fromkeys(g.sex for g in groups if g.sex))
    if len(groups) == 1 and groups[0].number is None:
        return [groups[0].sex] * count
    listed = [g.sex for g in groups for _ in range(g.number or 1)]
    return [*listed[:count], *[None] * (count - len(listed))]


__all__ = ["Group", "read_subjects", "sexes_of", "word_is_age"]
