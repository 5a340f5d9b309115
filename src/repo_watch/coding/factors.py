"""Circumstances of the child and family: whose they are, and whether they count."""

import re
from collections.abc import Callable, Iterator

from repo_watch.coding import scope
from repo_watch.coding.attacks import attacks
from repo_watch.coding.domestic_words import VIOLENCE
from repo_watch.coding.factor_words import PATTERNS
from repo_watch.coding.people import Who
from repo_watch.coding.romance import romance
from repo_watch.coding.scene import Scene
from repo_watch.coding.subjects import owner_before, subject
from repo_watch.coding.young_parents import young_parent

_CARERS = frozenset({Who.PARENT, Who.PARTNER})
_STRANGERS = frozenset({Who.SIBLING, Who.RELATIVE, Who.OTHER, Who.LOVER})
_CHILD_OR_NOBODY = frozenset({None, Who.CHILD, Who.FAMILY})
_TIMED = frozenset({"looked_after", "disability", "previous_child_protection_plan", "homelessness"})
_SERVICES = frozenset({"looked_after"})  # a placement is itself a service
_NEGATIVE_WORDING = re.compile(r"(?:no|not|without|lack|could not|did not|cannot|unable|non-)\b")

_DESCRIBES = re.compile(r"[ -](?:(?:older|younger|half|step|elder|twin)[ -])?")
_HISTORY_OF = re.compile(r"'s? (?:\w+ )?(?:histor(?:y|ies)|experiences?) of (?:\w+ )?$")
_PREDICATE = re.compile(
    r"\b(?:was|is|as|been|being|were|be|are|herself|himself)"
    r"(?: (?:an?|the|also|both|once|previously))* (?:[\w-]+ )?$"
)
_BEARS = re.compile(
    r", an? (?:\w+ )?|,? (?:with|who (?:has|had|have)|having) (?:(?!by\b|and\b)[\w-]+,? ){0,4}"
)
_BELONGS = re.compile(
    r"(?: (?!and\b|by\b|of\b|in\b|because\b|instead\b)[\w-]+){0,2} (?:of|in|by|on the part of"
    r"|suffered by|affecting"
    r"|among) (?:both |the |his |her |their |one |all )*"
)
_NEAR = re.compile(r"(?:(?!between\b|with\b|from\b|to\b|by\b)[\w'-]+ ){0,3}")


def factors(scene: Scene) -> Iterator[str]:
    """The factors that a sentence states; what is denied, feared or came after is left out."""
    for code, pattern in PATTERNS.items():
        for match in pattern.finditer(scene.sentence.text):
            if _stands(code, scene, match) and _CHECKS[code](scene, match.start(), match.end()):
                yield code
                break
    if attacks(scene):
        yield "domestic_abuse"
    if young_parent(scene):
        yield "young_parents"
    if romance(scene):
        yield "adolescent_relationship_abuse"


def _stands(code: str, scene: Scene, match: re.Match[str]) -> bool:
    sentence, (start, end) = scene.sentence, match.span()
    if not _NEGATIVE_WORDING.match(match.group()) and scope.denied(sentence, start, end):
        return False
    status = match.group().startswith("deport")  # whoever may be deported has no secure status
    if (scope.at_risk(sentence, start) and not status) or _in_anothers_history(scene, start):
        return False
    if code != "covid" and scope.topic(sentence, start, end, served=code not in _SERVICES):
        return False
    return not (code in _TIMED and scope.aftermath(sentence, start))


def _in_anothers_history(scene: Scene, start: int) -> bool:
    """Whether a wording is told as the history of a stranger ("the boys' histories of ...")."""
    told = _HISTORY_OF.search(scene.sentence.text[:start])
    return told is not None and any(
        m.who in {Who.SIBLING, Who.OTHER} and m.end == told.start() for m in scene.mentions
    )


