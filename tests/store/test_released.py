"""A database made by any released schema opens, is migrated, and goes on."""

import gzip
from datetime import timedelta
from pathlib import Path

import crash_child
import pytest
from world import Installation

from repo_watch.store.schema.database import connect
from repo_watch.store.schema.migrations import SCHEMA_VERSION

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


def test_what_it_holds_is_still_there_and_its_nights_go_on(watch):
    before = watch.rows("SELECT * FROM item ORDER BY id")
    watch.world.pages = crash_child.pages(NIGHTS)
    now = crash_child.START + timedelta(days=NIGHTS)
    assert watch.run(now).sources[0].counts["new"] == 1
    after = watch.rows("SELECT * FROM item ORDER BY id")
    assert [row["id"] for row in after[: len(before)]] == [row["id"] for row in before]
    assert watch.column("PRAGMA integrity_check") == ["ok"]
    assert watch.column("PRAGMA foreign_key_check") == []
