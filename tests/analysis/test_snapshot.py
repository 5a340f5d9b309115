"""The analysts' copy: whole, checked, citable, nothing private in it, corrected on takedown."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from merges import merge_by_hand
from world import LIST, UPDATE, Installation, review

from repo_watch import __version__
from repo_watch.errors import DatabaseError
from repo_watch.nightly import decisions
from repo_watch.store.schema.database import connect, transaction
from repo_watch.store.upkeep import snapshot

SUPPORT = Path(__file__).parents[1] / "support"
START = datetime(2026, 9, 29, 2, 15, tzinfo=UTC)


def night(number):
    return START + timedelta(days=number)


@pytest.fixture
def watch(tmp_path):
    installation = Installation(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(4)], UPDATE: []}
    return installation


def asked(path, sql):
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def the_copy(watch):
    return watch.settings.public / "repo-watch.db"


def provenance(path):
    return dict(asked(path, "SELECT name, value FROM provenance"))


def sum_is_right(path):
    digest, name = path.with_name(f"{path.name}.sha256").read_text().split()
    return name == path.name and digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_copy_says_where_it_comes_from(watch):
    watch.run(night(0))
    watch.run(night(1))
    said = provenance(the_copy(watch))
    assert said["made_at"] == "2026-09-30T02:15:00Z"
    assert (said["first_night"], said["last_night"]) == ("2026-09-29", "2026-09-30")
    assert (said["nights"], said["nights_not_ok"], said["runs"]) == ("2", "0", "2")
    assert (said["reviews"], said["version"]) == ("4", __version__)
    assert said["licence nspcc-reviews"]
    assert "29 September 2026 to 30 September 2026" in said["cite"]


def test_a_copy_passes_the_checks_and_its_sum(watch):
    watch.run(night(0))
    path = the_copy(watch)
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]
    assert asked(path, "PRAGMA foreign_key_check") == []
    assert asked(path, "PRAGMA freelist_count") == [(0,)]
    assert sum_is_right(path)
    done = subprocess.run(
        ["sha256sum", "--check", f"{path.name}.sha256"],
        check=False,
        cwd=path.parent,
        capture_output=True,
    )
    assert done.returncode == 0
    assert sorted(p.name for p in path.parent.iterdir() if p.name.startswith(".")) == []


def test_nothing_private_is_in_a_copy(watch):
    watch.run(night(0))
    db = connect(watch.settings.database)
    with transaction(db):
        db.execute(
            "INSERT INTO ruling (at, kind, sketch, item, reason)"
            " VALUES ('2026-09-29T09:00:00Z', 'same', '[]', 1, 'SECRET reason')"
        )
        db.execute(
            "INSERT INTO notice (at, run, source, turn, text)"
            " VALUES ('2026-09-29T09:00:00Z', 1, 'nspcc-reviews', 'red', 'SECRET notice')"
        )
        db.execute("UPDATE page SET headers = '{\"set-cookie\": \"SECRET\"}', etag = 'SECRET'")
    snapshot.publish(db, the_copy(watch))
    db.close()
    assert b"SECRET" in watch.settings.database.read_bytes()
    assert b"SECRET" not in the_copy(watch).read_bytes()


def test_no_copy_tells_strangers_which_machines_there_are_inside(watch):
    watch.run(night(0))
    inside = "leads to 10.0.0.9, an address of a private network: not asked"
    reasons = (inside, "leads to a private network: not asked", "cannot be reached: Unknown name")
    db = connect(watch.settings.database)
    with transaction(db):
        for at, reason in enumerate(reasons):
            db.execute(
                "INSERT INTO link_check (url, checked_on, says, reason, state, misses, silent)"
                " VALUES (?, '2026-09-29', 'unclear', ?, 'unknown', 0, 0)",
                [f"http://name-{at}.example/", f"the whole site answers so: {reason}"],
            )
        db.execute("UPDATE reading SET reasons = ?", [json.dumps(reasons)])
        db.execute("UPDATE source_night SET reasons = ?", [json.dumps(reasons)])
    snapshot.publish(db, the_copy(watch))
    db.close()
    said = "SELECT DISTINCT reason FROM link_check"
    assert asked(the_copy(watch), said) == [("the whole site answers so: cannot be reached",)]
    for table in ("reading", "source_night"):
        ((text,),) = asked(the_copy(watch), f"SELECT DISTINCT reasons FROM {table}")
        assert json.loads(text) == ["cannot be reached"] * 3
    assert b"10.0.0.9" not in the_copy(watch).read_bytes()


PUBLIC = set(
    """run page listing reading source_night item version sighting event item_link link_check
    item_keyword item_authority fact coding place made_by issue issue_item issue_without
    provenance""".split()
)
"""Tables that were looked at and may be published. A new one is added here by a person, or to
`upkeep/private.sql`."""


def test_only_tables_that_were_looked_at_have_rows_in_a_copy(copy_path):
    tables = asked(copy_path, "SELECT name FROM sqlite_master WHERE type = 'table'")
    ours = {name for (name,) in tables if not name.startswith(("review_search", "_", "sqlite_"))}
    full = {
        name for name in ours if asked(copy_path, f"SELECT EXISTS (SELECT 1 FROM {name})")[0][0]
    }
    assert full <= PUBLIC
    assert ours - PUBLIC == {"item_mark", "ruling", "notice"}


def test_nothing_new_nothing_written(watch):
    watch.run(night(0))
    path = the_copy(watch)
    db = connect(watch.settings.database)
    assert snapshot.publish(db, path), "what was noted of the pages came after the copy"
    before = path.stat()
    assert not snapshot.publish(db, path)
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    with transaction(db):
        db.execute("UPDATE item SET state = 'absent' WHERE id = 1")
    assert snapshot.publish(db, path)
    db.close()
    assert path.stat().st_ino != before.st_ino


def test_what_a_tool_turned_to_wal_is_copied_whenever_asked(watch):
    watch.run(night(0))
    db = connect(watch.settings.database)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("UPDATE item SET state = 'absent' WHERE id = 1")
    assert snapshot.publish(db, the_copy(watch))
    assert asked(the_copy(watch), "SELECT state FROM reviews WHERE id = 1") == [("absent",)]
    assert snapshot.publish(db, the_copy(watch))
    assert the_copy(watch).read_bytes()[18:20] == b"\x01\x01"  # no WAL file: SQLite file format
    db.close()


def test_the_last_copy_of_a_month_is_kept_and_stays(watch):
    for number in range(4):  # 29 September to 2 October
        watch.world.pages[LIST].append(review(10 + number, year=2026))
        watch.run(night(number))
    path = the_copy(watch)
    (september,) = snapshot.kept(path)
    assert september.name == "repo-watch-2026-09.db"
    assert provenance(september)["last_night"] == "2026-09-30"
    assert asked(september, "SELECT count(*) FROM reviews") == [(6,)]
    assert asked(path, "SELECT count(*) FROM reviews") == [(8,)]
    assert sum_is_right(september)
    before = september.read_bytes()
    watch.run(night(4))
    assert september.read_bytes() == before


def test_a_month_without_anything_new_needs_no_copy_of_its_own(watch):
    def names():
        return [path.name[11:18] for path in snapshot.kept(the_copy(watch))]

    for number in (0, 1, 2, 31, 33, 62, 64):  # 29 September to 2 December
        watch.run(night(number))
    assert names() == ["2026-09"]
    watch.world.pages[LIST].append(review(10, year=2026))
    for number in (65, 94):
        watch.run(night(number))
    assert names() == ["2026-09", "2026-12"]
    snapshot.kept(the_copy(watch))[-1].write_bytes(b"damaged")
    for number in (96, 125):
        watch.run(night(number))
    assert names() == ["2026-09", "2026-12", "2027-01"]


def test_a_month_closes_when_london_says(watch):
    watch.run(datetime(2026, 8, 31, 22, 30, tzinfo=UTC))  # 23.30 on 31 August there
    watch.run(datetime(2026, 8, 31, 23, 30, tzinfo=UTC))  # 0.30 on 1 September there
    assert [path.name for path in snapshot.kept(the_copy(watch))] == ["repo-watch-2026-08.db"]


def test_a_takedown_reaches_the_kept_copies_too(watch):
    for number in range(3):
        watch.run(night(number))
    path = the_copy(watch)
    (september,) = snapshot.kept(path)
    assert b"uid2" in september.read_bytes()
    decisions.suppress_by_hand(watch.settings, 3, "asked for", night(3))
    for file in (path, september):
        assert b"uid2 " not in file.read_bytes()
        assert asked(file, "SELECT id FROM reviews") == [(1,), (2,), (4,)]
        assert asked(file, "SELECT item_id, why FROM removed") == [(3, "suppressed")]
        assert sum_is_right(file)
    assert provenance(september)["corrected_at"] == "2026-10-02T02:15:00Z"
    before = september.read_bytes()
    watch.run(night(4))
    assert september.read_bytes() == before


def test_a_takedown_on_the_first_of_a_month_reaches_the_copy_that_is_kept_just_then(watch):
    for number in range(2):
        watch.run(night(number))
    decisions.suppress_by_hand(watch.settings, 3, "asked for", night(2))
    (september,) = snapshot.kept(the_copy(watch))
    assert b"uid2 " not in september.read_bytes()
    assert provenance(september)["last_night"] == "2026-09-30"


def test_copies_of_an_older_release_are_kept_and_corrected_too(watch):
    for number in range(2):
        watch.run(night(number))
    old = sqlite3.connect(the_copy(watch))
    old.execute("PRAGMA user_version = 0")
    old.close()
    watch.run(night(2))
    (september,) = snapshot.kept(the_copy(watch))
    decisions.suppress_by_hand(watch.settings, 3, "asked for", night(3))
    assert asked(september, "SELECT item_id FROM removed") == [(3,)]


def test_a_merge_is_told_to_those_who_have_copies(watch):
    watch.run(night(0))
    merge_by_hand(watch.settings, 1, 2, "the same", night(1), force=True)
    rows = asked(the_copy(watch), "SELECT item_id, why, merged_into, at FROM removed")
    assert rows == [(2, "merged", 1, "2026-09-30T02:15:00Z")]
    told = asked(the_copy(watch), "SELECT fields FROM changes WHERE change = 'merged'")
    assert told == [('["2"]',)], "the operator's reason stays with the operator"


NIGHT = (
    "INSERT INTO run (started_at, version, mode, full)"
    " VALUES ('2027-01-0{}T02:15:00Z', '0', 'nightly', {})"
)
# The check that finds more is that of a full night, until a copy has passed it.
FULL = [NIGHT.format(1, 1), NIGHT.format(2, 0)]
WRONG = {
    "constraint": [
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE item SET state = 'nonsense' WHERE id = 1",
        *FULL,
    ],
    "index": [
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, '(title_key)', '(source)')",
        *FULL,
    ],
    "empty value": [
        "CREATE TABLE half (half TEXT) STRICT",
        "INSERT INTO half VALUES (NULL)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'half TEXT', 'half TEXT NOT NULL')",
    ],
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_copy_that_fails_its_check_does_not_replace_the_old_one(watch, wrong):
    watch.run(night(0))
    path = the_copy(watch)
    before = path.read_bytes()
    db = connect(watch.settings.database)
    for statement in wrong:
        db.execute(statement)
    with pytest.raises(DatabaseError, match=r"damaged.*the old one stays"):
        snapshot.publish(db, path)
    db.close()
    assert path.read_bytes() == before
    assert sum_is_right(path)
    assert [p for p in path.parent.iterdir() if p.name.startswith(".")] == []


def test_a_damaged_old_copy_is_replaced(watch):
    watch.run(night(0))
    path = the_copy(watch)
    path.write_bytes(b"not a database" * 100)
    watch.run(night(1))
    assert provenance(path)["last_night"] == "2026-09-30"


def test_a_folder_that_cannot_be_made_is_told_in_one_line(watch, tmp_path):
    watch.run(night(0))
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    db = connect(watch.settings.database)
    with pytest.raises(DatabaseError, match="blocked"):
        snapshot.publish(db, blocked / "repo-watch.db")
    db.close()


WRITER = """
import sys, time
from datetime import datetime, timedelta, UTC
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from world import LIST, UPDATE, Installation, review
watch = Installation(Path(sys.argv[1]))
watch.world.pages = {LIST: [review(uid, year=2026) for uid in range(4)], UPDATE: []}
at = datetime(2026, 10, 5, 2, 15, tzinfo=UTC)
for number in range(500):
    watch.world.pages[LIST].append(review(100 + number, year=2026))
    watch.run(at + timedelta(days=number))
    print(number, flush=True)
