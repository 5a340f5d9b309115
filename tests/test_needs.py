"""What needs a person: the run ends with 1, `status` and `doctor` say so, until it is done."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from msgspec.structs import replace as set_to
from world import LIST, UPDATE, Installation, review

from repo_watch.checkup import examine
from repo_watch.cli import group
from repo_watch.digest.months import Months
from repo_watch.nightly.issues import issue_by_hand
from repo_watch.nightly.status import needs
from repo_watch.settings import DropSettings, EditionSettings, MailSettings
from repo_watch.store.schema.database import questions

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number):
    return START + timedelta(days=number)


@dataclass
class Publisher(Installation):
    editions: dict = field(default_factory=dict)
    mail: MailSettings = field(default_factory=MailSettings)
    drop: DropSettings = field(default_factory=DropSettings)

    @property
    def settings(self):
        said = {"editions": self.editions, "mail": self.mail, "drop": self.drop}
        return set_to(super().settings, **said)

    def needs(self, now):
        with questions(self.settings.database) as db:
            return [one.text for one in needs(self.settings, db, now, self.sources)]


@pytest.fixture
def watch(tmp_path):
    installation = Publisher(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    installation.run(night(0))
    installation.world.pages[LIST] += [review(7, year=2026)]
    installation.run(night(5))
    return installation


@pytest.fixture
def dead_server(watch, free_port):
    watch.mail = MailSettings(
        host="127.0.0.1",
        port=free_port,
        security="none",
        sender="digest@board.example",
        recipients=("reader@board.example",),
        timeout_seconds=1,
    )
    watch.run(night(29))
    return watch


@pytest.fixture
def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_ten_nights_of_a_dead_mail_server_are_never_silent(dead_server):
    outcomes = [dead_server.run(night(number)) for number in range(30, 40)]
    assert [one.status for one in outcomes] == [1] * 10
    for one in outcomes:
        (need,) = one.needs
        assert "Case reviews September 2026" in need.text
        assert "r…@board.example" in need.text
        assert "reader@" not in need.text
        assert "refused" in need.text  # the connection's own reason
    assert "tried again each night" in outcomes[0].needs[0].text
    assert outcomes[-1].needs[0].text.endswith("repo-watch deliver 2026-09")
    assert sum(bool(one.notices) for one in outcomes) == 1


def test_a_recipient_who_is_out_of_the_settings_is_needed_no_more(dead_server):
    assert dead_server.run(night(30)).status == 1
    dead_server.mail = MailSettings()
    outcome = dead_server.run(night(31))
    assert (outcome.status, outcome.needs) == (0, ())


def test_an_issue_that_waits_for_approval_is_told_until_it_is_approved(watch, monkeypatch):
    monkeypatch.setattr("repo_watch.nightly.issues.SOURCES", watch.sources)
    watch.editions = {"near": EditionSettings(title="Near", approval=True)}
    outcomes = [watch.run(night(number)) for number in (30, 31, 32)]
    assert [one.status for one in outcomes] == [1] * 3
    assert [len(one.notices) for one in outcomes] == [1, 0, 0]
    (need,) = watch.needs(night(33))
    assert need.endswith("repo-watch digest 2026-09 --approve --edition near")
    issue_by_hand(
        watch.settings, Months.parse("2026-09"), night(33), edition="near", approve=True,
    )  # fmt: skip
    assert watch.needs(night(33)) == []
    assert watch.run(night(34)).status == 0


@pytest.mark.parametrize("approval", [False, True])
def test_an_issue_that_cannot_be_made_is_overdue_until_it_is(watch, monkeypatch, approval):
    watch.editions = {"near": EditionSettings(title="Near", approval=approval)}

    def broken(*_, **__):
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as faulty:
        faulty.setattr("repo_watch.issuing.issue.select", broken)
        assert watch.run(night(30)).status == 5
    first, second, third = watch.needs(night(31))
    assert "ended with 5" in first
    assert second.startswith("Case reviews September 2026 is overdue: ")
    assert third.startswith("Near September 2026 is overdue: ")
    assert watch.run(night(31)).status == int(approval)
    assert len(watch.needs(night(32))) == int(approval)


def test_an_issue_is_not_overdue_before_a_run_could_have_made_it(watch):
    watch.run(night(29))
    assert watch.needs(night(30) - timedelta(hours=2)) == []


def test_a_month_that_closed_without_any_run_is_overdue(watch):
    (blind, issue) = watch.needs(night(33))
    assert "is blind" in blind
    assert issue.endswith("and no run has come since.")


def test_a_run_that_never_finished_is_told(watch):
    import sqlite3

    db = sqlite3.connect(watch.settings.database)
    db.execute("UPDATE run SET finished_at = NULL, exit_status = NULL WHERE id = 2")
    db.commit()
    db.close()
    (need,) = watch.needs(night(5))
    assert need.startswith("The run that began at 2026-09-06T02:15:00Z never finished")
    assert watch.run(night(6)).status == 0
    assert watch.needs(night(6)) == []


def test_doctor_and_status_end_with_1_and_tell_it(watch, tmp_path):
    found = examine(watch.settings, night(40))
    assert not found.well
    file = tmp_path / "repo-watch.toml"
    file.write_text(
        f'data_dir = "{tmp_path}"\n[editions.near]\ntitle = "Near"\nlogo = "none.png"\n'
        'organisation = "We"'
    )
    for command, line in (
        ("status", "needs a person: The edition near waits"),
        ("doctor", "NOT OK  issue"),
    ):
        done = CliRunner().invoke(
            group, [command, "--config", str(file), "--now", night(6).isoformat()],
            standalone_mode=False,
        )  # fmt: skip
        assert done.return_value == 1
        assert line in done.output


def test_a_share_that_is_not_mounted_is_told_each_night_and_made_good(watch):
    share = watch.folder / "share"
    watch.drop = DropSettings(folder=share)
    watch.run(night(6))
    for number in (30, 31, 32):
        outcome = watch.run(night(number))
        assert outcome.status == 1
        assert f"{share}: is not there; is the share mounted?" in outcome.needs[0].text
    share.mkdir()
    outcome = watch.run(night(33))
    assert (outcome.status, outcome.needs) == (0, ())
    assert (share / "case-reviews-2026-09.pdf").exists()
