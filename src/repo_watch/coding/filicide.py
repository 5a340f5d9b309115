"""Filicide: the subject was unlawfully killed by a parent, step-parent or parent's partner."""

import re

from repo_watch.coding.people import Mention, Who
from repo_watch.coding.sentences import Sentence
from repo_watch.coding.subjects import subject

_CRIME = (
    r"(?:murder|manslaughter|infanticide|(?:unlawful )?killing|culpable homicide"
    r"|causing (?:or allowing )?(?:the |his |her |their )?death|homicide)"
)
_CONVICTED = re.compile(
    rf"\b(?:convicted|found guilty|guilty|pleaded|admitt\w+|charged|jailed|sentenced|imprisoned"
    rf"|accused|suspected|arrested|confessed|prosecuted)\b[^.;]{{0,60}}?\b{_CRIME}"
)
_KILLED_BY = re.compile(
    r"\b(?:killed|murdered|smothered|suffocated|drowned|strangled|shaken to death"
    r"|beaten to death|stabbed to death|stabbed|poisoned) (?:\w+ ){0,3}?by (?:both |one of )?"
)
_CRIME_BY = re.compile(
    rf"\b(?:{_CRIME}|fatal (?:injur(?:y|ies)|wounds?|shaking|assault|stabbing|shooting|poisoning)"
    rf"|(?:stabbing|beating"
    rf"|shaking|kicking) to death|suffocation|smothering"
    rf"|strangulation)\b[^.;]{{0,80}}?\bby (?:both |one of )?"
)
_KILLS = re.compile(
    r"\b(?:kill(?:ed|ing)|murder(?:ed|ing)|smother(?:ed|ing)|suffocat(?:ed|ing)|drown(?:ed|ing)"
    r"|unlawfully killed|stabb(?:ed|ing))\b"
)
_A_CHILD = re.compile(r"\bof an? (?:child|baby|infant)$")  # as the offence is called
_SELF = re.compile(r"(?:him|her|them)sel")
_KILLERS = frozenset({Who.PARENT, Who.PARTNER})
_CLEARED = re.compile(
    r"\b(?:acquitted|(?<!pleaded )(?<!plead )(?<!pleads )not guilty(?! (?:of \w+ )?by reason)"
    r"|cleared"
    r"|no (?:criminal )?charges|not charged|charges? (?:was|were) (?:dropped|withdrawn|not)"
    r"|(?:case|prosecution|trial) (?:was|were|had been) (?:later )?(?:dropped|withdrawn|abandoned)"
    r"|discontinued|quashed|no further action|not prosecuted|insufficient evidence)\b"
)


def killed_by_parent(sentence: Sentence, mentions: tuple[Mention, ...]) -> bool:
    """Whether a sentence says so; the caller knows that the subject died."""
    if _CLEARED.search(sentence.text):
        return False
    persons = [m for m in mentions if not m.possessor]
    return (
        any(
            _killer(sentence, mentions, match) and _victim(sentence.text, persons, match.end())
            for match in _CONVICTED.finditer(sentence.text)
        )
        or any(
            _by_parent(sentence, mentions, match)
            for pattern in (_KILLED_BY, _CRIME_BY)
            for match in pattern.finditer(sentence.text)
        )
        or any(
            _killer(sentence, mentions, match) and _child_next(sentence.text, persons, match.end())
            for match in _KILLS.finditer(sentence.text)
        )
    )


def _killer(sentence: Sentence, mentions: tuple[Mention, ...], match: re.Match[str]) -> bool:
    """Whether the clause is about a parent or a parent's partner, and no foster parent."""
    person = subject(sentence, mentions, match.start())
    if person is None or person.who not in _KILLERS:
        return False
    return "foster" not in sentence.text[max(0, person.start - 8) : person.end]


def _by_parent(sentence: Sentence, mentions: tuple[Mention, ...], match: re.Match[str]) -> bool:
    """Whether "by" names a parent as the killer, and the clause nobody else as the victim."""
    text, end = sentence.text, match.end()
    killer = next((m for m in mentions if m.head >= end and not m.possessor), None)
    victim = subject(sentence, mentions, match.start())
    if killer is None or killer.who not in _KILLERS:
        return False
    near = re.fullmatch(r"(?:[\w'-]+ ){0,4}", text[end : killer.head])
    return near is not None and (victim is None or victim.who is Who.CHILD)


def _child_next(text: str, persons: list[Mention], end: int) -> bool:
    """Whether the subject is the object of a verb that ends at an offset."""
    target = next((m for m in persons if m.head >= end), None)
    if target is None or target.who is not Who.CHILD or _SELF.match(text, target.head):
        return False
    return re.fullmatch(r" (?:[\w'-]+ ){0,4}", text[end : target.head]) is not None


def _victim(text: str, persons: list[Mention], end: int) -> bool:
    """Whether the victim of a crime is the subject, as it is when nobody is named after it."""
    joined = re.match(r" (?:of|to|by) (?:both |the )?", text[end:])
    target = next((m for m in persons if m.head >= end), None)
    if joined and target and re.fullmatch(r" (?:of|to) (?:[\w'-]+ ){0,4}", text[end : target.head]):
        return target.who is Who.CHILD or _A_CHILD.search(text[: target.end]) is not None
    return True