"""
READER = """
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
said = "SELECT CAST(value AS INTEGER) FROM provenance WHERE name = 'reviews'"
found = "SELECT count(*) FROM review_search WHERE review_search MATCH 'infants'"
questions = ("PRAGMA integrity_check", "SELECT count(*) FROM reviews", said, found)
print(json.dumps([db.execute(one).fetchone()[0] for one in questions]))
"""


def read_as_a_guest(path):
    """What a program reads that may write nothing in the folder; root is kept from its rights."""
    guest = []
    if os.geteuid() == 0:
        guest = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    done = subprocess.run(
        [*guest, sys.executable, "-c", READER, str(path)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_copy_opens_from_a_read_only_folder(watch):
    watch.run(night(0))
    path = the_copy(watch)
    path.parent.chmod(0o555)
    try:
        assert read_as_a_guest(path) == ["ok", 4, 4, 4]
    finally:
        path.parent.chmod(0o755)


def test_a_copy_is_whole_at_any_moment_while_runs_write(watch, tmp_path):
    watch.run(night(0))
    path = the_copy(watch)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path), str(SUPPORT)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    if os.geteuid() == 0:  # who writes may; who reads may not
        path.parent.chmod(0o555)
    counts = []
    try:
        for _ in range(6):
            assert writer.stdout.readline()
            check, counted, said, hits = read_as_a_guest(path)
            assert (check, counted) == ("ok", said)
            assert hits == counted
            counts.append(counted)
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        path.parent.chmod(0o755)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
