"""The meaning of every table, view and column, read from `dictionary.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

import msgspec

from repo_watch.analysis.markdown import plain

Type: TypeAlias = Literal["string", "integer", "number", "datetime", "date", "array", "object"]

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


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column.

    Attributes:
        name: as in SQL.
        means: what it says, in one or two sentences (Markdown).
        source: who says so: entry, GOV.UK, reference table, rules or repo-watch.
        type: the type of its values, in the words of Table Schema.
        unit: unit or form of the value; "" for plain text and numbers of things.
        example: shown in place of one from the database; "" to take that.
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

    @property
    def is_json(self) -> bool:
        """Whether its text is JSON."""
        return self.type in {"array", "object"}


class Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table or view.

    Attributes:
        name: as in SQL.
        about: what a row is (Markdown).
        key: the columns that tell rows apart.
        source: of its columns, unless they say otherwise.
        columns: in the order of the database.
        since: of what is exported, the condition for rows of an increment; "" for the others.
        explore: how Datasette shows it first.
    """

    name: str
    about: str
    key: tuple[str, ...]
    source: str
    columns: tuple[Column, ...]
    since: str = ""
    explore: Mapping[str, Any] = {}


@cache
def relations() -> Mapping[str, Relation]:
    """All tables and views by name, views first, in the order in which they are best read."""
    text = (files(__package__) / "dictionary.toml").read_text(encoding="utf-8")
    return {name: _relation(name, said) for name, said in tomllib.loads(text).items()}


def _relation(name: str, said: Mapping[str, Any]) -> Relation:
    columns = []
    for column, value in said["columns"].items():
        told = {"means": value} if isinstance(value, str) else value
        plain = {"name": column, "source": said["source"]}
        plain["type"] = _OF_UNIT.get(told.get("unit", ""), "string")
        columns.append(plain | told)
    return msgspec.convert({**said, "name": name, "columns": columns}, Relation)
