"""Precision and recall of the coded variables over the hand-labelled entries.

Run as `python tests/coding/accuracy.py [FILE ...]` where repo_watch can be imported. A value counts
once: an age, a sex, a code of harm. The three fields of the incident are one value, right only
together. `labelled.jsonl` is what the rules were written against; `held_out.jsonl` was written
afterwards, and its figures at first contact are in docs/codebook.md.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from repo_watch.coding import as_json, code

HERE = Path(__file__).parent
FILES = (HERE / "labelled.jsonl", HERE / "held_out.jsonl")
BARS, BARS_OF_EACH = (0.96, 0.90), (0.93, 0.85)  # precision and recall, over both files
TOGETHER = "all together"
VARIABLES = (
    "child_age_months",
    "n_children",
    "sex",
    "outcome",
    "incident",
    "harm",
    "factors",
    "model",
    "agencies",
)


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """The labelled entries of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def values(variable: str, coded: Mapping[str, Any]) -> Counter[Any]:
    """The values of a variable, as often as they are stated."""
    if variable == "incident":
        span = tuple(coded[f"incident_{part}"] for part in ("from", "to", "precision"))
        return Counter([span] if any(span) else [])
    value = coded[variable]
    if variable == "model" and value:
        value = value.lower()
    if not isinstance(value, list):
        return Counter([] if value is None else [value])
    return Counter(tuple(v) if isinstance(v, list) else v for v in value if v is not None)


def measure(*paths: Path) -> dict[str, tuple[float, float]]:
    """(precision, recall) by variable over some files, and of all variables together."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for entry in (entry for path in paths for entry in entries(path)):
        coded = as_json(code(entry["title"], entry["sections"], entry["keywords"]))
        for variable in VARIABLES:
            want, got = values(variable, entry["labels"]), values(variable, coded)
            for name in (variable, TOGETHER):
                right[name] += (want & got).total()
                said[name] += got.total()
                true[name] += want.total()
    return {
        v: (right[v] / said[v] if said[v] else 1.0, right[v] / true[v] if true[v] else 1.0)
        for v in (*VARIABLES, TOGETHER)
    }


def under(figures: Mapping[str, tuple[float, float]]) -> list[str]:
    """The variables that miss their bar."""
    return [
        name
        for name, (precision, recall) in figures.items()
        if precision < (bar := BARS if name == TOGETHER else BARS_OF_EACH)[0] or recall < bar[1]
    ]


def main(paths: list[Path]) -> int:
    """Print a table for each file and one for all; 1 when that one has a variable under its bar."""
    for some in [*([path] for path in paths if len(paths) > 1), paths]:
        count = sum(1 for path in some for _ in entries(path))
        names = " and ".join(path.name for path in some)
        sys.stdout.write(f"{names}: {count} entries\n{'variable':18} precision  recall\n")
        figures = measure(*some)
        short = under(figures)
        for variable, (precision, recall) in figures.items():
            note = "  under the bar" if variable in short else ""
            sys.stdout.write(f"{variable:18} {precision:9.3f} {recall:7.3f}{note}\n")
    return int(bool(short))


if __name__ == "__main__":
    raise SystemExit(main([Path(arg) for arg in sys.argv[1:]] or list(FILES)))
