"""Circumstances of the child and family: whose they are, and whether they count."""

from typing import NamedTuple

from repo_watch.coding.ages import number
from repo_watch.coding.people import CARERS, Person
from repo_watch.coding.reading import Reading
from repo_watch.coding.wordings import Hit, table, vocab


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
        code = wording.code
        if code in found:
            continue
        entry = table("factors")[code]
        served = not entry.get("is_a_service", False)
        negative = wording.text.startswith(("no/", "not", "could not", "unable", "without", "non "))
        if code == "covid":
            unreal = reading.denied(start, end) or reading.says("the_review")
        elif negative:
            unreal = reading.feared(start) or reading.topic(start, end, served=served)
        else:
            unreal = reading.unreal(start, end, served=served)
        if unreal or (entry.get("timed") and reading.afterwards(start)):
            continue
        if _counts(entry.get("whose", "family"), reading, hit, family):
            found.append(code)
    if "young_parents" not in found and _young_parent(reading):
        found.append("young_parents")
    if "domestic_abuse" not in found and _attacked(reading, family):
        found.append("domestic_abuse")
    return found


def _counts(whose: str, reading: Reading, hit: Hit, family: Family) -> bool:
    """Whether a factor is that of the person it has to be of: the key `whose` of its table."""
    start, end, wording = hit
    if whose == "anyone":
        return True
    if whose == "couple":
        return _domestic(reading, hit, family)
    if whose == "sweetheart":
        return _adolescent(reading, hit, family)
    holder = _holder(reading, start, end, agent=whose == "parent")
    if whose == "family":
        return holder not in vocab.strangers
    if whose == "child":
        if holder in CARERS and wording.code == "previous_child_protection_plan":
            return _their_child(reading.words)
        return holder in {None, "child", "family"}
    if reading.words[max(0, start - 3) : start][-2:] == ["history", "of"] and (
        reading.words[max(0, start - 3) : start][:1] == ["family"]
    ):
        return False
    if holder is None:
        return family.young
    return holder in {*CARERS, "family"} or (holder == "relative" and family.kin)


def _their_child(words: list[str]) -> bool:
    return any(
        word in {"child", "son", "daughter", "baby", "children"}
        and words[i - 1] in {"his", "her", "the", "their"}
        and words[i + 1 : i + 2] != ["protection"]
        for i, word in enumerate(words)
        if i
    )


def _holder(reading: Reading, start: int, end: int, *, agent: bool) -> str | None:
    """Whose circumstance it is; None where nobody is named.

    `agent`: whether "by" after the wording names the holder ("misuse of drugs by the mother").
    """
    words = reading.words
    free = [p for p in reading.persons if not p.possessor]
    after = next((p for p in free if p.head >= end), None)
    if (
        after
        and not after.pronoun
        and after.head - end <= 1
        and not ({",", "and", "."} & set(words[end : after.head]))
    ):  # "an autistic brother", but not "he was an autistic boy"
        i = min(start, after.start) - 1
        if i < 0 or not (
            words[i] in vocab.be or (words[i] in {"a", "an"} and words[i - 1] in vocab.be)
        ):
            return after.part
    if owner := reading.owner(start, 4):
        return owner.part
    before = next((p for p in reversed(free) if p.head < start), None)
    if before and start - before.head <= 7:
        between = words[before.head + (2 if before.named else 1) : start]
        joined = between[:1] == [","] and between[1:2] in (["with"], ["who"])
        bears = between[:1] and (
            between[0] == "with"
            or joined
            or between[:2] in (["who", "has"], ["who", "had"], ["who", "have"])
        )
        if bears and not {"by", "and"} & set(between):
            return before.part
    for i in range(end, min(end + 3, len(words))):
        if words[i] in vocab.belongs and (agent or words[i] != "by"):
            target = next((p for p in free if p.head > i), None)
            if target and words[target.head + 1 : target.head + 2] != ["'s"]:
                near = words[i + 1 : target.head]
                if len(near) <= 5 and not vocab.near_stop.intersection(near):
                    return target.part
            break
        if words[i] in vocab.near_stop | {"and"}:
            break
    person = reading.subject(start)
    return person.part if person else None


# ------------------------------------------------------------------------------ abuse of partners


def _domestic(reading: Reading, hit: Hit, family: Family) -> bool:
    """Whether abuse between adults is that of the child's household."""
    start, _end, wording = hit
    persons, words = reading.persons, reading.words
    adults = {p.part for p in persons if p.part in CARERS and p.owner not in vocab.strangers}
    if not adults and any(p.part in CARERS for p in persons):
        return False  # "the neighbour was violent to his wife"
    person = reading.subject(start)
    holder = person.part if person else None
    if reading.childhood(start) and holder in {*CARERS, "relative"}:
        return False
    if not adults and (
        any(p.part == "lover" for p in persons)
        or (not family.young and holder == "child" and "relationship" in words)
    ):
        return False
    if holder in {"sibling", "relative"} and "parent" not in adults:
        return False
    if holder == "other" and "victim" in words[max(0, start - 4) : start]:
        return False
    plain = "PARTNER" not in wording.text and "VIOLENT" not in wording.text
    if holder == "child" and not plain:
        return any(a < start for a, _, _ in reading.context.get("witnessed", ()))
    return True


