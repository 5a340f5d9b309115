"""Issued once, corrected by number, and whole whatever happens in between."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from faults import files_of_at_most

import repo_watch.rendering
from repo_watch.digest.months import Months
from repo_watch.errors import EnvironmentFailure, SettingsError
from repo_watch.issuing.index import write
from repo_watch.issuing.issue import digest_of, due, issue, newest, restore
from repo_watch.store.schema.database import connect

OCTOBER = Months.parse("2026-10")
NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
LATER = datetime(2026, 12, 4, 3, tzinfo=UTC)
NAMES = {f"case-reviews-2026-10.{ending}" for ending in ("html", "pdf", "csv")}


@pytest.fixture
def watched(house):
    for month in (9, 10, 11):
        house.run(datetime(2026, month, 14, 2, tzinfo=UTC))
    house.review(datetime(2026, 10, 3, 2, tzinfo=UTC))
    house.publication(datetime(2026, 10, 4, 2, tzinfo=UTC))
    return house


def files_of(folder):
    return {one.name: one.read_bytes() for one in folder.iterdir()} if folder.exists() else {}


def recorded(db):
    (row,) = newest(db)
    return {
        "case-reviews-2026-10.html": row["html_sha256"],
        "case-reviews-2026-10.pdf": row["pdf_sha256"],
        "case-reviews-2026-10.csv": row["csv_sha256"],
    }


def hashes(files):
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_an_issue_is_files_and_a_row_that_agree(watched, public, sources):
    made = issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)
    files = files_of(public)
    assert set(files) == {made.name("html"), made.name("pdf"), made.name("csv")} == NAMES
    assert made.title == "Case reviews October 2026"
    assert recorded(watched.db) == hashes(files)
    assert watched.rows(
        "SELECT edition, first_month, last_month, number, window_from, window_to, issued_at,"
        " back_issue FROM issue"
    ) == [
        (
            *("national", "2026-10", "2026-10", 1, "2026-09-30T23:00:00Z"),
            *("2026-11-01T00:00:00Z", "2026-11-02T03:00:00Z", 0),
        )
    ]
    assert watched.rows("SELECT item, late FROM issue_item") == [(1, 0), (2, 0)]


def test_a_month_is_issued_once(watched, public, sources):
    issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)
    before = files_of(public)
    watched.review(datetime(2026, 10, 20, 2, tzinfo=UTC))
    assert issue(watched.db, OCTOBER, public_dir=public, now=LATER, sources=sources) is None
    assert files_of(public) == before
    assert len(watched.rows("SELECT 1 FROM issue")) == 1


@pytest.mark.parametrize("months", ["2026-09..2026-10", "2026-08..2026-10", "2025-12..2026-10"])
def test_a_month_is_in_one_issue_alone(watched, public, sources, months):
    issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)
    before = files_of(public)
    with pytest.raises(SettingsError, match="October 2026 is in an issue already"):
        issue(watched.db, Months.parse(months), public_dir=public, now=LATER, sources=sources)
    assert files_of(public) == before


def test_a_correction_has_a_number_the_same_items_and_says_when(watched, public, sources):
    issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)
    watched.review(datetime(2026, 10, 20, 2, tzinfo=UTC))
    revised = watched.entry(title="2026 – Eastmere – Child Z")
    watched.revise(1, datetime(2026, 11, 20, 2, tzinfo=UTC), revised)
    made = issue(watched.db, OCTOBER, public_dir=public, now=LATER, sources=sources, reissue=True)
    assert made.digest.number == 2
    page = (public / "case-reviews-2026-10.html").read_text()
    assert "2026 – Eastmere – Child Z" in page
    assert "Issued on 2 November 2026. Corrected on 4 December 2026." in page
    carried = watched.rows("SELECT issue, item FROM issue_item")
    assert sorted(carried) == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert recorded(watched.db) == hashes(files_of(public))


@pytest.mark.parametrize(
    ("months", "reissue", "told"),
    [
        ("2026-11", False, "November 2026 has not ended; its digest can be made from 1 December"),
        ("2026-10..2026-11", False, "October and November 2026 has not ended"),
        ("2026-10", True, "October 2026 was never issued"),
    ],
)
def test_what_cannot_be_issued_is_refused_in_one_line(
    watched, public, sources, months, reissue, told
):
    with pytest.raises(SettingsError, match=told) as refused:
        issue(
            watched.db,
            Months.parse(months),
            public_dir=public,
            now=NOW,
            sources=sources,
            reissue=reissue,
        )
    assert "\n" not in str(refused.value)
    assert files_of(public) == {}


def test_a_month_can_be_issued_from_its_last_moment_on(watched, public, sources):
    end = OCTOBER.window.end
    assert issue(watched.db, OCTOBER, public_dir=public, now=end, sources=sources)


def test_a_file_that_was_lost_or_altered_comes_back_with_the_same_bytes(watched, public, sources):
    issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)
    before = files_of(public)
    watched.revise(1, LATER, watched.entry(title="2026 – Eastmere – Child Z"))
    (public / "case-reviews-2026-10.pdf").unlink()
    (public / "case-reviews-2026-10.html").write_bytes(b"<p>something else")
    assert set(restore(watched.db, public)) == NAMES
    assert files_of(public) == before
    assert restore(watched.db, public) == ()


def test_what_a_newer_release_sets_differently_is_recorded_as_it_is(watched, public, sources):
    issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)
    watched.db.execute("UPDATE issue SET html_sha256 = 'of an older release'")
    assert set(restore(watched.db, public)) == NAMES
    assert recorded(watched.db) == hashes(files_of(public))
    assert restore(watched.db, public) == ()


def test_a_folder_that_cannot_be_written_is_one_line_and_no_issue(watched, tmp_path, sources):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(EnvironmentFailure, match="blocked") as failed:
        issue(watched.db, OCTOBER, public_dir=blocked, now=NOW, sources=sources)
    assert "\n" not in str(failed.value)
    assert watched.rows("SELECT 1 FROM issue") == []
    assert due(watched.db, NOW)


def test_a_full_disk_is_one_line_and_no_issue(watched, public, sources):
    with files_of_at_most(20_000), pytest.raises(EnvironmentFailure, match="File too large"):
        issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)
    assert watched.rows("SELECT 1 FROM issue") == []
    assert files_of(public) == {}
    assert issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)


def test_a_database_that_refuses_leaves_no_files(watched, public, sources):
    watched.db.execute(
        "CREATE TRIGGER no BEFORE INSERT ON issue BEGIN SELECT raise(ABORT, 'no'); END"
    )
    with pytest.raises(sqlite3.IntegrityError):
        issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)
    assert files_of(public) == {}


# Runs that kill themselves at the Nth step: opening or renaming a file in `public`. Each is a
# fork of a process that has imported what they need, which takes longer than a run.
_KILLED = """
import os, signal, sys, pikepdf, typst
from datetime import datetime
from pathlib import Path
from repo_watch.issuing.issue import issue
from repo_watch.digest.months import Months
from repo_watch.rendering import pdf
from repo_watch.store.schema.database import connect

