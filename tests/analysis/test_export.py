"""Exports that other programs read: spreadsheets, frictionless, pyarrow, reference managers."""

import csv
import hashlib
import json
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from merges import merge_by_hand
from pyarrow import parquet
from world import LIST, UPDATE, Installation, edited, review

from repo_watch.analysis.dictionary import exported
from repo_watch.analysis.export import BY_YEAR, export
from repo_watch.cli import status_of
from repo_watch.errors import EnvironmentFailure, SettingsError
from repo_watch.files import csv_text, safe_cell
from repo_watch.nightly import decisions
from repo_watch.store.schema.database import connect, opened
from repo_watch.store.upkeep import snapshot

NIGHT = datetime(2026, 9, 29, 2, 15, tzinfo=UTC)


def exports(installation, form, folder, since=None):
    db = opened(installation.settings.public / "repo-watch.db", "ro")
    try:
        return {path.name: path for path in export(db, form, folder, since)}
    finally:
        db.close()


def cells(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def frictionless(folder):
    return subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("form", ["csv", "jsonl", pytest.param("parquet", marks=pytest.mark.slow)])
def test_frictionless_takes_the_data_package_and_its_checksums(copy, tmp_path, form):
    export(copy, form, tmp_path)
    done = frictionless(tmp_path)
    assert done.returncode == 0, done.stdout
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        # frictionless counts no bytes of a Parquet file, and calls a stated number wrong.
        assert resource.get("bytes") == (None if form == "parquet" else len(content))
    assert described["licenses"]
    assert "Cite as: repo-watch" in described["description"]


def test_frictionless_sees_a_changed_byte(copy, tmp_path):
    export(copy, "csv", tmp_path)
    path = tmp_path / "reviews.csv"
    path.write_bytes(path.read_bytes().replace(b"2026", b"2027", 1))
    assert frictionless(tmp_path).returncode == 1


def test_csv_has_every_view_and_every_row(copy, tmp_path):
    export(copy, "csv", tmp_path)
    for relation in exported():
        count = copy.execute(f"SELECT count(*) FROM {relation.name}").fetchone()[0]
        rows = cells(tmp_path / f"{relation.name}.csv")
        assert len(rows) == count
        if rows:
            assert list(rows[0]) == [column.name for column in relation.columns]


def test_no_cell_is_a_formula(small, tmp_path):
    files = exports(small, "csv", tmp_path)
    (leeds,) = [row for row in cells(files["reviews.csv"]) if row["authority_text"] == "Leeds"]
    assert leeds["case_name"] == "'=1+1"
    assert leeds["summary"].startswith("'@SUM(A1)")
    for path in files.values():
        if path.suffix == ".csv":
            for row in cells(path):
                assert not [value for value in row.values() if value.startswith(tuple("=+-@\t\r"))]


@given(st.text(max_size=20))
def test_a_safe_cell_loses_nothing(text):
    cell = safe_cell(text)
    assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert cell == text or (cell[0] == "'" and cell[1:] == text)


def test_numbers_are_no_text():
    assert csv_text(["a", "b"], [(-1, None)]) == "a,b\r\n-1,\r\n"


def test_json_lines_hold_json_as_json(copy, tmp_path):
    export(copy, "jsonl", tmp_path)
    rows = [
        json.loads(line)
        for line in (tmp_path / "changes.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert {type(row["fields"]) for row in rows} == {list}
    assert "summary" in {name for row in rows for name in row["fields"]}


def test_parquet_has_types_and_meanings(copy, tmp_path):
    export(copy, "parquet", tmp_path)
    table = parquet.read_table(tmp_path / "reviews.parquet")
    assert table.num_rows == copy.execute("SELECT count(*) FROM reviews").fetchone()[0]
    field = table.schema.field("first_seen_at")
    assert str(field.type).startswith("timestamp")
    assert b"first saw it" in field.metadata[b"description"]
    assert str(table.schema.field("year").type) == "int64"


def test_parquet_by_year_has_a_folder_for_each_year_and_every_row(copy, tmp_path):
    (tmp_path / "reviews/year=1066").mkdir(parents=True)
    export(copy, BY_YEAR, tmp_path)
    table = parquet.read_table(tmp_path / "reviews")
    expected = copy.execute("SELECT id, CAST(year AS TEXT) FROM reviews ORDER BY id").fetchall()
    found = zip(table["id"].to_pylist(), map(str, table["year"].to_pylist()), strict=True)
    assert sorted(found) == expected
    years = {path.name for path in (tmp_path / "reviews").iterdir()}
    assert years == {f"year={year}" for _, year in expected}
    (part,) = (tmp_path / "reviews" / f"year={expected[0][1]}").iterdir()
    assert (
        b"first saw it" in parquet.read_schema(part).field("first_seen_at").metadata[b"description"]
    )
    assert parquet.read_table(tmp_path / "links").num_rows == len(
        copy.execute("SELECT 1 FROM links").fetchall()
    )


def test_an_export_by_year_that_is_interrupted_takes_nothing_away(copy, tmp_path, monkeypatch):
    export(copy, BY_YEAR, tmp_path)
    before = sorted(path for path in tmp_path.rglob("*"))
    killed = tmp_path / f".{BY_YEAR}.new" / "reviews"
    killed.mkdir(parents=True)
    write = parquet.write_to_dataset

    def interrupted(table, place, *more, **options):
        if place.name == "publications":
            raise KeyboardInterrupt
        write(table, place, *more, **options)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(parquet, "write_to_dataset", interrupted)
        export(copy, BY_YEAR, tmp_path)
    assert sorted(path for path in tmp_path.rglob("*")) == before
    export(copy, BY_YEAR, tmp_path, since=date(2126, 1, 1))
    assert not (tmp_path / "reviews").exists()


def test_parquet_without_its_extra_is_told_in_one_line(small, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SettingsError, match=r"pip install 'repo-watch\[parquet\]'"):
        exports(small, "parquet", tmp_path)


def test_sqlite_is_one_file_of_plain_tables(copy, tmp_path):
    export(copy, "sqlite", tmp_path)
    db = sqlite3.connect(tmp_path / "repo-watch.sqlite")
    kinds = dict(db.execute("SELECT name, type FROM sqlite_master WHERE sql LIKE 'CREATE%'"))
    assert kinds == {relation.name: "table" for relation in exported()}
    expected = copy.execute("SELECT * FROM coded_reviews ORDER BY review_id").fetchall()
    assert db.execute("SELECT * FROM coded_reviews ORDER BY review_id").fetchall() == expected
    db.close()


def test_bibtex_is_read_by_a_bibtex_reader(copy, tmp_path):
    export(copy, "bibtex", tmp_path)
    library = bibtexparser.parse_file(tmp_path / "repo-watch.bib")
    assert not library.failed_blocks
    counted = copy.execute(
        "SELECT (SELECT count(*) FROM reviews) + (SELECT count(*) FROM publications)"
    ).fetchone()[0]
    assert len(library.entries) == counted
    first = library.entries_dict["repo-watch-review-1"].fields_dict
    assert first["year"].value == "2026"
    assert first["url"].value.startswith("http")


def test_latex_signs_are_text(small, tmp_path):
    path = exports(small, "bibtex", tmp_path)["repo-watch.bib"]
    assert "author = {{Bexley} and {Greenwich}}," in path.read_text(encoding="utf-8")
    assert "Authority withheld" in path.read_text(encoding="utf-8")
    assert "Authority not known" in path.read_text(encoding="utf-8")


def test_ris_is_read_by_a_ris_reader(copy, tmp_path):
    (path,) = export(copy, "ris", tmp_path)
    with path.open(encoding="utf-8") as file:
        entries = rispy.load(file)
    titles = {title for (title,) in copy.execute("SELECT title FROM reviews")}
    assert titles <= {entry["title"] for entry in entries}
    assert all(entry["type_of_reference"] == "RPRT" for entry in entries)


@pytest.fixture
def moved(tmp_path):
    """Three nights: four reviews; one more and one edited; one merged, one taken down."""
    watch = Installation(tmp_path / "moved")
    watch.world.pages = {LIST: [review(uid, year=2026) for uid in range(4)], UPDATE: []}
    watch.run(NIGHT)
    shown = watch.world.pages[LIST]
    shown[1] = edited(shown[1], 1)
    shown.append(review(9, year=2025))
    watch.run(NIGHT + timedelta(days=1))
    decisions.suppress_by_hand(watch.settings, 4, "asked for", NIGHT + timedelta(days=2))
    merge_by_hand(watch.settings, 1, 3, "the same", NIGHT + timedelta(days=2), force=True)
    return watch


def test_an_increment_has_what_has_changed_and_what_is_to_be_dropped(moved, tmp_path):
    day = (NIGHT + timedelta(days=1)).date()
    files = exports(moved, "csv", tmp_path / "all", day)
    assert [row["id"] for row in cells(files["reviews.csv"])] == ["1", "2", "5"]
    assert {row["review_id"] for row in cells(files["review_keywords.csv"])} == {"1", "2", "5"}
    assert [(row["item_id"], row["why"]) for row in cells(files["removed.csv"])] == [
        ("3", "merged"),
        ("4", "suppressed"),
    ]
    assert {row["night"] for row in cells(files["coverage.csv"])} == {day.isoformat()}
    later = exports(moved, "csv", tmp_path / "later", date(2027, 1, 1))
    assert cells(later["reviews.csv"]) == []
    assert frictionless(tmp_path / "all").returncode == 0


def test_a_report_that_was_found_gone_brings_its_review_into_the_increment(moved, tmp_path):
    db = connect(moved.settings.database)
    db.execute(
        "UPDATE item_link SET state = 'missing', state_since = '2027-01-01T02:15:00Z'"
        " WHERE item = 2"
    )
    snapshot.publish(db, moved.settings.public / "repo-watch.db")
    db.close()
    rows = cells(exports(moved, "csv", tmp_path / "later", date(2027, 1, 1))["reviews.csv"])
    assert [(row["id"], row["report_status"]) for row in rows] == [("2", "missing")]


def test_a_check_that_found_a_report_as_it_was_is_no_change(moved, tmp_path):
    db = connect(moved.settings.database)
    db.execute(
        "INSERT INTO link_check (url, checked_on, says, reason, state, misses, silent)"
        " SELECT url, '2027-01-01', 'there', '', 'ok', 0, 0 FROM item_link"
    )
    snapshot.publish(db, moved.settings.public / "repo-watch.db")
    db.close()
    files = exports(moved, "csv", tmp_path, date(2027, 1, 1))
    assert cells(files["reviews.csv"]) == cells(files["links.csv"]) == []


def test_increments_add_up_to_the_whole(moved, tmp_path):
    first = exports(moved, "csv", tmp_path / "1", NIGHT.date())
    whole = exports(moved, "csv", tmp_path / "2")
    assert cells(first["reviews.csv"]) == cells(whole["reviews.csv"])


def test_the_command_names_its_files(small, tmp_path, capsys):
    copy = str(small.settings.public / "repo-watch.db")
    arguments = ["export", "ris", str(tmp_path / "new" / "folder"), "--database", copy]
    assert status_of(arguments) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'new' / 'folder' / 'repo-watch.ris'}\n"
    assert status_of([*arguments, "--json", "--since", "2026-09-29"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
    assert status_of(["export", "xlsx", str(tmp_path), "--database", copy]) == 2


def test_a_folder_that_cannot_be_made_is_told_in_one_line(small, tmp_path):
    (tmp_path / "blocked").write_text("a file")
    with pytest.raises(EnvironmentFailure, match="blocked"):
        exports(small, "csv", tmp_path / "blocked")
