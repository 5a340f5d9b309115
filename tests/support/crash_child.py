"""Runs the nights of a fixed story one after the other, from wherever the database stands.

Started by tests/test_crash.py, which kills it again and again: `crash_child.py FOLDER NIGHTS`.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from world import LIST, UPDATE, Installation, edited, review

START = datetime(2026, 8, 30, 2, 15, tzinfo=UTC)


def pages(night):
    """What the world shows on a night: one review more, now and then an edit."""
    entries = [review(uid, year=2026, anonymous=uid % 2 == 0) for uid in range(12 + night)]
    entries[: night % 5] = [edited(one, night // 5) for one in entries[: night % 5]]
    return {LIST: entries[: 11 + night], UPDATE: entries[10:]}


def main(folder, nights):
    watch = Installation(folder)
    done = 0
    if (folder / "repo-watch.db").exists():
        try:
            (done,) = watch.column("SELECT count(*) FROM run WHERE finished_at IS NOT NULL")
        except Exception:  # noqa: BLE001 -- killed before the first table was there
            done = 0
    for night in range(done, nights):
        watch.world.pages = pages(night)
        watch.run(START + timedelta(days=night))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
