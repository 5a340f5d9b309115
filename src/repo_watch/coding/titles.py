"""What the title of an entry calls its subjects, and how many it labels."""

import re

from repo_watch.coding.wordings import vocab

_SEPARATOR = re.compile(r"\s[-–—]\s?|[-–—]\s")
_WORD = re.compile(r"\b\d{1,3}/\d{2,4}\b|[^\W_]+(?:['’-][^\W_]+)?")  # "3/2015" counts reviews
_CODE = re.compile(r"[A-Z]{1,4}\d{0,3}|\d{1,3}[A-Z]{0,2}|[A-Z]\d[A-Z]")
_NAME = re.compile(r"[A-Z][a-zà-ÿ]+(?:['’-][A-Z]?[a-zà-ÿ]+)?")


def _read(title: str) -> tuple[list[str], list[str], list[str]]:
    """The words of the case in a title in lower case, its codes ("K2", "Q") and its names."""
    written = _WORD.findall(_SEPARATOR.split(title.strip()[:400], maxsplit=2)[-1])
    codes = [w for w in written if _CODE.fullmatch(w) and w.lower() not in vocab.no_code]
    names = [w for w in written if _NAME.fullmatch(w) and w.lower() not in vocab.plain_title]
    return [w.lower() for w in written], codes, names


def names_of(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that name a subject by themselves, and those that do after "child" or "baby".

    "Child Q" gives "q" as a label; "Mia and K2" gives "mia" and "k2" as names.
    """
    _, codes, names = _read(title)
    own = {w.lower() for w in names + [c for c in codes if len(c) > 1 and not c.isdigit()]}
    return frozenset(own), frozenset(c.lower() for c in codes) | own


def title_count(title: str) -> int | None:
    """How many subjects the title labels ("Children F, G and H": 3), or None."""
    words, codes, names = _read(title)
    kind = next((word for word in words if word in vocab.one_title | vocab.group_title), "")
    if kind in vocab.group_title:
        return len(codes) or (2 if "twins" in words else None)
    return (len(codes) or len(names) or 1) if kind else (len(names) or len(codes) or None)
