"""Parents under 20: the ages of parents at the birth or at the incident."""

import re

from repo_watch.coding.people import Who
from repo_watch.coding.scene import Scene

_YOUNG_AGE = re.compile(
    r"\b(?P<who>mother|father|parents?|mum|dad)(?:'s)?(?:,? (?:and father"
    r"|and mother))?[^.;]{0,45}?(?:\b(?:aged?|was|were|at|only|is|are|age of|age|both|each)|,"
    r"|\() (?:just |only |an? |both |about |aged |then |the age of |under |herself |himself "
    r"|themselves |still |barely |almost |nearly )*(?P<n>1[2-9]|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|20|twenty)\b(?! (?:weeks|months|days|years? (?:older"
    r"|younger|his|her|senior)|children"
    r"|occasions|times|minutes|hours|previous|convictions|siblings))(?P<rest>[^.;]*)"
)
_AT_OTHER_TIME = re.compile(
    r"^(?: years?(?: old| of age)?)?,? when (?!.*(?:born|birth|pregnan|conceiv|had (?:him|her)"
    r"|gave))|\bwhen (?:she|he|they) (?:met|married|left|moved|arrived|was abused)"
    r"|^(?: years?)?,? (?:her|his) first|first child (?:was )?born|half-|older sibling"
)
_GAVE_BIRTH = re.compile(
    r"\b(?:gave birth|born|became (?:a )?(?:parent|mother|father)|became pregnant|pregnan\w+"
    r"|had (?:him|her|the baby))\b[^.;]{0,30}?\b(?:aged?|at|age of|was|were|only) (?:just |only "
    r"|the age of |aged )*(?P<n>1[2-9]|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen)\b(?! weeks| months)"
    r"|\b(?:she|he|they|who) (?:was|were) (?:only |just |aged )?(?:1[2-9]|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen) (?:years old )?when (?:[\w'-]+ ){1,3}(?:was"
    r"|were) born\b"
)
_AGED_PARENT = re.compile(
    r"(?<![\w-])(?:1[2-9]|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
    r"[- ]year[- ]old (?:\w+ )?(?P<who>mother|father|parents)\b"
)
_ANOTHER_AGE = {
    "mother": re.compile(
        r"\b(?:when|until|since|before|after) (?:he|the child|the boy) (?:was|were) "
    ),
    "father": re.compile(
        r"\b(?:when|until|since|before|after) (?:she|the child|the girl) (?:was|were) "
    ),
}
_CHILDS_AGE = re.compile(r"\b(?:when|until|since|before|after) (?:he|she|the child) (?:was|were) $")
_UNDER_20 = re.compile(
    r"\b(?:parents?|mother|father)[^.;]{0,30}\b(?:under|younger than|not yet) (?:20|twenty|18"
    r"|eighteen)\b|(?<!harm )(?<!abuse )(?<!misuse )(?<!drugs )\bin (?:her|his|their) teens\b"
    r"|\bteenagers\b"
    r"|\b(?:mother|father|mum|dad|parents),? (?:herself |himself |both )?(?:an? )?teenagers?\b"
    r"|(?<!since )(?<!when )(?<!while )\b(?:mother|father|parents?|who|she|he|they) (?:was|were"
    r"|had been) (?:both )?(?:still )?(?:an? )?(?:young )?(?:teenagers?|teens?|adolescents?)\b"
)


_NOT_THE_PARENT = re.compile(r"grand|foster|step")
_CHILD_BETWEEN = re.compile(r"\b(?:child|girl|boy|baby|son|daughter|sister|brother|sibling)\b")
_AT_BIRTH = re.compile(r"when|birth|born|had")
_EARLIER = re.compile(
    r"\b(?:left|started|began|first|met|moved|arrived|diagnosed|married|abused|in care|placed"
    r"|excluded|ran away|since)\b"
)
_OTHER_BIRTH = re.compile(r"\bfirst child|half-|older|grandmother|sister")
_TEENAGE_FATHER = re.compile(r"\bfather (?:was |aged )?1[2-9]\b")


def young_parent(scene: Scene) -> bool:
    """Whether a sentence gives a parent an age under 20, or calls one a teenager."""
    text = scene.sentence.text
    if any(_counts(scene, match) for match in _YOUNG_AGE.finditer(text)):
        return True
    heads = {m.head: m.who for m in scene.mentions}
    if any(heads.get(m.start("who")) is Who.PARENT for m in _AGED_PARENT.finditer(text)):
        return True
    if _OTHER_BIRTH.search(text) or not any(m.who is Who.PARENT for m in scene.mentions):
        return False
    return bool(_GAVE_BIRTH.search(text) or _UNDER_20.search(text))


def _counts(scene: Scene, match: re.Match[str]) -> bool:
    """Whether an age after "mother", "father" or "parents" is theirs at the time that counts."""
    text = scene.sentence.text
    who_at, age_at = match.start("who"), match.start("n")
    twenty = match["n"] in {"20", "twenty"} and "under" not in text[who_at:age_at]
    if twenty and not _TEENAGE_FATHER.search(match["rest"]):
        return False
    who = next((m for m in scene.mentions if m.head == who_at), None)
    if who is None or who.who is not Who.PARENT:
        return False
    between = text[match.end("who") : age_at]
    if match["who"] == "parents" and _CHILDS_AGE.search(between):
        return False
    others = [
        m
        for m in scene.mentions
        if match.end("who") <= m.head < age_at
        and m.who not in {Who.PARENT, Who.CHILD}
        and not (m.pronoun or m.possessor)
    ]
    other_age = _ANOTHER_AGE.get(match["who"])
    if other_age and other_age.search(f"{between} "):
        return False
    if others or _NOT_THE_PARENT.search(text[max(0, who_at - 8) : who_at]):
        return False
    if _CHILD_BETWEEN.search(between) and not _AT_BIRTH.search(between):
        return False
    return not (_EARLIER.search(between) or _AT_OTHER_TIME.search(match["rest"]))
