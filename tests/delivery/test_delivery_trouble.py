"""Rounds of deliveries through a mail server that fails in the usual ways."""

import time
from datetime import timedelta

import pytest
import trustme
from deliveries import ONE, THREE, TWO, tls_of
from post_office import ISSUED, PostOffice, accept_password, free_port, read_mail

from repo_watch.digest.months import Months

OCTOBER = Months.parse("2026-10")
pytestmark = pytest.mark.usefixtures("trusted")


def test_a_refused_recipient_is_told_once_and_never_tried_again(watch, office):
    office.replies = {TWO: "550 5.1.1 no such\x00 user"}
    (told,) = watch.deliver()
    assert (told.sent, told.ended) == (2, 1)
    (notice,) = told.notices
    assert TWO in notice
    assert "550 5.1.1 no such user" in notice
    assert "repo-watch deliver 2026-10" in notice
    assert watch.states() == {ONE: "sent", TWO: "refused", THREE: "sent"}
    office.replies = {}
    assert watch.deliver(ISSUED + timedelta(days=1)) == ()
    assert office.got == [ONE, THREE]


def test_a_greylisted_recipient_is_tried_the_next_night(watch, office):
    office.replies = {ONE: "451 4.7.1 greylisted, try again later"}
    (told,) = watch.deliver()
    assert (told.sent, told.waiting, told.notices) == (2, 1, ())
    office.replies = {}
    (told,) = watch.deliver(ISSUED + timedelta(days=1))
    assert told.sent == 1
    assert office.got == [TWO, THREE, ONE]


def test_after_five_days_the_operator_is_told_once(watch, office):
    office.replies = {ONE: "451 4.7.1 greylisted, try again later"}
    notices = [
        one.notices for night in range(9) for one in watch.deliver(ISSUED + timedelta(days=night))
    ]
    assert notices[:5] == [()] * 5
    ((notice,),) = notices[5:]
    assert "for 5 days" in notice
    assert ONE in notice
    assert watch.states()[ONE] == "given_up"


def test_a_server_that_takes_no_connection_costs_one_try(watch, office):
    watch.set(port=free_port())
    (told,) = watch.deliver()
    assert (told.sent, told.waiting, told.notices) == (0, 3, ())
    watch.set(port=office.port)
    watch.deliver(ISSUED + timedelta(days=1))
    assert office.got == [ONE, TWO, THREE]


def test_a_reply_lost_after_the_mail_means_the_same_mail_again(watch, office):
    office.after_data = "drop"
    (told,) = watch.deliver()
    assert (told.sent, told.waiting) == (0, 3)
    assert len(office.mails) == 2  # two connections lost in a row: enough for one night
    office.after_data = "250 OK"
    watch.deliver(ISSUED + timedelta(days=1))
    assert office.got == [ONE, TWO, ONE, TWO, THREE]
    assert office.mails[0] == office.mails[2]
    assert len({read_mail(content)["Message-ID"] for _, content in office.mails}) == 3


def test_one_lost_connection_does_not_keep_the_others_waiting(watch, office):
    office.replies = {ONE: "drop"}
    (told,) = watch.deliver()
    assert (told.sent, told.waiting) == (2, 1)
    assert office.got == [TWO, THREE]
    assert office.connections == 2


def test_a_server_that_dies_half_way(watch, office):
    office.dies_after = 1
    (told,) = watch.deliver()
    assert (told.sent, told.waiting) == (1, 2)
    assert watch.states() == {ONE: "sent", TWO: "waiting", THREE: "waiting"}


@pytest.mark.parametrize(
    ("reply", "state"), [("452 4.3.1 full", "waiting"), ("554 5.7.1 not wanted", "refused")]
)
def test_an_answer_to_the_mail_itself_counts_like_one_to_the_recipient(watch, office, reply, state):
    office.after_data = reply
    watch.deliver()
    assert set(watch.states().values()) == {state}


