"""Twenty questions with their SQL, read from `cookbook.toml`, and their answers, drawn too.

A figure (SVG, and PNG by the engine that sets the digest's PDF) reads without colour: every mark
carries its number, groups are panels with a name. It follows the reader's light or dark setting;
where style sheets are ignored it is the light one.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Literal

from msgspec import Struct, convert

from repo_watch.analysis.dictionary import cell
from repo_watch.errors import SettingsError
from repo_watch.files import beside, write
from repo_watch.store.upkeep.snapshot import provenance
from repo_watch.templates import fill

_ROWS_SHOWN = 12
_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("/{name}", width: 540pt)\n'
_PIXELS_PER_INCH = 192


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
    """The question of that name; where there is none, a SettingsError lists those there are."""
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
    answered = [(one, answer(db, one)) for one in recipes().values()]
    return fill(__package__, "cookbook.md.j2", answered=answered, shown=_ROWS_SHOWN, cell=cell)


def drawn() -> tuple[Recipe, ...]:
    """The questions that have a chart."""
    return tuple(one for one in recipes().values() if one.chart)


def chosen(name: str) -> tuple[Recipe, ...]:
    """The charts that a name or "all" means; if none, a SettingsError lists those there are."""
    if name == "all":
        return drawn()
    one = recipe(name)
    if one.chart is None:
        names = ", ".join(one.name for one in drawn())
        raise SettingsError(f"{name!r} has no chart; there are: {names}")
    return (one,)


def write_charts(
    db: Database, wanted: tuple[Recipe, ...], folder: Path, *, png: bool = False
) -> tuple[Path, ...]:
    """Draw charts into a folder; gives the files. Of several, those without a row are left out.

    Raises:
        SettingsError: the only chart that is wanted has no rows.
        EnvironmentFailure: disk or permission.
    """
    made: list[Path] = []
    said = provenance(db)
    source = "repo-watch"
    if said.get("last_night"):
        source += f" {said['version']}, nights {said['first_night']} to {said['last_night']}"
    for one in wanted:
        found = answer(db, one)
        if one.chart is None or (not found.rows and len(wanted) > 1):
            continue
        path = write(folder / f"{one.name}.svg", svg(one.chart, found, source))
        made += [path, _png(path)] if png else [path]
    return tuple(made)


def svg(chart: Chart, found: Answer, source: str) -> str:
    """The figure of one answer; `source` is a line below it on where the numbers come from.

    Raises:
        SettingsError: there is nothing to draw.
    """
    marks: dict[str, dict[str, float]] = defaultdict(dict)
    for row in found.rows:
        said = dict(zip(found.columns, row, strict=True))
        group = _words(said[chart.panel]) if chart.panel else ""
        marks[group][_words(said[chart.across])] = float(said[chart.value] or 0)
    labels = dict.fromkeys(label for group in marks.values() for label in group)
    # Every panel has the same labels, in the order of the answer where there is but one.
    order = sorted(labels) if chart.panel else labels
    panels = [(name, {one: of.get(one, 0) for one in order}) for name, of in marks.items()]
    if not panels:
        raise SettingsError(f"{chart.title}: there are no rows to draw yet")
    largest = max(value for _, of in panels for value in of.values()) or 1
    return fill(
        __package__, "chart.svg.j2", chart=chart, panels=panels, largest=largest, source=source
    )


def _words(value: object) -> str:
    """A code as words."""
    return "not stated" if value is None else str(value).replace("_", " ")


def _png(drawn: Path) -> Path:
    import typst

    target = drawn.with_suffix(".png")
    with as_file(files("repo_watch") / "rendering" / "fonts") as fonts, beside(target) as (new,):
        new.write_bytes(
            typst.compile(  # type: ignore[call-overload]  # source and root may differ in type
                _PAGE.format(name=drawn.name).encode(),
                root=str(drawn.parent),
                font_paths=[str(fonts)],
                ignore_system_fonts=True,
                format="png",
                ppi=_PIXELS_PER_INCH,
            )
        )
    return target
