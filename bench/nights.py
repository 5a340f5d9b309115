"""Nights of this project beside its yardsticks, alternating, on one loopback replica.

    python bench/nights.py [--rounds 5] [--entries 1400] [--documents 600]

Each contestant is a process of its own that reads the same addresses on three nights: the first,
a quiet one, and a busy one (13 reviews and publications new, 4 edited, 1 gone). Measured are the
process's CPU seconds, its peak memory and the requests that reached the replica. The ratio of a
round is ours by the yardstick's in that round, so that a machine whose speed drifts spoils little.
The table of docs/performance.md is written anew.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import page
from msgspec.structs import replace
from page import ROOT

from repo_watch.demo.library import ALWAYS, NEVER, Attachment, Change, Publication, Review
from repo_watch.demo.server import Replica
from repo_watch.demo.sites import nspcc
from repo_watch.demo.story import STORY, Story

FIRST, QUIET, BUSY = (date(2026, 9, day) for day in (2, 3, 4))
NIGHTS = {"first": FIRST, "quiet": QUIET, "busy": BUSY}
STARTER = """
import os, sys
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(child, 0)
with open(sys.argv[1], "w") as file:
    print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=file)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Starts a contestant: what Linux calls the peak of a process counts the memory of the one that
started it, and ours holds a replica of some hundred MiB."""
PEERS = {"urlwatch": ("urlwatch==2.29", "lxml==6.1.3"), "scrapy": ("scrapy==2.19.0",)}


class Cost(NamedTuple):
    """What one process took: CPU seconds, peak MiB, requests."""

    cpu: float
    peak: float
    requests: int


def story(entries: int, documents: int) -> Story:
    """As many reviews and publications, in invented words of a large vocabulary, always the same.

    Thirteen are new, four edited and one is gone on the busy night.
    """
    some = random.Random(14)  # noqa: S311 -- the same world each time
    parts = [a + b for a in "bcdfglmnprstv" for b in "aeiou"]
    known = ["".join(some.choices(parts, k=3)) for _ in range(8000)]

    def text(words: int) -> str:
        return " ".join(some.choices(known, k=words)).capitalize() + "."

    def review(at: int) -> Review:
        return Review(
            heading=f"{2026 - at * 7 // entries} – {text(1)[:-1]}shire – Child {known[at % 8000]}",
            summary=" ".join(text(20) for _ in range(5)),
            learning=tuple(text(15) for _ in range(4)),
            recommendations=tuple(text(15) for _ in range(3)),
            keywords=", ".join(some.choices(known, k=6)),
            listed=BUSY if at % (entries // 10) == 5 else ALWAYS,  # noqa: PLR2004 -- ten of them
            edited=BUSY if at in {1, 2, 3, 4} else NEVER,
            edited_summary=text(100) if at in {1, 2, 3, 4} else "",
        )

    def publication(at: int) -> Publication:
        return Publication(
            slug=f"review-{at}",
            title=f"Safeguarding review of {text(4)[:-1]}",
            document_type="independent_report",
            organisations=("child-safeguarding-practice-review-panel",),
            published=date(2026, 7, 1) - timedelta(days=at),
            body=" ".join(text(20) for _ in range(5)),
            attachments=(
                Attachment(kind="file", title="Report", filename=f"r{at}.pdf", uploaded=FIRST),
            ),
            listed=BUSY if at < 3 else ALWAYS,  # noqa: PLR2004 -- three of them
            change=(Change(on=BUSY, kind="gone"),) if at == 9 else (),  # noqa: PLR2004 -- one
        )

    return replace(
        STORY,
        reviews={f"r{at}": review(at) for at in range(entries)},
        publications=msgspec.structs.replace(
            STORY.publications, publication=tuple(publication(at) for at in range(documents))
        ),
        faults={},
    )


def as_installed() -> dict[str, str]:
    """The environment, in which Python keeps what it compiled: pip does so for the others."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return own | {"PYTHONPYCACHEPREFIX": str(ROOT / "build" / "pycache")}


def cost(command: list[str], replica: Replica, log: Path) -> Cost:
    """Run it to its end, which has to be a good one."""
    before, used = len(replica.log), log.with_suffix(".used")
    started = [sys.executable, "-S", "-c", STARTER, str(used), *command]
    with log.open("ab") as said:
        done = subprocess.run(started, stdout=said, stderr=said, env=as_installed(), check=False)
    if done.returncode:
        raise SystemExit(f"{command[:3]} ended with {done.returncode}:\n{log.read_text()[-900:]}")
    cpu, peak = map(float, used.read_text().split())
    return Cost(cpu, peak, len(replica.log) - before)


