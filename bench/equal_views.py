"""Whether another commit ends the same two months of nights with equal views.

    python bench/equal_views.py COMMIT

Runs the demo with the sources of COMMIT and with those that are here, and compares every row of
every view of the analysts' copy. Exit status 1 where they differ.
"""

import io
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEMO = """
import itertools, socketserver, sys
from repo_watch.cli import main
ports, bind = itertools.count(47310), socketserver.TCPServer.server_bind
def bind_next(server):
    server.server_address = (server.server_address[0], next(ports))
    bind(server)
socketserver.TCPServer.server_bind = bind_next
socketserver.TCPServer.allow_reuse_address = True
main()
"""
"""On the same ports: addresses are in the rows, and the turn of a link follows from its own."""


def toured(sources: Path, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every view's rows, sorted, after the demo was run with the package in `sources`."""
    subprocess.run(
        [sys.executable, "-c", DEMO, "demo", "--folder", str(folder)],
        env={**os.environ, "PYTHONPATH": str(sources)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    with closing(sqlite3.connect(folder / "public" / "repo-watch.db")) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='view'")]
        return {
            name: sorted(db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608 -- a view's own name
            for name in names
        }


def main(commit: str) -> int:
    """Compare, and say what differs."""
    done = subprocess.run(
        ["git", "archive", commit, "src", "data"], cwd=ROOT, capture_output=True, check=True
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder / "old", filter="data")
        old = toured(folder / "old/src", folder / "before")
        new = toured(ROOT / "src", folder / "after")
    differ = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    for name in sorted(old.keys() | new.keys()):
        word = "DIFFERS" if name in differ else "equal"
        sys.stdout.write(f"{word:<9}{name} ({len(new.get(name, []))} rows)\n")
        before, after = set(map(repr, old.get(name, []))), set(map(repr, new.get(name, [])))
        for sign, rows in (("-", before - after), ("+", after - before)):
            sys.stdout.writelines(f"  {sign} {row[:400]}\n" for row in sorted(rows)[:3])
    sys.stdout.write(f"Equal views: {'no' if differ else 'yes'}\n")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
