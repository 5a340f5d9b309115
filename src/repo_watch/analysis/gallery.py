"""Answers of the cookbook as charts: SVG, and PNG by the engine that sets the digest's PDF.

A figure reads without colour: every mark carries its number, groups are panels with a name. It
follows the reader's light or dark setting; where style sheets are ignored it is the light one.
"""

from collections import defaultdict
from importlib.resources import as_file, files
from pathlib import Path
from sqlite3 import Connection as Database

from repo_watch.analysis.cookbook import Answer, Chart, Recipe, answer, recipe, recipes
from repo_watch.errors import SettingsError
from repo_watch.files import beside, write
from repo_watch.store.upkeep import provenance
from repo_watch.templates import fill

_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("/{name}", width: 540pt)\n'
_PIXELS_PER_INCH = 192


def drawn() -> tuple[Recipe, ...]:
    """The questions that have a chart."""
    return tuple(one for one in recipes().values() if one.chart)


def chosen(name: str) -> tuple[Recipe, ...]:
    """The charts that a name means: one, or "all".

    Raises:
        SettingsError: there is no such chart; the message lists those that there are.
    """
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
    said = provenance.of(db)
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


def svg(chart: Chart, answer: Answer, source: str) -> str:
    """The figure of one answer; `source` is a line below it on where the numbers come from.

    Raises:
        SettingsError: there is nothing to draw.
    """
    panels = _panels(chart, answer)
    if not panels:
        raise SettingsError(f"{chart.title}: there are no rows to draw yet")
    return fill(
        __package__,
        "chart.svg.j2",
        chart=chart,
        panels=list(panels.items()),
        largest=max(value for marks in panels.values() for value in marks.values()) or 1,
        source=source,
    )


def _panels(chart: Chart, answer: Answer) -> dict[str, dict[str, float]]:
    """The marks of each panel, every panel with the same labels in the order of the answer."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in answer.rows:
        said = dict(zip(answer.columns, row, strict=True))
        group = _words(said[chart.panel]) if chart.panel else ""
        found[group][_words(said[chart.across])] = float(said[chart.value] or 0)
    labels = dict.fromkeys(label for marks in found.values() for label in marks)
    order = sorted(labels) if chart.panel else labels
    return {group: {one: marks.get(one, 0) for one in order} for group, marks in found.items()}


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
