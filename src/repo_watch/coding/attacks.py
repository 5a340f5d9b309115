"""Violence between the adults of a household that is told by a verb and a pronoun.

"Father had been arrested for pushing her" names no domestic abuse. It is, when "her" can only be
the mother: the subject is a boy, or the sentence is about the mother's own partner or relationship.
"""

import re

from repo_watch.coding import scope
from repo_watch.coding.people import Mention, Sex, Who
from repo_watch.coding.scene import Scene
from repo_watch.coding.subjects import in_phrase, subject

_BODY = r"arms?|nose|jaw|wrist|ribs?|leg|hand|cheekbone|finger"
_ATTACK = re.compile(
    r"\b(?:(?:assault|attack|punch|kick|slapp|push|strangl|stabb|rap|bull(?:y|i)|controll|abus"
    r"|batter|stalk|harass)(?:ed|ing)|hit(?:ting)?|beat(?:en|ing)?"
    r"|threat\w+(?: to (?:kill|hurt|harm|stab))?|violent (?:to|towards)"
    r"|abusive (?:to|towards)|tried to (?:strangle|kill|stab)) (?:and \w+ed )?(?P<who>her|him)"
    r"(?=[.,;]|$| (?:by|in|at|with|on|to the|and|when|while|after|during|before|twice|several|once"
    r"|repeatedly|since|throughout|so|badly)\b)"
    rf"|\b(?:held|holding|grabb\w+|pinn\w+) (?P<grip>her|him) (?:by|against|down)\b"
    rf"|\b(?:broke|broken|breaking|fractured) (?P<limb>her|his) (?:{_BODY})\b"
)
_ADULTS = frozenset({Who.PARENT, Who.PARTNER})
_CAST = _ADULTS | {Who.CHILD, Who.OFFICIAL}
_THEIR_OWN = re.compile(
    r"\bleft\b[^.;]*\bbecause\b|\brelationship|\bmarriage|\bseparat\w+|\bdivorc\w+"
)
_SEX: dict[str, Sex] = {"her": "female", "him": "male", "his": "male"}


def attacks(scene: Scene) -> bool:
    """Whether a parent, or a parent's partner, is said to have attacked the other."""
    sentence = scene.sentence
    return any(
        _between_adults(scene, match)
        and not scope.denied(sentence, match.start(), match.end())
        and not scope.at_risk(sentence, match.start())
        for match in _ATTACK.finditer(sentence.text)
    )


def _between_adults(scene: Scene, match: re.Match[str]) -> bool:
    word = match["who"] or match["grip"] or match["limb"]
    victim = _SEX[word]
    earlier = [m for m in scene.mentions if m.head < match.start()]
    agent = subject(scene.sentence, scene.mentions, match.start())
    if agent is None or agent.who not in _ADULTS or agent.sex == victim or agent.plural:
        return False
    if _of_childs_parent(agent, earlier) and scene.sex == victim:
        return False  # "her mother's partner had beaten her": the girl
    others = [m for m in earlier if m.who not in _CAST and m.sex in {None, victim}]
    if any(not (m.possessor or in_phrase(scene.sentence.text, m)) for m in others):
        return False
    parent = any(_is(m, victim) for m in earlier) or agent.owner is Who.PARENT
    if scene.several or (scene.sex is not None and scene.sex != victim):
        return parent or agent.who is Who.PARTNER or not others
    own = agent.owner is Who.PARENT or _THEIR_OWN.search(scene.sentence.text)
    return parent and bool(own)


def _of_childs_parent(agent: Mention, earlier: list[Mention]) -> bool:
    """Whether somebody is the partner of "her mother" or "his father", by their possessor."""
    owners = [m for m in earlier if m.possessor and m.end <= agent.head and m.who is Who.PARENT]
    return agent.owner is Who.PARENT and bool(owners) and owners[-1].owner is Who.CHILD


def _is(mention: Mention, sex: Sex) -> bool:
    return mention.who is Who.PARENT and mention.sex == sex
