"""The partnerships that are known by name: `data/reference/partnerships.csv`."""

import re
from datetime import date
from difflib import get_close_matches
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from repo_watch.reading.terms.places import resolve
from repo_watch.reading.terms.reference import rows


class Partnership(Struct, frozen=True):
    """A partnership, board or committee that publishes reviews, as it calls itself.

    `authorities` are the names of those it is responsible for; `nation` is as in `places.csv`;
    `address` that of its page of reviews, "" where it is not known. `found` tells how the address
    or the name was found, and what is known of when; `entered` the day it was entered in the table;
    `verified` who saw the page there and when, or "not verified".
    """

    name: str
    former_names: tuple[str, ...]
    authorities: tuple[str, ...]
    nation: str
    address: str
    found: str
    entered: str
    verified: str


def partnerships() -> tuple[Partnership, ...]:
    """All of the table, by name."""
    listed = ("former_names", "authorities")
    return tuple(
        msgspec.convert(row | {n: re.findall("[^;]+", row[n]) for n in listed}, Partnership)
        for row in rows("partnerships.csv")
    )


def near(place: str, on: date) -> tuple[Partnership, ...]:
    """The partnerships of a place, then the others of its region, or of its nation without one.

    `place` is a name as `places.resolve` takes it, and none has partnerships where that knows none.
    """
    wanted = resolve(place, on)
    names, areas = {one.name for one in wanted}, {one.region or one.nation for one in wanted}

    def rank(one: Partnership) -> int:
        own = [found for name in one.authorities for found in resolve(name, on)]
        if names & {found.name for found in own}:
            return -1
        return 0 if areas & {found.region or found.nation for found in own} else 1

    return tuple(one for one in sorted(partnerships(), key=rank) if rank(one) < 1)


def named(name: str) -> Partnership | None:
    """The partnership that bears a name now or bore it before; None for none."""
    wanted = name.casefold()
    names = ((one, map(str.casefold, (one.name, *one.former_names))) for one in partnerships())
    return next((one for one, known in names if wanted in known), None)


def like(name: str) -> list[str]:
    """At most three names of the table that look like a name, best first."""
    return get_close_matches(name, [one.name for one in partnerships()], cutoff=0.5)


def at(url: str) -> Partnership | None:
    """The partnership whose page stands on the host of an address; None for none."""
    host = urlsplit(url).netloc
    return next((one for one in partnerships() if urlsplit(one.address).netloc == host), None)