def _holder(scene: Scene, start: int, end: int, *, agent: bool = True) -> Who | None:
    """Whose circumstance it is; None where nobody is named.

    `agent`: whether "by" after the wording names the holder ("misuse of drugs by the mother").
    """
    text, mentions = scene.sentence.text, scene.mentions
    persons = [m for m in mentions if not m.possessor]
    after = next((m for m in persons if m.head >= end), None)
    if (
        after and not after.pronoun and _DESCRIBES.fullmatch(text[end : after.head])
    ):  # "an autistic brother"
        nominal = _PREDICATE.search(text[: after.start]) or _PREDICATE.search(text[:start])
        if not nominal:
            return after.who
    if owner := owner_before(text, mentions, start, words=4):
        return owner.who
    before = next((m for m in reversed(persons) if m.end <= start), None)
    if before and _BEARS.fullmatch(text[before.end : start]):  # "a girl with a disability"
        return before.who
    belongs = _BELONGS.match(text[end:])
    if belongs and (agent or " by " not in belongs.group()):
        reach = end + belongs.end()
        target = next((m for m in persons if m.head >= reach), None)
        owned = target is not None and text.startswith("'", target.end)  # "her mother's tablets"
        if target and not owned and _NEAR.fullmatch(text[reach : target.head]):
            return target.who
    person = subject(scene.sentence, mentions, start)
    return person.who if person else None


# ------------------------------------------------------------------------------ domestic abuse

_RELATIONSHIP = re.compile(r"relationship|boyfriend|girlfriend|partner")
_WITNESSED = re.compile(r"\b(?:witness\w*|saw|seen|heard|exposed|when|present)\b")
_NOUN_OF_VIOLENCE = re.compile(r"violen(?:ce|t)\b|abus")


_BOND = re.compile(r"relationship|marriage")
_VICTIM_OF = re.compile(r"\bvictims? of (?:\w+ )?$")


def _domestic(scene: Scene, start: int, end: int) -> bool:
    text = scene.sentence.text
    adults = {m.who for m in scene.mentions if m.owner not in _STRANGERS} & _CARERS
    if not adults and any(m.who in _CARERS for m in scene.mentions):
        return False  # "the neighbour was violent to his wife"
    person = subject(scene.sentence, scene.mentions, start)
    holder = person.who if person else None
    bond = _BOND.match(text, start)
    if " by " in text[start:end] and not bond and holder not in _CARERS:
        return False
    if (place := romance(scene)) and place[0] < end and start < place[1]:
        return False
    if scope.childhood(scene.sentence, start) and holder in _CARERS | {Who.RELATIVE}:
        return False
    if not adults and _own_partner(scene, holder):
        return False
    if holder in {Who.SIBLING, Who.RELATIVE} and Who.PARENT not in adults:
        return False
    if holder is Who.OTHER and _VICTIM_OF.search(text[:start]):
        return False
    return holder is not Who.CHILD or _seen(scene, start, end)


def _own_partner(scene: Scene, holder: Who | None) -> bool:
    """Whether the sentence is about the young subject's own relationship."""
    if any(m.who is Who.LOVER for m in scene.mentions):
        return True
    told = _RELATIONSHIP.search(scene.sentence.text)
    return not scene.young and holder is Who.CHILD and told is not None


def _seen(scene: Scene, start: int, end: int) -> bool:
    """Of a clause about the child: whether it saw violence rather than did it."""
    text = scene.sentence.text
    if not re.match(VIOLENCE, text[start:end]) or _NOUN_OF_VIOLENCE.match(text[start:end]):
        return True
    left, _ = scene.sentence.clause(start)
    return bool(_WITNESSED.search(text[left:start]))


# --------------------------------------------------------------------------- parents' illnesses

_NOT_A_PARENT = re.compile(r"\bfamily history of $|\b(?:sibling|brother|sister)s? (?:\w+ )?$")
_BARE_DRUG = re.compile(r"methadone|heroin|subutex|suboxone|buprenorphine|drinking")
_CARED_FOR = re.compile(
    r"(?:maternal|parental|mother's|father's|paternal|parents'|(?:problems?|issues|difficult\w+"
    r"|concerns?|struggl\w+) (?:with|around|about|relating to) (?:\w+ )?|known to|under|treated by"
    r"|supported by|(?:her|his|their)) $"
)
_AT_WORK = re.compile(r"\bwork\w* (?:on|in|at|as|for) (?:an? |the )?$")
_SELDOM = re.compile(r" (?:only )?(?:rarely|occasionally|socially|in moderation)\b")
_ACT = re.compile(r"suicid|tried to|take (?:his|her)|overdose")
_DIED_BY = re.compile(r"\b(?:died|death|killed \w+)(?: \w+)? (?:by|from|through) $")
_THEN = re.compile(r"\bthen\b|\bafterwards\b|\bfollowed\b")


