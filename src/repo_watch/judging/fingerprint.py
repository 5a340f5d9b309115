"""What an item says, reduced to what may be compared: fields, content hash, shingles, sketch.

The hash covers named, normalised fields, leaves empty ones out (so that a new field changes no
hash) and carries its own version (so that a change of these rules is no change at the source).
Of a document's address what lasts is compared, of a date the moment and not its spelling.
"""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit
from weakref import ref

from msgspec import Struct
from msgspec.structs import asdict

from repo_watch.model import Attachment, Entry, Item, Link
from repo_watch.reading.govuk import moment
from repo_watch.reading.terms.titles import normalised

_Of = TypeVar("_Of", bound=Item)
_Made = TypeVar("_Made")
_ENTRY_VERSION, _PUBLICATION_VERSION = 1, 2
_SHINGLE_WORDS = 3
_TYPOGRAPHY = str.maketrans({
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-",
    "\u00ad": None, "…": "...",
})  # fmt: skip
_WORD = re.compile(r"\w+")
_MOMENTS = frozenset({"first_published_at", "public_updated_at", "withdrawn_at"})
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
_ASSET = re.compile(r"/media/([0-9a-f]{24})(?:/|$)")


def once(make: Callable[[_Of], _Made]) -> Callable[..., _Made]:
    """Remember what was made of an item for as long as the item is there: a night asks often.

    What was made of one that is equal, once it is given, is not made again.
    """
    made: dict[int, tuple[ref[_Of], _Made]] = {}

    @wraps(make)
    def of(item: _Of, given: _Made | None = None) -> _Made:
        key = id(item)
        if key not in made:
            made[key] = ref(item, lambda _: made.pop(key)), given or make(item)
        return made[key][1]

    return of


def fold(text: str) -> str:
    """Text without what a publisher's editor changes unasked: quotes, dashes, white space."""
    if not text.isascii():
        text = normalised("NFKC", text.translate(_TYPOGRAPHY))
    return " ".join(text.split())


def fields(item: Item) -> dict[str, Any]:
    """The item's fields by name, an entry's sections among them; empty ones left out."""
    found = asdict(item)
    if isinstance(item, Entry):
        found.update(found.pop("sections"))
        del found["points"]  # where a line ends is white space
    return {name: value for name, value in found.items() if value not in (None, "", (), False)}


@once
def content_hash(item: Item) -> str:
    """`VERSION:` and a hash of what the item says; equal for texts that only look different."""
    version = _ENTRY_VERSION if isinstance(item, Entry) else _PUBLICATION_VERSION
    said = json.dumps(_compared(item), sort_keys=True, ensure_ascii=False)
    return f"{version}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def take_over(entry: Entry, said: str) -> None:
    """Spare an entry the hash that was stored with the same words, if by the rules of today."""
    if said.startswith(f"{_ENTRY_VERSION}:"):
        content_hash(entry, said)


def changed_fields(old: Item, new: Item) -> tuple[str, ...]:
    """Names of the fields that differ in more than typography, in the new item's order."""
    before, after = _compared(old), _compared(new)
    return tuple(
        name for name in dict.fromkeys((*after, *before)) if before.get(name) != after.get(name)
    )


@once
def heading_key(entry: Entry) -> tuple[int | None, str, str]:
    """Year, authority ("" when anonymous) and case name, folded. Not unique."""
    authority = fold(entry.authority_text or "").casefold()
    return entry.year, authority.replace("&", "and"), fold(entry.case_name).casefold()


def shingles(entry: Entry) -> frozenset[str]:
    """The runs of three words of all sections: what survives a small edit."""
    words = _WORD.findall(fold(" ".join(entry.sections.values())).casefold())
    size = min(_SHINGLE_WORDS, len(words)) or 1
    return frozenset(map(" ".join, zip(*(words[at:] for at in range(size)), strict=False)))


def _compared(item: Item) -> dict[str, Any]:
    return {
        name: (moment(value) if name in _MOMENTS else None)
        or (_same_place(value) if name == "url" else _plain(value))
        for name, value in fields(item).items()
    }


def _same_place(url: str) -> str:
    """An address without what is no part of a document: `http` or `https`, a leading `www.`."""
    return _SCHEME.sub("https://", url)


def _lasting(document: Attachment) -> str:
    """What of a document's address stays while it does: of GOV.UK's, the asset's id or the path."""
    path = urlsplit(document.url).path
    if document.kind == "html":
        return path
    asset = _ASSET.match(path)
    return asset[1] if asset else _same_place(document.url)


def _plain(value: Any) -> Any:  # noqa: ANN401 -- whatever a field of an item holds
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Struct):
        said = {name: _plain(part) for name, part in asdict(value).items()}
        if isinstance(value, Attachment):
            return said | {"url": _lasting(value)}
        return said | {"url": _same_place(value.url)} if isinstance(value, Link) else said
    return value


_LEAST = 64
_SAME_TEXT = 0.6
_LIKE_TEXT = 0.3
"""Of the marks: what is asked of a text under another heading, and under the same."""


class Sketch(Struct, frozen=True):
    """What an operator's ruling remembers of a text: enough to know it, too little to read it.

    A ruling must outlive small edits, and one that suppresses may keep no text. So it keeps a hash
    of the heading and the 64 least hashes of the runs of three words; how many of these two texts
    share estimates how like they are (Broder's min-wise sketches). A publication has its id's hash
    alone.
    """

    heading: str
    marks: tuple[int, ...] = ()

    def likeness(self, other: "Sketch") -> float:
        """How like they are, 0 to 1; 0 unless the two are of one text, perhaps edited."""
        least = set(sorted({*self.marks, *other.marks})[:_LEAST])
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
    marks = sorted(int.from_bytes(_hash(shingle)) for shingle in shingles(item))[:_LEAST]
    return Sketch(_hash(json.dumps(heading_key(item))).hex(), tuple(marks))


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:6]
