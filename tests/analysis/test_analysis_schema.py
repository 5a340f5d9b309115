"""The dictionary fits the database, and docs/schema.md is what it says."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from repo_watch.analysis import dictionary
from repo_watch.analysis.dictionary import exported, read, relations
from repo_watch.cli import status_of
from repo_watch.reading.terms import reference
from repo_watch.store.schema.database import names, opened

DOCS = Path(__file__).parents[2] / "docs"
PYTHON_TYPES = {"integer": int, "number": float}


def undescribed(db):
    """Columns (`TABLE.COLUMN`) that only the database or only the dictionary has."""
    ours = {*names(db, "view"), *names(db, "table")}.difference(dictionary.INTERNAL)
    there = {name for name in ours if not name.startswith("review_search_")}
    columns = "SELECT name FROM pragma_table_info(?)"
    found = {f"{name}.{column}" for name in there for (column,) in db.execute(columns, [name])}
    described = {
        f"{one.name}.{column.name}"
        for one in relations().values()
        for column in one.columns
        if one.name in there or one.name != "provenance"
    }
    return sorted(found ^ described)


def test_every_table_view_and_column_is_described_and_nothing_else(demo, copy):
    original = opened(demo / "data" / "repo-watch.db", "ro")
    try:
        assert undescribed(original) == []
    finally:
        original.close()
    assert undescribed(copy) == []


def test_what_is_not_described_is_named(copy_path, tmp_path):
    db = sqlite3.connect(shutil.copyfile(copy_path, tmp_path / "other.db"))
    db.execute("ALTER TABLE run ADD COLUMN mood TEXT")
    db.execute("CREATE VIEW moods AS SELECT mood FROM run")
    assert undescribed(db) == ["moods.mood", "run.mood"]
    db.close()


def test_the_page_in_docs_is_the_one_that_the_demo_gives(copy):
    page = dictionary.page(copy)
    assert (DOCS / "schema.md").read_text(encoding="utf-8") == page, (
        "docs/schema.md is stale: run `make docs`"
    )


def test_every_column_has_meaning_source_and_example(copy):
    rows = [line for line in dictionary.page(copy).splitlines() if line.startswith("| `")]
    assert len(rows) == sum(len(one.columns) for one in relations().values())
    for row in rows:
        name, meaning, _, source, example = row.removesuffix(" |")[2:].split(" | ")
        assert name, row
        assert meaning, row
        assert source, row
        assert example, row


@pytest.mark.parametrize("relation", exported(), ids=lambda one: one.name)
def test_values_are_of_the_type_that_the_dictionary_gives(copy, relation):
    for row in read(copy, relation).values:
        for column, value in zip(relation.columns, row, strict=True):
            if value is not None:
                assert type(value) is PYTHON_TYPES.get(column.type, str), column.name


@pytest.mark.parametrize("relation", exported(), ids=lambda one: one.name)
def test_a_key_tells_rows_apart(copy, relation):
    if relation.key:
        at = [[column.name for column in relation.columns].index(key) for key in relation.key]
        keys = [tuple(row[one] for one in at) for row in read(copy, relation).values]
        assert len(set(keys)) == len(keys)


def test_the_command_prints_the_page(copy_path, capsys):
    assert status_of(["schema", "--database", str(copy_path)]) == 0
    assert capsys.readouterr().out.startswith("# The database\n")


def test_people_are_counted_for_codes_of_the_table_of_places_alone():
    codes = {row["gss"] for row in reference.rows("places.csv")}
    people = reference.rows("populations.csv")
    assert {row["gss"] for row in people} <= codes
    assert {row["basis"] for row in people} == {"own", "successors", "predecessor"}
    assert all(int(row["people"]) > 2000 for row in people)
    assert len({row["gss"] for row in people}) == len(people)


def test_a_publications_date_says_how_exactly_it_is_stated(copy):
    """SQLite takes a bare year for a number of days."""
    rows = copy.execute(
        "SELECT first_published_precision, first_published_at FROM publications"
    ).fetchall()
    forms = {
        "year": r"\d{4}",
        "month": r"\d{4}-\d\d",
        "day": r"\d{4}-\d\d-\d\d",
        "time": r"\d{4}-\d\d-\d\dT.+",
    }
    assert {name for name, _ in rows} == {None, *forms}
    assert all(name is None or re.fullmatch(forms[name], at) for name, at in rows)
    assert all(at is None for name, at in rows if name is None)
