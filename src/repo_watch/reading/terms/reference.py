"""The reviewed tables that come with the package (data/reference in the repository)."""

import csv
from importlib.resources import files

_FOLDER = files("repo_watch") / "reference"


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a reference table ("places.csv"), from column to text; an empty cell is ""."""
    return tuple(csv.DictReader((_FOLDER / name).read_text(encoding="utf-8").splitlines()))


def all_bytes() -> bytes:
    """All tables, one after the other: what follows from them is made again when this changes."""
    tables = sorted((table for table in _FOLDER.iterdir() if table.name.endswith(".csv")), key=str)
    return b"".join(table.read_bytes() for table in tables)
