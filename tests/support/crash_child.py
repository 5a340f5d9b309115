"""Plays a fixed story from wherever it stands: nights of a world, and an installation's whole life.

Started by tests/test_crash.py, which kills it again and again: `crash_child.py FOLDER PORT`, with
the port of a mail server on loopback. Each step is told on standard output before it begins.
"""

import gzip
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace
from world import LIST, UPDATE, Installation, edited, review

from repo_watch.nightly.backup import backup, restore
from repo_watch.settings import MailSettings

START = datetime(2026, 8, 30, 2, 15, tzinfo=UTC)
RELEASED = Path(__file__).parents[1] / "store" / "released" / "1.db.gz"
"""What 35 of the nights gave under the first schema."""

STEPS = (
    ("bring an old one", 35),
    ("migrate", 35),
    ("run", 36),
    ("issue", 63),
    ("back up", 63),
    ("run", 64),
    ("restore", 64),
    ("run", 64),
    ("issue", 93),
    ("back up", 93),
)


def pages(night):
    """What the world shows on a night: one review more, now and then an edit."""
    entries = [review(uid, year=2026, anonymous=uid % 2 == 0) for uid in range(12 + night)]
    entries[: night % 5] = [edited(one, night // 5) for one in entries[: night % 5]]
    return {LIST: entries[: 11 + night], UPDATE: entries[10:]}


def one_night(watch, night):
    watch.world.pages = pages(night)
    watch.run(START + timedelta(days=night))


def main(folder, nights):
    """That many nights, one after the other."""
    watch = Installation(folder)
    for night in range(nights):
        one_night(watch, night)


class Mailing(Installation):
    """With two recipients and a drop folder."""

    port = 0

    @property
    def settings(self):
        mail = MailSettings(
            host="127.0.0.1",
            port=self.port,
            security="none",
            sender="digest@watch.example",
            recipients=("one@readers.example", "two@readers.example"),
        )
        return replace(super().settings, mail=mail)


def life(folder, port):
    """Every step that was not done yet."""
    watch = Mailing(folder)
    watch.port = port
    done, copies, old = (folder / name for name in ("done", "copies", "old.db"))
    copies.mkdir(exist_ok=True)
    for at in range(int(done.read_text()) if done.exists() else 0, len(STEPS)):
        kind, night = STEPS[at]
        print(f"step: {kind}", flush=True)  # noqa: T201 -- whoever kills us listens
        now = START + timedelta(days=night, hours=1)
        match kind:
            case "bring an old one":
                old.write_bytes(gzip.decompress(RELEASED.read_bytes()))
                restore(watch.settings, old, now, replace=True)
            case "back up":
                backup(watch.settings, copies, now)
            case "restore":
                restore(watch.settings, copies, now, replace=True)
            case _:
                one_night(watch, night)
        new = folder / "done.new"
        new.write_text(str(at + 1))
        new.replace(done)


if __name__ == "__main__":
    life(Path(sys.argv[1]), int(sys.argv[2]))
