"""What a person should look at: names and terms not understood, joins that were close calls."""

from collections.abc import Mapping, Sequence
from sqlite3 import Connection as Database
from typing import Any, TypeAlias

from msgspec import Struct

from repo_watch.reading.terms import places
from repo_watch.store.questions import SQL
from repo_watch.store.schema.database import as_dicts

Rows: TypeAlias = Sequence[Mapping[str, Any]]


class Worth(Struct, frozen=True):
    """What is worth a look; none of it keeps a run from working.

    Attributes:
        authorities: as written, that no table knows; how many reviews, and known names like it.
        terms: keywords outside the reviewed vocabulary, and how many reviews have them.
        joins: why a page's entry is held to be a review that was known.
        witnesses: reviews that one kind of list names and the other, which is sound, does not.
    """

    authorities: Rows = ()
    terms: Rows = ()
    joins: Rows = ()
    witnesses: Rows = ()


def worth(db: Database) -> Worth:
    """All of that."""
    found = {name: [*as_dicts(db.execute(SQL[name]))] for name in Worth.__struct_fields__}
    for one in found["authorities"]:
        one["nearest"] = places.nearest(one["authority"])
    return Worth(**found)
