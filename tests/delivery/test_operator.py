"""Turns go to the operator by mail, once each, whatever the night or the mail server does."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace as set_to
from post_office import PostOffice, read_mail
from world import LIST, UPDATE, Installation, review

from repo_watch.settings import EditionSettings, MailSettings

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number):
    return START + timedelta(days=number)


@dataclass
class Publisher(Installation):
    editions: dict = field(default_factory=dict)
    mail: MailSettings = field(default_factory=MailSettings)

    @property
    def settings(self):
        return set_to(super().settings, editions=self.editions, mail=self.mail)


@pytest.fixture
def office():
    with PostOffice() as office:
        yield office


@pytest.fixture
def watch(tmp_path, office):
    installation = Publisher(tmp_path)
    installation.mail = MailSettings(
        host="127.0.0.1",
        port=office.port,
        security="none",
        sender="watch@board.example",
        operator="operator@board.example",
    )
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    installation.run(night(0))
    return installation


def told(office):
    """The text of each mail that the operator got."""
    assert set(office.got) <= {"operator@board.example"}
    return [read_mail(content).get_body(("plain",)).get_content() for _, content in office.mails]


def test_red_blind_and_read_again_are_told_once_each(watch, office):
    watch.world.faults = {LIST: "503", UPDATE: "503"}
    for number in range(1, 9):
        watch.run(night(number))
    red, blind = told(office)
    assert "turned red" in red
    assert "is blind since" in blind
    watch.world.faults = {}
    for number in range(9, 12):
        watch.run(night(number))
    _, _, again = told(office)
    assert "is read well again" in again
    watch.world.faults = {LIST: "503", UPDATE: "503"}
    watch.run(night(12))
    assert "turned red" in told(office)[-1]
    assert len(office.mails) == 4


def test_an_issue_that_waits_is_told_once(watch, office):
    watch.editions = {"near": EditionSettings(title="Near", approval=True)}
    for number in (10, 20, 29, 30, 31, 32):
        watch.run(night(number))
    assert ["waits for approval" in text for text in told(office)][-1]
    assert sum("waits for approval" in text for text in told(office)) == 1


def test_a_crash_and_an_overdue_issue_are_told_once(watch, office, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("a fault of ours")

    watch.run(night(29))
    office.mails.clear()
    with monkeypatch.context() as faulty:
        faulty.setattr("repo_watch.issuing.issue.select", broken)
        watch.run(night(30))
        watch.run(night(31))
    first, second = told(office)
    assert "a fault of repo-watch" in first
    assert "Case reviews September 2026 is overdue" in first
    assert "ended with 5" in second
    assert "overdue" not in second


def test_a_night_without_a_mail_server_is_told_the_next(watch, office):
    watch.world.faults = {LIST: "503", UPDATE: "503"}
    office.replies = {"operator@board.example": "451 later"}
    outcome = watch.run(night(1))
    assert outcome.notices[-1].startswith("The operator could not be told by mail")
    watch.world.faults = {}
    office.replies = {}
    outcome = watch.run(night(2))
    assert outcome.status == 0
    (text,) = told(office)
    assert "turned red" in text
    assert "is read well again" in text


def test_an_issue_that_was_not_delivered_is_told_as_it_waits_and_as_it_is_given_up(watch, office):
    office.replies = {"reader@board.example": "451 later"}
    watch.mail = set_to(watch.mail, recipients=("reader@board.example",))
    watch.run(night(29))
    office.mails.clear()
    outcomes = [watch.run(night(number)) for number in range(30, 38)]
    assert {one.status for one in outcomes} == {1}
    waits, given_up = told(office)
    assert "tried again each night (r…@board.example)" in waits
    assert "is not tried again" in given_up


def test_without_an_operator_nobody_is_written_to(watch, office):
    watch.mail = set_to(watch.mail, operator="")
    watch.world.faults = {LIST: "503"}
    watch.run(night(1))
    assert office.mails == []
