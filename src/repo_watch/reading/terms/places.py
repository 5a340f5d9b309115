"""The authority of a heading, resolved to statistical codes.

The tables are `data/reference/places.csv` (authorities responsible for children's services, those
to come among them, nations and Crown dependencies) and `place_aliases.csv` (short, Welsh and old
names, and partnerships over several authorities). Nothing is guessed: a text resolves when all of
it is understood, and else not at all. District councils are left unresolved, since a district is
not its county.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import chain, groupby

from msgspec import Struct
from msgspec.structs import replace

from repo_watch.reading.terms.patterns import Patterns
from repo_watch.reading.terms.reference import rows


class Place(Struct, frozen=True):
    """An authority, a nation or a Crown dependency, by the name that staff call it.

    `gss` is the nine-character GSS code; None for bodies outside the ONS's codes, and while no code
    is published yet. `region` is an English one, None elsewhere; `nation` one of England, Wales,
    Scotland, Northern Ireland, Guernsey, Jersey and Isle of Man. `successor_of` is the dissolved
    authority that was named, where this one took over from it.
    """

    name: str
    gss: str | None
    region: str | None
    nation: str
    successor_of: str | None = None


_WORDS = Patterns(__file__)
_LONGEST = 1_000
"""Characters of an authority, or of many; what is longer names none."""


def _fold(text: str) -> str:
    """Lower case letters, digits and single spaces; whatever separates names becomes "and"."""
    together = _WORDS.apostrophes.sub("", _WORDS.initials.sub(r"\1", text.casefold()))
    letters = unicodedata.normalize("NFKD", together)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = _WORDS.no_word.sub(" ", _WORDS.separators.sub(" and ", plain)).strip()
    return _WORDS.ands.sub("and", words)


def _spellings(words: str) -> Iterator[str]:
    """The words, without their style, and then without one word more that names a body."""
    kept = words.split(" ")
    while kept:
        words = " ".join(kept)
        yield words
        while match := _WORDS.style.match(words):
            words = words[match.end() :]
            yield words
        if not _WORDS.body.fullmatch(kept.pop()):
            return


_LAST = date.max.isoformat()
_ROWS = sorted(rows("places.csv"), key=lambda row: (_fold(row["name"]), row["start"]))
_ALIASES = rows("place_aliases.csv")
_PLACES = {name: [*bearers] for name, bearers in groupby(_ROWS, lambda row: _fold(row["name"]))}
"""Folded name to the rows of all that has borne it, oldest first."""
_NAMES: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
    name: [("", _LAST, (name,))] for name in _PLACES
}
"""Folded name to what it has meant: from which day (ISO) to which, and which names."""
for _row in _ALIASES:
    _meant = (_row["start"], _row["end"] or _LAST, tuple(map(_fold, _row["places"].split(";"))))
    _NAMES.setdefault(_fold(_row["alias"]), []).append(_meant)
_OF_CODE = {row["gss"]: _fold(row["name"]) for row in _ROWS}
_AS_WRITTEN = (*(row["name"] for row in _ROWS), *(row["alias"] for row in _ALIASES))
_WRITTEN = {_fold(name): name for name in _AS_WRITTEN}
"""Folded name to the name as its table writes it."""
_SIDES = {"n": "north", "e": "east", "s": "south", "w": "west"}
_SHORT = (
    _SIDES
    | {a + b: f"{_SIDES[a]} {_SIDES[b]}" for a in "ns" for b in "ew"}
    | {
        short: names[0]
        for short, ((_, _, names), *_) in _NAMES.items()
        if len(names) == 1 and names[0].startswith(short[:1]) and " " not in short + names[0]
    }
)
"""Of "N Lincolnshire" and "West Northants": one word for one, at all times."""
_MOST_PARTS = 1 + max(name.count(" and ") for name in _NAMES)


def _known(words: str, on: str) -> tuple[str, ...]:
    """The names behind one written name, with or without its body and style; () if unknown."""
    for name in _spellings(words):
        long = " ".join(_SHORT.get(word, word) for word in name.split(" "))
        for start, end, names in chain(_NAMES.get(name, ()), _NAMES.get(long, ())):
            if start <= on <= end:
                return names
    return ()


def _shared(parts: Sequence[str], on: str) -> tuple[str, ...]:
    """The names behind the first of several parts that is half a name; () if it is none."""
    if not _WORDS.side.fullmatch(parts[0]):
        return ()
    whole = next((part for part in parts if not _WORDS.side.fullmatch(part)), "")
    half = _WORDS.side.match(whole)
    return _known(parts[0] + whole[half.end() :], on) if half else ()


def _names(words: str, on: str) -> tuple[str, ...]:
    """The names behind a written list of names; () unless all of them are known.

    The longest name is tried first: "brighton and hove and kent" is two names, not three.
    """
    found: list[str] = []
    parts = words.split(" and ")
    while parts:
        for size in range(min(len(parts), _MOST_PARTS), 0, -1):
            names = _known(" and ".join(parts[:size]), on)
            if names or (size == 1 and (names := _shared(parts, on))):
                found += names
                del parts[:size]
                break
        else:
            return ()
    return tuple(dict.fromkeys(found))


def _bearers(name: str, on: str) -> Iterator[Place]:
    """Who bore the name then: the latest that had begun, else the first; or who took over."""
    bearers = _PLACES[name]
    row = next((row for row in reversed(bearers) if row["start"] <= on), bearers[0])
    if on < row["start"] and not row["gss"]:
        return  # a council to come: until its day the name means no authority
    if on <= (row["end"] or _LAST):
        yield Place(row["name"], row["gss"] or None, row["region"] or None, row["nation"])
        return
    for successor in filter(None, row["successor"].split(";")):
        for place in _bearers(_OF_CODE.get(successor) or _fold(successor), on):
            yield replace(place, successor_of=row["name"])


def nearest(text: str) -> tuple[str, ...]:
    """At most three known names that look like one that does not resolve, best first."""
    words = _WORDS.body_at_end.sub("", _fold(_WORDS.bracket.sub("", text[:_LONGEST])))
    return tuple(_WRITTEN[name] for name in get_close_matches(words, _NAMES, cutoff=0.75))


def resolve(text: str | None, on: date | int) -> tuple[Place, ...]:
    """The places that the authority of a heading names.

    A name that went to a successor of the same name ("North Yorkshire", 2023) gives the one of the
    date. The name of a dissolved authority, which its partnership may go on bearing ("Cumbria"),
    gives the authorities that took over, each saying from whom. The name of a council to come gives
    nothing before its day. Of a bare year its last day counts.

    The places come in the order written, one partnership giving all its authorities; there are none
    when the text is anonymous (None) or any part of it is unknown.
    """
    if isinstance(on, int):
        on = date(min(max(on, date.min.year), date.max.year), 12, 31)
    if not text or len(text) > _LONGEST:
        return ()
    bracket, day = _WORDS.bracket.search(text), on.isoformat()
    outside = _fold(_WORDS.bracket.sub("", text))
    bare = _WORDS.body_at_end.sub("", outside)
    for words in (_fold(text), outside, _fold(bracket[1]) if bracket and not bare else ""):
        # With the words that make a body of a place, and without.
        names = _names(words, day) or _names(_WORDS.body_at_end.sub("", words), day)
        if names:
            found = [tuple(_bearers(name, day)) for name in names]
            once = {place.name: place for place in reversed([*chain(*found)])}
            return tuple(reversed(once.values())) if all(found) else ()
    return ()
