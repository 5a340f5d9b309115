"""A database made by any released schema opens, is migrated, and goes on."""

import contextlib
import gzip
import sqlite3
from datetime import timedelta
from pathlib import Path

import crash_child
import pytest
from merges import unmerge_by_hand
from world import Installation

from repo_watch.judging.fingerprint import sketch
from repo_watch.store.questions.history import told_of, versions
from repo_watch.store.schema import SCHEMA_VERSION
from repo_watch.store.schema.database import connect, questions

RELEASED = sorted((Path(__file__).parent / "released").glob("*.db.gz"))
NIGHTS = 35


def test_every_schema_has_its_database():
    assert [int(path.name.split(".")[0]) for path in RELEASED] == [*range(1, SCHEMA_VERSION + 1)]


@pytest.fixture(params=RELEASED, ids=lambda path: path.name)
def watch(request, tmp_path):
    (tmp_path / "repo-watch.db").write_bytes(gzip.decompress(request.param.read_bytes()))
    return Installation(tmp_path)


def shape(path):
    """Every table, view and index with its columns or text."""
    db = connect(path, create=True)
    try:
        return {
            row[0]: [tuple(column) for column in db.execute(f"PRAGMA table_xinfo('{row[0]}')")]
            or row[1]
            for row in db.execute("SELECT name, sql FROM sqlite_master")
        }
    finally:
        db.close()


def test_it_is_brought_to_the_shape_of_a_new_one(watch, tmp_path):
    assert shape(watch.settings.database) == shape(tmp_path / "new.db")


def test_a_merge_of_schema_1_can_be_undone(tmp_path):
    path = tmp_path / "repo-watch.db"
    path.write_bytes(gzip.decompress(RELEASED[0].read_bytes()))
    watch = Installation(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        keep, other = (id_ for (id_,) in db.execute("SELECT id FROM item LIMIT 2"))
        title = db.execute("SELECT title FROM reviews WHERE id = ?", [other]).fetchone()
        at = "2026-10-05T09:00:00Z"
        sketch_ = sketch(versions(db, other)[0].item).encode()
        db.execute(
            "INSERT INTO ruling (at, kind, sketch, item, reason) VALUES (?, 'same', ?, ?, 'alike')",
            [at, sketch_, keep],
        )
        db.execute(
            "INSERT INTO event (at, run, item, kind, fields, baseline)"
            " VALUES (?, 1, ?, 'merged', ?, 0)",
            [at, keep, f'["{other}"]'],
        )
        db.execute("UPDATE OR IGNORE sighting SET item = ? WHERE item = ?", [keep, other])
        db.execute("DELETE FROM sighting WHERE item = ?", [other])
        db.execute(
            "UPDATE item SET state = 'merged', merged_into = ?, key = NULL WHERE id = ?",
            [keep, other],
        )
    unmerge_by_hand(watch.settings, other, "two children", crash_child.START)
    watch.world.pages = crash_child.pages(NIGHTS)
    watch.run(crash_child.START + timedelta(days=NIGHTS))
    assert watch.column("SELECT title FROM reviews WHERE id = ?", other) == list(title)
    assert watch.column("SELECT state FROM reviews WHERE id = ?", other) == ["listed"]
    assert watch.column("SELECT count(*) FROM sightings WHERE item_id = ?", other) == [1]
    assert (
        watch.column("SELECT id FROM changes WHERE change = 'changed' AND fields LIKE '%title%'")
        == []
    )
    with questions(path) as db:
        assert [one["reason"] for one in told_of(db, keep, "decisions")] == [
            "alike",
            "two children",
        ]


def test_what_it_holds_is_still_there_and_its_nights_go_on(watch):
    before = watch.rows("SELECT * FROM item ORDER BY id")
    watch.world.pages = crash_child.pages(NIGHTS)
    now = crash_child.START + timedelta(days=NIGHTS)
    assert watch.run(now).sources[0].counts["new"] == 1
    after = watch.rows("SELECT * FROM item ORDER BY id")
    assert [row["id"] for row in after[: len(before)]] == [row["id"] for row in before]
    assert watch.column("PRAGMA integrity_check") == ["ok"]
    assert watch.column("PRAGMA foreign_key_check") == []
