"""What a sentence states of the subjects: harm, factors, outcome; and whose each of them is."""

from repo_watch.coding import Outcome
from repo_watch.coding.context import Reading
from repo_watch.coding.people import CARERS, Person, objective
from repo_watch.coding.text import word_at
from repo_watch.coding.wordings import Hit, table, vocab


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
    if agent and code == "youth_violence" and agent.part in CARERS | {"relative"}:
        return False  # a stab is a carer's
    young = agent and (agent.part == "lover" or reading.words[agent.head] in vocab.young)
    if code == "physical_abuse" and agent and young and agent.owner not in CARERS:
        return False  # a blow is a peer's or a boyfriend's
    if reading.before("said", start) and reading.after("rebutted", end):
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
    near = range(start, min(end + 12, len(reading.words)))
    i = next((i for i in near if reading.words[i] == "by"), None)
    return None if i is None else reading.next_person(i)


def _filicide(reading: Reading, hit: Hit, agent: Person | None, subject: Person | None) -> bool:
    """Whether a killing is a parent's, or a parent's partner's, and its victim a subject."""
    start, end, _ = hit
    victim = reading.next_person(end)
    if victim and not vocab.after_victim.isdisjoint(reading.words[end : victim.head]):
        victim = None
    tried = reading.before("convicted", start)
    killer = agent or subject
    if reading.says("cleared") or killer is None or killer.part not in CARERS:
        return False
    mine = victim or subject
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
        return _child_of(reading, person) if person else reading.sentence.first
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
    told = reading.hits["outcome"]
    suffered = {*harms(reading)} - {"harmful_sexual_behaviour"}
    if suffered <= {"youth_violence"} and any(_done_to_another(reading, hit) for hit in told):
        return "other"
    if not suffered and any(hit.wording.code == "other" for hit in told):
        return "other"
    injured = any(
        w.code == "injury" and not reading.denied(a, b) and reading.sufferer(a, b) == "child"
        for a, b, w in told
    )
    return "serious_harm" if suffered or injured else None


def _done_to_another(reading: Reading, hit: Hit) -> bool:
    """Whether a wording tells of harm that the subject did to somebody else."""
    start, end, wording = hit
    agent, subject = _agent(reading, start, end), reading.subject(start)
    doer, target = agent or subject, reading.next_person(end)
    victim = subject if target is agent else target
    mine = wording.code == "crime" and doer is not None and doer.part == "child"
    return mine and victim is not None and victim.part != "child"


def factors(reading: Reading, *, young: bool, dead: bool) -> list[str]:
    """The factors that a sentence states; what is denied, feared or came after is left out.

    `young` is whether the subject is too young to drink, be treated or have a partner; `dead`,
    whether it died, so that no placement that the summary tells came after the event.
    """
    found: list[str] = []
    for hit in reading.hits["factors"]:
        code = hit.wording.code
        entry = table("factors")[code]
        later = entry.get("timed") and reading.afterwards(hit.start, dead=dead)
        if not (later or reading.unreal(hit)) and (
            hit.wording.text in entry.get("always", ())
            or _counts(entry.get("whose", "family"), reading, hit, young=young)):  # fmt: skip
            found.append(code)
    return found


def _counts(whose: str, reading: Reading, hit: Hit, *, young: bool) -> bool:
    """Whether a factor is that of the person it has to be of: the key `whose` of its table."""
    if whose == "anyone":
        return not reading.says("the_review")
    person = reading.subject(hit.start + 1)
    holder = person.part if person else "nobody"
    if whose == "couple":  # the child may have seen the violence of others, but not have had it
        inside = (p for p in reading.free if hit.start < p.head < hit.end)
        victim = next((p for p in inside if objective(reading.words, p.head)), None)
        if victim and victim.part not in CARERS:
            return False
        return holder in vocab.of_couple or reading.before("witnessed", hit.start)
    if whose in {"parent", "sweetheart"} and holder == "nobody":
        return young is (whose == "parent")
    return holder in getattr(vocab, f"of_{whose}") and not (young and whose == "sweetheart")
