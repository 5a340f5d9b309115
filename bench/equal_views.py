"""Whether another commit ends the same nights with equal views.

    python bench/equal_views.py COMMIT

Plays two worlds with the sources of COMMIT and with those that are here, and compares every row of
every view of the analysts' copy: the demo's two months, and a week of the partnerships' pages that
the tests have, some of which are out of order for a night or lose a report for three. Exit status 1
where they differ.
"""

import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).parents[1]
Views = dict[str, list[tuple[object, ...]]]
"""Every view's rows, sorted."""
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


PORT = 47300
REPORT = re.compile(rb"""<a\b[^>]*\.pdf['"?][^>]*>(?:(?!<a\b).)*?</a>""", re.DOTALL)
OUT_OF_ORDER, SHORT = {2}, {4, 5, 6}
"""Of the seven nights: when each fifth page answers 503, and each third lacks its last report."""
BOARDS = """data_dir = "data"
public_dir = "public"
[fetch]
contact = "bench@example.org"
seconds_between_requests = 0
attempts = 1
[links]
enabled = false
"""
OTHERS = ("nspcc-reviews", "govuk-reviews", "nspcc-briefings", "panel-site", "research-archives",
          "incident-notifications")  # fmt: skip


def ran(sources: Path, *command: str) -> None:
    """A command of the package in `sources`; what a night could not read is its world's."""
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "PYTHONPATH": str(sources)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr.decode())


def demo(sources: Path, folder: Path) -> None:
    """The demo's two months."""
    ran(sources, "-c", DEMO, "demo", "--folder", str(folder))


def boards(sources: Path, folder: Path) -> None:
    """A week of the partnerships' pages."""
    pages = {
        f"/{path.parent.name}": path.read_bytes()
        for path in sorted((ROOT / "tests/pages/partnerships").glob("*/page.html"))
        if json.loads((path.parent / "meta.json").read_bytes())["kind"] == "links"
    }
    folder.mkdir(parents=True)
    file = folder / "repo-watch.toml"
    off = "".join(f"[sources.{name}]\nenabled = false\n" for name in OTHERS)
    on = "".join(
        f'[partnerships.b{at}]\nurl = "http://127.0.0.1:{PORT}{path}"\ntitle = "Board {at}"\n'
        for at, path in enumerate(pages)
    )
    file.write_text(BOARDS + off + on, encoding="utf-8")
    for night in range(1, 8):
        with served(dict(tonight(night, pages))):
            now = f"2026-09-0{night}T02:15:00Z"
            ran(sources, "-m", "repo_watch", "run", "--quiet", "--now", now, "--config", str(file))


def tonight(night: int, pages: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The pages that a night shows, by their paths."""
    for at, (path, page) in enumerate(pages.items()):
        reports = list(REPORT.finditer(page))
        if night in SHORT and at % 3 == 0 and reports:
            yield path, page[: reports[-1].start()] + page[reports[-1].end() :]
        elif not (night in OUT_OF_ORDER and at % 5 == 0):
            yield path, page


@contextmanager
def served(pages: dict[str, bytes]) -> Iterator[None]:
    """These pages on loopback; any other is out of order."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path)
            self.send_response(404 if self.path == "/robots.txt" else 200 if page else 503)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page or b"")))
            self.end_headers()
            self.wfile.write(page or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", PORT), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def views(public: Path) -> Views:
    """What the analysts' copy says."""
    with closing(sqlite3.connect(public / "repo-watch.db")) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='view'")]
        return {
            name: sorted(db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608 -- a view's own name
            for name in names
        }


def compared(world: str, old: Views, new: Views) -> bool:
    """Say what differs; gives whether anything does."""
    differ = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    for name in sorted(old.keys() | new.keys()):
        word = "DIFFERS" if name in differ else "equal"
        sys.stdout.write(f"{word:<9}{world}: {name} ({len(new.get(name, []))} rows)\n")
        before, after = set(map(repr, old.get(name, []))), set(map(repr, new.get(name, [])))
        for sign, rows in (("-", before - after), ("+", after - before)):
            sys.stdout.writelines(f"  {sign} {row[:400]}\n" for row in sorted(rows)[:3])
    return bool(differ)


def main(commit: str) -> int:
    """Compare, and say what differs."""
    done = subprocess.run(
        ["git", "archive", commit, "src", "data"], cwd=ROOT, capture_output=True, check=True
    )
    differ = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder / "old", filter="data")
        for play in (demo, boards):
            said = []
            for name, sources in (("before", folder / "old/src"), ("after", ROOT / "src")):
                play(sources, folder / play.__name__ / name)
                said.append(views(folder / play.__name__ / name / "public"))
            differ |= compared(play.__name__, *said)
    sys.stdout.write(f"Equal views: {'no' if differ else 'yes'}\n")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