pdf._set_apart = pdf._set
def run(database, public, step, reissue, now):
    left = int(step)
    def count(event, details):
        nonlocal left
        if event in ("open", "os.rename") and public in str(details[0]):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    db = connect(Path(database))
    sys.addaudithook(count)
    issue(db, Months.parse("2026-10"), public_dir=Path(public), sources=(),
          now=datetime.fromisoformat(now), reissue=reissue == "True")

for line in sys.stdin:
    child = os.fork()
    if not child:
        run(*line.rstrip().split("\\t"))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture
def killed_at():
    """Whether a run was killed, and did not end before it came to that step."""
    source = str(Path(repo_watch.rendering.__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED],
        env=os.environ | {"PYTHONPATH": source},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:

        def killed(step, database, public, now, *, reissue):
            run = (database, public, step, reissue, now.isoformat())
            print(*run, sep="\t", file=parent.stdin, flush=True)
            status = int(parent.stdout.readline())
            assert status in {0, -signal.SIGKILL}
            return status != 0

        yield killed
        parent.stdin.close()


@pytest.mark.parametrize("reissue", [False, True])
def test_a_kill_between_any_two_steps_is_repaired_by_the_next_run(
    watched, tmp_path, sources, killed_at, reissue
):
    ready = tmp_path / "ready"
    if reissue:
        issue(watched.db, OCTOBER, public_dir=ready, now=NOW, sources=())
        watched.revise(1, LATER, watched.entry(title="2026 – Eastmere – Child Z"))
    step, outcomes = 0, set()
    while True:
        step += 1
        folder = tmp_path / f"step {step}"
        folder.mkdir()
        shutil.copy(watched.path, folder / "watch.db")
        public = folder / "public"
        if ready.exists():
            shutil.copytree(ready, public)
        earlier = files_of(public)
        if not killed_at(step, folder / "watch.db", public, LATER, reissue=reissue):
            break
        left = files_of(public)
        db = connect(folder / "watch.db")
        numbers = [number for (number,) in db.execute("SELECT number FROM issue").fetchall()]
        # Nothing is public that is not recorded.
        new = {n: c for n, c in left.items() if n in NAMES and earlier.get(n) != c}
        assert hashes(new).items() <= (recorded(db).items() if numbers else {}.items())
        # The next run, a night later.
        if reissue and 2 not in numbers:
            issue(db, OCTOBER, public_dir=public, now=LATER, sources=sources, reissue=True)
        for months in due(db, LATER):
            issue(db, months, public_dir=public, now=LATER, sources=sources)
        write(db, public)
        after = files_of(public)
        assert new.items() <= after.items()
        row = next(one for one in newest(db) if one["first_month"] == "2026-10")
        assert hashes(after)["case-reviews-2026-10.html"] == row["html_sha256"]
        assert hashes(after)["case-reviews-2026-10.pdf"] == row["pdf_sha256"]
        assert not [name for name in after if name.endswith(".new")]
        assert set(digest_of(db, row["id"]).items) == {1, 2}
        outcomes.add((len(new), len(numbers)))
        db.close()
    before = 1 if reissue else 0
    # Killed before the record, between it and the first file, between the files, and after them.
    assert outcomes == {(0, before), *((files, before + 1) for files in range(4))}
