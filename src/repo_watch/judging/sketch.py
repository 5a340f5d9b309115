"""What an operator's ruling remembers of a text: enough to know it again, too little to read it.

A ruling must outlive small edits, and one that suppresses may keep no text. So it keeps a hash of
the heading and the 64 least hashes of the runs of three words; how many of these two texts share
estimates how like they are (Broder's min-wise sketches).
"""

import hashlib
import json

from msgspec import Struct

from repo_watch.judging.fingerprint import heading_key, shingles
from repo_watch.model import Entry, Item

_SIZE = 64
_SAME_TEXT = 0.6
_LIKE_TEXT = 0.3
"""Of the marks: what is asked of a text under another heading, and under the same."""


class Sketch(Struct, frozen=True):
    """A heading's hash and a text's least hashes; a publication has its id's hash alone."""

    heading: str
    marks: tuple[int, ...] = ()

    def likeness(self, other: "Sketch") -> float:
        """How like they are, 0 to 1; 0 unless the two are of one text, perhaps edited."""
        least = set(sorted({*self.marks, *other.marks})[:_SIZE])
        if not least:
            return float(self.heading == other.heading)
        shared = least.intersection(self.marks, other.marks)
        bar = _LIKE_TEXT if self.heading == other.heading else _SAME_TEXT
        share = len(shared) / len(least)
        return share if share >= bar else 0.0

    def encode(self) -> str:
        """As text for the database."""
        return json.dumps([self.heading, *self.marks])

    @classmethod
    def decode(cls, text: str) -> "Sketch":
        """What `encode` wrote."""
        heading, *marks = json.loads(text)
        return cls(heading, tuple(marks))


def sketch(item: Item) -> Sketch:
    """The sketch of an entry's heading and sections, or of a publication's id."""
    if not isinstance(item, Entry):
        return Sketch(_hash(f"publication {item.content_id}").hex())
    marks = sorted(int.from_bytes(_hash(shingle)) for shingle in shingles(item))[:_SIZE]
    return Sketch(_hash(json.dumps(heading_key(item))).hex(), tuple(marks))


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:6]
