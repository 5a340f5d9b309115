"""What the title of an entry calls its subjects, and how many it labels."""

import re

_SEPARATOR = re.compile(r"\s[-–—]\s?|[-–—]\s")
_KIND = re.compile(
    r"\b(child|baby|young (?:person|woman|man)|girl|boy|infant|yp|adult|brother|sister)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:children|babies|young people|girls|boys|infants|siblings?|brothers|sisters|twins?"
    r"|cases?|review|family|group|families)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?:[A-Z]{1,4}\d{0,3}|\d{1,3}[A-Z]{0,2}|[A-Z]\d[A-Z]?)\b")
_NO_CODE = frozenset(
    ["CPR", "DHR", "SAR", "SCR", "CSPR", "LCSPR", "LSCB", "CSE", "CCE", "NAI", "FII"]
)
_NUMBERED = re.compile(r"\b\d{1,3}/\d{2,4}\b")  # "CPR 3/2015" counts reviews, not children
_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]+(?:['’-][A-Z]?[a-zà-ÿ]+)?\b")
_PLAIN = frozenset(
    [
        "anonymous",
        "family",
        "review",
        "serious",
        "thematic",
        "case",
        "cases",
        "learning",
        "report",
        "the",
        "and",
        "group",
        "sibling",
        "siblings",
        "executive",
        "summary",
        "overview",
        "young",
        "person",
        "child",
        "children",
        "baby",
        "babies",
        "woman",
        "man",
        "girl",
        "boy",
        "girls",
        "boys",
        "infant",
        "infants",
        "people",
        "twin",
        "twins",
        "house",
        "home",
        "at",
        "in",
        "with",
        "injuries",
        "youth",
        "violence",
        "sisters",
        "brothers",
        "sister",
        "brother",
        "adult",
        "practice",
        "unnamed",
        "partnership",
        "multi",
        "agency",
        "joint",
        "domestic",
        "homicide",
        "national",
        "local",
        "sexual",
        "criminal",
        "exploitation",
        "neglect",
        "suicide",
        "suicides",
        "death",
        "deaths",
        "knife",
        "crime",
        "of",
        "to",
        "two",
        "three",
        "four",
        "five",
        "six",
        "a",
        "school",
        "exploited",
        "abuse",
        "on",
        "for",
        "from",
        "residential",
        "unit",
        "his",
        "her",
        "safeguarding",
        "extended",
        "concise",
        "families",
        "others",
    ]
)


def names_of(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that name a subject by themselves, and those that do after "child" or "baby".

    "Child Q" gives "q" as a label; "Mia and K2" gives "mia" and "k2" as names.
    """
    case = _case(title)
    codes, given = _codes(case), _given(case)
    names = {name.lower() for name in given} | {c.lower() for c in codes if len(c) > 1}
    names = {name for name in names if not name.isdigit()}
    return frozenset(names), frozenset({c.lower() for c in codes} | names)


def title_count(title: str) -> int | None:
    """How many subjects the title labels ("Children F, G and H": 3), or None."""
    case = _case(title)
    kinds = [(m.start(), m) for m in (_KIND.search(case), _GROUP.search(case)) if m]
    codes, names = len(_codes(case)), len(_given(case))
    if not kinds:
        return names or codes or None
    if min(kinds)[1].re is _GROUP:
        return codes or (2 if re.search(r"\btwins\b", case, re.IGNORECASE) else None)
    return codes or names or 1


def _codes(case: str) -> list[str]:
    return [code for code in _CODE.findall(case) if code not in _NO_CODE]


def _given(case: str) -> list[str]:
    return [name for name in _NAME.findall(case) if name.lower() not in _PLAIN]


def _case(title: str) -> str:
    case = _SEPARATOR.split(title.strip()[:400], maxsplit=2)[-1]
    return _NUMBERED.sub("", case)
