"""docs/schema.md, made from the database: what is there, what it means, and an example of each."""

from functools import partial
from sqlite3 import Connection as Database

from repo_watch.analysis.dictionary import INTERNAL, Column, Relation, relations
from repo_watch.analysis.markdown import cell
from repo_watch.templates import fill


def page(db: Database) -> str:
    """docs/schema.md with examples of this database."""
    there = relation_kinds(db)
    views, tables = (
        [one for one in relations().values() if there.get(one.name) == kind]
        for kind in ("view", "table")
    )
    return fill(
        __package__,
        "schema.md.j2",
        views=[*views, *(one for one in tables if one.name == "provenance")],
        tables=[one for one in tables if one.name != "provenance"],
        example=partial(_example, db),
    )


def relation_kinds(db: Database) -> dict[str, str]:
    """Our tables and views, each with which of the two it is."""
    rows = db.execute(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"
        " AND name NOT LIKE 'review\\_search\\_%' ESCAPE '\\'"
    )
    return {name: type_ for name, type_ in rows if name not in INTERNAL}


def _example(db: Database, one: Relation, column: Column) -> str:
    """The dictionary's example, else the first there is in the order of the key."""
    if column.example:
        return cell(column.example, width=60)
    name = f'"{column.name}"'
    order = ", ".join(f'"{key}"' for key in one.key) or name
    row = db.execute(
        f"SELECT {name} FROM \"{one.name}\" WHERE {name} NOT IN ('', '[]') ORDER BY {order} LIMIT 1"  # noqa: S608 -- names of the dictionary
    ).fetchone()
    return cell(row[0], width=60) if row else ""
