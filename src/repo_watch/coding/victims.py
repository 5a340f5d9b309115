"""Whom a harm befell: the object, the possessor or the subject of the words that tell it."""

import re
from typing import Literal, TypeAlias

from repo_watch.coding.people import Mention, Who
from repo_watch.coding.sentences import Sentence
from repo_watch.coding.subjects import owner_before, subject

Manner: TypeAlias = Literal["done", "caused", "befell", "shared"]
"""How a harm comes about: done to somebody; caused by a carer, so that one named is the doer;
befallen; or befallen beside a carer, as in a shared bed."""

_OBJECT = re.compile(
    r"(?: (?:and|or|/) (?:[\w-]+ ){1,3}?| (?!owing\b|due\b|because\b|belonging\b|according\b"
    r"|leading\b|related\b|linked\b|prior\b)[\w-]+)?,? ?(?:of|to|against|on|upon|towards?"
    r"|involving|suffered by"
    r"|experienced by|affecting|between|among|by|in(?= (?:[\w-]+ )?(?:children|babies"
    r"|infants)\b)) (?:both |all |each of )?"
)
_DIRECT = re.compile(r" (?:of|by|to) (?:both |all |each of )?")
_ACTIVE = re.compile(r"(?:ed|ing|hit|shook|beat|beaten|shot|stabbed)$")
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|got|having)(?: (?:\w+ly|also|often|both|once|twice|then|"
    r"previously|allegedly|once|fatally|later|first|so|seriously|possibly"
    r"|probably))* (?:[\w-]+ and )?$"
)
_CONVICTED = re.compile(
    r"\b(?:convict\w+|found guilty|guilty|charged|pleaded|admitted|arrest\w+|sentenced|jailed"
    r"|imprisoned"
    r"|cautioned|prosecut\w+|confess\w+|suspected|accused|responsible|suspicion|caution"
    r"|offences?)\b"
)
_BEFORE_THE_CASE = re.compile(
    r"\b(?:previous(?:ly)?|earlier|historic(?:al)?|past|former|prior|in \d{4}|years before|(?:has"
    r"|had|have|with) (?:an? )?(?:\w+ )?convictions?)\b"
)
_OWN_CHILDHOOD = re.compile(
    r"\b(?:her|his|their) (?:own )?childhoods?\b|\bas an? (?:child|teenager|girl|boy)\b"
)
_BY_OTHERS = re.compile(
    r"abus|neglect|assault|cruelty|violence|exploit|shak|shook|inflict|injur|treat"
)
_VICTIM = re.compile(
    r"\b(?:experienc\w+|suffer\w+|victims?|survivors?|childhood|own|subjected|endured|history of)\b"
)
_TELLS = re.compile(
    r"\b(?:report(?:ed|s|ing)|alleg(?:ed|es|ing)|notic(?:ed|ing)|rais(?:ed|ing)|suspect(?:ed"
    r"|ing)|concern\w*|witness\w*"
    r"|told|said|complain\w*|observ\w+|saw|record\w+|describ\w+|not(?:ed|ing)|identif\w+"
    r"|made (?:an? )?(?:allegations?|referrals?)|allegations?)\b"
)
_SUBJECTED = re.compile(r"\bsubject(?:ed|ing) (?:[\w'-]+ ){1,4}?(?P<to>to) (?:[\w-]+ ){0,6}$")
_TELLS_ITSELF = re.compile(
    r"\b(?:report|alleg|witness|describ|complain)(?:ed|ing)\b|\b(?:told|said|saw)\b"
)
_BEING = re.compile(r"(?:was|were|been|being)\b")
_ENDS_OPEN = re.compile(r"\b(?:of|against|on|involving)$")
_CARERS = frozenset({Who.PARENT, Who.PARTNER})


def sufferer(
    sentence: Sentence,
    mentions: tuple[Mention, ...],
    start: int,
    end: int,
    manner: Manner = "done",
) -> Who:
    """Whom the harm that stands from `start` to `end` of a sentence befell."""
    persons = tuple(m for m in mentions if not m.possessor)
    target = _object(sentence, persons, start, end, manner)
    if target is not None:
        return target.who
    text = sentence.text
    if subjected := _SUBJECTED.search(text[:start]):
        for person in persons:
            if subjected.start() < person.head <= subjected.start("to"):
                return person.who
    owner = owner_before(text, mentions, start, words=2)
    if owner and not (_BY_OTHERS.search(text[start:end]) and owner.who in _CARERS):
        return owner.who
    return _of_clause(sentence, mentions, start, manner)


def _of_clause(
    sentence: Sentence, mentions: tuple[Mention, ...], start: int, manner: Manner
) -> Who:
    """The sufferer when only the clause's subject can tell: a carer there may be the doer."""
    left, _ = sentence.clause(start)
    before = sentence.text[left:start]
    person = subject(sentence, mentions, start)
    passive = _PASSIVE.search(before) or _BEING.match(sentence.text, start)
    if person is None or person.who is Who.FAMILY or person.who is Who.CHILD:
        return Who.CHILD
    telling = _TELLS_ITSELF if person.who is Who.SIBLING else _TELLS
    reports = person.who is Who.OFFICIAL or telling.search(before)
    if reports and (not passive or manner == "caused"):
        return Who.CHILD  # "the grandmother reported neglect"
    causing = manner in ("caused", "shared") and not (passive or _VICTIM.search(before))
    if person.who in _CARERS and causing:
        return person.who if _OWN_CHILDHOOD.search(sentence.text) else Who.CHILD
    if before.endswith(" of child ") and person.who in _CARERS:
        return Who.CHILD  # "and mother of child cruelty"
    if _CONVICTED.search(before):
        return Who.OTHER if _BEFORE_THE_CASE.search(before) else Who.CHILD
    return person.who


def _object(
    sentence: Sentence, persons: tuple[Mention, ...], start: int, end: int, manner: Manner
) -> Mention | None:
    """The person to whom the words themselves direct the harm."""
    text = sentence.text
    following = next((m for m in persons if m.head >= end), None)
    befallen = manner in ("befell", "shared")
    if not befallen:
        inside = next((m for m in persons if start < m.head < end), None)
        if inside and inside.pronoun and not (manner == "caused" and inside.who in _CARERS):
            return inside
        if following and _directly(sentence, following, start, end):
            return following
    joined = (_DIRECT if befallen else _OBJECT).match(text, end)
    if joined is None or " by " in f"{joined.group()} ":
        return None
    reach = joined.end()
    target = next((m for m in persons if m.head >= reach - 1), None)
    if target is None or text.startswith("'", target.end):
        return None
    if manner == "caused" and target.who is Who.OFFICIAL:
        return None  # "false reports of fits to doctors"
    near = re.fullmatch(r"(?:[\w'()/-]+,? ){0,7}", text[reach : target.head])
    return target if near else None


def _directly(sentence: Sentence, person: Mention, start: int, end: int) -> bool:
    """Whether a person is the object of an active verb, or of an "of" that ends the words."""
    text = sentence.text
    between = text[end : person.head]
    if _ENDS_OPEN.search(text[start:end]):
        return re.fullmatch(r" (?:[\w'-]+ ){0,4}", between) is not None
    left, _ = sentence.clause(start)
    word = text[start:end]
    passive = _PASSIVE.search(text[left:start]) and not word.endswith("ing")
    if passive or not _ACTIVE.search(word):
        return False
    return (
        re.fullmatch(r" (?:and (?:\w+ly )?\w+ed )?(?!by\b)(?:[\w'-]+ ){0,3}", between) is not None
    )
