"""Circumstances of the child and family: whose they are, and whether they count."""

from typing import NamedTuple

from repo_watch.coding.ages import number
from repo_watch.coding.people import CARERS
from repo_watch.coding.reading import Reading
from repo_watch.coding.text import word_at
from repo_watch.coding.wordings import Hit, ordered, table, vocab


class Family(NamedTuple):
    """What is known of the entry around a sentence.

    `young`: the subject is too young to drink, be treated or have a partner; `kin`: a relative
    brings the subject up; `several`: more than one subject; `sex`: of them all where it is one.
    """

    young: bool = True
    kin: bool = False
    several: bool = False
    sex: str | None = None


def factors(reading: Reading, family: Family) -> list[str]:
    """The factors that a sentence states; what is denied, feared or came after is left out."""
    found: list[str] = []
    for hit in reading.hits["factors"]:
        start, end, wording = hit
        entry = table("factors")[wording.code]
        unreal = (
            (not wording.negative and reading.denied(start, end))
            or reading.feared(start)
            or (not entry.get("is_a_service") and reading.topic(start))
            or (entry.get("timed") and reading.afterwards(start))
        )
        if not unreal and _counts(entry.get("whose", "family"), reading, hit, family):
            found.append(wording.code)
    if _young_parent(reading):
        found.append("young_parents")
    if _attacked(reading, family):
        found.append("domestic_abuse")
    return found


def _counts(whose: str, reading: Reading, hit: Hit, family: Family) -> bool:
    """Whether a factor is that of the person it has to be of: the key `whose` of its table."""
    start, end, wording = hit
    if whose == "anyone":
        return not reading.says("the_review")
    if whose == "couple":
        return _domestic(reading, hit, family)
    if whose == "sweetheart":
        return _adolescent(reading, hit, family)
    holder = _holder(reading, start, end, agent=whose == "parent")
    if whose == "family":
        return holder not in vocab.strangers
    if whose == "child":
        theirs = wording.code == "previous_child_protection_plan" and holder in CARERS and (
            not vocab.children_of.isdisjoint(reading.words))  # fmt: skip
        return theirs or holder in {None, "child", "family"}
    if holder is None:
        return family.young
    return holder in CARERS | {"family"} or (holder == "relative" and family.kin)


def _holder(reading: Reading, start: int, end: int, *, agent: bool) -> str | None:
    """Whose circumstance it is; None where nobody is named.

    `agent`: whether "by" after the wording names the holder ("misuse of drugs by the mother").
    """
    words = reading.words
    free = [p for p in reading.persons if not p.possessor]
    after = next((p for p in free if p.head >= end), None)
    if after and not after.pronoun and after.head - end <= 1 and (
        {",", "and", "."}.isdisjoint(words[end : after.head])):  # fmt: skip
        i = min(start, after.start) - 1  # "an autistic brother", but not "he was an autistic boy"
        if word_at(words, i - (word_at(words, i) in {"a", "an"})) not in vocab.be:
            return after.part
    if owner := reading.owner(start, 4):
        return owner.part
    before = next((p for p in reversed(free) if p.head < start), None)
    if before and start - before.head <= 7:
        between = [w for w in words[before.head + 1 + before.named : start] if w != ","]
        bears = between[:1] == ["with"] or (
            between[:1] == ["who"] and word_at(between, 1)[:2] == "ha"
        )
        if bears and {"by", "and"}.isdisjoint(between):
            return before.part
    for i in range(end, min(end + 3, len(words))):
        if words[i] in vocab.belongs and (agent or words[i] != "by"):
            target = next((p for p in free if p.head > i), None)
            if target and target.head - i <= 6 and vocab.near_stop.isdisjoint(
                words[i + 1 : target.head + 2]):  # fmt: skip
                return target.part
        if words[i] in vocab.near_stop:
            break
    person = reading.subject(start)
    return person.part if person else None


def _domestic(reading: Reading, hit: Hit, family: Family) -> bool:
    """Whether abuse between adults is that of the child's household."""
    start, _, wording = hit
    parts = {p.part for p in reading.persons}
    adults = {p.part for p in reading.persons
              if p.part in CARERS and p.owner not in vocab.strangers}  # fmt: skip
    person = reading.subject(start)
    holder = person.part if person else None
    if reading.says("childhood") and holder in CARERS | {"relative"}:
        return False
    if not adults and (
        parts & (CARERS | {"lover"})  # "the neighbour was violent to his wife"
        or (not family.young and holder == "child" and "relationship" in reading.words)
    ):
        return False
    if holder in {"sibling", "relative"} and "parent" not in adults:
        return False
    told = "PARTNER" in wording.text or "VIOLENT" in wording.text
    return holder != "child" or not told or reading.before("witnessed", start)


def _adolescent(reading: Reading, hit: Hit, family: Family) -> bool:
    """Whether abuse in a relationship is the young subject's own."""
    person = reading.subject(hit.start)
    near = {p.part for p in reading.persons if hit.start - 12 <= p.head <= hit.end}
    if family.young or ("lover" not in near and near & CARERS):
        return False
    return person is None or person.part in {"child", "lover"}


_SEXES = {"her": "female", "him": "male"}


def _attacked(reading: Reading, family: Family) -> bool:
    """Whether a parent, or a parent's partner, is said to have attacked the other by a pronoun.

    "Father had been arrested for pushing her": "her" can only be the mother when the subject is a
    boy, or when the sentence is about the mother's own partner.
    """
    words = reading.words
    for i, word in enumerate(words[1:], 1):
        ends = word_at(words, i + 1) in vocab.object_ends | {""}
        if ends and word in _SEXES and words[i - 1].startswith(ordered.stems_attack):
            agent = reading.subject(i - 1)
            ours = agent and agent.part in CARERS and agent.sex != _SEXES[word]
            own = family.sex != _SEXES[word] or (agent and agent.owner == "parent")
            if ours and own and not reading.denied(i - 1, i):
                return True
    return False


def _young_parent(reading: Reading) -> bool:
    """Whether a sentence gives a parent an age from 12 to 19."""
    words = reading.words
    for i in range(len(words) if any(p.part == "parent" for p in reading.persons) else 0):
        value, end = number(words, i)
        if not 12 <= value <= 19 or word_at(words, end) in vocab.no_age:
            continue
        after = words[end : end + 8]
        person = next((p for p in reversed(reading.persons) if p.head < i), None)
        if after[:2] == ["year", "old"]:
            person = next((p for p in reading.persons if end < p.head <= end + 4), None)
        elif person is None or i - person.head > 9 or word_at(words, i - 1) not in vocab.age_cues:
            continue
        told = {*words[person.head + 1 : i], *after} if person else set()
        born = not vocab.birth.isdisjoint(told)
        if person and words[person.head] in vocab.parents and person.part == "parent" and (
            born or vocab.not_theirs.isdisjoint(told)):  # fmt: skip
            return True
    return False
