"""Harm that the subjects suffered: what a sentence states, and whose it is."""

from typing import NamedTuple

from repo_watch.coding import Outcome
from repo_watch.coding.people import CARERS, Person
from repo_watch.coding.reading import Reading
from repo_watch.coding.text import word_at
from repo_watch.coding.wordings import Hit, table, vocab

SECTIONS = ("summary", "background", "key_issues")


class Harm(NamedTuple):
    """A harm stated: its code, whose it is, and whether the subject is the one who did it."""

    code: str
    part: str
    doer: bool


def harms(reading: Reading) -> list[Harm]:
    """The harms that a sentence states, whoever suffered them; denied and feared ones left out."""
    found: list[Harm] = []
    if reading.says("thematic"):
        return found
    for hit in reading.hits["harm"]:
        start, end, wording = hit
        code = wording.code
        entry = table("harm")[code]
        agent, subject = _agent(reading, end), reading.subject(start)
        if reading.feared(start) or reading.topic(start) or (
            not wording.negative and reading.denied(start, end)):  # fmt: skip
            continue
        if code == "filicide":
            if _filicide(reading, hit, agent, subject):
                found.append(Harm(code, "child", doer=False))
            continue
        if agent and code in vocab.blows and _others_blow(reading, code, agent):
            continue
        if entry.get("cause") and reading.before("said", start) and reading.after("rebutted", end):
            continue  # only what somebody said, and the sentence goes on to reject it
        if wording.text.startswith(("fail", "did not", "refus")):  # services only fail
            home = subject is not None and subject.part in CARERS | {"family"}
            part = "child" if home else "other"
        else:
            part = reading.sufferer(start, end, entry.get("manner", "done"))
        doer = agent or subject
        own = doer is not None and doer.part == "child" and code in vocab.own_doing
        found.append(Harm(code, part, own))
    return found


def _agent(reading: Reading, end: int) -> Person | None:
    """The doer that "by" names after a wording in its clause."""
    words = reading.words
    for i in range(end - 1, min(end + 12, len(words))):
        if words[i] == "by":
            person = next((p for p in reading.persons if p.head > i and not p.possessor), None)
            return person if person and person.head - i <= 6 else None
        if i >= end and words[i] in vocab.before_agent:
            return None
    return None


def _others_blow(reading: Reading, code: str, agent: Person) -> bool:
    """Whether a blow is told as that of a peer or boyfriend, or a stab as a carer's."""
    if code == "youth_violence":
        return agent.part in CARERS | {"relative"}
    young = agent.part == "lover" or reading.words[agent.head] in vocab.young
    return young and agent.owner not in CARERS


def _filicide(reading: Reading, hit: Hit, agent: Person | None, subject: Person | None) -> bool:
    """Whether a killing is a parent's, or a parent's partner's, and its victim a subject."""
    start, end, _ = hit
    words = reading.words
    victim = next((p for p in reading.persons if p.head >= end and not p.possessor), None)
    if victim and (victim.head - end > 5
                   or not vocab.after_victim.isdisjoint(words[end : victim.head])):  # fmt: skip
        victim = None
    tried = reading.before("convicted", start)
    killer = agent or subject
    if reading.says("cleared") or killer is None or killer.part not in CARERS:
        return False
    mine = victim or (subject if agent else None)
    if mine is None or mine is killer:
        return bool(agent) or tried
    return mine.part == "child" or words[mine.head] in {"child", "baby", "infant"}


def died(reading: Reading) -> bool:
    """Whether a sentence says that a subject died."""
    return any(_died(reading, hit) for hit in reading.hits["outcome"])


def _died(reading: Reading, hit: Hit) -> bool:
    start, end, wording = hit
    words, code = reading.words, wording.code
    if not vocab.unreal.isdisjoint(words[max(0, start - 3) : start]):
        return False
    if code == "death_verb":
        person = reading.subject(start)
        return person.part == "child" if person else reading.sentence.first or start == 0
    target = _after(reading, end)
    if code == "death_by":
        return target is not None and target.part == "child" and target.head - end < 5
    if code != "death_of":
        return False
    i = next(
        (k for k in range(end, min(end + 5, len(words))) if words[k] in vocab.after_death), end
    )
    if word_at(words, i) not in {"of", "to"}:
        owner = reading.owner(start, 2)
        return owner is not None and owner.part == "child"
    if target is None or target.head - i > 9:
        return target is None and reading.sentence.first
    also = _after(reading, target.head + 1)  # "a mother and her daughter"
    if target.part != "child" and word_at(words, target.head + 1) == "and" and also:
        target = also
    return target.part == "child"


def _after(reading: Reading, i: int) -> Person | None:
    return next((p for p in reading.persons if p.head >= i and not p.possessor), None)


def outcome_in(reading: Reading, *, unhurt: bool) -> Outcome | None:
    """What a sentence of the summary tells of a subject who did not die; None for no event.

    `unhurt` is whether the summary says that the subject was not hurt.
    """
    found = harms(reading)
    suffered = {h.code for h in found if h.part == "child"} - {"harmful_sexual_behaviour"}
    if suffered <= {"youth_violence"} and _harmed_another(reading):
        return "other"
    if found and all(h.code == "harmful_sexual_behaviour" for h in found):
        return "other"
    if suffered and not (unhurt and suffered <= {"neglect", "accident"}):
        return "serious_harm"
    if tells(reading, "other"):
        return "other"
    injured = any(
        w.code == "injury" and not reading.denied(a, b) and reading.sufferer(a, b) == "child"
        for a, b, w in reading.hits["outcome"]
    )
    return "serious_harm" if injured else None


def tells(reading: Reading, code: str) -> bool:
    """Whether a sentence holds a wording of the outcome table, denied or not."""
    return any(w.code == code for _, _, w in reading.hits["outcome"])


def _harmed_another(reading: Reading) -> bool:
    """Whether a sentence tells of harm that the subject did to somebody else."""
    for start, end, wording in reading.hits["outcome"]:
        doer, target = _agent(reading, end) or reading.subject(start), _after(reading, end)
        if wording.code != "crime" or doer is None or doer.part != "child":
            continue
        if wording.text.startswith("convicted") or (target and target.part != "child"):
            return True
    return False
