"""Whatever is killed, anywhere: nothing is lost, and nothing is left half written.

`make crash KILLS=500` kills that often.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from random import Random

import crash_child
import pytest
from post_office import PostOffice, read_mail
from world import Installation, uid_of

PER_LIFE = 10


class Life:
    """An installation from an old release's database on, in a process that can be killed."""

    def __init__(self, folder):
        self.folder = folder
        self.killed = Counter()

    def play(self, kill=None):
        """To its end, or until it is killed: `kill` says in which kind of step, and how late.

        Gives how long each kind of step took at most, where it came to its end.
        """
        with PostOffice() as office:
            self.folder.mkdir(exist_ok=True)
            command = [sys.executable, crash_child.__file__, str(self.folder), str(office.port)]
            child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            took, kind, began = {}, "", 0.0
            with child:
                for line in child.stdout:
                    if not line.startswith("step: "):
                        continue  # a line of the log
                    now = time.monotonic()
                    took[kind] = max(took.get(kind, 0.0), now - began)
                    kind, began = line.strip().removeprefix("step: "), now
                    if kill and kind == kill[0]:
                        time.sleep(kill[1])
                        child.kill()
            took[kind] = max(took.get(kind, 0.0), time.monotonic() - began)
            if child.returncode:  # else the end came before the kill
                assert child.returncode == -9, "it ended by itself"
                self.killed[kind] += 1
            with (self.folder / "mails").open("ab") as book:
                for to, mail in office.mails:
                    book.write(f"To {to}\n".encode() + mail + b"\n\0")
        return took

    @property
    def mails(self):
        """Who was sent what; a mail that came twice came with the same bytes."""
        all_ = (self.folder / "mails").read_bytes().split(b"\n\0")[:-1]
        names = {
            (one.split(b"\n")[0], read_mail(one.partition(b"\n")[2])["Message-ID"]) for one in all_
        }
        assert len(names) == len(set(all_))
        return set(all_)

    def outcome(self):
        """What must not depend on where it was killed."""
        watch = Installation(self.folder)
        left = [one.name for one in self.folder.rglob(".*") if one.is_file()]
        assert left == [], "a file that was being written stays behind"
        assert watch.column("PRAGMA integrity_check") == ["ok"]
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
            for path in (self.folder / "public").iterdir()
            if path.suffix in (".html", ".pdf")
        }
        return reviews, issues, events, files, self.mails


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    life = Life(tmp_path_factory.mktemp("undisturbed"))
    took = life.play()
    return life.outcome(), {kind: took[kind] for kind, _ in crash_child.STEPS}


def survived(folder, kills, seed, undisturbed):
    """How many were killed in each kind of step, with nothing to show for it."""
    random = Random(seed)
    expected, took = undisturbed
    life, kinds = Life(folder), [kind for kind, _ in crash_child.STEPS]
    for kind in sorted(random.choices(kinds, k=kills), key=kinds.index):
        life.play((kind, random.uniform(0, took[kind])))
    life.play()
    assert life.outcome() == expected
    return life.killed


def test_a_few_kills_leave_no_trace(tmp_path, undisturbed):
    assert sum(survived(tmp_path / "1", 4, 1, undisturbed).values())


@pytest.mark.slow
def test_many_kills_leave_no_trace(tmp_path, undisturbed):
    wanted, killed = int(os.environ.get("KILLS", "100")), Counter()
    for seed in range(wanted):
        if killed.total() >= wanted:
            break
        killed += survived(tmp_path / str(seed), PER_LIFE, seed, undisturbed)
    print(f"{killed.total()} kills left no trace:", dict(killed))  # noqa: T201 -- the figure
    assert killed.total() >= wanted