def _parental(scene: Scene, start: int, end: int) -> bool:
    text = scene.sentence.text
    if _NOT_A_PARENT.search(text[:start]) or _SELDOM.match(text, end):
        return False
    holder = _holder(scene, start, end)
    if holder is None:
        return scene.young and not _BARE_DRUG.fullmatch(scene.sentence.text[start:end])
    return holder in _CARERS | {Who.FAMILY} or (holder is Who.RELATIVE and scene.kin_carer)


def _mind(scene: Scene, start: int, end: int) -> bool:
    text = scene.sentence.text
    word = text[start:end]
    if word == "mental health" and not _CARED_FOR.search(text[:start]):
        return False  # the bare words name a service or a topic
    if _AT_WORK.search(text[:start]):
        return False
    if word.startswith("suicide") and _DIED_BY.search(text[:start]):
        return False  # a parent's death by suicide is told in no word of illness
    if _ACT.match(word) and (scope.aftermath(scene.sentence, start) or _THEN.search(text)):
        return False
    return _parental(scene, start, end)


# ---------------------------------------------------------------------------- the child's own

_UNASSESSED = re.compile(
    r"\b(?:waiting|awaiting|referr\w+|assess\w+|test\w*|screen\w*|investigat\w+|pathway|query"
    r"|queried)[^,;.]{0,25} (?:for|of|to|whether)(?: an?| possible)? $"
)
_BE = re.compile(r"\b(?:is|was|are|were) $")
_BECAME = re.compile(r"\b(?:left|became|rendered|now) (?:\w+ )?$")
_LEARNING = re.compile(r"\blearning (?:and \w+ )?(?:disabilit\w+|difficult\w+)?(?:,| and| or)? $")
_OTHER_CARE = re.compile(
    r"\b(?:private(?:ly)?|respite|short[- ]break\w*|edge of|not |day|nursery|child|health|intensive"
    r"|primary|medical|hospital|special|social|palliative|wrap-?around|neonatal|personal|good|poor"
    r"|after) (?:\w+ )?$"
)
_KIN_LOOKS_AFTER = re.compile(
    r"looked[- ]after (?:by (?:his|her|their|the|a|an)? ?(?:\w+ )?(?:grand|aunt|uncle|mother|father"
    r"|parents|sister|brother|relative|neighbour|friend|cousin|child)|well|him|her|the|his|their)"
)
_GIVES_CARE = re.compile(
    r"\b(?:grand\w+|aunt|uncle|sister|brother|neighbour|relatives?|friends?) $"
)
_OTHER_FOSTERING = re.compile(
    r"foster(?:ed|ing)? (?:good|better|a |an |close|positive|relationships)"
)
_BEING = re.compile(r"\b(?:was|were|are|is|as|became|become|being) (?:\w+ )?$")
_PARENT_FOSTERED = re.compile(
    r"\b(?:mother|father|parents?|she|he) (?:\w+ )?(?:had been|was|were|grew|spent|lived)"
)
_INTENDED = re.compile(
    r"\b(?:consider\w*|plann\w+|request\w*|want\w*|intend\w*|intention|wish\w*)(?: \w+){0,3} $"
)
_NO_PLAN = re.compile(r" (?:was|were) (?:considered|discussed|recommended|not|proposed|planned)")
_PLAN_WANTED = re.compile(
    r"\b(?:in need|need of|threshold for|criteria for|considered for|should have been|instead of"
    r"|considered) (?:\w+ ){0,3}$"
)
_THEIR_CHILD = re.compile(
    r"\b(?:his|her|the|their) (?:child|son|daughter|baby|children)\b(?! protection)"
)


def _childs(scene: Scene, start: int, end: int) -> bool:
    return _holder(scene, start, end, agent=False) in _CHILD_OR_NOBODY


