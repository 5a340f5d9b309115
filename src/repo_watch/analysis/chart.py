"""Answers of the cookbook as SVG: title, description, direct labels.

A figure reads without colour: every mark carries its number, groups are panels with a name. It
follows the reader's light or dark setting; where style sheets are ignored it is the light one.
"""

from repo_watch.analysis.cookbook import Answer, Chart
from repo_watch.errors import SettingsError
from repo_watch.templates import fill

_MOST_CHARACTERS = 34


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
        number="{:g}".format,
        cut=_cut,
    )


def _panels(chart: Chart, answer: Answer) -> dict[str, dict[str, float]]:
    """The marks of each panel, every panel with the same labels in the order of the answer."""
    across, value = (answer.columns.index(name) for name in (chart.across, chart.value))
    panel = answer.columns.index(chart.panel) if chart.panel else None
    found: dict[str, dict[str, float]] = {}
    for row in answer.rows:
        marks = found.setdefault("" if panel is None else _words(row[panel]), {})
        marks[_words(row[across])] = float(row[value] or 0)
    labels = list(dict.fromkeys(label for marks in found.values() for label in marks))
    if chart.panel:
        labels.sort()
    return {
        group: {label: marks.get(label, 0) for label in labels} for group, marks in found.items()
    }


def _words(value: object) -> str:
    """A code as words."""
    return "not stated" if value is None else str(value).replace("_", " ")


def _cut(label: str) -> str:
    kept = label[: _MOST_CHARACTERS - 1].rstrip()
    return label if len(label) <= _MOST_CHARACTERS else f"{kept}…"
