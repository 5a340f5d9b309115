"""Harm that the subjects suffered: what a sentence states, and whose it is."""

from repo_watch.coding import Outcome
from repo_watch.coding.people import CARERS, Person
from repo_watch.coding.reading import Reading
from repo_watch.coding.text import word_at
from repo_watch.coding.wordings import Hit, table, vocab

SECTIONS = ("summary", "background", "key_issues")


def harms(reading: Reading) -> list[str]:
    """The codes of the harms that a sentence states of a subject, in order."""
    told = [] if reading.says("thematic") else reading.hits["harm"]
    return [h.wording.code for h in told if not reading.unreal(h) and _suffered(reading, h)]


def _suffered(reading: Reading, hit: Hit) -> bool:
    """Whether a harm is a subject's: suffered, or with some, such as harmful behaviour, done."""
    start, end, wording = hit
    code, entry = wording.code, table("harm")[wording.code]
    agent, subject = _agent(reading, start, end), reading.subject(start)
    if code == "filicide":
        return _filicide(reading, hit, agent, subject)
    if agent and code in vocab.blows and _others_blow(reading, code, agent):
        return False
    if entry.get("cause") and reading.before("said", start) and reading.after("rebutted", end):
        return False  # only what somebody said, and the sentence goes on to reject it
    home = subject is not None and subject.part in CARERS | {"family"}
    if wording.text.startswith(("fail", "did not", "refus")) and not home:
        return False  # services failed
    doer = agent or subject
    if doer and doer.part == "child" and code in vocab.own_doing:
        return True
    return reading.sufferer(start, end, entry.get("manner", "done")) == "child"


def _agent(reading: Reading, start: int, end: int) -> Person | None:
    """The doer that "by" names in a wording, or after it in its clause."""
    words = reading.words
    for i in range(start, min(end + 12, len(words))):
        if words[i] == "by":
            person = reading.next_person(i)
            return person if person and person.head - i <= 6 else None
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
    victim = reading.next_person(end)
    if victim and not vocab.after_victim.isdisjoint(words[end : victim.head]):
        victim = None
    tried = reading.before("convicted", start)
    killer = agent or subject
    if reading.says("cleared") or killer is None or killer.part not in CARERS:
        return False
    mine = victim or (subject if agent else None)
    return bool(agent) or tried if mine is None or mine is killer else mine.part == "child"


def died(reading: Reading) -> bool:
    """Whether a sentence says that a subject died."""
    return any(_died(reading, hit) for hit in reading.hits["outcome"])


def _died(reading: Reading, hit: Hit) -> bool:
    start, end, wording = hit
    words, person = reading.words, reading.subject(start)
    if not vocab.unreal.isdisjoint(words[max(0, start - 3) : start]):
        return False
    if wording.code == "death_verb":
        return _child_of(reading, person) if person else reading.sentence.first or start == 0
    target = reading.next_person(end)
    if wording.code == "death_by":
        return target is not None and target.part == "child" and target.head - end < 5
    if wording.code != "death_of":
        return False
    near = range(end, min(end + 5, len(words)))
    i = next((k for k in near if words[k] in vocab.after_death), end)
    if word_at(words, i) not in {"of", "to"}:
        return person is not None and person.part == "child"
    return _child_of(reading, target) if target else reading.sentence.first


def _child_of(reading: Reading, person: Person) -> bool:
    """Whether a person is a subject, or named with one: "a mother and her daughter"."""
    also = word_at(reading.words, person.head + 1) == "and"
    other = reading.next_person(person.head + 1) if also else None
    return "child" in {person.part, other and other.part}


def outcome_in(reading: Reading) -> Outcome | None:
    """What a sentence of the summary tells of a subject who did not die; None for no event."""
    suffered = {*harms(reading)} - {"harmful_sexual_behaviour"}
    if suffered <= {"youth_violence"} and _harmed_another(reading):
        return "other"
    if suffered:
        return "serious_harm"
    if any(w.code == "other" for _, _, w in reading.hits["outcome"]):
        return "other"
    injured = any(
        w.code == "injury" and not reading.denied(a, b) and reading.sufferer(a, b) == "child"
        for a, b, w in reading.hits["outcome"]
    )
    return "serious_harm" if injured else None


def _harmed_another(reading: Reading) -> bool:
    """Whether a sentence tells of harm that the subject did to somebody else."""
    for start, end, wording in reading.hits["outcome"]:
        agent, subject = _agent(reading, start, end), reading.subject(start)
        doer, target = agent or subject, reading.next_person(end)
        victim = subject if target is agent else target
        if wording.code == "crime" and doer and doer.part == "child" and victim and (
            victim.part != "child"):  # fmt: skip
            return True
    return False
