"""The files of cron/: the script keeps its promises, and all of them agree with each other."""

import configparser
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from repo_watch import errors

CRON = Path(__file__).parents[1] / "cron"
SCRIPT = CRON / "repo-watch-nightly.sh"

FAKE = """#!/bin/sh
echo "started as $0"
echo "in $PWD with TZ=$TZ and umask $(umask)"
for argument in "$@"; do echo "argument <$argument>"; done
${FAKE_DOES:-:}
exit "${FAKE_STATUS:-0}"
"""


@pytest.fixture
def program(tmp_path):
    """Puts a program named repo-watch into a folder, which it gives."""

    def program(folder):
        where = tmp_path / folder
        where.mkdir(parents=True)
        (where / "repo-watch").write_text(FAKE)
        (where / "repo-watch").chmod(0o755)
        return where

    return program


@pytest.fixture(params=["the system's", "BusyBox's"])
def tools(request, tmp_path):
    """A PATH with one set of tools: what is on this machine, or BusyBox alone as on Alpine."""
    if request.param == "the system's":
        return "/usr/bin:/bin"
    if not (busybox := shutil.which("busybox")):
        pytest.skip("busybox is not installed")
    folder = tmp_path / "busybox"
    folder.mkdir()
    for applet in ("sh", "timeout", "dirname", "sleep", "tail", "true"):
        (folder / applet).symlink_to(busybox)
    return str(folder)


def _shell(tools):
    return shutil.which("sh", path=tools)


@pytest.fixture
def nightly(tmp_path, tools):
    """Runs a copy of the script that lies in install/cron, from another folder."""
    script = tmp_path / "install" / "cron" / SCRIPT.name
    script.parent.mkdir(parents=True)
    shutil.copy(SCRIPT, script)

    def nightly(*arguments, path=None, **environ):
        folders = [str(path)] if path else []
        return subprocess.run(
            [_shell(tools), script, *arguments],
            cwd="/",
            env={"PATH": ":".join([*folders, tools]), "TZ": "Asia/Tokyo"} | environ,
            umask=0o077,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )

    return nightly


@pytest.mark.parametrize("status", range(6))
def test_the_exit_status_is_kept(nightly, program, status):
    assert nightly(path=program("bin"), FAKE_STATUS=str(status)).returncode == status


def test_it_runs_in_the_folder_above_in_utc_for_readers_and_logs_to_standard_error(
    nightly, program, tmp_path
):
    done = nightly("--source", "two words", path=program("bin"))
    assert done.stdout == ""
    assert f"in {tmp_path / 'install'} with TZ=UTC and umask 0022" in done.stderr
    assert re.findall("<(.*)>", done.stderr) == ["run", "--source", "two words"]


def test_a_folder_of_ones_own_may_be_named(nightly, program, tmp_path):
    home = tmp_path / "a home"
    home.mkdir()
    assert f"in {home} with" in nightly(path=program("bin"), REPO_WATCH_HOME=str(home)).stderr


def test_the_program_beside_the_script_leads(nightly, program):
    beside = program("install/.venv/bin")
    assert f"started as {beside}/repo-watch" in nightly(path=program("bin")).stderr


def test_without_folder_or_program_one_line_says_so(nightly, program):
    missing = nightly(path=program("bin"), REPO_WATCH_HOME="/nowhere/at all")
    assert missing.returncode == errors.EnvironmentFailure.exit_status
    assert "no such folder: /nowhere/at all" in missing.stderr
    absent = nightly()
    assert absent.returncode == errors.EnvironmentFailure.exit_status
    assert absent.stderr.startswith("repo-watch-nightly: repo-watch is neither in ")
    assert absent.stderr.count("\n") == 1


def test_a_run_that_takes_too_long_is_stopped_and_said_so(nightly, program, tools):
    done = nightly(path=program("bin"), FAKE_DOES="exec sleep 60", REPO_WATCH_LIMIT="1s")
    if "busybox" in tools:
        # It leaves the end to the program; a shell that asks is told 143.
        assert done.returncode == -signal.SIGTERM
    else:
        assert done.returncode == 124
        assert "sending signal TERM" in done.stderr


