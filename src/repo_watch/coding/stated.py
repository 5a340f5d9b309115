"""What a sentence states of the subjects: harm, factors, outcome; and whose each of them is."""

from repo_watch.coding import Outcome
from repo_watch.coding.sentence import CARERS, Person, Sentence
from repo_watch.coding.wordings import Hit, table, vocab


def harms(sentence: Sentence) -> list[str]:
    """The codes of the harms that a sentence states of a subject, in order."""
    told = [] if sentence.says("thematic") else sentence.hits["harm"]
    return [h.wording.code for h in told if not sentence.unreal(h) and _suffered(sentence, h)]


def _suffered(sentence: Sentence, hit: Hit) -> bool:
    """Whether a harm is a subject's: suffered, or with some, such as harmful behaviour, done."""
    start, end, wording = hit
    code, entry = wording.code, table("harm")[wording.code]
    agent, subject = _agent(sentence, start, end), sentence.subject(start)
    if code == "filicide":
        return _filicide(sentence, hit, agent, subject)
    if agent and code == "youth_violence" and agent.part in CARERS | {"relative"}:
        return False  # a stab is a carer's
    young = agent and (agent.part == "lover" or sentence.words[agent.head] in vocab.young)
    if code == "physical_abuse" and agent and young and agent.owner not in CARERS:
        return False  # a blow is a peer's or a boyfriend's
    if sentence.before("said", start) and sentence.after("rebutted", end):
        return False  # only what somebody said, and the sentence goes on to reject it
    home = subject is not None and subject.part in CARERS | {"family"}
    if wording.text.startswith(("fail", "did not", "refus")) and not home:
        return False  # services failed
    doer = agent or subject
    if doer and doer.part == "child" and code in vocab.own_doing:
        return True
    return sentence.sufferer(start, end, entry.get("manner", "done")) == "child"


def _agent(sentence: Sentence, start: int, end: int) -> Person | None:
    """The doer that "by" names in a wording, or after it in its clause."""
    near = range(start, min(end + 12, len(sentence.words)))
    i = next((i for i in near if sentence.words[i] == "by"), None)
    return None if i is None else sentence.next_person(i)


def _filicide(sentence: Sentence, hit: Hit, agent: Person | None, subject: Person | None) -> bool:
    """Whether a killing is a parent's, or a parent's partner's, and its victim a subject."""
    start, end, _ = hit
    victim = sentence.next_person(end)
    if victim and not vocab.after_victim.isdisjoint(sentence.words[end : victim.head]):
        victim = None
    tried = sentence.before("convicted", start)
    killer = agent or subject
    if sentence.says("cleared") or killer is None or killer.part not in CARERS:
        return False
    mine = victim or subject
    return bool(agent) or tried if mine is None or mine is killer else mine.part == "child"


def died(sentence: Sentence) -> bool:
    """Whether a sentence says that a subject died."""
    return any(_died(sentence, hit) for hit in sentence.hits["outcome"])


def _died(sentence: Sentence, hit: Hit) -> bool:
    start, end, wording = hit
    words, person = sentence.words, sentence.subject(start)
    if not vocab.unreal.isdisjoint(words[max(0, start - 3) : start]):
        return False
    if wording.code == "death_verb":
        return _child_of(sentence, person) if person else sentence.first
    target = sentence.next_person(end)
    if wording.code == "death_by":
        return target is not None and target.part == "child" and target.head - end < 5
    if wording.code != "death_of":
        return False
    near = range(end, min(end + 5, len(words)))
    i = next((k for k in near if words[k] in vocab.after_death), end)
    if sentence.word(i) not in {"of", "to"}:
        return person is not None and person.part == "child"
    return _child_of(sentence, target) if target else sentence.first


def _child_of(sentence: Sentence, person: Person) -> bool:
    """Whether a person is a subject, or named with one: "a mother and her daughter"."""
    also = sentence.word(person.head + 1) == "and"
    other = sentence.next_person(person.head + 1) if also else None
    return "child" in {person.part, other and other.part}


def outcome_in(sentence: Sentence) -> Outcome | None:
    """What a sentence of the summary tells of a subject who did not die; None for no event."""
    told = sentence.hits["outcome"]
    suffered = {*harms(sentence)} - {"harmful_sexual_behaviour"}
    if suffered <= {"youth_violence"} and any(_done_to_another(sentence, hit) for hit in told):
        return "other"
    if not suffered and any(hit.wording.code == "other" for hit in told):
        return "other"
    injured = any(
        w.code == "injury" and not sentence.denied(a, b) and sentence.sufferer(a, b) == "child"
        for a, b, w in told
    )
    return "serious_harm" if suffered or injured else None


def _done_to_another(sentence: Sentence, hit: Hit) -> bool:
    """Whether a wording tells of harm that the subject did to somebody else."""
    start, end, wording = hit
    agent, subject = _agent(sentence, start, end), sentence.subject(start)
    doer, target = agent or subject, sentence.next_person(end)
    victim = subject if target is agent else target
    mine = wording.code == "crime" and doer is not None and doer.part == "child"
    return mine and victim is not None and victim.part != "child"


def factors(sentence: Sentence, *, young: bool, dead: bool) -> list[str]:
    """The factors that a sentence states; what is denied, feared or came after is left out.

    `young` is whether the subject is too young to drink, be treated or have a partner; `dead`,
    whether it died, so that no placement that the summary tells came after the event.
    """
    found: list[str] = []
    for hit in sentence.hits["factors"]:
        code = hit.wording.code
        entry = table("factors")[code]
        later = entry.get("timed") and _afterwards(sentence, hit.start, dead=dead)
        if not (later or sentence.unreal(hit)) and (
            hit.wording.text in entry.get("always", ())
            or _counts(entry.get("whose", "family"), sentence, hit, young=young)):  # fmt: skip
            found.append(code)
    return found


def _afterwards(sentence: Sentence, start: int, *, dead: bool) -> bool:
    """Whether it is told as what followed the event; a child that is `dead` is not placed."""
    _, right = sentence.clause(start)
    if sentence.word(right) in {"after", "following", "since"}:
        _, right = sentence.clause(right)
    moved = sentence.section == "summary" and not dead
    return sentence.before("afterwards", right) or (moved and sentence.before("removed", start + 1))


def _counts(whose: str, sentence: Sentence, hit: Hit, *, young: bool) -> bool:
    """Whether a factor is that of the person it has to be of: the key `whose` of its table."""
    if whose == "anyone":
        return not sentence.says("the_review")
    person = sentence.subject(hit.start + 1)
    holder = person.part if person else "nobody"
    if whose == "couple":  # the child may have seen the violence of others, but not have had it
        inside = (p for p in sentence.free if hit.start < p.head < hit.end)
        victim = next((p for p in inside if sentence.objective(p.head)), None)
        if victim and victim.part not in CARERS:
            return False
        return holder in vocab.of_couple or sentence.before("witnessed", hit.start)
    if whose in {"parent", "sweetheart"} and holder == "nobody":
        return young is (whose == "parent")
    return holder in getattr(vocab, f"of_{whose}") and not (young and whose == "sweetheart")
