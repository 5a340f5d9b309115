"""What a sentence states: harm, factors and outcome of the subjects; agencies and method.

An agency is coded where it is the one who is to do something ("GPs should", "ask the police to",
"for schools to", "recommendations to CAMHS"), not where it is a source, recipient or partner.
"""

from collections.abc import Iterator
from itertools import pairwise

from repo_watch.coding import Outcome
from repo_watch.coding.sentence import CARERS, Person, Sentence
from repo_watch.coding.wordings import Finder, Hit, ordered, table, vocab

_KNOWN = ("SILP", "SCIE Learning Together", "Welsh child practice review")


def harms(sentence: Sentence) -> list[str]:
    """The codes of the harms that a sentence states of a subject, in order."""
    told = [] if sentence.says("thematic") else sentence.hits["harm"]
    return [h.wording.code for h in told if not sentence.unreal(h) and _suffered(sentence, h)]


def _suffered(sentence: Sentence, hit: Hit) -> bool:
    """Whether a harm is a subject's: suffered, or with some, such as harmful behaviour, done."""
    start, end, wording = hit
    code, agent, subject = wording.code, _agent(sentence, start, end), sentence.subject(start)
    if code == "filicide":  # a killing by a parent, or a parent's partner
        victim, killer = sentence.next_person(end), agent or subject
        if victim and not vocab.after_victim.isdisjoint(sentence.words[end : victim.head]):
            victim = None
        mine = victim or subject
        if sentence.says("cleared") or killer is None or killer.part not in CARERS:
            return False
        if mine is None or mine is killer:
            return bool(agent) or sentence.before("convicted", start)
        return mine.part == "child"
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
    return sentence.sufferer(start, end, table("harm")[code].get("manner", "done")) == "child"


def _agent(sentence: Sentence, start: int, end: int) -> Person | None:
    """The doer that "by" names in a wording, or after it in its clause."""
    near = range(start, min(end + 12, len(sentence.words)))
    i = next((i for i in near if sentence.words[i] == "by"), None)
    return None if i is None else sentence.next_person(i)


def died(sentence: Sentence, hit: Hit) -> bool:
    """Whether a wording of the outcome says that a subject died."""
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
    for start, end, wording in told if suffered <= {"youth_violence"} else ():
        agent, subject = _agent(sentence, start, end), sentence.subject(start)
        doer, target = agent or subject, sentence.next_person(end)
        victim = subject if target is agent else target
        mine = wording.code == "crime" and doer is not None and doer.part == "child"
        if mine and victim is not None and victim.part != "child":
            return "other"
    if not suffered and any(hit.wording.code == "other" for hit in told):
        return "other"
    injured = any(
        w.code == "injury" and not sentence.denied(a, b) and sentence.sufferer(a, b) == "child"
        for a, b, w in told
    )
    return "serious_harm" if suffered or injured else None


def factors(sentence: Sentence, *, young: bool, dead: bool) -> Iterator[str]:
    """The factors that a sentence states; what is denied, feared or came after is left out.

    `young` is whether the subject is too young to drink, be treated or have a partner; `dead`,
    whether it died, so that no placement that the summary tells came after the event.
    """
    for hit in sentence.hits["factors"]:
        entry = table("factors")[hit.wording.code]
        _, right = sentence.clause(hit.start)
        if sentence.word(right) in {"after", "following", "since"}:
            _, right = sentence.clause(right)
        placed = sentence.section == "summary" and sentence.before("removed", hit.start + 1)
        later = sentence.before("afterwards", right) or (placed and not dead)
        if not (later and entry.get("timed")) and not sentence.unreal(hit) and (
            hit.wording.text in entry.get("always", ())
            or _counts(entry.get("whose", "family"), sentence, hit, young=young)):  # fmt: skip
            yield hit.wording.code


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


def agencies_in(sentence: Sentence) -> Iterator[str]:
    """The codes of the bodies that a sentence of recommendations asks to act."""
    words = sentence.words
    bodies: list[Hit] = []  # the longest of those that overlap, so that a school nurse is no school
    for hit in sorted(Finder("agencies").find(words), key=lambda h: (h.start - h.end, h.start)):
        if all(hit.end <= a or b <= hit.start for a, b, _ in bodies):
            bodies.append(hit)
    bodies.sort()
    # Clauses may each have an actor of their own.
    cuts = [i for i, word in enumerate(words) if i and word in vocab.cuts]
    for left, right in pairwise([0, *cuts, len(words)]):
        here = [b for b in bodies if left <= b.start < right and b.wording.code != "uncoded"]
        acting = here and (_addressed(words, left, right, here)
                           or [b for b in here if _acts(words, left, right, b)])  # fmt: skip
        yield from (body.wording.code for body in acting)


def _addressed(words: list[str], left: int, right: int, bodies: list[Hit]) -> list[Hit]:
    """Bodies to which "recommendations are made"."""
    for i in range(left, right):
        if words[i] in vocab.addressed and not {"no", "not"}.intersection(words[max(0, i - 3) : i]):
            k = next((k for k in range(i, right) if words[k] in vocab.towards), right)
            stop = next((j for j in range(k, right) if words[j] in vocab.list_stop), right)
            return [body for body in bodies if k < body.start < stop]
    return []


def _acts(words: list[str], left: int, right: int, body: Hit) -> bool:
    """Whether a body is the one to act in its clause."""
    lead = [word for word in words[left : body.start] if word not in vocab.light]
    if words[body.end : body.end + 1] == [":"]:
        return lead in ([], ["to"], ["for"])
    if lead and lead[-1] == "by":
        return True
    asks = [i for i, word in enumerate(lead) if word.startswith(ordered("stems_ask"))]
    rest = lead[asks[-1] + 1 :] if asks else lead
    if vocab.block.intersection(rest):
        return False
    if asks and len(rest) < 3 and lead[asks[-1]].startswith(ordered("stems_ensure")):
        return True
    # "should", "must", "to review": what somebody is to do, unless it is what is done to it
    duties = (i for i in range(body.start, min(right, len(words) - 1))
              if words[i] in vocab.modal or words[i + 1] in vocab.duty)  # fmt: skip
    duty = next(duties, None)
    return duty is not None and vocab.done_to.isdisjoint(words[duty + 2 : duty + 4])


def method_in(sentence: Sentence) -> str | None:
    """The method that a sentence states: its value, a method's own name as written, or None.

    The sentence is of the model section, or one that may state the method of this review.
    """
    words, own = sentence.words, sentence.section == "model"
    if not own and vocab.method_words.isdisjoint(words):
        return None
    found = [*Finder("model").find(words)]
    hits = {hit.wording.code: hit for hit in reversed(found)}
    if "elsewhere" in hits or (own and "none" in hits):
        return None
    known = next((value for value in _KNOWN if value in hits), None)
    if known and (own or not hits.keys().isdisjoint(("claims", "uses"))):
        return known
    if "passive" in hits:
        start = end = hits["passive"].start + 1
        while start and words[start - 1] not in vocab.before_name:
            start -= 1
    elif own or "uses" in hits:
        start = hits["uses"].end if "uses" in hits else 0
        while start < len(words) and words[start] in vocab.before_method:
            start += 1
        ends = (hit.start for hit in found if hit.wording.code == "ends" and hit.start > start)
        end = min([*ends, len(words)])
    else:
        return None
    if start >= end or not (own or vocab.method_nouns.intersection(words[start:end])):
        return None
    return sentence.text[sentence.at[start] : sentence.at[end - 1] + len(words[end - 1])].rstrip()
