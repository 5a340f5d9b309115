"""The views as files: CSV, JSON lines, Parquet, by year too, or one SQLite file of plain tables.

For a reference manager reviews and publications as BibTeX, RIS and CSL JSON: metadata and addresses
only, for summaries belong to the collection, reports to their publishers.
"""

import hashlib
import json
import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from importlib import resources
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any, TypeAlias

from repo_watch.analysis.dictionary import Column, Rows, ask, exported, plain, read, relations
from repo_watch.errors import SettingsError
from repo_watch.files import beside, csv_text, write
from repo_watch.store.schema.database import as_dicts, named
from repo_watch.store.upkeep.snapshot import provenance
from repo_watch.templates import fill

BY_YEAR = "parquet-by-year"
_REFERENCES = {"bibtex": "repo-watch.bib", "ris": "repo-watch.ris", "csl-json": "repo-watch.json"}
FORMATS = ("csv", "jsonl", "parquet", BY_YEAR, "sqlite", *_REFERENCES)
"""What `export` can write."""

_MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
_NULLS = {"integer": "nan", "number": "nan", "datetime": "NaT", "date": "NaT"}
"""What a null of a Parquet file is called by readers that go through pandas."""
_REVIEW_VIEWS = ("review_authorities", "review_keywords", "coded_reviews", "review_codes", "facts")


def export(db: Database, form: str, folder: Path, since: date | None = None) -> tuple[Path, ...]:
    """Write an export of one of the `FORMATS`; gives the files, what describes them among them.

    The folder is made where it is missing, and files of the same names are replaced. `since` is the
    first day (UTC) of an increment; None for everything.

    Raises:
        SettingsError: Parquet without its extra.
        EnvironmentFailure: disk or permission.
    """
    if form in _REFERENCES:
        return (write(folder / _REFERENCES[form], _text(form, _items(db, since))),)
    found = [read(db, relation, since) for relation in exported()]
    if form == "sqlite":
        return (_sqlite(found, folder / "repo-watch.sqlite"), _readme(folder))
    if form == BY_YEAR:
        return (*_by_year(found, folder), _readme(folder))
    files = {one.relation.name: folder / f"{one.relation.name}.{form}" for one in found}
    for one in found:
        _write(one, form, files[one.relation.name])
    return (*files.values(), _describe(db, form, found, folder, since), _readme(folder))


def _readme(folder: Path) -> Path:
    """Which reader guesses what wrong, and how it is told not to."""
    text = (resources.files(__package__) / "export_readme.md").read_text(encoding="utf-8")
    return write(folder / "README.md", text)


def _write(rows: Rows, form: str, path: Path) -> None:
    match form:
        case "csv":
            write(path, csv_text([column.name for column in rows.relation.columns], rows.values))
        case "jsonl":
            lines = (json.dumps(row, ensure_ascii=False) for row in rows.objects())
            write(path, "".join(f"{line}\n" for line in lines))
        case _:
            table, parquet = _arrow(rows)
            with beside(path) as (new,):
                parquet.write_table(table, new, compression="zstd")


def _by_year(found: Sequence[Rows], folder: Path) -> list[Path]:
    """A folder of each view's name with a folder for each year, as Hive lays them out.

    All are written beside and exchanged at the end: of a year without rows nothing stays, and an
    export that is interrupted takes nothing away. No Data Package can describe these: what a
    column means stands in each file.
    """
    places = [folder / one.relation.name for one in found]
    new = folder / f".{BY_YEAR}.new"
    shutil.rmtree(new, ignore_errors=True)  # of an export that was killed
    (new / "old").mkdir(parents=True)
    try:
        for rows, place in zip(found, places, strict=True):
            table, parquet = _arrow(rows)
            years = ["year"] if "year" in table.column_names else []
            name = "part-{i}.parquet"
            parquet.write_to_dataset(
                table, new / place.name, years, basename_template=name, compression="zstd"
            )
        for place in places:
            if place.exists():
                place.rename(new / "old" / place.name)
            if (new / place.name).exists():  # a view without rows has no folder
                (new / place.name).rename(place)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return places


