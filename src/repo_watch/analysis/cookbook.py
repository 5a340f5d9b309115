"""Twenty questions with their SQL, read from `cookbook.toml`, and their answers."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from sqlite3 import Connection as Database
from typing import Literal

from msgspec import Struct, convert

from repo_watch.analysis.dictionary import cell
from repo_watch.errors import SettingsError
from repo_watch.templates import fill

_ROWS_SHOWN = 12


class Chart(Struct, frozen=True, forbid_unknown_fields=True):
    """How to draw an answer; its title says what it shows and in which unit.

    Bars lie, for names; columns stand, for years; panels are columns for each group. `across` is
    the column of the labels, `value` that of the numbers, `panel` that of the groups, if any.
    """

    kind: Literal["bars", "columns", "panels"]
    title: str
    across: str
    value: str
    panel: str = ""


class Recipe(Struct, frozen=True, forbid_unknown_fields=True):
    """A question, its SQL, how to read the answer ("" where it needs no words), and its chart."""

    name: str
    question: str
    sql: str
    read: str = ""
    chart: Chart | None = None


class Answer(Struct, frozen=True):
    """Column names and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


@cache
def recipes() -> Mapping[str, Recipe]:
    """All questions by name."""
    text = (files(__package__) / "cookbook.toml").read_text(encoding="utf-8")
    return {
        name: convert({**said, "name": name, "sql": said["sql"].strip()}, Recipe)
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
    rows = db.execute(one.sql)
    return Answer(tuple(column for column, *_ in rows.description), tuple(rows.fetchall()))


def page(db: Database) -> str:
    """docs/cookbook.md with the answers of this database."""
    return fill(
        __package__,
        "cookbook.md.j2",
        answered=[(one, answer(db, one)) for one in recipes().values()],
        shown=_ROWS_SHOWN,
        cell=cell,
    )
