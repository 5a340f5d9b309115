"""The nouns between judging and the store: what is known, and what is to be done."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct

from repo_watch.judging.fingerprint import Sketch, sketch
from repo_watch.model import Item, Publication

Cause: TypeAlias = Literal["source", "witness", "reader", "hand"]
"""Why a version was made: the source changed its page; another page, whose wording leads, shows
the same review; a better reader; an operator. Only the first is news for a digest."""


class Sighting(Struct, frozen=True):
    """An item on one page, with the content hash of what that showed.

    `misses` are complete ok readings in a row without it, the last of these `missed_on` a day that
    counts once; `gone` is believed after enough of them.
    """

    hash: str
    misses: int = 0
    missed_on: date | None = None
    gone: bool = False


class KnownItem(Struct, frozen=True, dict=True):
    """A review or publication in the database.

    `said` is its newest version, or what gives that (most of a page stays as it was), `hash` the
    content hash of that; `source` showed it first; `lead_rank` is that of the page whose wording it
    carries, `here` its sighting on the page in question; `elsewhere` counts the other pages that
    keep their entries and show it now.
    """

    id: int
    said: Item | Callable[[], Item]
    hash: str
    state: str
    source: str = ""
    lead_rank: int = 0
    here: Sighting | None = None
    elsewhere: int = 0

    @cached_property
    def item(self) -> Item:
        """Its newest version."""
        return self.said() if callable(self.said) else self.said

    @property
    def shown(self) -> bool:
        """Whether the page showed it when last read well, as far as that is believed."""
        return self.here is not None and not self.here.gone

    def settled(self, said: str) -> bool:
        """Whether this page is known to show the item just so."""
        here = self.here
        return here is not None and here.hash == said and not (here.misses or here.gone)


LASTING = frozenset({"listed", "live", "withdrawn"})
"""States of an item that is there."""


def state_of(item: Item) -> str:
    """The state that an item itself tells: a review is listed."""
    return item.state if isinstance(item, Publication) else "listed"


class Ruling(Struct, frozen=True):
    """An operator's decision: a text is an item, is not that item, or may not come back."""

    kind: Literal["same", "apart", "suppress"]
    sketch: Sketch
    item: int


class Known(Struct, frozen=True):
    """What the database knows that bears on one page.

    `items` are candidates for what it shows, and everything last seen on it. On a `first_night` no
    earlier run read the source well, before a `first_reading` none read this page well. A listing
    leads to a `document`, which is no list of items; `baseline`: it did so when first read.
    `listed` are addresses that the page led to when last read well, `pages` all of its source.
    """

    items: tuple[KnownItem, ...] = ()
    first_night: bool = False
    first_reading: bool = False
    document: bool = False
    baseline: bool = False
    listed: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    rulings: tuple[Ruling, ...] = ()

    def is_old(self, joined: int, count: int) -> bool:
        """Whether what a page shows and we did not know was there before we looked.

        A list that moved to a new address brings its old entries along; a page that shares little
        with what is known is a new collection, and what it holds is no news.
        """
        at_first = self.baseline if self.document else joined * 2 < count
        return self.first_night or (self.first_reading and at_first)

    def ruled(self, kind: str, item: Item) -> tuple[int, ...]:
        """The items that rulings of a kind name for a text, of the likest text and newest first."""
        concerned = [ruling for ruling in self.rulings if ruling.kind == kind]
        if not concerned:
            return ()
        said = sketch(item)
        liked = [(one.sketch.likeness(said), one.item) for one in reversed(concerned)]
        return tuple(id_ for like, id_ in sorted(liked, key=lambda one: -one[0]) if like)


class Match(Struct, frozen=True):
    """Why an entry is held to be a known item: the rule's name and its score, 0 to 1."""

    id: int
    rule: str
    score: float = 1.0


class Event(Struct, frozen=True):
    """What happened to an item, and which fields it concerns."""

    kind: str
    fields: tuple[str, ...] = ()


class New(Struct, frozen=True):
    """An item that was not known; `baseline` where it was there before we looked."""

    item: Item
    baseline: bool


class Revised(Struct, frozen=True):
    """A new version of a known item. `events` is empty where it is no news."""

    id: int
    item: Item
    changed: tuple[str, ...]
    cause: Cause
    events: tuple[Event, ...]


class Missed(Struct, frozen=True):
    """A known item that a complete ok reading did not show, so often in a row."""

    id: int
    misses: int
    gone: bool


class Turned(Struct, frozen=True):
    """A known item whose state changes without a new version: absent, or back."""

    id: int
    state: str
    event: Event


class Changes(Struct):
    """What one reading of one page does to the database, by what befell items.

    `seen` has the content hash of what this page says; `reset`, what a better reader sets otherwise
    in the same words, makes no version. `listed_baseline`: pages that it leads to for the first
    time are baseline. `look_again`: it is asked for the next night too, whatever listings say.
    """

    new: list[New] = []
    seen: list[tuple[Match, str]] = []
    revised: list[Revised] = []
    missed: list[Missed] = []
    turned: list[Turned] = []
    reset: dict[int, Item] = {}
    listed_baseline: bool = False
    look_again: bool = False


class Here(Struct, frozen=True):
    """The page that was read: its source and rank, and whether it rolls over by design.

    An entry that leaves a page which rolls over (a monthly update) says nothing of the review.
    `believed`: an operator holds that what the page does not show is gone; one reading will do.
    """

    source: str = ""
    rank: int = 0
    rolls: bool = False
    believed: bool = False
