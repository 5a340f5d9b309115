"""A run that is killed anywhere has lost nothing and leaves nothing half written."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import crash_child
import pytest
from world import Installation, uid_of

NIGHTS = 40


def outcome(folder):
    """What must not depend on where a run was killed."""
    watch = Installation(folder)
    reviews = {
        uid_of(row["summary"]): (row["first_seen_at"], row["baseline"], row["version"])
        for row in watch.rows("SELECT summary, first_seen_at, baseline, version FROM reviews")
    }
    issues = {
        (row["first_month"], uid_of(row["summary"]))
        for row in watch.rows(
            "SELECT first_month, summary FROM issue_item JOIN issue ON issue.id = issue"
            " JOIN reviews ON reviews.id = item"
        )
    }
    events = watch.rows("SELECT at, item, kind, fields FROM event ORDER BY at, item, kind")
    files = {
        path.name: path.read_bytes()
        for path in (folder / "public").iterdir()
        if path.suffix in (".html", ".pdf")
    }
    assert watch.column("PRAGMA integrity_check") == ["ok"]
    return reviews, issues, events, files


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    crash_child.main(folder, NIGHTS)
    return outcome(folder)


def disturbed(folder, kills, seed):
    random = Random(seed)
    command = [sys.executable, crash_child.__file__, str(folder), str(NIGHTS)]
    for _ in range(kills):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.4, 1.4))
        child.kill()
        child.wait()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    leftovers = [path.name for path in Path(folder).rglob(".*") if path.is_file()]
    assert leftovers == [], "a file that was being written stays behind"
    return outcome(folder)


def test_a_few_kills_leave_no_trace(tmp_path, undisturbed):
    assert disturbed(tmp_path, kills=5, seed=1) == undisturbed


@pytest.mark.slow
def test_a_hundred_kills_leave_no_trace(tmp_path, undisturbed):
    for seed in range(10):
        assert disturbed(tmp_path / str(seed), kills=10, seed=seed) == undisturbed
