import json
import os
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer


def imported_by(*arguments):
    """The names of all modules that a command imported."""
    said = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "repo_watch", *arguments],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    lines = (line for line in said.splitlines() if line.startswith("import time:"))
    return {line.split("|")[2].strip() for line in lines}


@pytest.mark.parametrize("option", ["--version", "-h"])
def test_what_needs_no_room_of_the_house_imports_none(option):
    imported = imported_by(option)
    ours = {name for name in imported if name.startswith("repo_watch")}
    assert ours == {f"repo_watch{one}" for one in ("", ".cli", ".cli.process", ".errors")}
    assert not imported & {"bs4", "feedparser", "jinja2", "pikepdf", "rich", "structlog", "typst"}


def test_a_night_is_told_in_a_few_lines(call):
    status, out, err = call("run", "--now", "2026-08-31T02:15:00Z")
    assert status == 0
    assert out.splitlines()[0] == "repo-watch run, Monday 31 August 2026, 02:15 UTC"
    assert len(out.splitlines()) <= 6
    assert "65 baseline" in out
    assert "Traceback" not in err
    assert all("level=info" in line for line in err.splitlines())


def test_a_quiet_night_imports_nothing_that_it_does_not_use(call):
    call("run", "--now", "2026-08-30T02:15")
    imported = imported_by("run", "--now", "2026-08-31T02:15")
    assert "repo_watch.nightly" in imported
    tables = {"pyarrow", "pandas", "numpy", "datasette"}
    pages = {"bs4", "lxml", "feedparser", "soupsieve", "jinja2", "typst", "pikepdf", "fontTools"}
    mail = {"smtplib", "email.policy", "repo_watch.delivery.letter"}
    heavy = {
        *tables,
        *pages,
        *mail,
        "rich.console",
        "asyncio",
        "schedule",
        "repo_watch.coding.coder",
    }
    assert imported & heavy == set()
    readers = ("case_list", "link_list.", "govuk.", "statistics", "page")
    assert not {one for one in imported if any(f"reading.{name}" in one for name in readers)}


def test_asyncio_is_there_once_something_is_asked_of_it():
    asked = (
        "import sys; from repo_watch.cli import imported; imported('status');"
        "from structlog import stdlib; assert 'asyncio' not in sys.modules;"
        "wanted = stdlib.asyncio.get_running_loop; import asyncio;"
        "assert wanted is asyncio.get_running_loop"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)


def test_a_night_is_told_to_programs_too(call):
    status, out, _ = call("run", "--json", "--now", "2026-08-31T02:15")
    facts = json.loads(out)
    assert (status, facts["status"]) == (0, 0)
    assert [one["verdict"] for one in facts["sources"]] == ["ok", "ok"]


def test_before_the_first_night_there_is_no_status(call):
    assert call("status")[0] == 4


@pytest.mark.usefixtures("watched")
def test_status_tells_which_source_is_blind_and_what_to_do(call):
    status, out, _ = call("status", "--now", "2026-08-31T09:00")
    assert (status, out.count("last read well: 31 August 2026")) == (0, 2)
    status, out, _ = call("status", "--now", "2026-09-20T09:00")
    assert status == 1
    assert "is cron or systemd at work?" in out
    assert "docs/runbook.md, “No run at all”" in out
    facts = json.loads(call("status", "--now", "2026-09-20T09:00", "--json")[1])
    assert {one["state"] for one in facts["sources"]} == {"blind"}


def test_each_piece_of_advice_is_a_heading_of_the_runbook(pytestconfig):
    runbook = (pytestconfig.rootpath / "docs" / "runbook.md").read_text()
    source = (pytestconfig.rootpath / "src/repo_watch/store/questions/status.py").read_text()
    for heading in ("No run at all", "A source is blind", "A source is partial", "A source failed"):
        assert f"## {heading}\n" in runbook
        assert heading in source


@pytest.mark.usefixtures("watched")
def test_a_review_its_history_and_a_search(call, refused):
    status, out, _ = call("show", "1")
    assert status == 0
    assert "shown by" in out
    assert "joined by: new (1.00)" in out
    assert json.loads(call("show", "1", "--json")[1])["item"]["title"] in out
    assert "version 1, 31 August 2026: first seen" in call("history", "1")[1]
    assert json.loads(call("history", "1", "--json")[1])[0]["version"] == 1
    assert refused("show", "999")
    assert "first seen on 2026-08-31" in refused("show", "1", "--on", "2026-01-01")


@pytest.mark.usefixtures("watched")
def test_decisions_by_hand(call):
    assert call("merge", "1", "2", "--reason", "the same report", "--force")[0] == 0
    assert call("suppress", "1", "--reason", "at the board's wish")[0] == 0
    assert call("show", "1")[0] == 2
    assert call("split", "3", "https://nowhere.example", "--reason", "two")[0] == 2


@pytest.mark.usefixtures("watched")
def test_a_digest_by_hand(call, refused, config):
    assert refused("digest", "2026-08", "--now", "2026-08-31T12:00")
    status, out, _ = call("digest", "2026-08", "--now", "2026-09-02T12:00")
    assert status == 0
    assert "case-reviews-2026-08.pdf" in out
    assert (config.parent / "data/public/case-reviews-2026-08.pdf").exists()
    assert "was issued before" in call("digest", "2026-08", "--now", "2026-09-02T12:00")[1]
    assert call("digest", "2026-08", "--reissue", "--now", "2026-09-03T12:00")[0] == 0
    assert refused("digest", "August", "--now", "2026-09-03T12:00")


