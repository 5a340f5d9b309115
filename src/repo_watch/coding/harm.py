"""Harm that the subject suffered: the wordings of each code, and whose the harm is."""

import re
from dataclasses import dataclass

from repo_watch.coding import scope
from repo_watch.coding.harm_words import PATTERNS
from repo_watch.coding.people import Mention, Who
from repo_watch.coding.sentences import Sentence
from repo_watch.coding.subjects import subject
from repo_watch.coding.victims import Manner, sufferer

PEERS = frozenset({Who.SIBLING, Who.OTHER})
SECTIONS = ("summary", "background", "key_issues")

_MANNERS: dict[str, Manner] = {
    "non_accidental_injury": "caused",
    "neglect": "caused",
    "fabricated_or_induced_illness": "caused",
    "sudden_infant_death": "shared",
    "poisoning": "befell",
    "accident": "befell",
    "drowning": "befell",
    "suicide": "befell",
    "self_harm": "befell",
}
_CHILD_ONLY = frozenset(
    {
        "criminal_exploitation",
        "sexual_exploitation",
        "harmful_sexual_behaviour",
        "youth_violence",
        "neglect",
        "non_accidental_injury",
    }
)
_GIVEN = re.compile(r"put|giv|gave|fed|admin")
_OWN_DOING = frozenset({"harmful_sexual_behaviour", "youth_violence"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A harm stated: its code, whose it is, and whether the subject is the one who did it."""

    code: str
    who: Who
    doer: bool = False


_PARENTS_PARTNER = re.compile(r"\b(?:mother|mum|father|dad|parent)'s (?:\w+ )?(?:ex-)?\w+friend\b")
_PEERS = re.compile(
    r"\b(?:pupils?|patients?|inmates?|prisoners?|peers?|young (?:people|persons?)|residents?"
    r"|youths?|teenagers?|boys?|girls?"
    r"|gang|another child"
    r"|other children|boyfriend|girlfriend|ex-boyfriend|ex-partner)\b"
)
_NEGATIVE_WORDING = re.compile(r"not\b|did not|without|lack")
_ACCUSED = re.compile(r"\b(?:allegations?|accus\w+|convict\w+|charge[sd]?|offences?)\b")
_THEMATIC = re.compile(r"(?:thematic|themes?\b|(?:learning|lessons) from|(?:audit|analysis) of)")
_COUNTED = re.compile(
    r"^(?: \w+)? (?:to|of|against|involving) (?:the |all )?(?:two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|\d+) (?:\w+ )?(?:infants|babies|children|boys|girls|young people)"
)
_COUNTED_BEFORE = re.compile(
    r"\b(?:of|to|into|involving) (?:the |all )?(?:two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven"
    r"|twelve|\d+) (?:\w+ )?(?:infants|babies|children|boys|girls|young people) who\b"
)
_ATTEMPTED = re.compile(r"\battempt\w*(?: \w+)? $|\btri(?:ed|es) (?:\w+ )?$")
_SELF_HARM_BY = re.compile(r"\bself[- ]?harm\w*(?: \w+)? by $")
_UNMEANT = re.compile(r"\b(?:accidental|unintentional)(?:ly)? (?:\w+ ){0,3}$")
_OF_DRUGS = re.compile(
    r"\b(?:drugs?|methadone|heroin|cocaine|opiate|opioid|ketamine|ecstasy|alcohol) $"
    r"|\b(?:died|death|fatal)\b[^.;]*\b(?:of|from|to) an? $"
)
_MEANT = re.compile(
    r"\b(?:deliberate|intentional|suicid)|\b(?:took|taken|taking) (?:[\w-]+ ){0,3}overdos"
)
_BY_SOMEBODY = re.compile(r" (?:\w+ ){0,2}by")
_CARERS = frozenset({Who.PARENT, Who.PARTNER})
_HOME = _CARERS | {Who.FAMILY}
_FAILING = re.compile(r"(?:fail|did not|refus)")
_REPORTED = re.compile(
    r"\b(?:said|says|claim\w*|explain\w*|explanation|account\w*|reported|told|stated|maintained"
    r"|attribut\w+|initially|first|thought|put down)\b"
)
_REBUTTED = re.compile(
    r"\b(?:but|however|later|although|inconsistent|not consistent|did not|not explain\w*|ruled out"
    r"|rejected|discounted|untrue|false|implausible)\b"
)
_CAUSES = frozenset({"accident", "sudden_infant_death", "suicide", "poisoning", "drowning"})
_GROWN = re.compile(
    r"\bby (?:(?:his|her|their|the|an?) )?(?:own )?(?:step-?)?(?:mother|father|parents?|uncle|carer"
    r"|grand\w+)"
)


_LOVER_KILLS = re.compile(
    r"\b(?:killed (?!hersel|himsel)|murder|manslaughter|stabb|strangl|shot)"
    r"|\b(?:died|death)\b.*\b(?:push|beat|assault|attack)"
)
_LOVER_ATTACKS = re.compile(r"\b(?:attempted murder|stabb|strangl|shot|tried to kill)")
_REJECTED = re.compile(
    r"\b(?:not (?:been )?(?:inflicted|non-accidental|abus\w+|caused by (?:abuse|shaking"
    r"|an? \w+ person))|natural causes|(?:bone|medical|genetic|blood|clotting) (?:condition"
    r"|disorder|disease)"
    r"|(?:were|was|to be|been) accidental|ruled out|brittle|osteogenesis|rickets"
    r"|vitamin d deficiency"
    r"|birth (?:injur|trauma)|later (?:explained|found to have a medical))"
)
_FINDING = re.compile(
    r"\b(?:court|judge|coroner|inquest|pathologist|experts?|medical|tests?|investigation\w*|police"
    r"|finding|found|concluded|decided|later|subsequently|established|review)\b"
)


def rejects_injury(sentence: Sentence) -> bool:
    """Whether a sentence says that injuries once thought inflicted were not."""
    return bool(
        _REJECTED.search(sentence.text)
        and _FINDING.search(sentence.text)
        and not re.search(
            r"\b(?:birth trauma|accident\w*|medical condition\w*)[^.;]{0,30}ruled out"
            r"|ruled out (?:an? )?(?:accident|medical|birth)",
            sentence.text,
        )
        and re.search(r"injur|fractur|bruis|bleed|marks|inflict|accident|abuse", sentence.text)
    )


_TAKEN_BACK = re.compile(
    r"\b(?:allegations?|claims?|accusations?|suspicions?|concerns?|disclosures?|this|it|she"
    r"|he) (?:\w+ )?(?:was|were|has|have|had)?(?: been)? ?(?:later |subsequently |then )*"
    r"(?:withdrawn|withdrew|retracted|unfounded|disproved|unsubstantiated|not (?:substantiated"
    r"|upheld|proven|proved)|(?:found|shown|proved) to be (?:false|unfounded|untrue|malicious))"
)


def takes_back(sentence: Sentence) -> bool:
    """Whether a sentence takes back the allegation of the sentence before it."""
    return bool(_TAKEN_BACK.search(sentence.text))


_ILLNESS = (
    r"(?:conditions?|diseases?|defects?|infections?|pneumonia|meningitis|sepsis|cancer|leuk\w+"
    r"|obstruction|natural causes|malformation|virus|myocarditis)"
)
_OF_ILLNESS = re.compile(
    r"\b(?:died (?:of|from)|due to|caused by|cause(?: of (?:the |his |her |their )?death)? (?:was"
    r"|as|is)|result of|from|revealed|found)\b(?! no\b)[^.;]{0,50}\b" + _ILLNESS + r"\b"
)
_PLIED = re.compile(
    r"\b(?:often|regularly|sometimes|frequently|used to) (?:took|taking|take)\b"
    r"|\b(?:giv(?:en|ing)|gave|plied|suppli?ed)\b[^.;]{0,30}\b(?:drugs?|alcohol|cocaine|cannabis"
    r"|heroin)\b"
)
_SLEEP = re.compile(r"sle(?:ep|pt)|\bbed|sofa|overla|\blain on\b")


def explains_death(sentence: Sentence) -> bool:
    """Whether a sentence gives an illness as the cause of a death."""
    return any(
        not scope.denied(sentence, *m.span())
        and ("died" in sentence.text or "death" in sentence.text)
        for m in _OF_ILLNESS.finditer(sentence.text)
    )


def plied(sentence: Sentence) -> bool:
    """Whether a sentence tells of drugs that others gave; a young person takes those knowingly."""
    return bool(_PLIED.search(sentence.text)) and "overdos" not in sentence.text


def only_sudden(sentence: Sentence) -> bool:
    """Whether a death is called sudden in a sentence that tells nothing of sleep."""
    return not _SLEEP.search(sentence.text)


_DISBELIEF = re.compile(
    r"\b(?:did not (?:believe|accept|think|explain)|(?:not|in)consistent|implausible|rejected"
    r"|could (?:not|n't) (?:\w+ )?(?:explain|account)|not (?:be )?explained|unlikely|untrue)\b"
)
_ARSON = re.compile(r"\barson|\bdeliberately|\bon purpose\b")
_SAID = re.compile(r"\b(?:said|told|claimed|reported|stated|maintained|explained)\b")


def disbelieves(account: Sentence, finding: Sentence) -> bool:
    """Whether a sentence rejects the account of an accident given in the one before it."""
    arson = _ARSON.search(finding.text)
    if "fire" in account.text and arson and not scope.denied(finding, *arson.span()):
        return True
    return bool(_SAID.search(account.text) and _DISBELIEF.search(finding.text))


_STABS = re.compile(r"\b(?:stabb(?:ed|ing)|strangl\w+|suffocat\w+|smother(?:ed|ing))\b")


def attacked_by_carer(sentence: Sentence, mentions: tuple[Mention, ...]) -> bool:
    """Whether a parent or a parent's partner is said to have stabbed or choked the subject."""
    text, persons = sentence.text, [m for m in mentions if not m.possessor]
    for match in _STABS.finditer(text):
        if scope.denied(sentence, *match.span()) or scope.at_risk(sentence, match.start()):
            continue
        doer = subject(sentence, mentions, match.start())
        after = next((m for m in persons if m.head >= match.end()), None)
        active = doer and doer.who in _CARERS and not _PASSIVE.search(text[: match.start()])
        if active and after and after.who is Who.CHILD:
            return True
        by = re.match(r"(?: of [^.;,]{1,40}?)? by (?:[\w'-]+ ){0,4}", text[match.end() :])
        agents = [m for m in persons if by and m.head >= match.end() + by.start()]
        if by and (doer is None or doer.who is Who.CHILD) and _by_carer(text, match.end(), agents):
            return True
    return False


def _by_carer(text: str, end: int, persons: list[Mention]) -> bool:
    agent = next((m for m in persons if " by " in text[end : m.head]), None)
    return agent is not None and agent.who in _CARERS


def attacked_by_lover(sentence: Sentence, mentions: tuple[Mention, ...], *, dead: bool) -> bool:
    """Whether a boyfriend or girlfriend is said to have killed the subject, or tried to."""
    pattern = _LOVER_KILLS if dead else _LOVER_ATTACKS
    return any(m.who is Who.LOVER for m in mentions) and bool(pattern.search(sentence.text))


def harms(sentence: Sentence, mentions: tuple[Mention, ...]) -> list[Hit]:
    """The harms that a sentence states, whoever suffered them; denied and feared ones left out."""
    found = []
    for code, pattern in PATTERNS.items():
        for match in pattern.finditer(sentence.text):
            if _excepted(code, sentence, match) or _not_a_carer(code, sentence, mentions, match):
                continue
            who = _who(code, sentence, mentions, match)
            about = _about_child(sentence, mentions, *match.span())
            if code == "sexual_abuse" and who in PEERS and _does(sentence, match, about=about):
                found.append(Hit("harmful_sexual_behaviour", who, doer=True))
            found.append(Hit(code, who, code in _OWN_DOING and about))
    return found


def _does(sentence: Sentence, match: re.Match[str], *, about: bool) -> bool:
    """Whether an assault is told as the subject's doing: "rape of a girl by a 14-year-old"."""
    return about and _DONE_BY.match(sentence.text, match.end()) is not None


def _not_a_carer(
    code: str, sentence: Sentence, mentions: tuple[Mention, ...], match: re.Match[str]
) -> bool:
    """Whether a blow is told as the doing of a sibling or a boyfriend, or a stab of a carer."""
    doer = subject(sentence, mentions, match.start())
    if code not in ("physical_abuse", "youth_violence"):
        return False
    end = match.end() - 3 * match.group().endswith(" by")
    by = _BY.match(sentence.text, end)
    agent = next((m for m in mentions if by and m.head >= by.end() and not m.possessor), None)
    if code == "physical_abuse" and agent and agent.who is Who.LOVER:
        return True
    active = _HITS.match(match.group()) and not _PASSIVE.search(sentence.text[: match.start()])
    wrong = {Who.SIBLING, Who.LOVER} if code == "physical_abuse" else _CARERS
    return bool(active and doer and doer.who in wrong)


_HITS = re.compile(r"(?:hits?|hitting|beat|punch|kick|slapp|smack|stabb(?:ed|ing)|shot)")
_BY = re.compile(r"(?: (?:on|of) [^.;,]{1,40}?)? by (?=(?:her|his) )")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be)(?: \w+)? $")


def _who(code: str, sentence: Sentence, mentions: tuple[Mention, ...], match: re.Match[str]) -> Who:
    start, end = match.span()
    person = subject(sentence, mentions, start)
    if code == "neglect" and _FAILING.match(match.group()):
        # "failed to seek care": carers neglect, services only fail
        return Who.CHILD if person and person.who in _HOME else Who.OTHER
    manner: Manner = _MANNERS.get(code, "done")
    if code == "poisoning" and _GIVEN.match(match.group()):
        manner = "caused"
    who = sufferer(sentence, mentions, start, end, manner)
    told_of_child = code in _CHILD_ONLY and not scope.childhood(sentence, start)
    if told_of_child and who in _CARERS and person and person.pronoun:
        return Who.CHILD  # "he was exploited", after a sentence about the father
    return who


_DONE_BY = re.compile(r" of [^.;,]{1,40}? by ")


def _about_child(sentence: Sentence, mentions: tuple[Mention, ...], start: int, end: int) -> bool:
    person = subject(sentence, mentions, start)
    if person is None and (by := _DONE_BY.match(sentence.text, end)):
        person = next((m for m in mentions if m.head >= by.end()), None)
    return person is not None and person.who is Who.CHILD


def _excepted(code: str, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a wording is denied, feared or a topic, or belongs to another code."""
    text, (start, end) = sentence.text, match.span()
    negative = _NEGATIVE_WORDING.match(match.group())
    if not negative and scope.denied(sentence, start, end):
        return True
    if scope.at_risk(sentence, start) or scope.topic(sentence, start, end):
        return True
    if _THEMATIC.match(text) and not (
        _COUNTED.search(text[end:]) or _COUNTED_BEFORE.search(text[:start])
    ):
        return True
    accused = code == "sexual_abuse" and _ACCUSED.search(text[:start])
    if accused and PATTERNS["harmful_sexual_behaviour"].search(text):
        return True  # what a child is accused of is not what it suffered
    if code in _CAUSES and _REPORTED.search(text[:start]) and _REBUTTED.search(text[end:]):
        return True
    return _other_code(code, text, match)


def _other_code(code: str, text: str, match: re.Match[str]) -> bool:
    """Whether the words around a wording make it another code's, or none's."""
    start, end = match.span()
    if code == "poisoning" and _SELF_HARM_BY.search(text[:start]):
        return True
    if code == "suicide":
        return bool(_ATTEMPTED.search(text[:start]))
    if code == "self_harm" and match.group().startswith("overdos"):
        before = text[:start]
        drugs = _OF_DRUGS.search(before) and not _MEANT.search(text)
        return bool(_UNMEANT.search(before) or drugs)
    if code == "physical_abuse":
        by = match.group().endswith(" by") or _BY_SOMEBODY.match(text, end)
        agent = _PARENTS_PARTNER.sub("", text[end : end + 50])
        return bool(by and _PEERS.search(agent[:40]))
    return code == "youth_violence" and bool(_GROWN.search(text[end : end + 80]))
