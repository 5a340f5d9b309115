"""Commands for analysts: search, cookbook, export, chart, explore, schema. All read the copy."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any

import click

from repo_watch.analysis import cookbook as book
from repo_watch.analysis import dictionary
from repo_watch.analysis import export as exporting
from repo_watch.analysis.explore import explore as serve
from repo_watch.cli.common import A_DAY, A_FOLDER, Asked, complete, takes
from repo_watch.errors import DatabaseError
from repo_watch.files import csv_text
from repo_watch.store.questions.search import search as find
from repo_watch.store.schema.database import questions

_YEAR = click.IntRange(1, 9999)
_complete_question = complete(lambda _settings: book.recipes())
_complete_chart = complete(lambda _settings: ("all", *(one.name for one in book.drawn())))


@contextmanager
def _opened(copy: Path) -> Iterator[Database]:
    """The copy, once a source was read well: before that, "0 reviews" would be no answer."""
    with questions(copy) as db:
        if not db.execute("SELECT count(read_at) FROM page").fetchone()[0]:
            raise DatabaseError(
                f"{copy}: no page was ever read well; `repo-watch run` reads, `status` says how far"
            )
        yield db


@click.command()
@takes("settings", "copy", "as_json")
@click.argument("query", required=False, default="")
@click.option("--authority", help="Local authority, region or nation (or its beginning), or code.")
@click.option("--since", type=_YEAR, metavar="YEAR", help="First year of the heading.")
@click.option("--until", type=_YEAR, metavar="YEAR", help="Last year of the heading.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True)
def search(asked: Asked, query: str, limit: int, **filters: Any) -> None:  # noqa: ANN401 -- click's
    """Search reviews: words, "a phrase", negl*, keywords:infants, OR, NOT.

    All words are looked for, in singular and plural. FIELD: is title, summary, learning,
    recommendations or keywords. Without a query, the filters choose.
    """
    with _opened(asked.copy) as db:
        found = find(db, query, limit=limit, **filters)
    asked.show(found, "hits", found=found)


@click.command()
@takes("settings", "copy", "as_json")
@click.argument("name", required=False, shell_complete=_complete_question)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--page", is_flag=True, help="Print docs/cookbook.md, made from this database.")
def cookbook(asked: Asked, name: str | None, *, as_csv: bool, page: bool) -> None:
    """List twenty questions, or answer the one called NAME."""
    if name is None and (as_csv or (asked.as_json and page)):
        raise click.UsageError("--csv and --json print an answer: name a question")
    if name is None and not page:
        known = book.recipes().values()
        text = "".join(f"{one.name:<32}{one.question}\n" for one in known)
        asked.tell([{"name": one.name, "question": one.question} for one in known], text)
        return
    with _opened(asked.copy) as db:
        if name is None:
            click.echo(book.page(db), nl=False)
            return
        one = book.recipe(name)
        found = book.answer(db, one)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    if as_csv and not asked.as_json:
        text = csv_text(found.columns, found.rows)
    else:
        told = ("; ".join(f"{name}: {value}" for name, value in row.items()) for row in rows)
        text = "\n".join((one.question, one.read, "", one.sql, "", *told, ""))
    asked.tell(rows, text)


@click.command()
@takes("settings", "copy", "as_json")
@click.argument("form", metavar="FORMAT", type=click.Choice(exporting.FORMATS))
@click.argument("folder", type=A_FOLDER)
@click.option("--since", type=A_DAY, help="Only what has changed since this day (UTC).")
def export(asked: Asked, form: str, folder: Path, since: datetime | None) -> None:
    """Write the views into FOLDER as csv, jsonl, parquet, sqlite, bibtex, ris or csl-json.

    csv, jsonl and parquet come as a Data Package: datapackage.json describes each column.
    parquet-by-year has a folder for each view and year, for DuckDB and Dask. What an
    increment leaves out: a link's check that found what it found before, and codes that better
    rules read anew; after an upgrade export in full.
    """
    with _opened(asked.copy) as db:
        made = exporting.export(db, form, folder, since.date() if since else None)
    asked.tell([*map(str, made)], "".join(f"{path}\n" for path in made))


@click.command()
@takes("settings", "copy")
@click.argument("name", metavar="NAME|all", shell_complete=_complete_chart)
@click.argument("folder", type=A_FOLDER)
@click.option("--png", is_flag=True, help="Write PNG beside SVG.")
def chart(asked: Asked, name: str, folder: Path, *, png: bool) -> None:
    """Draw a question of the cookbook, or all that can be drawn, into FOLDER."""
    wanted = book.chosen(name)
    with _opened(asked.copy) as db:
        for path in book.write_charts(db, wanted, folder, png=png):
            click.echo(path)


@click.command()
@takes("settings", "copy")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True)
@click.option("--open", "browser", is_flag=True, help="Open a browser.")
def explore(asked: Asked, port: int, *, browser: bool) -> int:
    """Look at the copy in a browser, with Datasette, on this machine alone."""
    return serve(asked.copy, port=port, browser=browser)


@click.command()
@takes("settings", "copy")
def schema(asked: Asked) -> None:
    """Print what every table, view and column means: docs/schema.md."""
    with _opened(asked.copy) as db:
        click.echo(dictionary.page(db), nl=False)