def commands(name: str, folder: Path, night: date, addresses: Path) -> list[str]:
    """How a contestant is started for a night; `folder` is its own, kept over the nights."""
    script = str(ROOT / "bench" / "peers.py")
    if name == "this project":
        moment = f"{night}T02:15:00Z"
        program = f"{sys.prefix}/bin/repo-watch"
        return [program, "run", "--config", f"{folder}/repo-watch.toml", "--now", moment]
    if name == "urlwatch":
        urls = folder / "urls.yaml"
        lines = (f"url: {json.dumps(one)}\n" for one in json.loads(addresses.read_text()))
        urls.write_text("---\n".join(lines), encoding="utf-8")
        program = str(ROOT / "build/peers/urlwatch/bin/urlwatch")
        own = ["--config", f"{folder}/urlwatch.yaml", "--hooks", f"{folder}/hooks.py"]
        return [program, "--urls", str(urls), "--cache", f"{folder}/cache.db", *own]
    python = ROOT / "build/peers/scrapy/bin/python" if name == "scrapy" else sys.executable
    return [str(python), script, name, str(addresses), str(folder)]


def settings(replica: Replica) -> str:
    """Ours."""
    lists = [f"{replica.nspcc}{nspcc.LIST}"]
    return (
        'data_dir = "data"\npublic_dir = "public"\n[fetch]\ncontact = "bench@example.org"\n'
        "seconds_between_requests = 0\n[links]\nper_night = 12\npdfs_per_night = 1\n"
        f"[sources.nspcc-reviews]\nurls = {json.dumps(lists)}\n"
        f'[sources.govuk-reviews]\nbase = "{replica.govuk}"\n'
    )


def size(folder: Path) -> int:
    """Bytes of the files in it."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def measure(
    rounds: int, world: Story, folder: Path
) -> tuple[dict[tuple[str, str], list[Cost]], list[int]]:
    """Costs by night and contestant, one of each a round; and by how much a quiet night grows."""
    grown: list[int] = []
    names = ["this project", "floor", "script", *PEERS]
    found: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    addresses = folder / "addresses.json"
    with Replica(world) as replica:
        for at in range(rounds):
            for night, day in NIGHTS.items():
                replica.show(day)
                for name in names:
                    own = folder / f"{at} {name}"
                    if night == "first":
                        own.mkdir()
                    if name == "this project":
                        (own / "repo-watch.toml").write_text(settings(replica), encoding="utf-8")
                    began, held = len(replica.log), size(own / "data")
                    log = folder / f"{name}.log"
                    spent = cost(commands(name, own, day, addresses), replica, log)
                    found[night, name].append(spent)
                    if (night, name) == ("quiet", "this project"):
                        grown.append(size(own / "data") - held)
                    if (at, night, name) == (0, "first", "this project"):
                        base = {"nspcc": replica.nspcc, "govuk": replica.govuk}
                        asked = [one for one in replica.log[began:] if one.method == "GET"]
                        urls = dict.fromkeys(base[one.site] + one.path for one in asked)
                        addresses.write_text(json.dumps(list(urls)), encoding="utf-8")
                    sys.stderr.write(f"{at} {night} {name} {spent.cpu:.2f} s\n")
    return found, grown


def table(found: dict[tuple[str, str], list[Cost]]) -> str:
    """The medians, and ours by each yardstick's: median (least to most) of the rounds' ratios."""
    lines = [
        "| night | who | CPU s | peak MiB | requests | ours / theirs, CPU | ours / theirs, peak |",
        "|---|---|---|---|---|---|---|",
    ]
    for (night, name), costs in found.items():
        cpu, peak, requests = (statistics.median(column) for column in zip(*costs, strict=True))
        ours = found[night, "this project"]
        pairs = list(zip(ours, costs, strict=True))
        beside = [page.spread([a[part] / b[part] for a, b in pairs]) for part in (0, 1)]
        lines.append(
            f"| {night} | {name} | {cpu:.2f} | {peak:.0f} | {requests:.0f} | "
            + (" | ".join(beside) if name != "this project" else " | ")
            + " |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, and write the table."""
    asked = argparse.ArgumentParser()
    for name, usual in {"rounds": 5, "entries": 1400, "documents": 600}.items():
        asked.add_argument(f"--{name}", type=int, default=usual)
    said = asked.parse_args()
    for name, wanted in PEERS.items():
        home = ROOT / "build" / "peers" / name
        if not (home / "bin" / name).exists():
            venv.create(home, with_pip=True, clear=True)
            subprocess.run([home / "bin/pip", "install", "--quiet", *wanted], check=True)
    folder = Path(tempfile.mkdtemp(prefix="nights-"))
    try:
        found, grown = measure(said.rounds, story(said.entries, said.documents), folder)
    finally:
        shutil.rmtree(folder)
    world = f"{said.entries} reviews in one list, {said.documents} publications"
    growth = f"A quiet night adds {max(grown) / 1000:.1f} kB to database and archive at the most."
    page.put("nights", f"{said.rounds} rounds, {world}.\n\n{table(found)}\n\n{growth}")


if __name__ == "__main__":
    main()
