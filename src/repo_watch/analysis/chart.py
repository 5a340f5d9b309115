"""Answers of the cookbook as SVG, written by hand: title, description, direct labels.

A figure reads without colour: every mark carries its number, groups are panels with a name. It
follows the reader's light or dark setting; where style sheets are ignored it is the light one.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from repo_watch.analysis.cookbook import Answer, Chart
from repo_watch.errors import SettingsError

_WIDTH = 720
_MARGIN = 24
_TOP = 64
_FONT = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
_STYLE = """\
@media (prefers-color-scheme: dark) {
  .ground { fill: #14181c } .ink { fill: #e8ecef } .soft { fill: #a9b4bd }
  .mark { fill: #6fb1e0 } .line { stroke: #56616b }
}"""
_MOST_CHARACTERS = 34
_CHARACTER = 7.4
"""Mean width of a character, so that labels are left out before they touch."""


@dataclass(frozen=True, slots=True)
class _Mark:
    label: str
    value: float


def svg(chart: Chart, answer: Answer, source: str) -> str:
    """The figure of one answer.

    Args:
        chart: how to draw it.
        answer: the rows.
        source: a line on where the numbers come from, printed below.

    Raises:
        SettingsError: there is nothing to draw.
    """
    groups = _groups(chart, answer)
    if not groups:
        raise SettingsError(f"{chart.title}: there are no rows to draw yet")
    match chart.kind:
        case "bars":
            body, height = _bars(groups[""])
        case "columns":
            body, height = _columns(groups[""], _TOP, 240, _largest(groups))
        case "panels":
            body, height = _panels(groups)
    return _document(chart, groups, body, height, source)


def _groups(chart: Chart, answer: Answer) -> dict[str, list[_Mark]]:
    """The marks of each panel, every panel with the same labels in the order of the answer."""
    at = {name: answer.columns.index(name) for name in (chart.across, chart.value)}
    panel = answer.columns.index(chart.panel) if chart.panel else None
    found: dict[str, dict[str, float]] = {}
    for row in answer.rows:
        group = "" if panel is None else _words(row[panel])
        found.setdefault(group, {})[_words(row[at[chart.across]])] = float(
            row[at[chart.value]] or 0
        )
    labels = list(dict.fromkeys(label for marks in found.values() for label in marks))
    if chart.panel:
        labels.sort()
    return {
        group: [_Mark(label, marks.get(label, 0)) for label in labels]
        for group, marks in found.items()
    }


def _words(value: object) -> str:
    """A code as words."""
    return "not stated" if value is None else str(value).replace("_", " ")


def _largest(groups: dict[str, list[_Mark]]) -> float:
    return max((mark.value for marks in groups.values() for mark in marks), default=0) or 1


def _bars(marks: Sequence[_Mark]) -> tuple[list[str], int]:
    row, left = 26, 250
    room = _WIDTH - left - _MARGIN - 40
    largest = max(mark.value for mark in marks) or 1
    lines = []
    for number, mark in enumerate(marks):
        y = _TOP + number * row
        width = mark.value / largest * room
        lines += [
            _text(left - 10, y + 15, _cut(mark.label), "ink", anchor="end"),
            _rect(left, y + 2, width, row - 8),
            _text(left + width + 6, y + 15, _number(mark.value), "ink"),
        ]
    return lines, _TOP + len(marks) * row


def _columns(
    marks: Sequence[_Mark], top: float, height: float, largest: float, left: float = _MARGIN
) -> tuple[list[str], int]:
    step = (_WIDTH - left - _MARGIN) / len(marks)
    width = min(step * 0.72, 64)
    base = top + height - 22
    room = height - 44
    widest = max(len(mark.label) for mark in marks) * _CHARACTER + 6
    labelled = math.ceil(widest / step)
    lines = [_line(left, base)]
    for number, mark in enumerate(marks):
        middle = left + (number + 0.5) * step
        tall = mark.value / largest * room
        lines += [
            _rect(middle - width / 2, base - tall, width, tall),
            _text(middle, base - tall - 5, _number(mark.value), "ink", anchor="middle"),
        ]
        if (len(marks) - 1 - number) % labelled == 0:  # the last may be "not stated"
            lines.append(_text(middle, base + 16, mark.label, "soft", anchor="middle"))
    return lines, int(top + height)


def _panels(groups: dict[str, list[_Mark]]) -> tuple[list[str], int]:
    each, left = 104, 210
    largest = _largest(groups)
    lines: list[str] = []
    for number, (group, marks) in enumerate(groups.items()):
        top = _TOP + number * each
        lines.append(_text(left - 14, top + each - 26, _cut(group), "ink", anchor="end"))
        lines += _columns(marks, top, each, largest, left)[0]
    return lines, _TOP + len(groups) * each


def _document(
    chart: Chart, groups: dict[str, list[_Mark]], body: Sequence[str], height: int, source: str
) -> str:
    total = height + 52
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {total}"'
        f' width="{_WIDTH}" height="{total}" role="img" aria-labelledby="title desc"'
        f' lang="en-GB" font-family="{_FONT}" font-size="14">'
    )
    return "\n".join(
        [
            opening,
            f'<title id="title">{escape(chart.title)}</title>',
            f'<desc id="desc">{escape(_described(groups))}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="ground" fill="#ffffff" width="{_WIDTH}" height="{total}"/>',
            _text(_MARGIN, 34, chart.title, "ink", size=19, weight=600),
            *body,
            _text(_MARGIN, total - 16, source, "soft", size=12),
            "</svg>",
            "",
        ]
    )


def _described(groups: dict[str, list[_Mark]]) -> str:
    """All numbers in words, for those who do not see the figure."""
    return " ".join(_sentences(groups))


def _sentences(groups: dict[str, list[_Mark]]) -> Iterator[str]:
    for group, marks in groups.items():
        told = ", ".join(f"{mark.label}: {_number(mark.value)}" for mark in marks)
        yield f"{group}: {told}." if group else f"{told}."


def _number(value: float) -> str:
    return f"{value:g}"


def _cut(label: str) -> str:
    kept = label[: _MOST_CHARACTERS - 1].rstrip()
    return label if len(label) <= _MOST_CHARACTERS else f"{kept}…"


def _line(left: float, y: float) -> str:
    return (
        f'<line class="line" stroke="#8a949c" x1="{left}" x2="{_WIDTH - _MARGIN}"'
        f' y1="{y:g}" y2="{y:g}"/>'
    )


def _rect(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="mark" fill="#1f6fa8" x="{x:.1f}" y="{y:.1f}"'
        f' width="{width:.1f}" height="{height:.1f}"/>'
    )


def _text(
    x: float,
    y: float,
    words: str,
    kind: str,
    *,
    anchor: str = "start",
    size: int = 14,
    weight: int = 400,
) -> str:
    fill = {"ink": "#1d2328", "soft": "#55606a"}[kind]
    return (
        f'<text class="{kind}" fill="{fill}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
        f' font-size="{size}" font-weight="{weight}">{escape(words)}</text>'
    )
