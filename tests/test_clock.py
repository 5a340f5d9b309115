"""A clock that is wrong for a night: all is read, nothing is issued, and no review is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from world import LIST, UPDATE, Installation, review

from repo_watch.cli import group
from repo_watch.nightly.status import doubt
from repo_watch.store.times import iso

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number):
    return START + timedelta(days=number)


@pytest.fixture
def watch(tmp_path):
    installation = Installation(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    installation.run(night(0))
    return installation


def issued(watch):
    return watch.column(
        "SELECT item FROM issue_item JOIN issue ON issue.id = issue_item.issue ORDER BY item"
    )


@pytest.mark.parametrize("wrong", [366, -1, 3650])
def test_a_clock_that_jumps_for_a_night_loses_no_review(watch, wrong):
    watch.run(night(4))
    watch.world.pages[LIST] += [review(uid, year=2026) for uid in (7, 8)]
    outcome = watch.run(night(4 + wrong))
    assert outcome.status == 1
    assert any("nothing is issued" in notice for notice in outcome.notices)
    assert not outcome.issued
    for number in (6, 7, 30):
        outcome = watch.run(night(number))
    assert len(outcome.issued) == 1
    assert len(issued(watch)) == 2
    assert watch.column("SELECT count(*) FROM item WHERE first_seen_at > '2026-10-02'") == [0]
    assert watch.run(night(31)).status == 0
    assert watch.column("SELECT count(*) FROM run WHERE full AND started_at > '2026-09-06'") >= [2]


def test_what_a_wrong_clock_dated_is_mended_at_a_moment_that_was_believed_before(watch):
    watch.run(night(4))
    watch.world.pages[LIST] += [review(7, year=2026)]
    watch.run(night(400))
    assert any("A run before" in notice for notice in watch.run(night(4)).notices)
    assert watch.column("SELECT count(*) FROM item WHERE first_seen_at > '2026-10-02'") == [0]


def test_a_machine_that_was_off_for_forty_days_goes_on(watch):
    watch.world.pages[LIST] += [review(uid, year=2026) for uid in (7, 8)]
    outcome = watch.run(night(40))
    assert outcome.status == 0
    assert len(outcome.issued) == 1


def test_what_the_sites_say_confirms_the_clock_or_refutes_it():
    assert doubt(iso(night(0)), night(400), timedelta(minutes=3)) == ""
    assert doubt(iso(night(9)), night(1), timedelta(0)) == ""
    assert "sites that were asked say 2025" in doubt(None, night(0), timedelta(days=-366))


def test_an_operator_says_that_the_clock_is_right(watch):
    watch.world.pages[LIST] += [review(7, year=2026)]
    watch.run(night(90))
    (watch.folder / "c.toml").write_text(f'data_dir = "{watch.folder}"\n')

    def clock(number, *options):
        arguments = ["clock", "--config", str(watch.folder / "c.toml"), "--now", iso(night(number))]
        return CliRunner().invoke(group, [*arguments, *options], standalone_mode=False)

    found = clock(91)
    assert found.return_value == 1
    assert "repo-watch clock --trust" in found.output
    assert clock(91, "--trust").return_value == 0
    assert "is believed" in clock(91).output
    assert watch.run(night(92)).issued
    assert clock(60).return_value == 1
    found = clock(60, "--trust")
    assert "Moments set to it: 0" not in found.output
    assert watch.column("SELECT max(started_at) FROM run") == [iso(night(60))]
