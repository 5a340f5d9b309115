"""What became of the subject: death, serious harm, something else, or nothing told."""

from repo_watch.coding.facts import Outcome
from repo_watch.coding.harm import harms
from repo_watch.coding.people import Person
from repo_watch.coding.reading import Reading
from repo_watch.coding.wordings import vocab


def died(reading: Reading) -> bool:
    """Whether a sentence says that a subject died."""
    words, opening = reading.words, reading.sentence.first
    for start, end, wording in reading.hits["outcome"]:
        if not wording.code.startswith("death") or vocab.unreal & set(
            words[max(0, start - 3) : start]
        ):
            continue
        if {"no", "not", "never", "without"} & set(words[max(0, start - 3) : start]):
            continue
        if wording.code == "death_of" and _whose(reading, start, end, opening=opening):
            return True
        if wording.code == "death_verb":
            person = reading.subject(start)
            if person is None and (opening or start == 0):
                return True
            if person and person.part == "child":
                return True
        if wording.code == "death_by":
            target = _after(reading, end)
            if target and target.part == "child" and target.head - end < 5 and not target.pronoun:
                return True
    return False


def _after(reading: Reading, i: int) -> Person | None:
    return next((p for p in reading.persons if p.head >= i and not p.possessor), None)


def _whose(reading: Reading, start: int, end: int, *, opening: bool) -> bool:
    """Whether "the death of ..." or "his death" is a subject's."""
    words = reading.words
    i = end
    while i < min(end + 5, len(words)) and words[i] not in vocab.of:
        if words[i] in {",", ".", ";", "by", "was", "were", "after", "when"}:
            break
        i += 1
    if i < len(words) and words[i] in vocab.of:
        target = _after(reading, i)
        if target is not None and target.head - i <= 9:
            also = _after(reading, target.head + 1)  # "a mother and her daughter"
            joined = words[target.head + 1 : target.head + 2] == ["and"]
            return target.part == "child" or (joined and also is not None and also.part == "child")
        return opening and target is None
    owner = reading.owner(start, 2)
    return owner is not None and owner.part == "child"


def outcome_in(reading: Reading, *, unhurt: bool) -> Outcome | None:
    """What a sentence of the summary tells of a subject who did not die; None for no event.

    `unhurt` is whether the summary says that the subject was not hurt.
    """
    found = harms(reading)
    suffered = {h.code for h in found if h.part == "child"} - {"harmful_sexual_behaviour"}
    if _harmed_another(reading) and suffered <= {"youth_violence"}:
        return "other"
    if found and all(h.code == "harmful_sexual_behaviour" for h in found):
        return "other"
    if suffered and not (unhurt and suffered <= {"neglect", "accident"}):
        return "serious_harm"
    if any(w.code == "other" for _, _, w in reading.hits["outcome"]):
        return "other"
    return "serious_harm" if _injured(reading) else None


def only_away(reading: Reading) -> bool:
    """Whether a sentence tells no more than that the subject was away."""
    return any(w.code == "other" and w.text.startswith(("removed", "wandering", "set fire"))
               for _, _, w in reading.hits["outcome"])  # fmt: skip


def unhurt(reading: Reading) -> bool:
    """Whether a sentence says that the subject was not hurt."""
    return any(w.code == "unhurt" for _, _, w in reading.hits["outcome"])


def _injured(reading: Reading) -> bool:
    return any(
        w.code == "injury" and not reading.denied(a, b) and not reading.feared(a)
        and reading.sufferer(a, b) == "child"
        for a, b, w in reading.hits["outcome"]
    )  # fmt: skip


def _harmed_another(reading: Reading) -> bool:
    """Whether a sentence tells of harm that the subject did to somebody else."""
    words = reading.words
    for start, end, wording in reading.hits["outcome"]:
        if wording.code != "crime":
            continue
        by = next((i for i in range(end, min(end + 16, len(words))) if words[i] == "by"), None)
        if by is not None:
            doer = _after(reading, by)
            victims = [p for p in reading.persons if end <= p.head < by and not p.possessor]
            if (
                doer
                and doer.part == "child"
                and doer.head - by <= 6
                and victims
                and all(v.part != "child" for v in victims)
            ):
                return True
            continue
        person = reading.subject(start)
        if person is None or person.part != "child":
            continue
        tried = wording.text.startswith(("convicted", "charged", "found guilty"))
        if reading.passive(start):
            if tried:
                return True
            continue
        target = _after(reading, end)
        if tried or (target is not None and target.part != "child" and target.head - end <= 6):
            return True
    return False
