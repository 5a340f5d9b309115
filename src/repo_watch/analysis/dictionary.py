"""The meaning of every table, view and column (`dictionary.toml`), and the rows of the views."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, partial
from importlib.resources import files
from sqlite3 import Connection as Database
from sqlite3 import Cursor
from typing import Any, Literal, TypeAlias

from msgspec import Struct, convert

from repo_watch.store.schema.database import names
from repo_watch.templates import fill

Type: TypeAlias = Literal["string", "integer", "number", "datetime", "date", "array", "object"]
Value: TypeAlias = str | int | float | None

INTERNAL = ("_sqlite_migrations", "sqlite_sequence", "sqlite_stat1")
"""Tables of the tools, not ours; and FTS5's own, `review_search_…`."""

_OF_UNIT: Mapping[str, Type] = {
    "UTC": "datetime",
    "ISO date": "date",
    "0 to 1": "number",
    "JSON list": "array",
    "JSON list, completed months": "array",
    "JSON object": "object",
}
_TOUCHED = """(SELECT item_id FROM changes WHERE at >= :since
    UNION SELECT item_id FROM versions WHERE at >= :since
    UNION SELECT item_id FROM links WHERE state_since >= :since
    UNION SELECT item_id FROM sightings WHERE since >= :since OR gone_at >= :since)"""
_PARTED = "item_id IN (SELECT item_id FROM changes WHERE change = 'split' AND at >= :since)"
_JSON = {"array", "object"}
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d+)?")


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column: its name in SQL, and what it `means`, in one or two sentences (Markdown).

    Its source is who says so: entry, GOV.UK, reference table, rules or repo-watch; the type is in
    the words of Table Schema. The unit or form of a value is "" for plain text and numbers of
    things. The example is shown in place of one from the database; "" to take that.
    """

    name: str
    means: str
    source: str
    type: Type
    unit: str = ""
    example: str = ""

    @property
    def plain(self) -> str:
        """The meaning without Markdown's signs, and its unit."""
        return plain(self.means) + (f" ({self.unit})" if self.unit else "")


class Relation(Struct, frozen=True, forbid_unknown_fields=True):
    """One table or view: its name in SQL, and what a row is `about` (Markdown).

    The key has the columns that tell rows apart; the columns stand in the database's order, and
    the source is theirs unless they say otherwise. `since` is, of what is exported, the condition
    for rows of an increment; "" for the others. `explore` is how Datasette shows it first.
    """

    name: str
    about: str
    key: tuple[str, ...]
    source: str
    columns: tuple[Column, ...]
    since: str = ""
    explore: Mapping[str, Any] = {}


class Rows(Struct, frozen=True):
    """The rows of one view, in the order of its key."""

    relation: Relation
    values: tuple[tuple[Value, ...], ...]

    def objects(self) -> Iterator[dict[str, object]]:
        """Each row as an object, its JSON as what it stands for."""
        for row in self.values:
            yield {
                column.name: json.loads(str(value)) if value and column.type in _JSON else value
                for column, value in zip(self.relation.columns, row, strict=True)
            }


@cache
def relations() -> Mapping[str, Relation]:
    """All tables and views by name, views first, in the order in which they are best read."""
    text = (files(__package__) / "dictionary.toml").read_text(encoding="utf-8")
    return {name: _relation(name, said) for name, said in tomllib.loads(text).items()}


def _relation(name: str, said: Mapping[str, Any]) -> Relation:
    columns = []
    for column, value in said["columns"].items():
        told = {"means": value} if isinstance(value, str) else value
        type_ = _OF_UNIT.get(told.get("unit", ""), "string")
        columns.append({"name": column, "source": said["source"], "type": type_} | told)
    return convert({**said, "name": name, "columns": columns}, Relation)


def exported() -> tuple[Relation, ...]:
    """The views that are exported."""
    return tuple(one for one in relations().values() if one.since)


def read(db: Database, relation: Relation, since: date | None = None) -> Rows:
    """The rows of a view of `exported`: all, or those of an increment from a day (UTC) on."""
    columns = ", ".join(f'"{column.name}"' for column in relation.columns)
    order = ", ".join(f'"{column}"' for column in relation.key) or "1, 2, 3"
    question = f'SELECT {columns} FROM "{relation.name}"'  # noqa: S608 -- names of the dictionary
    return Rows(relation, tuple(ask(db, question, relation, since, order).fetchall()))


def ask(db: Database, question: str, relation: Relation, since: date | None, order: str) -> Cursor:
    """What a question of a view answers in an order: all, or what `read` gives of an increment."""
    where = relation.since.format(touched=_TOUCHED, parted=_PARTED) if since else "TRUE"
    given = {"since": since and since.isoformat()}
    return db.execute(f"{question} WHERE {where} ORDER BY {order}", given)


def plain(text: str) -> str:
    """Our own Markdown without its signs: it has no others than those of code."""
    return text.replace("`", "")


def cell(value: object, *, width: int = 90) -> str:
    """A value as a cell of a table in Markdown: one line, cut to `width`, its own markup as text.

    Addresses of this machine, where a demo's pages lie, become a place name that stays the same.
    """
    if value is None:
        return ""
    text = " ".join(_LOOPBACK.sub("replica.example", str(value)).split())
    if len(text) > width:
        text = f"{text[: width - 1]}…"
    return re.sub(r"([\\`*<|]|\](?=\())", r"\\\1", text)


def page(db: Database) -> str:
    """docs/schema.md, made from the database: what is there, what it means, and examples."""
    views = names(db, "view")
    there = views | names(db, "table")
    known = [one for one in relations().values() if one.name in there]
    first = [one for one in known if one.name in {*views, "provenance"}]
    others = [one for one in known if one not in first]
    example = partial(_example, db)
    return fill(__package__, "schema.md.j2", views=first, tables=others, example=example)


def _example(db: Database, one: Relation, column: Column) -> str:
    """The dictionary's example, else the first there is in the order of the key."""
    if column.example:
        return cell(column.example, width=60)
    name = f'"{column.name}"'
    order = ", ".join(f'"{key}"' for key in one.key) or name
    row = db.execute(
        f"SELECT {name} FROM \"{one.name}\" WHERE {name} NOT IN ('', '[]') ORDER BY {order} LIMIT 1"  # noqa: S608 -- names of the dictionary
    ).fetchone()
    return cell(row[0], width=60) if row else ""
