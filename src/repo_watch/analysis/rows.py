"""What an export holds: the views' rows, all or those that have changed since a day."""

import json
from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection as Database
from typing import TypeAlias

from msgspec import Struct

from repo_watch.analysis.dictionary import Relation, relations

Value: TypeAlias = str | int | float | None

_TOUCHED = """(SELECT item_id FROM changes WHERE at >= :since
    UNION SELECT item_id FROM versions WHERE at >= :since
    UNION SELECT item_id FROM links WHERE state_since >= :since
    UNION SELECT item_id FROM sightings WHERE since >= :since OR gone_at >= :since)"""
_PARTED = "item_id IN (SELECT item_id FROM changes WHERE change = 'split' AND at >= :since)"


class Rows(Struct, frozen=True):
    """The rows of one view, in the order of its key."""

    relation: Relation
    values: tuple[tuple[Value, ...], ...]

    def objects(self) -> Iterator[dict[str, object]]:
        """Each row as an object, its JSON as what it stands for."""
        for row in self.values:
            yield {
                column.name: json.loads(str(value)) if column.is_json and value else value
                for column, value in zip(self.relation.columns, row, strict=True)
            }


def exported() -> tuple[Relation, ...]:
    """The views that are exported."""
    return tuple(one for one in relations().values() if one.since)


def read(db: Database, relation: Relation, since: date | None = None) -> Rows:
    """The rows of a view of `exported`: all, or those of an increment from a day (UTC) on."""
    columns = ", ".join(f'"{column.name}"' for column in relation.columns)
    order = ", ".join(f'"{column}"' for column in relation.key) or "1, 2, 3"
    where = relation.since.format(touched=_TOUCHED, parted=_PARTED) if since else "TRUE"
    rows = db.execute(
        f'SELECT {columns} FROM "{relation.name}" WHERE {where} ORDER BY {order}',  # noqa: S608 -- names of the dictionary
        {"since": since.isoformat()} if since else {},
    )
    return Rows(relation, tuple(rows.fetchall()))