def test_init_writes_a_file_that_loads_and_overwrites_nothing(call, refused, config):
    status, out, _ = call("init", "--contact", "you@example.org", "--file", "new.toml")
    assert status == 0
    assert "new.toml" in out
    written = config.parent / "new.toml"
    assert tomllib.loads(written.read_text())["fetch"]["contact"] == "you@example.org"
    assert call("sources", "--config", written)[0] == 0
    assert refused("init", "--contact", "you@example.org", "--file", "new.toml")
    assert refused("init", "--contact", "you@example.org", "--file", "no/new.toml", status=4)
    for nobody in ("", "the team"):
        assert refused("init", "--contact", nobody, "--file", "other.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "colour"),
        ("[sources.nowhere]\nenabled = true", "no such source"),
        ("[fetch]\nseconds_between_requests = 'fast'", "seconds_between_requests"),
        ("[fetch", "TOML"),
    ],
)
def test_settings_that_cannot_be_used_are_told_in_one_line(refused, config, text, said):
    config.write_text(text)
    assert said in refused("run")


def test_the_live_sites_are_not_asked_without_a_contact(refused, config):
    config.write_text("")
    assert "contact" in refused("run")


@pytest.mark.parametrize(
    "arguments", [("run", "--source", "nowhere"), ("run", "--now", "yesterday"), ("fly",)]
)
def test_what_cannot_be_asked_is_usage(call, arguments):
    assert call(*arguments)[0] == 2


def test_a_fault_of_ours_says_so(call, monkeypatch):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr("repo_watch.nightly.run", broken)
    status, _, err = call("run")
    assert status == 5
    assert err.endswith(
        "repo-watch: this is a fault in repo-watch; please report the lines above\n"
    )


def test_a_machine_without_memory_is_told_as_one(call, monkeypatch):
    def broken(*_arguments, **_options):
        raise MemoryError

    monkeypatch.setattr("repo_watch.nightly.run", broken)
    status, _, err = call("run")
    assert (status, err) == (4, "repo-watch: there was not enough memory on this machine\n")


@pytest.mark.usefixtures("site")
def test_a_full_disk_loses_nothing(config):
    """No file may grow beyond 150 kB, in a process of its own."""
    script = (
        "import resource, signal, sys; from repo_watch import cli;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000));"
        "sys.exit(cli.status_of(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, "run", "--config", str(config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 4, done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith("repo-watch: ")
    assert "Traceback" not in done.stderr
    db = sqlite3.connect(config.parent / "data" / "repo-watch.db")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    again = [sys.executable, "-m", "repo_watch", "run", "--config", str(config)]
    done = subprocess.run(again, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_folder_that_cannot_be_written_is_told(call, config):
    (config.parent / "data").write_text("a file where a folder should be")
    status, out, err = call("run")
    assert (status, out) == (4, "")
    assert err.splitlines()[-1].startswith("repo-watch: ")


def test_the_program_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "repo_watch", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("repo-watch, version ")


def test_a_sound_server_and_a_silent_one(call, config, site, httpserver: HTTPServer):
    """One source that cannot be read stops no other, and its lines say what to do."""
    httpserver.expect_request("/robots.txt").respond_with_data("", status=503)
    config.write_text(config.read_text().replace(site.govuk, httpserver.url_for("").rstrip("/")))
    status, out, _ = call("run", "--now", "2026-08-31T02:15")
    assert status == 1
    assert "ok      NSPCC" in out
    assert "failed  GOV.UK" in out
    assert "robots.txt" in out


@pytest.mark.parametrize("command", ["show", "history"])
def test_a_number_that_no_database_can_hold_is_refused(call, command):
    status, _, err = call(command, 2**63)
    assert status == 2
    assert "is not in the range" in err


def test_a_decision_without_a_reason_is_none(call):
    status, _, err = call("suppress", 1, "--reason", " ")
    assert status == 2
    assert "say why" in err


def ended(stdout):
    """Exit status and standard error of a command with that standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "repo_watch", "sources"],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={name: one for name, one in os.environ.items() if name != "PYTHONUNBUFFERED"},
    )
    return done.returncode, done.stderr


def test_what_the_machine_refuses_is_one_line():
    with open("/dev/full", "w") as full:  # noqa: PTH123 -- a device of the system
        assert ended(full) == (4, "repo-watch: No space left on device\n")


def test_a_reader_who_has_read_enough_is_no_fault():
    reader, writer = os.pipe()
    os.close(reader)
    assert ended(writer) == (0, "")
    os.close(writer)


def test_half_a_run_of_months_is_told_as_such(call):
    status, _, err = call("digest", "2026-10..")
    assert (status, err) == (
        2,
        'repo-watch: "2026-10.." lacks a month; write it like 2026-09..2026-10\n',
    )


def test_questions_are_listed_for_programs_too(call):
    assert len(json.loads(call("cookbook", "--json")[1])) == 20
    assert call("cookbook", "--csv")[0] == 2


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (
            "run --source ns",
            {"nspcc-reviews", "nspcc-briefings", "nspcc-history", "nspcc-catalogue"},
        ),
        ("parse g", {"govuk-reviews"}),
        ("cookbook themes-", {"themes-over-time", "themes-together"}),
        ("chart al", {"all"}),
        ("digest 2026-10 --edition ", {"national", "isles"}),
        ("deliver --edition i", {"isles"}),
        ("deliver --config none.toml --edition i", set()),
    ],
)
def test_the_shell_completes_names(typed, offered, tmp_path):
    (tmp_path / "repo-watch.toml").write_text(
        '[editions.isles]\ntitle = "Isles"\nauthorities = ["Guernsey"]\n'
    )
    words = f"repo-watch {typed}"
    asked = {
        "_REPO_WATCH_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    done = subprocess.run(
        [Path(sys.executable).with_name("repo-watch")],
        cwd=tmp_path,
        env=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) == {f"plain,{name}" for name in offered}
    assert not done.stderr
