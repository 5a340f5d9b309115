"""By what a known review is found again without a look at all that are known.

Two entries that `identity` may join have a mark in common: of the name, of the catalogue's number,
of the whole wording, or of the text. For the text the 16 least checksums of its runs of three words
stand (Broder's bottom-k sketch): of two texts that share three quarters, the least bar by which a
text alone joins, each of the 16 least of both together is in both with that chance, so one pair in
four thousand million is overlooked, and is then two reviews, as whatever is not sure.
"""

from heapq import nsmallest
from zlib import crc32

from repo_watch.judging.fingerprint import content_hash, heading_key
from repo_watch.model import Entry

YEARS_APART = 1
"""A corrected year is off by one; texts of reviews further apart are other reviews."""
_LEAST = 16
_NAME, _NUMBER, _WORDING = range(3)
_KINDS = 10_000
"""A mark is a checksum, times this, plus its kind; a text's kind is its year."""


def marks(entry: Entry, text: frozenset[str], *, asked: bool = False) -> frozenset[int]:
    """The marks under which an entry is kept, or for which one is `asked` with another.

    Args:
        entry: the entry.
        text: its shingles.
        asked: whether neighbouring years count too.
    """
    apart = YEARS_APART if asked else 0
    years = range(entry.year - apart, entry.year + apart + 1)
    least = nsmallest(_LEAST, {crc32(run.encode()) for run in text})
    found = {part * _KINDS + year for part in least for year in years}
    found.add(_mark("\n".join(heading_key(entry)[1:]), _NAME))
    found.add(_mark(content_hash(entry), _WORDING))
    if entry.accession:
        found.add(_mark(entry.accession, _NUMBER))
    return frozenset(found)


def _mark(text: str, kind: int) -> int:
    return crc32(text.encode()) * _KINDS + kind