def test_the_script_is_plain_posix_shell():
    assert os.access(SCRIPT, os.X_OK)
    shells = [name for name in ("sh", "dash", "bash", "busybox") if shutil.which(name)]
    for shell in shells:
        command = [shell, "sh"] if shell == "busybox" else [shell]
        subprocess.run([*command, "-n", SCRIPT], check=True)
    if shellcheck := shutil.which("shellcheck"):
        subprocess.run([shellcheck, SCRIPT], check=True)


# ------------------------------------------------------------------------ agreement of the files


@pytest.fixture
def unit():
    """Reads a systemd unit; keys keep their case."""

    def unit(name):
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.optionxform = str
        parser.read(CRON / name)
        return parser

    return unit


def test_cron_and_systemd_start_the_same_script_at_the_same_time(unit):
    crontab = (CRON / "crontab").read_text()
    (line,) = re.findall(r"^\d.*$", crontab, flags=re.MULTILINE)
    minute, hour, *days = line.split()[:5]
    assert days == ["*", "*", "*"]
    timer = unit("repo-watch.timer")["Timer"]
    assert timer["OnCalendar"] == f"*-*-* {int(hour):02}:{int(minute):02}:00 UTC"
    service = unit("repo-watch.service")["Service"]
    home = re.search(" home=(.*?);", line)[1]
    assert service["Environment"] == f"REPO_WATCH_HOME={home}"
    assert service["ExecStart"] == f"{home}/cron/{SCRIPT.name}"
    assert f'"$home/cron/{SCRIPT.name}"' in line
    # Cron takes a percent sign for the end of the command.
    assert "%" not in line


def test_the_timer_makes_up_for_missed_nights_and_spreads_the_load(unit):
    timer = unit("repo-watch.timer")
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Timer"]["RandomizedDelaySec"]
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_systemd_waits_longer_than_the_scripts_own_limit(unit):
    limit = re.search(r"REPO_WATCH_LIMIT:-(\d+)h", SCRIPT.read_text())[1]
    assert unit("repo-watch.service")["Service"]["TimeoutStartSec"] == f"{int(limit) + 1}h"


def test_cron_speaks_only_of_nights_that_did_not_end_well_and_keeps_their_status(
    program, tmp_path, tools
):
    """The line alone, without what a NAME=value line of the crontab would set."""
    shutil.copytree(CRON, tmp_path / "cron")
    line = re.search(r"^\d.*$", (CRON / "crontab").read_text(), flags=re.MULTILINE)[0]
    command = line.split(maxsplit=5)[5].replace("home=/opt/repo-watch;", f"home='{tmp_path}';")
    path = f"{program('bin')}:{tools}"
    good, bad = (
        subprocess.run(
            [_shell(tools), "-c", command],
            env={"PATH": path, "FAKE_STATUS": status},
            capture_output=True,
            text=True,
            check=False,
        )
        for status in ("0", "4")
    )
    assert (good.returncode, good.stdout) == (0, "")
    assert bad.returncode == 4
    assert bad.stdout.startswith("repo-watch ended with status 4\n")
    assert "argument <run>" in bad.stdout


def test_the_instructions_explain_every_exit_status():
    explained = re.findall(r"^\| (\d)[ ,]", (CRON / "README.md").read_text(), flags=re.MULTILINE)
    raised = {
        error.exit_status
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.RepoWatchError)
    }
    assert {0, *raised} == set(map(int, explained))


def test_systemd_accepts_the_units(tmp_path):
    if not (analyze := shutil.which("systemd-analyze")):
        pytest.skip("systemd-analyze is not installed")
    for name in ("repo-watch.service", "repo-watch.timer"):
        text = (CRON / name).read_text().replace(f"/opt/repo-watch/cron/{SCRIPT.name}", str(SCRIPT))
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        [analyze, "verify", "--man=no", tmp_path / "repo-watch.timer"],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "repo-watch" not in done.stderr
