"""The authority of a heading, resolved to statistical codes.

The tables are `data/reference/places.csv` (authorities responsible for children's services, nations
and Crown dependencies) and `place_aliases.csv` (short, Welsh and old names, and partnerships over
several authorities). Nothing is guessed: a text resolves when all of it is understood, and else not
at all. District councils are left unresolved, since a district is not its county.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from repo_watch.reading.terms.reference import rows


@dataclass(frozen=True, slots=True)
class Place:
    """An authority, a nation or a Crown dependency.

    Attributes:
        name: what staff call it.
        gss: nine-character GSS code; None for bodies outside the ONS's codes.
        region: English region; None elsewhere.
        nation: England, Wales, Scotland, Northern Ireland, Guernsey, Jersey or Isle of Man.
    """

    name: str
    gss: str | None
    region: str | None
    nation: str


_APOSTROPHES = re.compile(
    "['`\N{ACUTE ACCENT}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]"
)
_SEPARATORS = re.compile(r"[&+,/;]")
_NO_WORD = re.compile(r"[\W_]+")
_ANDS = re.compile(r"\band(?: and)+\b")

_STYLE = re.compile(
    r"^(?:the |safeguarding (?:children )?(?:board|partnership) for |"
    r"(?:london |royal |metropolitan |county )*borough of |(?:city and )?county of |city of |"
    r"states of |government of |bailiwick of )+"
)
_BODY = re.compile(
    "acpc|adults?|agency|and|area|arrangements|bc|board|borough|cc|child|childrens?|city|committee|"
    "corporation|council|county|cpc|district|local|lscb|lscp|mbc|mdc|metropolitan|multi|partners|"
    "partnerships?|protection|regional|safeguarding|scb|scp|services|trust|unitary"
)
"""Words that, after a place, make a body of it: "Kent County Council", "Leeds LSCB"."""


def _fold(text: str) -> str:
    """Lower case letters, digits and single spaces; whatever separates names becomes "and"."""
    letters = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = _NO_WORD.sub(" ", _SEPARATORS.sub(" and ", plain)).strip()
    return _ANDS.sub("and", words)


def _bare(words: str) -> str:
    """The words before those that name a body."""
    kept = words.split(" ")
    while kept and _BODY.fullmatch(kept[-1]):
        kept.pop()
    return " ".join(kept)


@dataclass(frozen=True, slots=True)
class _Row:
    start: date
    place: Place


def _by_name() -> Mapping[str, Sequence[_Row]]:
    """Folded name to all that has borne it, oldest first."""
    table: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows("places.csv"):
        start = date.fromisoformat(row["start"]) if row["start"] else date.min
        place = Place(row["name"], row["gss"] or None, row["region"] or None, row["nation"])
        table[_fold(row["name"])].append(_Row(start, place))
    return {name: sorted(bearers, key=lambda row: row.start) for name, bearers in table.items()}


_PLACES = _by_name()
_NAMES: Mapping[str, tuple[str, ...]] = {name: (name,) for name in _PLACES} | {
    _fold(row["alias"]): tuple(_fold(name) for name in row["places"].split(";"))
    for row in rows("place_aliases.csv")
}
_MOST_PARTS = 1 + max(name.count(" and ") for name in _NAMES)


def _known(words: str) -> tuple[str, ...]:
    """The names behind one written name, with or without its body and style; () if unknown."""
    bare = _bare(words)
    for name in (words, bare, _STYLE.sub("", words), _STYLE.sub("", bare)):
        if name in _NAMES:
            return _NAMES[name]
    return ()


def _names(words: str) -> tuple[str, ...]:
    """The names behind a written list of names; () unless all of them are known.

    The longest name is tried first: "brighton and hove and kent" is two names, not three.
    """
    found: list[str] = []
    parts = words.split(" and ")
    while parts:
        for size in range(min(len(parts), _MOST_PARTS), 0, -1):
            names = _known(" and ".join(parts[:size]))
            if names:
                found += names
                del parts[:size]
                break
        else:
            return ()
    return tuple(dict.fromkeys(found))


def _on(name: str, on: date | int) -> Place:
    """Who bore the name then: the latest that had begun, else the first."""
    begun = [
        row.place
        for row in _PLACES[name]
        if (row.start.year <= on if isinstance(on, int) else row.start <= on)
    ]
    return begun[-1] if begun else _PLACES[name][0].place


def resolve(text: str | None, on: date | int) -> tuple[Place, ...]:
    """The places that the authority of a heading names.

    A name that went to a successor of the same name ("North Yorkshire", 2023) gives the one of the
    date. The name of a dissolved authority ("Cumbria") gives that authority on later dates too:
    lists go on naming it, and which successor a case would belong to is nowhere said.

    Args:
        text: the authority as written, or None when the publisher withholds it.
        on: the date of the heading; of a bare year its last day counts.

    Returns:
        The places in the order written, one partnership giving all its authorities; () when the
        text is anonymous or any part of it is unknown.
    """
    words = _fold(text or "")
    names = _names(words) or _names(_bare(words))
    return tuple(_on(name, on) for name in names)