def _adolescent(reading: Reading, hit: Hit, family: Family) -> bool:
    """Whether abuse in a relationship is the young subject's own."""
    start, end, _ = hit
    if family.young:
        return False
    person = reading.subject(start)
    near = {p.part for p in reading.persons if start - 12 <= p.head <= end}
    if "lover" not in near and near & CARERS:
        return False
    return person is None or person.part in {"child", "lover"}


_ATTACKS = [
    "assault",
    "attack",
    "punch",
    "kick",
    "slapp",
    "push",
    "strangl",
    "stabb",
    "rap",
    "bull",
    "controll",
    "abus",
    "batter",
    "stalk",
    "harass",
    "hit",
    "beat",
    "threat",
    "violent",
    "abusive",
    "grabb",
    "held",
    "pinn",
    "broke",
    "broken",
    "breaking",
    "tried",
]
_ATTACK_STEMS = tuple(_ATTACKS)
_OBJECTS = {"her": "female", "him": "male", "his": "male"}


def _attacked(reading: Reading, family: Family) -> bool:
    """Whether a parent, or a parent's partner, is said to have attacked the other by a pronoun.

    "Father had been arrested for pushing her": "her" can only be the mother when the subject is a
    boy, or when the sentence is about the mother's own partner or relationship.
    """
    words = reading.words
    for i in range(1, len(words)):
        sex = _OBJECTS.get(words[i])
        if sex is None or not any(w.startswith(_ATTACK_STEMS) for w in words[max(0, i - 2) : i]):
            continue
        if words[i + 1 : i + 2] and words[i + 1] not in vocab.object_ends and words[i - 1] not in {
            "broke", "broken", "breaking"}:  # fmt: skip
            continue
        if reading.unreal(i - 1, i) or reading.passive(i - 1):
            continue
        agent = reading.subject(i - 1)
        if agent is None or agent.part not in CARERS or agent.sex == sex or agent.plural:
            continue
        earlier = [p for p in reading.persons if p.head < i]
        parent = any(p.part == "parent" and p.sex == sex for p in earlier) or (
            agent.owner == "parent"
        )
        if family.sex == sex and not family.several:
            own = {"relationship", "marriage", "separated", "divorced", "left"} & set(words)
            if parent and agent.owner != "parent" and own:
                return True
        elif (
            parent
            or agent.part == "partner"
            or not any(p.part in vocab.strangers and p.sex in {None, sex} for p in earlier)
        ):
            return True
    return False


# ------------------------------------------------------------------------------- young parents

_YOUNG_LOW, _YOUNG_HIGH = 12, 19


def _young_parent(reading: Reading) -> bool:
    """Whether a sentence gives a parent an age under 20."""
    words = reading.words
    for i in range(len(words)):
        value, end = number(words, i)
        if not _YOUNG_LOW <= value <= _YOUNG_HIGH:
            continue
        after = words[end : end + 8]
        if after[:1] and after[0] in vocab.no_age:
            continue
        if after[:2] == ["year", "old"]:
            person = next((p for p in reading.persons if end < p.head <= end + 4), None)
            if person and person.part == "parent" and words[person.head] in vocab.parents:
                return True
        if _aged_parent(reading, i, after):
            return True
    return False


def _aged_parent(reading: Reading, i: int, after: list[str]) -> bool:
    words = reading.words
    earlier = [p for p in reading.persons if p.head < i]
    person: Person | None = next(
        (p for p in reversed(earlier) if p.part == "parent" and words[p.head] in vocab.parents),
        None,
    )
    if person is None or i - person.head > 9 or (person.possessor and words[i - 1] not in {
        "of", "was", "aged"}):  # fmt: skip
        return False
    between = words[person.head + 1 : i]
    if any(p.part not in {"parent", "child"} and not p.pronoun for p in earlier
           if p.head > person.head):  # fmt: skip
        return False
    if set(words[max(0, person.head - 2) : person.head]) & {"grand", "foster", "step"}:
        return False
    cue = between[-1:] and between[-1] in {
        "aged",
        "age",
        "was",
        "were",
        "at",
        "only",
        "is",
        "are",
        "of",
        "both",
        "each",
        ",",
        "(",
        "just",
        "under",
        "about",
        "herself",
        "himself",
        "themselves",
        "still",
        "barely",
        "then",
    }
    if not cue and between:
        return False
    told = set(between) | set(after)
    born = vocab.birth & told
    if vocab.not_theirs & set(between) and not born:
        return False
    if "when" in after and not born:
        return False
    if {"first", "half", "older"} & told or (
        {"since", "until", "when"} & set(between) and not born
    ):
        return False
    return not {"older", "younger", "left", "met", "started"} & told
