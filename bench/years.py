"""What grows over the years: nights in one process, where `repo-watch schedule` starts many.

    python bench/years.py [NIGHTS] [FOLDER]

Two months of the demo's story, then quiet nights, against the replica in a process of its own; only
the clock is ours. Every tenth night the memory of the process and the size of each folder are
printed; at the end what they grew by after the first ten nights, and by each quiet night.
"""

import logging
import multiprocessing
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple
from unittest.mock import patch

from msgspec.structs import replace

from repo_watch import scheduling
from repo_watch.cli.logs import configure
from repo_watch.settings import Settings
from repo_watch.settings.reading import load
from repo_watch.sources import SOURCES

WARM = 10
"""Nights after which nothing may grow any more."""
STORY = 70
"""Nights after which the demo's story has ended, and nothing changes."""


class Size(NamedTuple):
    """What stands there after a night: kB of memory, now and at most, and of files."""

    memory: int
    peak: int
    database: int
    archive: int
    public: int


def serve(told: Connection, nights: int) -> None:
    """The replica, until its other end says None; shows the day that it is told.

    What it imports and keeps is not to be counted, so that nobody else imports it.
    """
    from repo_watch.demo.answer import render
    from repo_watch.demo.server import Replica
    from repo_watch.demo.sites import nspcc
    from repo_watch.demo.story import NIGHTS, STORY

    days = tuple(STORY.days[0] + timedelta(days=at) for at in range(nights))
    with Replica(replace(STORY, days=days)) as replica:
        written = render("repo-watch.toml", replica=replica, nspcc=nspcc)
        told.send((written, NIGHTS[0].at))
        while (day := told.recv()) is not None:
            replica.show(day)
            replica.log.clear()
            told.send(day)


def measured(settings: Settings) -> Size:
    """This process and its files now."""
    status = Path("/proc/self/status").read_text("ascii")
    memory, peak = (int(re.search(rf"{name}:\s+(\d+)", status)[1]) for name in ("VmRSS", "VmHWM"))
    return Size(
        memory,
        peak,
        settings.database.stat().st_size // 1024,
        weight(settings.archive),
        weight(settings.public),
    )


def weight(folder: Path) -> int:
    """The size of all files below a folder in kB, each counted once."""
    seen = {(one.st_dev, one.st_ino): one.st_size for one in map(Path.stat, folder.rglob("*"))}
    return sum(seen.values()) // 1024


def years(folder: Path, nights: int) -> Iterator[Size]:
    """A size for each night."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(there, nights), daemon=True
    )
    server.start()
    file = folder / "repo-watch.toml"
    written, moment = here.recv()
    file.write_bytes(written)
    settings = load(file, SOURCES)
    configure(logging.WARNING, settings.log)

    with patch.object(scheduling, "datetime", SimpleNamespace(now=lambda _: moment)):
        for _ in range(nights):
            here.send(moment.date())
            here.recv()
            scheduling.one_night(settings)
            yield measured(settings)
            moment += timedelta(days=1)
    here.send(None)
    server.join()


def say(*words: object) -> None:
    """A line for the person who watches."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(nights: int, folder: Path) -> None:
    """Play them, and print."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sizes = []
    say(f"{'night':>6}", *(f"{name:>9}" for name in Size._fields), "(kB)")
    for at, size in enumerate(years(folder, nights), 1):
        sizes.append(size)
        if at % WARM == 0:
            say(f"{at:>6}", *(f"{one:>9}" for one in size))
    first, last = sizes[WARM - 1], sizes[-1]
    say(f"memory after night {WARM}: {first.memory} kB, at the end {last.memory} kB")
    say(f"memory at most: {last.peak} kB")
    quiet = sizes[STORY:]
    for name in ("database", "archive", "public"):
        grown = getattr(quiet[-1], name) - getattr(quiet[0], name)
        say(f"{name} grows by {grown / (len(quiet) - 1):.1f} kB a quiet night")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if sys.argv[1:] else 1000,
        Path(sys.argv[2] if sys.argv[2:] else tempfile.mkdtemp(prefix="repo-watch-years-")),
    )
