"""Signals that stop a run, and streams that are closed, full or not read."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from repo_watch.cli import group
from repo_watch.cli.process import STOPPED, Patient
from repo_watch.cli.run import _night_apart
from repo_watch.settings.reading import load
from repo_watch.sources import SOURCES


@contextmanager
def installation(folder, port):
    (folder / "repo-watch.toml").write_text(
        '[fetch]\ncontact = "me@example.org"\nseconds_between_requests = 0\nattempts = 1\n'
        f'[sources.nspcc-reviews]\nurls = ["http://127.0.0.1:{port}/list"]\n'
        f'[sources.govuk-reviews]\nbase = "http://127.0.0.1:{port}"\n'
        "[sources.nspcc-briefings]\nenabled = false\n"
        "[sources.panel-site]\nenabled = false\n"
        "[sources.incident-notifications]\nenabled = false\n"
        "[sources.research-archives]\nenabled = false\n"
    )
    yield ["--config", str(folder / "repo-watch.toml")]


def program(*arguments):
    code = "import sys; from repo_watch.cli import main; sys.argv[0] = 'repo-watch'; main()"
    return [sys.executable, "-c", code, *arguments]


@pytest.fixture
def interruptible():
    """A shell starts what it puts into the background deaf to SIGINT, and that is inherited."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_run_soon_with_one_line(tmp_path, number, status):
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        installation(tmp_path, server.getsockname()[1]) as config,
        subprocess.Popen(
            program("run", "--quiet", *config), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process,
    ):
        server.settimeout(30)
        asked, _ = server.accept()  # the run waits for an answer that never comes
        with asked:
            process.send_signal(number)
            began = time.monotonic()
            out, err = process.communicate(timeout=20)
    assert time.monotonic() - began < 5
    assert process.returncode == status
    assert err.decode().splitlines() == [STOPPED]
    assert out == b""


def test_a_signal_that_is_not_heard_ends_the_program_all_the_same(tmp_path):
    """Whatever waits outside Python: here, SQLite for a database that another program holds."""
    code = (
        "import sqlite3, sys; from repo_watch.cli import process as s\n"
        "s._GRACE_SECONDS = 0.5; s.stop_on_signals()\n"
        "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN EXCLUSIVE')\n"
        "other = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)\n"
        "while True:\n"  # the signal may come before the wait
        "    try: print('waits', flush=True); other.execute('BEGIN EXCLUSIVE')\n"
        "    except s.Stopped: pass\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "x.db"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"waits\n"
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=10)
    assert process.returncode == 143
    assert err.decode().splitlines() == [STOPPED]


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "2>/dev/full", ">/dev/full"])
def test_streams_that_are_closed_or_full_cost_no_night(tmp_path, closed):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with installation(tmp_path, nobody.getsockname()[1]) as config:
            command = " ".join(f'"{one}"' for one in program("run", "--verbose", *config))
            done = subprocess.run(f"exec {command} {closed}", shell=True, timeout=60, check=False)
    assert done.returncode in ({4} if closed == ">/dev/full" else {1})
    with sqlite3.connect(tmp_path / "data" / "repo-watch.db") as db:
        assert db.execute("SELECT exit_status FROM run").fetchall() == [(1,)]
    db.close()


def test_a_line_for_a_pipe_that_nobody_reads_is_dropped(monkeypatch):
    read, write = os.pipe()
    monkeypatch.setattr("repo_watch.cli.process._PATIENCE_SECONDS", 0.05)
    with os.fdopen(write, "w") as pipe:
        monkeypatch.setattr(sys, "stderr", pipe)
        began = time.monotonic()
        for _ in range(5):
            Patient().write("a line\n" * 10_000)
        assert time.monotonic() - began < 5
        assert os.read(read, 7) == b"a line\n"
        monkeypatch.undo()
    os.close(read)


def test_the_settings_file_is_for_its_owner_alone(tmp_path):
    file = tmp_path / "repo-watch.toml"
    arguments = ["init", "--contact", "me@example.org", "--file", str(file)]
    assert group.main(arguments, standalone_mode=False) is None
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_machine_that_lets_no_thread_start_loses_no_signal():
    code = (
        "import os, signal, threading\n"
        "def fails(self): raise RuntimeError('no thread')\n"
        "threading.Thread.start = fails\n"
        "from repo_watch.cli import process as s\n"
        "s.stop_on_signals()\n"
        "try: os.kill(os.getpid(), signal.SIGTERM)\n"
        "except s.Stopped: raise SystemExit(s.stopped_by())\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 143


def test_a_machine_that_lets_no_process_start_loses_no_night(config):
    """Root is bound by no limit: it becomes nobody here, and keeps the right to its files."""
    code = (
        "import ctypes, os, resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))\n"
        "if os.getuid() == 0:\n"
        "    os.setresuid(65534, 65534, 0); ctypes.CDLL(None).setfsuid(0)\n"
        "    os.access = lambda *_, **__: True\n"  # it asks for whom we became
        "try: os.fork()\n"
        "except BlockingIOError: pass\n"
        "else: raise SystemExit('a process was started')\n"
        "from repo_watch.cli import main; sys.argv[0] = 'repo-watch'; main()\n"
    )
    now = ["--now", "2026-09-01T02:15:00Z"]
    command = [sys.executable, "-c", code, "run", "--quiet", *now, "--config", str(config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert re.search(r"\.pdf and \d+ more: cannot be read: this machine lets no", done.stderr)
    assert done.stderr.count("lets no further process start") == 1
    assert "Traceback" not in done.stderr
    with sqlite3.connect(config.parent / "data" / "repo-watch.db") as db:
        assert db.execute("SELECT count(*) > 50 FROM item").fetchall() == [(1,)]
        assert db.execute("SELECT exit_status FROM run").fetchall() == [(4,)]
    db.close()


def test_a_scheduled_night_is_a_process_of_its_own(tmp_path, monkeypatch):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with installation(tmp_path, nobody.getsockname()[1]):
            file = tmp_path / "repo-watch.toml"
            assert _night_apart(file, load(file, SOURCES)) == 1
    db = sqlite3.connect(tmp_path / "data" / "repo-watch.db")
    assert db.execute("SELECT exit_status FROM run").fetchall() == [(1,)]
    db.close()

    def fails(*_arguments):
        raise BlockingIOError

    monkeypatch.setattr(subprocess, "Popen", fails)
    monkeypatch.setattr("repo_watch.scheduling.one_night", lambda _: 7)
    assert _night_apart(file, load(file, SOURCES)) == 7


@pytest.mark.usefixtures("interruptible")
def test_a_schedule_that_is_stopped_stops_its_night(tmp_path):
    code = (
        "import sys; from pathlib import Path\n"
        "from repo_watch.cli import process, run\n"
        "process.stop_on_signals()\n"
        "try: run._night_apart(Path(sys.argv[1]), None)\n"
        "except process.Stopped: sys.exit(process.stopped_by())\n"
    )
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        installation(tmp_path, server.getsockname()[1]) as (_, file),
        subprocess.Popen([sys.executable, "-c", code, file], stderr=subprocess.PIPE) as process,
    ):
        server.settimeout(60)
        asked, _ = server.accept()
        with asked:
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=20)
    assert process.returncode == 143
    assert err.decode().splitlines() == [STOPPED]
