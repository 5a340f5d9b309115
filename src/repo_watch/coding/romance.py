"""Adolescent relationship abuse: a young subject abused or controlled by a partner."""

import re

from repo_watch.coding import scope
from repo_watch.coding.domestic_words import VIOLENCE
from repo_watch.coding.people import Who
from repo_watch.coding.scene import Scene
from repo_watch.coding.subjects import subject

_LOVER = r"(?:boyfriends?|girlfriends?|ex-?(?:boyfriend|girlfriend|partner)|partner|fiance)"
_ROMANCE = re.compile(
    rf"\b(?:{VIOLENCE}|manipulat\w+|isolat\w+|coerc\w+|push\w*"
    rf"|exploit\w*)\b[^.;]{{0,60}}?\bby (?:[\w-]+ ){{0,4}}?{_LOVER}"
    rf"|\b(?:relationship|involved) with an? (?:[\w-]+ ){{0,3}}?(?:boy|girl|m[ae]n|woman|youth"
    rf"|peer)\b"
    rf"[^.;]{{0,30}} (?:who|and)\b[^.;]{{0,40}}?(?:{VIOLENCE}|coerc\w+|monitor\w+|isolat\w+)"
    rf"|\b{_LOVER}\b[^.;]{{0,60}}?\b(?:{VIOLENCE}|jealous|coerc\w+|monitor\w+|isolat\w+"
    rf"|manipulat\w+|track(?:ed|ing|s)|stalk\w+|forbade|checked (?:her|his) phone|threat\w+)"
    r"|\b(?:abusive|violent|controlling|coercive|exploitative)(?:,? (?:and"
    r"|or) \w+)? (?:\w+ )?(?:relationships?|boyfriend|girlfriend|partner)"
    r"|\brelationship(?: \w+){0,8} (?:was|were|had been|had become|became"
    r"|being) (?:(?!not\b|never\b)\w+ ){0,2}?(?:controlling|violent|abusive|coercive)"
    r"|\b(?:teenage|adolescent|peer|young people's"
    r"|teen)(?: intimate)?(?: partner)? (?:relationship|dating|partner|domestic) (?:abuse"
    r"|violence)|\bdating violence|\b(?:domestic|relationship|partner) (?:abuse"
    r"|violence)[^.;]{0,40}\b(?:boyfriend|girlfriend|her partner|his partner|relationship)"
    r"|\b(?:coercive control|coercion|control\w*|violence|abuse)[^.;]{0,30}\b(?:in|within|by"
    r"|from) (?:\w+ ){0,4}?(?:relationship|boyfriend|girlfriend)"
)


_NEVER = re.compile(r"\b(?:not|never) (?:\w+ )?\w+$")
_REACH = 60  # how far before the wording a person still belongs to it


def romance(scene: Scene) -> tuple[int, int] | None:
    """Where a sentence says that a young subject was abused or controlled by a partner."""
    if scene.young:
        return None
    for match in _ROMANCE.finditer(scene.sentence.text):
        start, end = match.span()
        holder = subject(scene.sentence, scene.mentions, start)
        near = {m.who for m in scene.mentions if start - _REACH <= m.head <= end}
        if _NEVER.search(match.group()):
            continue
        if Who.LOVER not in near and near & {Who.PARENT, Who.PARTNER}:
            continue
        if holder and holder.who not in {Who.CHILD, Who.LOVER}:
            continue
        if not (scope.denied(scene.sentence, start, end) or scope.at_risk(scene.sentence, start)):
            return start, end
    return None
