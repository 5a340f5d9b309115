"""Twenty questions with their SQL, read from `cookbook.toml`, and their answers."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from sqlite3 import Connection as Database
from typing import Literal, TypeAlias

import msgspec

from repo_watch.analysis import markdown
from repo_watch.errors import SettingsError

ChartKind: TypeAlias = Literal["bars", "columns", "panels"]

_ROWS_SHOWN = 12
_INTRO = """\
# Cookbook

Twenty questions to the database, each with its SQL and the answer that the demo's database gives
(`repo-watch demo`; its reviews and places are invented). [schema.md](schema.md) tells what the
views and columns mean. `repo-watch cookbook NAME` answers on your own database, `--csv` for a
spreadsheet; in `repo-watch explore` they are under "Queries".

This page is made by `repo-watch cookbook --page` and run by the tests; change
`src/repo_watch/analysis/cookbook.toml` instead.
"""


@dataclass(frozen=True, slots=True)
class Chart:
    """How to draw an answer.

    Attributes:
        kind: bars (lying, for names), columns (standing, for years) or panels (columns per group).
        title: what it shows and in which unit.
        across: column of the labels.
        value: column of the numbers.
        panel: column of the groups; "" without.
    """

    kind: ChartKind
    title: str
    across: str
    value: str
    panel: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A question, its SQL, how to read the answer ("" where it needs no words), and its chart."""

    name: str
    question: str
    sql: str
    read: str
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


@cache
def recipes() -> Mapping[str, Recipe]:
    """All questions by name."""
    text = (files(__package__) / "cookbook.toml").read_text(encoding="utf-8")
    return {
        name: Recipe(
            name,
            said["question"],
            said["sql"].strip(),
            said.get("read", ""),
            msgspec.convert(said["chart"], Chart) if "chart" in said else None,
        )
        for name, said in tomllib.loads(text).items()
    }


def recipe(name: str) -> Recipe:
    """The question of that name.

    Raises:
        SettingsError: there is none; the message lists those that there are.
    """
    known = recipes()
    if name not in known:
        raise SettingsError(f"{name!r} is not in the cookbook; there are: {', '.join(known)}")
    return known[name]


def answer(db: Database, one: Recipe) -> Answer:
    """What the database answers."""
    cursor = db.execute(one.sql)
    return Answer(tuple(column[0] for column in cursor.description), tuple(cursor.fetchall()))


def page(db: Database) -> str:
    """docs/cookbook.md with the answers of this database."""
    return "\n".join([_INTRO, *(line for one in recipes().values() for line in _told(db, one))])


def _told(db: Database, one: Recipe) -> Iterator[str]:
    found = answer(db, one)
    yield f"## {one.question}"
    yield f"`{one.name}`"
    if one.read:
        yield f"\n{one.read}"
    yield f"\n```sql\n{one.sql}\n```\n"
    yield from markdown.table(
        found.columns, ([markdown.cell(value) for value in row] for row in found.rows[:_ROWS_SHOWN])
    )
    if len(found.rows) > _ROWS_SHOWN:
        yield f"\n… and {len(found.rows) - _ROWS_SHOWN} more rows."
    yield ""
