"""The description of an export as a Data Package (specs.frictionlessdata.io, version 1)."""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any

from repo_watch.analysis.dictionary import Column, Rows, plain
from repo_watch.files import write as write_text
from repo_watch.store.upkeep import provenance

_MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
_APOSTROPHE = (
    " In CSV, text that begins with = + - @ (of full width too), a tab or a line"
    " break has an apostrophe before it, so"
    " that no spreadsheet runs it as a formula: take one leading apostrophe off such cells."
)
_NULLS = {"integer": "nan", "number": "nan", "datetime": "NaT", "date": "NaT"}
"""What a null of a Parquet file is called by readers that go through pandas."""
_REVIEW_VIEWS = ("review_authorities", "review_keywords", "coded_reviews", "review_codes", "facts")


def write(db: Database, form: str, found: Sequence[Rows], folder: Path, since: date | None) -> Path:
    """Write `datapackage.json` beside the files that it describes; gives its path.

    Raises:
        EnvironmentFailure: disk or permission.
    """
    said = provenance.of(db)
    described = tomllib.loads((files(__package__) / "package.toml").read_text(encoding="utf-8"))
    described["version"] = said.get("last_night") or "0"
    what = f"Rows of items that have changed since {since} (UTC). " if since else ""
    cite = f"Cite as: {said['cite']} {said['licence']}" if said else ""
    apostrophe = _APOSTROPHE if form == "csv" else ""
    described["description"] = f"{what}{cite}{apostrophe}".strip()
    described["sources"] = [
        {"title": f"{name.removeprefix('licence ')}: {licence}"}
        for name, licence in said.items()
        if name.startswith("licence ")
    ]
    described["resources"] = [
        _resource(one, form, folder, since)
        for one in found
        if one.values or form != "jsonl"  # no reader takes an empty file for a table
    ]
    if made_at := said.get("made_at"):
        described["created"] = made_at
    text = json.dumps(described, ensure_ascii=False, indent=2)
    return write_text(folder / "datapackage.json", f"{text}\n")


def _resource(rows: Rows, form: str, folder: Path, since: date | None) -> dict[str, Any]:
    relation = rows.relation
    path = folder / f"{relation.name}.{form}"
    content = path.read_bytes()
    schema: dict[str, Any] = {
        "fields": [_field(one, relation.key, form) for one in relation.columns]
    }
    if relation.key:
        schema["primaryKey"] = list(relation.key)
    if relation.name in _REVIEW_VIEWS and since is None:
        schema["foreignKeys"] = [
            {"fields": "review_id", "reference": {"resource": "reviews", "fields": "id"}}
        ]
    described: dict[str, Any] = {
        "profile": "tabular-data-resource" if form == "csv" else "data-resource",
        "name": relation.name,
        "path": path.name,
        "description": plain(relation.about),
        "format": form,
        "mediatype": _MEDIA[form],
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }
    if form != "parquet":
        described |= {"encoding": "utf-8", "bytes": len(content)}
    return described


def _field(column: Column, key: Sequence[str], form: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": f"{column.plain} Source: {column.source}.",
    }
    if form == "parquet" and (null := _NULLS.get(column.type)):
        described["missingValues"] = ["", null]
    if column.unit == "0 or 1":
        described["constraints"] = {"minimum": 0, "maximum": 1}
    if column.name in key:
        described.setdefault("constraints", {})["required"] = True
    return described
