"""What operators and their machines see of an installation: status, metrics, heartbeat, log."""

import json
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from msgspec.structs import replace
from world import LIST, UPDATE, Installation, review

from repo_watch.cli import status_of
from repo_watch.cli.logs import configure
from repo_watch.settings import LogSettings, MetricsSettings

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number):
    return START + timedelta(days=number)


class Watched(Installation):
    """An installation that other machines watch."""

    heartbeat = ""

    @property
    def settings(self):
        metrics = MetricsSettings(file=self.folder / "repo-watch.prom", heartbeat=self.heartbeat)
        return replace(super().settings, metrics=metrics)

    @property
    def figures(self):
        text = (self.folder / "repo-watch.prom").read_text("utf-8")
        return dict(re.findall(r"^(repo_watch_\S+) (\d+)$", text, flags=re.MULTILINE))


@pytest.fixture
def watch(tmp_path):
    installation = Watched(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    return installation


def test_the_metrics_tell_of_a_good_night_and_of_a_bad_one(watch):
    watch.run(night(0))
    good = watch.figures
    source = '{source="nspcc-reviews"}'
    assert good["repo_watch_run_status"] == "0"
    assert good["repo_watch_run_start_seconds"] == f"{START.timestamp():.0f}"
    assert good[f"repo_watch_source_well{source}"] == "1"
    assert (
        good["repo_watch_next_issue_seconds"]
        == f"{datetime(2026, 10, 1, tzinfo=UTC).timestamp():.0f}"
    )
    assert int(good["repo_watch_disk_free_bytes"]) > int(good["repo_watch_database_bytes"]) > 0
    watch.world.faults |= {LIST: "503", UPDATE: "503"}
    for number in range(1, 9):
        watch.run(night(number))
    bad = watch.figures
    assert bad["repo_watch_run_status"] == "1"
    assert bad["repo_watch_needs"] == "1"
    assert bad[f"repo_watch_source_well{source}"] == "0"
    assert (
        bad[f"repo_watch_source_last_good_seconds{source}"] == good["repo_watch_run_start_seconds"]
    )


def test_every_line_of_the_metrics_is_in_the_format_of_prometheus(watch):
    watch.run(night(0))
    for line in (watch.folder / "repo-watch.prom").read_text("utf-8").splitlines():
        told = r"# (HELP|TYPE) repo_watch_\w+ \S.*"
        assert re.fullmatch(told + r'|repo_watch_\w+(\{\w+="[^"\\]*"\})? \d+', line), line


def test_the_heartbeat_is_called_after_a_healthy_run_and_no_other(watch, httpserver):
    httpserver.expect_request("/alive").respond_with_data("ok")
    watch.heartbeat = httpserver.url_for("/alive")
    watch.run(night(0))
    assert len(httpserver.log) == 1
    watch.run(night(0), dry_run=True)
    watch.run(night(1), only=["nspcc-reviews"])
    watch.world.faults[LIST] = "503"
    assert watch.run(night(2)).status == 1
    assert len(httpserver.log) == 1


def test_a_heartbeat_that_fails_is_told_and_costs_nothing(watch, httpserver):
    watch.heartbeat = httpserver.url_for("/missing")
    outcome = watch.run(night(0))
    assert outcome.status == 0
    assert outcome.notices == ("metrics.heartbeat could not be called: HTTPError",)


@pytest.fixture
def call(watch, capsys):
    def call(*arguments):
        file = watch.folder / "repo-watch.toml"
        file.write_text(
            'data_dir = "."\n[sources.govuk-reviews]\nenabled = false\n'
            '[drop]\nfolder = "share"\n[log]\nfile = "run.log"\n[mail]\nhost = "localhost"\n'
            'sender = "one@example.org"\nrecipients = ["two@example.org"]\n'
        )
        status = status_of([*arguments, "--config", str(file)])
        out, err = capsys.readouterr()
        assert not err, err
        return status, out

    return call


def test_status_tells_on_one_screen_how_all_stands(watch, call):
    watch.run(night(0))
    status, out = call("status", "--now", "2026-09-01T09:00")
    assert status == 0
    assert "began 2026-09-01T02:15:00Z, ended 2026-09-01T02:15:00Z with status 0" in out
    assert "Case reviews September 2026, from 1 October 2026 on" in out
    assert re.search(r"disk +[\d.]+ GB free; database 0\.\d MB, archive 0\.0 MB", out)
    assert re.search(r"clock +believed\n", out)
    assert f"1 recipient, folder {watch.folder / 'share'}" in out
    assert out.count("\n") < 24
    facts = json.loads(call("status", "--now", "2026-09-01T09:00", "--json")[1])
    assert facts["well"] is True
    assert facts["run"]["exit_status"] == 0
    assert facts["next_issues"] == [{"title": "Case reviews September 2026", "day": "2026-10-01"}]
    assert [one["state"] for one in facts["sources"]] == ["ok"]
    assert facts["disk"]["free"] > 0
    assert "a run began at 2026-09-01" in call("status", "--now", "2026-08-01T09:00")[1]


def test_status_tells_of_a_run_that_broke_off(watch, call):
    watch.run(night(0))
    watch.rows("UPDATE run SET finished_at = NULL, exit_status = NULL RETURNING 1")
    status, out = call("status", "--now", "2026-09-01T09:00")
    assert status == 1
    assert "and has not ended" in out


def test_the_log_has_a_json_object_a_line_and_begins_anew(tmp_path):
    log = LogSettings(file=tmp_path / "run.log", megabytes=1, keep=2)
    configure(logging.ERROR, log)
    said = structlog.get_logger()
    for number in range(40):
        said.info("a fact", number=number, text="x" * 100_000)
    said.debug("nothing that anybody asked for")
    names = sorted(path.name for path in tmp_path.glob("run.log*"))
    assert names == ["run.log", "run.log.1", "run.log.2"]
    lines = (tmp_path / "run.log").read_text("utf-8").splitlines()
    assert json.loads(lines[-1])["number"] == 39
    assert {"timestamp", "level", "event"} <= json.loads(lines[-1]).keys()


@pytest.mark.parametrize("place", ["missing/run.log", "/dev/full"])
def test_a_log_that_cannot_be_written_costs_no_line_elsewhere(tmp_path, capsys, place):
    configure(logging.INFO, LogSettings(file=tmp_path / place))
    structlog.get_logger().info("a fact")
    assert "a fact" in capsys.readouterr().err
