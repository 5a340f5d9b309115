import sqlite3
import threading
import time

import pytest

from repo_watch.errors import DatabaseError
from repo_watch.store.schema import APPLICATION_ID, SCHEMA_VERSION
from repo_watch.store.schema.database import (
    connect,
    copy_in_memory,
    environment,
    questions,
    transaction,
)

BEGIN_RUN = "INSERT INTO run (started_at, version, mode, full) VALUES ('2026', '1', 'nightly', 0)"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "repo-watch.db"


@pytest.fixture
def db(path):
    made = connect(path, create=True)
    yield made
    made.close()


def value(db, sql):
    return db.execute(sql).fetchone()[0]


def test_a_new_database_is_stamped_and_safe(db):
    assert value(db, "PRAGMA application_id") == APPLICATION_ID
    assert value(db, "PRAGMA user_version") == SCHEMA_VERSION
    assert value(db, "PRAGMA journal_mode") == "delete"
    assert value(db, "PRAGMA synchronous") == 2
    assert value(db, "PRAGMA foreign_keys") == 1


def test_every_table_is_strict(db):
    ours = [
        row[1]
        for row in db.execute("PRAGMA table_list")
        if row[2] == "table" and not row[1].startswith(("sqlite_", "_sqlite", "review_search"))
    ]
    strict = {row[1]: row[5] for row in db.execute("PRAGMA table_list")}
    assert ours
    assert [name for name in ours if not strict[name]] == []


def asked(path):
    with questions(path) as db:
        assert db


def test_a_missing_database_is_told(path):
    for opening in (connect, asked):
        with pytest.raises(DatabaseError, match="there is no database yet"):
            opening(path)
    assert not path.exists()


def test_a_foreign_database_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "theirs.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (a)")
    other.close()
    before = path.read_bytes()
    for opening in (connect, asked):
        with pytest.raises(DatabaseError, match="is not repo-watch's"):
            opening(path)
    assert path.read_bytes() == before


def test_a_newer_database_is_refused_and_not_touched(db, path):
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    for opening in (connect, asked):
        with pytest.raises(DatabaseError, match="install the newer version"):
            opening(path)
    assert path.read_bytes() == before


def test_an_older_database_is_not_read_before_it_is_migrated(db, path):
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    with pytest.raises(DatabaseError, match="brings it up to date"):
        asked(path)


def test_what_is_no_database_is_told(tmp_path):
    path = tmp_path / "repo-watch.db"
    path.write_text("This is no database, but it is long enough to look at. " * 40)
    for opening in (connect, asked):
        with pytest.raises(DatabaseError, match="not a database"):
            opening(path)


def test_a_database_that_a_first_run_left_unfinished_is_finished(path):
    path.parent.mkdir()
    begun = sqlite3.connect(path)
    begun.execute("CREATE TABLE _sqlite_migrations (id INTEGER)")
    begun.execute("DROP TABLE _sqlite_migrations")
    begun.close()
    connect(path, create=True).close()
    with questions(path) as db:
        assert value(db, "SELECT count(*) FROM run") == 0


def test_a_reader_cannot_write(db, path):
    with pytest.raises(DatabaseError, match="readonly"), questions(path) as reader:
        reader.execute(BEGIN_RUN)
    assert value(db, "SELECT count(*) FROM run") == 0


def test_a_transaction_is_all_or_nothing(db):
    with pytest.raises(ZeroDivisionError), transaction(db):
        db.execute(BEGIN_RUN)
        raise ZeroDivisionError
    assert value(db, "SELECT count(*) FROM run") == 0
    with transaction(db):
        db.execute(BEGIN_RUN)
    assert value(db, "SELECT count(*) FROM run") == 1


def test_a_second_writer_waits_for_the_first(db, path):
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    def let_go():
        time.sleep(0.3)
        other.execute("COMMIT")

    thread = threading.Thread(target=let_go)
    thread.start()
    with transaction(db):
        db.execute(BEGIN_RUN)
    thread.join()
    other.close()
    assert value(db, "SELECT count(*) FROM run") == 1


def test_a_copy_in_memory_changes_nothing(db):
    copy = copy_in_memory(db)
    copy.execute(BEGIN_RUN)
    assert value(copy, "SELECT count(*) FROM run") == 1
    copy.close()
    assert value(db, "SELECT count(*) FROM run") == 0


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("SELECT nothing FROM nowhere", sqlite3.OperationalError),
        ("INSERT INTO run (id) VALUES (NULL)", sqlite3.IntegrityError),
    ],
)
def test_faults_of_ours_pass_as_they_are(db, path, sql, kind):
    with pytest.raises(kind), environment(path):
        db.execute(sql)


def test_a_closed_database_is_a_fault_of_ours(path):
    db = connect(path, create=True)
    db.close()
    with pytest.raises(sqlite3.ProgrammingError), environment(path):
        db.execute("SELECT 1")


def test_a_writer_outwaits_a_backup_that_reads_for_more_than_a_minute(db):
    assert db.execute("PRAGMA busy_timeout").fetchone()[0] > 70_000


def test_a_lock_that_lasts_is_told(db, path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    db.execute("PRAGMA busy_timeout = 50")
    with (
        pytest.raises(DatabaseError, match="another program holds it"),
        environment(path),
        transaction(db),
    ):
        pass
    other.close()


def test_a_full_disk_is_told(db, path):
    db.execute("PRAGMA max_page_count = 1")
    with pytest.raises(DatabaseError, match="free some disk space"), environment(path):
        for _ in range(9999):
            db.execute(BEGIN_RUN)


def test_damage_that_a_question_meets_is_told(db, path):
    db.execute(BEGIN_RUN)
    (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'run'").fetchone()
    (size,) = db.execute("PRAGMA page_size").fetchone()
    db.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = b"\xff" * size
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match="repo-watch restore"), questions(path) as asked:
        asked.execute("SELECT mode FROM run").fetchall()


def test_what_the_system_refuses_is_told(path):
    with pytest.raises(DatabaseError, match="No such file"), environment(path):
        path.read_bytes()
