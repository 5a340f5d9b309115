"""The meaning of every table, view and column, read from `dictionary.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

Type: TypeAlias = Literal["string", "integer", "number", "datetime", "date", "array", "object"]

INTERNAL = frozenset({"_sqlite_migrations", "sqlite_sequence", "sqlite_stat1"})
"""Tables of the tools, not ours; and FTS5's own, `review_search_…`."""

_INTEGER_UNITS = frozenset(
    (
        "year",
        "1 to 12",
        "0 or 1",
        "from 0",
        "from 1",
        "characters, from 0",
        "completed months",
        *("children", "documents", "items", "pages", "people", "bytes", "words", "readings"),
    )
)
_INTEGERS = frozenset(
    (
        *("id", "review_id", "item_id", "digest_id", "item", "page", "by_page", "issue", "run"),
        *("merged_into", "first_run", "version", "rules_version", "reader_version", "number"),
        *("position", "rank", "status", "exit_status"),
    )
)
_OF_UNIT: Mapping[str, Type] = {
    "UTC": "datetime",
    "ISO date": "date",
    "0 to 1": "number",
    "JSON list": "array",
    "JSON list, completed months": "array",
    "JSON object": "object",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: as in SQL.
        means: what it says, in one or two sentences (Markdown).
        unit: unit or form of the value; "" for plain text and numbers of things.
        source: who says so: entry, GOV.UK, reference table, rules or repo-watch.
        example: shown in place of one from the database; "" to take that.
    """

    name: str
    means: str
    unit: str
    source: str
    example: str

    @property
    def type(self) -> Type:
        """The type of its values, in the words of Table Schema."""
        if self.unit in _INTEGER_UNITS or (not self.unit and self.name in _INTEGERS):
            return "integer"
        return _OF_UNIT.get(self.unit, "string")

    @property
    def plain(self) -> str:
        """The meaning without Markdown's signs, and its unit."""
        return self.means.replace("`", "") + (f" ({self.unit})" if self.unit else "")

    @property
    def is_json(self) -> bool:
        """Whether its text is JSON."""
        return self.unit.startswith("JSON")


@dataclass(frozen=True, slots=True)
class Relation:
    """One table or view: what a row is, which columns tell rows apart, and the columns."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


@cache
def relations() -> Mapping[str, Relation]:
    """All tables and views by name, views first, in the order in which they are best read."""
    text = (files(__package__) / "dictionary.toml").read_text(encoding="utf-8")
    return {name: _relation(name, said) for name, said in tomllib.loads(text).items()}


def _relation(name: str, said: Mapping[str, Any]) -> Relation:
    columns = (
        (column, {"means": value} if isinstance(value, str) else value)
        for column, value in said["columns"].items()
    )
    return Relation(
        name,
        said["about"],
        tuple(said["key"]),
        tuple(
            Column(
                column,
                value["means"],
                value.get("unit", ""),
                value.get("source", said["source"]),
                value.get("example", ""),
            )
            for column, value in columns
        ),
    )
