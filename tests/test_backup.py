"""A drill: back up, lose everything, restore elsewhere, go on. What else can be brought back."""

import contextlib
import gzip
import random
import shutil
import sqlite3
import subprocess
from datetime import timedelta
from pathlib import Path

import crash_child
import pytest
from merges import merge_by_hand
from world import Installation, uid_of

from repo_watch.cli import status_of
from repo_watch.errors import DamagedError, DatabaseError, SettingsError
from repo_watch.nightly import backup as backups
from repo_watch.nightly.decisions import suppress_by_hand
from repo_watch.store.schema import SCHEMA_VERSION
from repo_watch.store.schema.database import connect, kept_before

RELEASED = Path(__file__).parent / "store" / "released"
NIGHTS = 35
VIEWS = ("reviews", "publications", "changes", "coverage", "review_keywords", "links", "sightings")


def moment(number):
    return crash_child.START + timedelta(days=number)


def night(watch, number):
    watch.world.pages = crash_child.pages(number)
    return watch.run(moment(number))


@pytest.fixture(scope="module")
def seasoned(tmp_path_factory):
    """An installation of some nights, with an issue, notes, and what was decided by hand."""
    watch = Installation(tmp_path_factory.mktemp("seasoned"))
    for number in (0, 1, 2, 30, 33):
        night(watch, number)
    (watch.settings.notes).mkdir()
    (watch.settings.notes / "2026-09.toml").write_text("", "utf-8")
    one, two, gone = watch.column("SELECT id FROM reviews ORDER BY id LIMIT 3")
    merge_by_hand(watch.settings, one, two, "alike", moment(34), force=True)
    suppress_by_hand(watch.settings, gone, "asked", moment(34))
    return watch


@pytest.fixture
def watch(seasoned, tmp_path):
    shutil.copytree(seasoned.folder, tmp_path / "first")
    return Installation(tmp_path / "first")


def told(watch):
    return {view: watch.rows(f"SELECT * FROM {view} ORDER BY 1, 2, 3") for view in VIEWS}


def spoil(path, seed, share=0.02):
    """Random bytes, in the pages behind the header."""
    chance = random.Random(seed)
    body = bytearray(path.read_bytes())
    for _ in range(int(len(body) * share)):
        body[chance.randrange(4096, len(body))] = chance.randrange(256)
    path.write_bytes(body)


def test_all_that_was_lost_is_back_on_another_machine_and_goes_on(watch, tmp_path):
    folder, other = tmp_path / "share", Installation(tmp_path / "second")
    folder.mkdir()
    written = tmp_path / "repo-watch.toml"
    written.write_text("# the settings", "utf-8")
    place = backups.backup(watch.settings, folder, moment(35), written)
    assert place.stat().st_mode & 0o777 == 0o700
    assert (place / "repo-watch.toml").read_text("utf-8") == "# the settings"
    before, pages = told(watch), sorted(watch.settings.archive.rglob("*.gz"))
    night(watch, 36)
    expected = told(watch)
    shutil.rmtree(watch.folder)
    done = backups.restore(other.settings, folder, moment(36))
    assert done.aside is None
    assert told(other) == before
    assert len(sorted(other.settings.archive.rglob("*.gz"))) == len(pages)
    assert (other.settings.notes / "2026-09.toml").exists()
    assert (other.settings.public / "repo-watch-2026-09.db.sha256").exists()
    assert night(other, 36).status == 0
    assert told(other) == expected
    assert other.column("SELECT count(*) FROM ruling")[0] > 0
    assert (other.settings.public / "case-reviews-2026-09.html").exists()


def test_a_backup_that_is_not_whole_is_passed_over(watch, tmp_path):
    first = backups.backup(watch.settings, tmp_path, moment(35))
    second = backups.backup(watch.settings, tmp_path, moment(36))
    (second / "repo-watch.db").write_bytes(b"half")
    other = Installation(tmp_path / "second")
    assert backups.restore(other.settings, tmp_path, moment(37)).source.parent == first
    (first / "SHA256SUMS").unlink()
    with pytest.raises(SettingsError, match="no whole back-up"):
        backups.restore(other.settings, tmp_path, moment(37), replace=True)
    with pytest.raises(SettingsError, match="mounted"):
        backups.backup(watch.settings, tmp_path / "missing", moment(37))


