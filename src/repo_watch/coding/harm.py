"""Harm that the subjects suffered: what a sentence states, and whose it is."""

from typing import NamedTuple

from repo_watch.coding.people import CARERS, Person
from repo_watch.coding.reading import Reading
from repo_watch.coding.wordings import Hit, table, vocab

SECTIONS = ("summary", "background", "key_issues")


class Harm(NamedTuple):
    """A harm stated: its code, whose it is, and whether the subject is the one who did it."""

    code: str
    part: str
    doer: bool
    killed: bool = False


def harms(reading: Reading) -> list[Harm]:
    """The harms that a sentence states, whoever suffered them; denied and feared ones left out."""
    found: list[Harm] = []
    for hit in reading.hits["harm"]:
        start, end, wording = hit
        code = wording.code
        negative = wording.text.startswith(("no/", "not ", "did not", "without", "lack", "fail"))
        if reading.says("thematic") or reading.feared(start) or reading.topic(start, end):
            continue
        if not negative and reading.denied(start, end):
            continue
        if code == "filicide":
            if _filicide(reading, hit):
                found.append(Harm(code, "child", doer=False))
            continue
        if _others_blow(reading, hit) or _told_and_refuted(reading, hit):
            continue
        part = _part(reading, hit)
        doer = _doer(reading, hit)
        if code == "sexual_abuse" and doer:
            if part != "child":
                found.append(Harm("harmful_sexual_behaviour", part, doer=True))
                continue
            if _accused(reading, start):
                continue
        found.append(Harm(code, part, code in vocab.own_doing and _about_child(reading, hit)))
    return found


def _part(reading: Reading, hit: Hit) -> str:
    start, end, wording = hit
    entry = table("harm")[wording.code]
    manner = entry.get("manner", "done")
    if wording.text.startswith(("fail", "did not", "refus")):
        person = reading.subject(start)
        home = person is not None and person.part in {*CARERS, "family"}
        return "child" if home else "other"  # carers neglect, services only fail
    part = reading.sufferer(start, end, manner)
    person = reading.subject(start)
    pronoun = person is not None and person.pronoun
    if wording.code in vocab.child_only and part in CARERS and pronoun:
        return part if reading.childhood(start) else "child"
    return part


def _about_child(reading: Reading, hit: Hit) -> bool:
    person = reading.subject(hit[0])
    if person is None:
        by = _agent(reading, hit[1])
        return by is not None and by.part == "child"
    return person.part == "child"


def _agent(reading: Reading, end: int) -> Person | None:
    """The doer that "by" names after a wording in its clause."""
    words = reading.words
    start = end - 1 if words[end - 1] == "by" else end
    for i in range(start, min(end + 12, len(words))):
        if words[i] in {".", ";", ":", "(", "who", "when"}:
            return None
        if words[i] == "by":
            free = [p for p in reading.persons if p.head > i and not p.possessor]
            near = free and free[0].head - i <= 6
            return free[0] if near else None
    return None


def _doer(reading: Reading, hit: Hit) -> bool:
    """Whether an assault is told as the subject's doing: "rape of a girl by a 14-year-old"."""
    agent = _agent(reading, hit[1])
    if agent is not None:
        return agent.part == "child"
    person = reading.subject(hit[0])
    if person is None or person.part != "child" or reading.passive(hit[0]):
        return False
    return _accused(reading, hit[0]) or reading.words[hit[1] - 1] in {
        "raped",
        "abused",
        "assaulted",
    }


def _accused(reading: Reading, start: int) -> bool:
    return any(a < start for a, _, _ in reading.context.get("convicted", ()))


def _others_blow(reading: Reading, hit: Hit) -> bool:
    """Whether a blow is told as that of a sibling, peer or boyfriend, or a stab as a carer's."""
    start, end, wording = hit
    if wording.code not in {"physical_abuse", "youth_violence"}:
        return False
    words = reading.words
    agent = _agent(reading, end)
    if agent is not None:
        if wording.code == "youth_violence":
            return agent.part in {"parent", "partner", "relative"}
        young = agent.part == "lover" or words[agent.head] in vocab.young
        return young and agent.owner not in CARERS
    if reading.passive(start) or not words[end - 1].endswith(("ed", "ing", "hit", "beat", "shot")):
        return False
    person = reading.subject(start)
    wrong = {"sibling", "lover"} if wording.code == "physical_abuse" else CARERS
    return person is not None and person.part in wrong


def _told_and_refuted(reading: Reading, hit: Hit) -> bool:
    """Whether a cause is only what somebody said, and the sentence goes on to reject it."""
    if not table("harm")[hit[2].code].get("cause"):
        return False
    said = any(a < hit[0] for a, _, _ in reading.context.get("said", ()))
    return said and any(a >= hit[1] for a, _, _ in reading.context.get("rebutted", ()))


def _filicide(reading: Reading, hit: Hit) -> bool:
    """Whether a killing is a parent's, or a parent's partner's, and its victim a subject."""
    start, end, _ = hit
    words = reading.words
    if reading.says("cleared"):
        return False
    agent = _agent(reading, end)
    victim = _victim(reading, end)
    if agent is not None:
        mine = victim or reading.subject(start)
        return _kills(words, agent) and (mine is None or mine.part == "child" or mine is agent)
    person = reading.subject(start)
    if (
        person is None
        or not _kills(words, person)
        or (reading.passive(start) and not _tried(reading, start))
    ):
        return False
    if victim is None:
        return _tried(reading, start)
    generic = words[victim.start : victim.head] in (["a"], ["an"])
    return victim.part == "child" or (generic and words[victim.head] in {"child", "baby", "infant"})


def _tried(reading: Reading, start: int) -> bool:
    return any(a < start for a, _, _ in reading.context.get("convicted", ()))


def _kills(words: list[str], person: Person) -> bool:
    return person.part in CARERS and "foster" not in words[max(0, person.start - 1) : person.head]


def _victim(reading: Reading, end: int) -> Person | None:
    words = reading.words
    for person in reading.persons:
        if person.head >= end and not person.possessor:
            between = words[end : person.head]
            if len(between) <= 5 and not {"by", ",", ".", "and", "in", ";", "when"} & set(between):
                return person
            return None
    return None
