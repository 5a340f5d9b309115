"""Which entry of a page is which known review.

A list entry has no id, and year + authority + case is not unique: "Anonymous – Child A" comes back
even within a year. So headings only propose, and the text decides. A wrong join is worse than a
missed one; either can be undone by an operator's ruling, which goes before every rule here.

Two entries are compared where they share `marks`, by which a known review is found again without a
look at all that are known: one of the name, of the catalogue's number or of the whole wording, or
three of the text. For the text the 16 least checksums of its runs of three words stand (Broder's
bottom-k sketch). Of two texts that share three quarters, the least bar by which a text alone joins,
each of the 16 least of both together is in both with that chance: fewer than three are in three
pairs of ten million. These then stay two reviews, as whatever is not sure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from repo_watch.judging.changes import LASTING, Here, Known, Match
from repo_watch.judging.fingerprint import content_hash, heading_key, once, shingles
from repo_watch.model import Entry, Publication
from repo_watch.reading.terms.titles import title_key

_SAME_TEXT = 0.75
"""Of the shingles: the same text with an edit, so that a corrected heading may be believed."""
_LIKE_TEXT_ANONYMOUS = 0.4
_LIKE_TEXT_NAMED = 0.15
"""What the same heading asks of the text. A named authority's heading says more."""
_BONUS = {"heading and text": 1.0, "heading and report": 1.0, "text": 0.5, "heading alone": 0.5}
"""What a rule adds to the likeness of the texts: the score is the mean of the two."""


BY_ID = frozenset({"content_id", "address"})
"""Rules by which a publication is known by what its source calls it."""
_WORDS_OF_A_TITLE = 4
"""Fewer words ("Annual report") name many publications."""

_YEARS_APART = 1
"""A corrected year is off by one; texts of reviews further apart are other reviews."""
_LEAST = 16
_SHARED = 3
_NAME, _NUMBER, _WORDING = range(3)
_BITS = 32
"""Of a checksum: a mark is its kind, for a text its year, and one. Those of a year lie together."""

_Open: TypeAlias = Sequence[tuple[int, Entry]]
"""Entries for which nothing was found yet, each with its place."""
_Proposal: TypeAlias = tuple[int, int, str, float]
"""An entry's place, what it may be, the rule by which, and the score."""


def match(entries: Sequence[Entry], known: Known) -> tuple[Match | None, ...]:
    """For each entry, the known review that it is, and why; None for a new one.

    Each known review is given to one entry at most, save for entries that are equal.
    """
    found: dict[int, Match] = {}
    taken: set[int] = set()
    for propose in (_ruled, _equal, _numbered, _alike):
        left = [(at, entry) for at, entry in enumerate(entries) if at not in found]
        for at, id_, rule, score in propose(left, known, taken):
            if at not in found and (propose in (_ruled, _equal) or id_ not in taken):
                found[at] = Match(id_, rule, round(score, 3))
                taken.add(id_)
    return tuple(found.get(at) for at in range(len(entries)))


def _ruled(entries: _Open, known: Known, _: set[int]) -> Iterator[_Proposal]:
    """What an operator said."""
    for at, entry in entries:
        for id_ in known.ruled("same", entry):
            yield at, id_, "ruling", 1.0


def _equal(entries: _Open, known: Known, _: set[int]) -> Iterator[_Proposal]:
    """The same words as this page showed before, or as any page showed."""
    here = {item.here.hash: item.id for item in known.items if item.here}
    anywhere = {item.hash: item.id for item in known.items}
    for at, entry in entries:
        said = content_hash(entry)
        id_ = here.get(said, anywhere.get(said))
        if id_ is not None and id_ not in known.ruled("apart", entry):
            yield at, id_, "equal", 1.0


def _numbered(entries: _Open, known: Known, _: set[int]) -> Iterator[_Proposal]:
    """What the catalogue's number says, unless wording or heading says that it is a slip.

    A page's own words go first, so that numbers which were swapped move no review.
    """
    numbered = [(at, entry) for at, entry in entries if entry.accession]
    if not numbered:
        return
    olds = [(one, one.item) for one in known.items if isinstance(one.item, Entry)]
    of = {_unnumbered(old): one.id for one, old in olds if one.here and old.accession}
    for at, entry in numbered:
        id_ = of.get(_unnumbered(entry))
        if id_ is not None and id_ not in known.ruled("apart", entry):
            yield at, id_, "equal", 1.0
    bear, bore = (Counter(one.accession for _, one in some) for some in (numbered, olds))
    lone = {old.accession: (one.id, old) for one, old in olds if bore[old.accession] == 1}
    for at, entry in numbered:
        if bear[entry.accession] == 1 and entry.accession in lone:
            id_, old = lone[entry.accession]
            if not _contradicts(entry, old):
                yield at, id_, "accession", 1.0


def _unnumbered(entry: Entry) -> str:
    return content_hash(replace(entry, accession=None))


def _contradicts(entry: Entry, other: Entry) -> bool:
    """Whether two entries with one number are two reviews: the number was re-used, or is a slip."""
    if heading_key(entry)[1:] == heading_key(other)[1:]:
        return False
    if entry.sections and other.sections:
        return _likeness(shingles(entry), shingles(other)) < _LIKE_TEXT_NAMED
    return not _near(entry, other)