def test_a_sound_database_is_not_replaced_unasked(watch, tmp_path):
    place = backups.backup(watch.settings, tmp_path, moment(35))
    with pytest.raises(SettingsError, match="--replace"):
        backups.restore(watch.settings, place, moment(36))
    done = backups.restore(watch.settings, place, moment(36), replace=True)
    assert done.aside.exists()


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_database_is_told_in_a_line_and_brought_back(watch, tmp_path, seed, capsys):
    config = tmp_path / "repo-watch.toml"
    config.write_text(f'data_dir = "{watch.folder}"\n[sources.nspcc-reviews]\nenabled = false\n')
    before = told(watch)
    before.pop("changes")  # why something was merged is in no public copy
    spoil(watch.settings.database, seed)
    for command in (["status"], ["search", "uid3"], ["show", "4"], ["run", "--offline"]):
        status = status_of([*command, "--config", str(config)])
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert status in {0, 1, 2, 4}, said
        if status == 4:
            assert said.count("\n") == 1
            assert f"newest good copy is {watch.settings.public / 'repo-watch.db'}" in said
    assert status == 4
    assert status_of(["restore", "--config", str(config)]) == 0
    assert "by hand taken over" in capsys.readouterr().out
    assert before.items() <= told(watch).items()
    assert night(watch, 36).status == 0
    said = watch.column("SELECT summary FROM reviews")
    assert len({*map(uid_of, said)}) == len(said)


def test_decisions_since_the_copy_are_taken_over(watch, tmp_path):
    place = backups.backup(watch.settings, tmp_path, moment(35))
    gone = watch.column("SELECT id FROM reviews ORDER BY id DESC LIMIT 1")[0]
    suppress_by_hand(watch.settings, gone, "asked", moment(35))
    done = backups.restore(watch.settings, place, moment(36), replace=True)
    assert done.decisions > 0
    assert watch.column("SELECT count(*) FROM reviews WHERE id = ?", gone) == [0]


def test_a_copy_is_kept_before_the_shape_changes(tmp_path):
    watch = Installation(tmp_path)
    old = gzip.decompress((RELEASED / f"{SCHEMA_VERSION - 1}.db.gz").read_bytes())
    watch.settings.database.write_bytes(old)
    night(watch, NIGHTS)
    kept = kept_before(watch.settings.database)
    with contextlib.closing(sqlite3.connect(kept)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION - 1,)
    kept_at = kept.stat().st_mtime_ns
    night(watch, NIGHTS + 1)
    assert kept.stat().st_mtime_ns == kept_at


def dumped(path, target):
    """As `sqlite3 A .dump | sqlite3 B` does it; the two marks of the header are lost."""
    text = subprocess.run(["sqlite3", path, ".dump"], capture_output=True, check=True).stdout
    subprocess.run(["sqlite3", target], input=text, check=True)


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="needs the program sqlite3")
def test_a_database_that_went_through_a_dump_is_taken_back_after_a_check(watch, tmp_path):
    before = told(watch)
    whole = tmp_path / "whole.db"
    watch.settings.database.replace(whole)
    dumped(whole, watch.settings.database)
    with contextlib.closing(sqlite3.connect(watch.settings.database)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (0,)
    assert told(watch) == before
    assert night(watch, 36).status == 0
    with contextlib.closing(sqlite3.connect(watch.settings.database)) as db:
        assert db.execute("PRAGMA application_id").fetchone() != (0,)


def test_another_programs_database_is_not_taken_for_a_dump(tmp_path):
    path = tmp_path / "repo-watch.db"
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE item (id)")
    with pytest.raises(DatabaseError, match="not repo-watch's") as caught:
        connect(path)
    assert not isinstance(caught.value, DamagedError)
    with contextlib.closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("item",)]
