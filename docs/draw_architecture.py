"""Draws the rooms and their imports into docs/architecture.md, from the imports themselves.

python docs/draw_architecture.py FILE...

Between the marks of each FILE a Mermaid chart is written: an arrow for each import from one room
to another that no longer way explains.
"""

import sys
from pathlib import Path

import grimp

BEGIN, END = "<!-- drawn: make docs -->\n", "<!-- end of what is drawn -->"
ROOT = "repo_watch"


def rooms() -> dict[str, set[str]]:
    """Each room of the package and the rooms it imports, named below `repo_watch`."""
    graph = grimp.build_graph(ROOT)
    found = {one.removeprefix(f"{ROOT}."): set[str]() for one in graph.find_children(ROOT)}
    found = {name: used for name, used in found.items() if name not in ("__main__", "errors")}
    for name, used in found.items():
        for other in found.keys() - {name}:
            if graph.direct_import_exists(
                importer=f"{ROOT}.{name}", imported=f"{ROOT}.{other}", as_packages=True
            ):
                used.add(other)
    return found


def essential(uses: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The imports that no longer way explains: the transitive reduction of a graph without circles.

    Raises:
        RecursionError: there is a circle.
    """

    def below(name: str) -> set[str]:
        return uses[name].union(*map(below, uses[name]))

    return sorted(
        (name, other)
        for name, used in uses.items()
        for other in used
        if not any(other in below(between) for between in used - {other})
    )


def chart() -> str:
    """The chart, as a fenced block of Mermaid."""
    uses = rooms()
    lines = [f"    {name}" for name in sorted(uses)]
    lines += [f"    {name} --> {other}" for name, other in essential(uses)]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```", ""])


def draw(text: str) -> str:
    """A page with its chart drawn anew."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + chart() + END + rest.split(END)[1]


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(draw(path.read_text("utf-8")), "utf-8")