def _arrow(rows: Rows) -> tuple[Any, Any]:
    """The rows as a table of Arrow's, and what writes such."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise SettingsError("Parquet needs pyarrow: pip install 'repo-watch[parquet]'") from None
    types = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "datetime": pa.timestamp("s", tz="UTC"),
        "date": pa.date32(),
    }
    columns = rows.relation.columns
    fields = [
        pa.field(one.name, types.get(one.type, pa.string()), metadata={"description": one.plain})
        for one in columns
    ]
    texts = [[row[at] for row in rows.values] for at in range(len(columns))]
    table = pa.table(texts, names=[one.name for one in columns])
    return table.cast(pa.schema(fields, metadata={"description": rows.relation.about})), parquet


def _sqlite(found: Sequence[Rows], path: Path) -> Path:
    import sqlite_utils

    types = {"integer": int, "number": float}
    with beside(path) as (new,), closing(sqlite_utils.Database(new)) as made:
        for rows in found:
            columns = {one.name: types.get(one.type, str) for one in rows.relation.columns}
            table = made.table(rows.relation.name).create(columns, pk=rows.relation.key or None)
            table.insert_all(dict(zip(columns, row, strict=True)) for row in rows.values)
    return path


def _describe(
    db: Database, form: str, found: Sequence[Rows], folder: Path, since: date | None
) -> Path:
    """Write what describes an export as a Data Package (specs.frictionlessdata.io, version 1)."""
    said = provenance(db)
    package = (resources.files(__package__) / "package.toml").read_text(encoding="utf-8")
    described = tomllib.loads(package)
    described["version"] = said.get("last_night") or "0"
    what = f"Rows of items that have changed since {since} (UTC). " if since else ""
    cite = f"Cite as: {said['cite']} {said['licence']}" if said else ""
    told = f"{what}{cite}{described['description'] if form == 'csv' else ''}"
    described["description"] = told.strip()
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
    return write(folder / "datapackage.json", f"{text}\n")


def _resource(rows: Rows, form: str, folder: Path, since: date | None) -> dict[str, Any]:
    relation = rows.relation
    path = folder / f"{relation.name}.{form}"
    content = path.read_bytes()
    fields = [_field(one, relation.key, form) for one in relation.columns]
    schema: dict[str, Any] = {"fields": fields}
    if relation.key:
        schema["primaryKey"] = list(relation.key)
    if relation.name in _REVIEW_VIEWS and since is None:
        reviews = {"resource": "reviews", "fields": "id"}
        schema["foreignKeys"] = [{"fields": "review_id", "reference": reviews}]
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


_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
    }
    | {sign: f"\\{sign}" for sign in "#$%&_{}"}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")

_Item: TypeAlias = dict[str, Any]
"""Of CSL-JSON (csl-data.json of the Citation Style Language, 1.0.2); what is not known is empty."""


def _text(form: str, items: Iterable[_Item]) -> str:
    if form == "csl-json":
        known = [{name: value for name, value in one.items() if value} for one in items]
        return json.dumps(known, ensure_ascii=False, indent=1) + "\n"
    helpers: dict[str, Any] = {"date": _date, "latex": lambda text: text.translate(_LATEX)}
    return fill(__package__, f"{form}.txt.j2", items=items, **helpers)


def _items(db: Database, since: date | None) -> Iterator[_Item]:
    """Reviews, then publications; a page that was gone before it was ever read cannot be cited."""
    for view, question in named(__package__, "references.sql").items():
        for row in as_dicts(ask(db, question, relations()[view], since, "id")):
            text = {name: _CONTROL.sub(" ", value or "").strip() for name, value in row.items()}
            if text["title"]:
                yield _item(text)


def _item(text: Mapping[str, str]) -> _Item:
    names = list(filter(None, text["authorities"].split("; "))) or [text["unnamed"]]
    return {
        "id": text["key"],
        "type": "report",
        "genre": text["genre"].replace("_", " ").capitalize(),
        "title": text["title"],
        "author": [{"literal": name} for name in names],
        "publisher": "; ".join(names),
        "issued": _dated(text["issued"]),
        "number": text["number"],
        "URL": text["url"],
        "accessed": _dated(text["first_seen_at"][:10]),
        "language": "en-GB",
        "keyword": text["keywords"],
        "note": text["note"].capitalize(),
    }


def _dated(day: str) -> _Item:
    parts = [int(part) for part in day.split("-") if part]
    return {"date-parts": [parts]} if parts else {}


def _date(known: _Item) -> list[str]:
    """Year, month and day, "" for what is not known."""
    parts = known["date-parts"][0] if known else []
    return [*(f"{part:02}" for part in parts), "", "", ""][:3]
