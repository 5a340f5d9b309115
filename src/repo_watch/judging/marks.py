"""By what a known review is found again without a look at all that are known.

Two entries that `identity` may join share a mark of the name, of the catalogue's number or of the
whole wording, or three marks of the text. For the text the 16 least checksums of its runs of three
words stand (Broder's bottom-k sketch). Of two texts that share three quarters, the least bar by
which a text alone joins, each of the 16 least of both together is in both with that chance: fewer
than three are in three pairs of ten million. These then stay two reviews, as whatever is not sure.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from zlib import crc32

from msgspec import Struct

from repo_watch.judging.fingerprint import content_hash, heading_key, once, shingles
from repo_watch.model import Entry

YEARS_APART = 1
"""A corrected year is off by one; texts of reviews further apart are other reviews."""
_LEAST = 16
_SHARED = 3
_NAME, _NUMBER, _WORDING = range(3)
_KINDS = 10_000
"""A mark is a checksum, times this, plus its kind; a text's kind is its year."""


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
    apart = YEARS_APART if asked else 0
    year = entry.year or 0
    years = range(year - apart, year + apart + 1)
    least = _least(entry)
    sure = {
        _mark("\n".join(heading_key(entry)[1:]), _NAME),
        _mark(content_hash(entry), _WORDING),
    }
    if entry.accession:
        sure.add(_mark(entry.accession, _NUMBER))
    return Marks(
        frozenset(sure),
        frozenset(part * _KINDS + year for part in least for year in years),
        min(_SHARED, len(least)),
    )


@once
def _least(entry: Entry) -> list[int]:
    return sorted(set(map(crc32, map(str.encode, shingles(entry)))))[:_LEAST]


def _mark(text: str, kind: int) -> int:
    return crc32(text.encode()) * _KINDS + kind
