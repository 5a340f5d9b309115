"""Which reviews an edition puts first: those that its places, keywords or themes name."""

import json
from collections.abc import Collection
from sqlite3 import Connection as Database

from repo_watch.digest.model import Edition

_SAID = {
    "nations": "SELECT item, nation AS name FROM item_authority",
    "regions": "SELECT item, region AS name FROM item_authority",
    # As resolved, as its heading writes it (a name that is not resolved is a name too), and the
    # dissolved authority: an edition for a county goes on when councils take over from it.
    "authorities": """SELECT item, name FROM item_authority UNION
        SELECT item, successor_of AS name FROM item_authority UNION
        SELECT id AS item, snapshot ->> '$.authority_text' AS name FROM item
          JOIN version ON version.item = item.id AND version.number = item.version""",
    "keywords": "SELECT item, keyword AS name FROM item_keyword",
    "themes": "SELECT item, term AS name FROM item_keyword",
}
"""What a review says of itself, by the name of the feature that it is compared with."""


def featured(db: Database, edition: Edition, items: Collection[int]) -> frozenset[int]:
    """The reviews among these that the edition features; none where it features nothing.

    A review of several authorities, or with several keywords, is featured where one of them is.
    """
    found: set[int] = set()
    for feature, sql in _SAID.items():
        wanted = {name.casefold() for name in getattr(edition.features, feature)}
        if wanted:
            rows = db.execute(
                f"SELECT item, name FROM ({sql}) WHERE name IS NOT NULL"  # noqa: S608 -- above
                " AND item IN (SELECT value FROM json_each(?))",
                [json.dumps(sorted(items))],
            )
            found |= {item for item, name in rows.fetchall() if name.casefold() in wanted}
    return frozenset(found)


def left_out(db: Database, edition: Edition, items: Collection[int]) -> frozenset[int]:
    """The reviews among these that are not for the edition. Publications are for every one."""
    if edition.rest == "after":
        return frozenset()
    rows = db.execute(
        "SELECT id FROM item WHERE kind = 'review' AND id IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(items))],
    )
    return frozenset(item for (item,) in rows.fetchall()) - featured(db, edition, items)