def test_a_slow_server_costs_its_time_twice_and_no_more(watch, office):
    watch.set(timeout_seconds=0.4)
    office.after_data = 1.5
    before = time.monotonic()
    (told,) = watch.deliver()
    assert told.waiting == 3
    assert time.monotonic() - before < 4


def test_a_certificate_of_another_host_is_no_certificate(watch, authority):
    with PostOffice(tls_context=tls_of(authority, "other.example")) as impostor:
        watch.set(port=impostor.port)
        (told,) = watch.deliver()
        assert impostor.mails == []
    assert told.waiting == 3
    (notice,) = told.notices
    assert "certificate is not accepted" in notice
    assert "\n" not in notice
    assert watch.deliver(ISSUED + timedelta(days=1))[0].notices == ()


def test_a_certificate_that_nobody_vouches_for_is_no_certificate(watch):
    with PostOffice(tls_context=tls_of(trustme.CA(), "127.0.0.1")) as impostor:
        watch.set(port=impostor.port)
        (told,) = watch.deliver()
        assert impostor.mails == []
    assert "certificate is not accepted" in told.notices[0]


def test_without_starttls_nothing_is_sent(watch):
    with PostOffice() as plain:
        watch.set(port=plain.port)
        (told,) = watch.deliver()
        assert plain.mails == []
    assert "does not offer STARTTLS" in told.notices[0]


def test_tls_from_the_first_byte(watch, certified):
    with PostOffice(ssl_context=certified) as office:
        watch.set(port=office.port, security="tls")
        watch.deliver()
        assert office.got == [ONE, TWO, THREE]


def test_a_server_on_this_machine_may_be_plain(watch):
    with PostOffice() as plain:
        watch.set(port=plain.port, security="none")
        watch.deliver()
        assert plain.got == [ONE, TWO, THREE]


@pytest.fixture
def guarded(certified):
    """A mail server that asks for a password."""
    known = accept_password("digest", "secret word")
    with PostOffice(tls_context=certified, auth_required=True, authenticator=known) as office:
        yield office


def test_a_password_from_a_file(watch, guarded, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret word\n", "utf-8")
    watch.set(port=guarded.port, username="digest", password_file=secret)
    watch.deliver()
    assert guarded.got == [ONE, TWO, THREE]


def test_a_password_from_the_environment(watch, guarded, monkeypatch):
    monkeypatch.setenv("REPO_WATCH_MAIL_PASSWORD", "secret word")
    watch.set(port=guarded.port, username="digest")
    watch.deliver()
    assert guarded.got == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    ("username", "password", "told"),
    [
        ("digest", "wrong", "535 "),
        ("digest", "pässword", "letters that a login cannot carry"),
        ("", "", "does not take mail from digest@watch.example: 530 "),
        ("digest", "", "neither mail.password_file nor REPO_WATCH_MAIL_PASSWORD"),
    ],
)
def test_a_login_that_fails_is_told_at_once(watch, guarded, monkeypatch, username, password, told):
    monkeypatch.setenv("REPO_WATCH_MAIL_PASSWORD", password)
    watch.set(port=guarded.port, username=username)
    (done,) = watch.deliver()
    assert guarded.mails == []
    assert done.waiting == 3
    (notice,) = done.notices
    assert told in notice
    assert not password or password not in notice


def test_a_password_that_cannot_be_read_is_told(watch, office, tmp_path):
    watch.set(username="digest", password_file=tmp_path / "missing")
    assert "the password cannot be read: No such file" in watch.deliver()[0].notices[0]
    assert office.mails == []


def test_a_server_that_takes_no_password_is_sent_none(watch, tmp_path):
    (tmp_path / "secret").write_text("secret word", "utf-8")
    with PostOffice() as plain:
        watch.set(
            port=plain.port,
            security="none",
            username="digest",
            password_file=tmp_path / "secret",
        )
        assert "takes no password" in watch.deliver()[0].notices[0]
        assert plain.mails == []