def _alike(entries: _Open, known: Known, taken: set[int]) -> Sequence[_Proposal]:
    """What heading and text say of the reviews that are not taken, likest first."""
    items = [item for item in known.items if item.id not in taken]
    if not (entries and items):
        return ()
    others = {item.id: item.item for item in items if isinstance(item.item, Entry)}
    texts = {id_: shingles(other) for id_, other in others.items()}
    names = {id_: heading_key(other)[1:] for id_, other in others.items()}
    named = Counter(names.values())
    here = {item.id for item in items if item.here}
    by_mark: dict[int, list[int]] = defaultdict(list)
    for id_, other in others.items():
        for mark in marks(other).every:
            by_mark[mark].append(id_)
    found: list[_Proposal] = []
    for at, entry in entries:
        text, name = shingles(entry), heading_key(entry)[1:]
        for id_ in marks(entry, asked=True).sharing(by_mark):
            likeness = _likeness(text, texts[id_])
            same_name = name == names[id_]
            sure = entry.authority_text is not None or id_ in here or _linked(entry, others[id_])
            lone = named[name] == 1 and sure
            rule = _rule(entry, others[id_], likeness, same_name=same_name, lone=lone)
            if entry.accession and others[id_].accession not in (None, entry.accession):
                # Two numbers of the catalogue are two reviews, save where a page corrects one.
                corrected = same_name and id_ in here and likeness >= _LIKE_TEXT_ANONYMOUS
                rule = rule if corrected else None
            if rule and id_ not in known.ruled("apart", entry):
                found.append((at, id_, rule, (_BONUS[rule] + likeness) / 2))
    return sorted(found, key=lambda one: (-one[3], one[0], one[1]))


def _rule(
    entry: Entry, other: Entry, likeness: float, *, same_name: bool, lone: bool
) -> str | None:
    """The rule by which two entries are one review, or None.

    `lone`: only one known review has this authority and case name, and the authority is named,
    this page shows it already, or both lead to one address.
    """
    near = _near(entry, other)
    if not (entry.sections and other.sections):
        # A partnership's page lists reports without a text, under the year it published them.
        alone = lone and same_name and near and not entry.anonymous
        return "heading alone" if alone else None
    if same_name and entry.year == other.year:
        if likeness >= (_LIKE_TEXT_ANONYMOUS if entry.anonymous else _LIKE_TEXT_NAMED):
            return "heading and text"
        if _linked(entry, other):
            return "heading and report"
        return None
    return "text" if near and likeness >= _SAME_TEXT else None


def _linked(one: Entry, other: Entry) -> bool:
    """Whether two entries lead to one address."""
    return not {link.url for link in one.links}.isdisjoint(link.url for link in other.links)


def _near(entry: Entry, other: Entry) -> bool:
    """Whether the years fit; a page that states none now may state one later."""
    return not (entry.year and other.year) or abs(entry.year - other.year) <= _YEARS_APART


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's index of two sets of shingles; 0 where one has none."""
    shared = len(one & other)
    total = len(one) + len(other) - shared
    return shared / total if total else 0.0


def same_publication(said: Publication, known: Known, here: Here) -> Match | None:
    """The known publication that one is, and why; None for a new one.

    By content id; by address where the answer (gone, redirected, missing) is another's; by title
    where two sources publish one report, as GOV.UK and the Panel's own site do.
    """
    olds = [(old, old.item) for old in known.items if isinstance(old.item, Publication)]
    for old, item in olds:
        if said.content_id is not None and item.content_id == said.content_id:
            return Match(old.id, "content_id")
    if said.state not in LASTING:
        return next((Match(old.id, "address") for old, item in olds if item.url == said.url), None)
    if len(said.title.split()) < _WORDS_OF_A_TITLE:
        return None
    twins = [
        old
        for old, item in olds
        if title_key(item.title) == title_key(said.title)
        and (old.here or old.source != here.source)
        # Every partnership has an annual report: named publishers must have one in common.
        and (
            not (item.organisations and said.organisations)
            or set(item.organisations) & set(said.organisations)
        )
    ]
    return Match(twins[0].id, "title") if len(twins) == 1 else None


class Marks(Struct, frozen=True):
    """An entry's: one of the `sure` suffices; of the `text` it takes `enough`."""

    sure: frozenset[int]
    text: frozenset[int]
    enough: int

    @property
    def every(self) -> frozenset[int]:
        """All of them."""
        return self.sure | self.text

    def sharing(self, by_mark: Mapping[int, Sequence[int]]) -> set[int]:
        """Those that share as many, of what is kept by mark."""
        counted = Counter(chain.from_iterable(by_mark.get(mark, ()) for mark in self.text))
        found = {id_ for id_, count in counted.items() if count >= self.enough}
        return found.union(*(by_mark.get(mark, ()) for mark in self.sure))


def marks(entry: Entry, *, asked: bool = False) -> Marks:
    """The marks under which an entry is kept, or where `asked`, those of the years beside too."""
    apart = _YEARS_APART if asked else 0
    year = entry.year or 0
    years = range(year - apart, year + apart + 1)
    least = _least(entry)
    sure = {_mark("\n".join(heading_key(entry)[1:]), _NAME), _mark(content_hash(entry), _WORDING)}
    if entry.accession:
        sure.add(_mark(entry.accession, _NUMBER))
    return Marks(
        frozenset(sure),
        frozenset(year << _BITS | part for part in least for year in years),
        min(_SHARED, len(least)),
    )


@once
def _least(entry: Entry) -> list[int]:
    return sorted(set(map(crc32, map(str.encode, shingles(entry)))))[:_LEAST]


def _mark(text: str, kind: int) -> int:
    return kind << _BITS | crc32(text.encode())
