"""Circumstances of the child and family: whose they are, and whether they count."""

from typing import NamedTuple

from repo_watch.coding.ages import number
from repo_watch.coding.people import CARERS
from repo_watch.coding.reading import Reading
from repo_watch.coding.text import word_at
from repo_watch.coding.wordings import Hit, table, vocab


class Family(NamedTuple):
    """What is known of the entry around a sentence.

    `young`: the subject is too young to drink, be treated or have a partner; `kin`: a relative
    brings the subject up.
    """

    young: bool = True
    kin: bool = False


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
    return found


def _counts(whose: str, reading: Reading, hit: Hit, family: Family) -> bool:
    """Whether a factor is that of the person it has to be of: the key `whose` of its table."""
    start, _, wording = hit
    if whose == "anyone":
        return not reading.says("the_review")
    if whose == "couple":
        return _domestic(reading, hit, family)
    if whose == "sweetheart":
        return _adolescent(reading, hit, family)
    person = reading.owner(start, 4) or reading.subject(start)
    holder = person.part if person else None
    if whose == "family":
        return holder not in vocab.strangers
    if whose == "child":
        theirs = wording.code == "previous_child_protection_plan" and holder in CARERS and (
            not vocab.children_of.isdisjoint(reading.words))  # fmt: skip
        return theirs or holder in {None, "child", "family"}
    if holder is None:
        return family.young
    return holder in CARERS | {"family"} or (holder == "relative" and family.kin)


def _domestic(reading: Reading, hit: Hit, family: Family) -> bool:
    """Whether abuse between adults is that of the child's household."""
    person = reading.subject(hit.start)
    own = person is not None and person.part == "child"
    parts = {p.part for p in reading.persons}
    adults = [p for p in reading.persons if p.part in CARERS and p.owner not in vocab.strangers]
    if not adults and (
        parts & (CARERS | {"lover"})  # "the neighbour was violent to his wife"
        or (not family.young and own and "relationship" in reading.words)
    ):
        return False
    told = "PARTNER" in hit.wording.text or "VIOLENT" in hit.wording.text
    return not own or not told or reading.before("witnessed", hit.start)


def _adolescent(reading: Reading, hit: Hit, family: Family) -> bool:
    """Whether abuse in a relationship is the young subject's own."""
    person = reading.subject(hit.start)
    near = {p.part for p in reading.persons if hit.start - 12 <= p.head <= hit.end}
    if family.young or ("lover" not in near and near & CARERS):
        return False
    return person is None or person.part in {"child", "lover"}


def _young_parent(reading: Reading) -> bool:
    """Whether a sentence gives a parent an age from 12 to 19."""
    words = reading.words
    for i in range(len(words) if any(p.part == "parent" for p in reading.persons) else 0):
        value, end = number(words, i)
        if not 12 <= value <= 19 or word_at(words, end) in vocab.no_age:
            continue
        after = words[end : end + 8]
        person = next((p for p in reversed(reading.persons) if p.head < i), None)
        if person is None or i - person.head > 9 or word_at(words, i - 1) not in vocab.age_cues:
            continue
        told = {*words[person.head + 1 : i], *after}
        born = not vocab.birth.isdisjoint(told)
        if words[person.head] in vocab.parents and person.part == "parent" and (
            born or vocab.not_theirs.isdisjoint(told)):  # fmt: skip
            return True
    return False
