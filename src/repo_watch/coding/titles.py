"""What the title of an entry calls its subjects, and how many it labels."""

import re

from repo_watch.coding.sentences import fold

_SEPARATOR = re.compile(r"\s[-–—]\s?|[-–—]\s")
_KIND = re.compile(
    r"\b(child|baby|young (?:person|woman|man)|girl|boy|infant|yp|adult|brother|sister)\b"
    r"|\b(?:children|babies|young people|girls|boys|infants|siblings?(?: group)?|brothers|sisters"
    r"|twins?|cases?|review|family|group|families)\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?!(?:CPR|DHR|SAR|SCR|CSPR|LCSPR|LSCB|CSE|CCE|NAI|FII)\b)(?:[A-Z]{1,4}\d{0,3}"
    r"|\d{1,3}[A-Z]{0,2}"
    r"|[A-Z]\d[A-Z]?)\b"
)
_NUMBERED = re.compile(r"\b\d{1,3}/\d{2,4}\b")  # "CPR 3/2015" counts reviews, not children
_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]+(?:['’-][A-Z]?[a-zà-ÿ]+)?\b")
_PLAIN_WORDS = frozenset(
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


def names_of(title: str) -> tuple[str, ...]:
    """What the title calls the subjects, folded: "child q", "mia", "bh"."""
    case = _case(title)
    codes = _CODE.findall(case)
    found = [fold(name) for name in _given_names(case)]
    if _KIND.search(case):
        found += [
            f"{noun} {fold(code)}"
            for code in codes
            for noun in ("child", "baby", "young person", "boy", "girl", "infant", "yp", "sibling")
        ]
    found += [f"{noun} {fold(name)}" for name in _given_names(case) for noun in ("child", "baby")]
    found += [fold(code) for code in codes if len(code) > 1 and not code.isdigit()]
    return tuple(dict.fromkeys(found))


def title_count(title: str) -> int | None:
    """How many subjects the title labels ("Children F, G and H": 3), or None."""
    case = _case(title)
    kind = _KIND.search(case)
    codes, names = len(_CODE.findall(case)), len(_given_names(case))
    if kind is None:
        return names or codes or None
    if kind[1] is None:
        return codes or (2 if re.search(r"\btwins\b", case, re.IGNORECASE) else None)
    return codes or names or 1


def _given_names(case: str) -> list[str]:
    return [name for name in _NAME.findall(case) if name.lower() not in _PLAIN_WORDS]


def _case(title: str) -> str:
    case = _SEPARATOR.split(title.strip(), maxsplit=2)[-1]
    return _NUMBERED.sub("", case)