def _disability(scene: Scene, start: int, end: int) -> bool:
    text = scene.sentence.text
    before, word = text[:start], text[start:end]
    both = "learning and physical" in before
    if word.startswith("disab") and _LEARNING.search(before) and not both:
        return False
    if _BECAME.search(before):
        return False
    if word.startswith("paralys") and scene.sentence.section == "summary" and _BE.search(before):
        return False  # the summary tells the event and what it left behind
    examined = re.match(r" (?:assessment|diagnosis|pathway)", text[end:])
    if _UNASSESSED.search(before) or (examined and "suspected" not in before):
        return False
    return _childs(scene, start, end)


def _care(scene: Scene, start: int, end: int) -> bool:
    text = scene.sentence.text
    before, word = text[:start], text[start:end]
    plain = word.startswith(("care", "accommodated", "foster")) and not word.startswith("care l")
    if plain and _OTHER_CARE.search(before):
        return False
    if word.startswith("looked") and _GIVES_CARE.search(before):
        return False
    if _KIN_LOOKS_AFTER.match(text, start) or _OTHER_FOSTERING.match(text, start):
        return False
    if word.startswith("foster car") and _BEING.search(before):
        return False  # "her parents were foster carers"
    if word.startswith("residential unit") and "short break" in text:
        return False
    holder = _holder(scene, start, end)
    if holder is Who.PARENT and word.startswith("foster"):  # the foster parents themselves
        return word.startswith("foster car") or not _PARENT_FOSTERED.search(text)
    return holder in _CHILD_OR_NOBODY


def _taught(scene: Scene, start: int, end: int) -> bool:
    return not _INTENDED.search(scene.sentence.text[:start]) and _family(scene, start, end)


def _plan(scene: Scene, start: int, end: int) -> bool:
    text = scene.sentence.text
    left, _ = scene.sentence.clause(start)
    if _NO_PLAN.match(text, end) or _PLAN_WANTED.search(text[left:start]):
        return False
    holder = _holder(scene, start, end)
    return holder in _CHILD_OR_NOBODY or (
        holder in _CARERS and _THEIR_CHILD.search(text) is not None
    )


# ------------------------------------------------------------------------- the family's life

_OTHER_HOSTEL = re.compile(r"\b(?:bail|probation|youth|approved) $")
_HOMELESS = re.compile(
    r"homeless|temporary|evict|emergency accommodation|by the (?:council|housing)"
)
_THREAT = re.compile(r"\bthreat\w* (?:of|with) (?:\w+ )?$")
_BEFORE_COVID = re.compile(
    r"\b(?:before|prior to|ahead of|preceded|preceding) (?:the |any )?(?:\w+ ){0,2}$"
)
_THE_REVIEW = re.compile(
    r"\breview (?:\w+ )?(?:was|were|process|panel|meetings?)\b|\breport was\b|\bpractitioner event"
)


def _family(scene: Scene, start: int, end: int) -> bool:
    return _holder(scene, start, end, agent=False) not in _STRANGERS


def _home(scene: Scene, start: int, end: int) -> bool:
    text = scene.sentence.text
    word = text[start:end]
    if word.startswith("hostel"):
        return not _OTHER_HOSTEL.search(text[:start])
    if word.startswith("hotel"):
        return bool(_HOMELESS.search(text))
    if re.search(r"sofa|floor|couch", word):  # the sofas are others', the sleeper need not be
        person = subject(scene.sentence, scene.mentions, start)
        return person is None or person.who not in _STRANGERS
    return not _THREAT.search(text[:start]) and _family(scene, start, end)


def _covid(scene: Scene, start: int, end: int) -> bool:
    del end
    text = scene.sentence.text
    return not (_BEFORE_COVID.search(text[:start]) or _THE_REVIEW.search(text))


def _always(scene: Scene, start: int, end: int) -> bool:
    del scene, start, end
    return True


_CHECKS: dict[str, Callable[[Scene, int, int], bool]] = {
    "domestic_abuse": _domestic,
    "parental_mental_health": _mind,
    "parental_substance_misuse": _parental,
    "learning_disability": _family,
    "disability": _disability,
    "looked_after": _care,
    "homelessness": _home,
    "poverty": _family,
    "migration": _family,
    "prematurity": _childs,
    "elective_home_education": _taught,
    "covid": _covid,
    "previous_child_protection_plan": _plan,
    "young_parents": _always,
}
