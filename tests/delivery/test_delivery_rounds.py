"""Rounds of deliveries through a real mail server that fails in the usual ways."""

import signal
import sqlite3
import ssl
import stat
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import trustme
from msgspec.structs import replace
from post_office import (
    ISSUED,
    PostOffice,
    accept_password,
    free_port,
    make_digest,
    read_mail,
    record,
)

from repo_watch.delivery import deliver_by_hand, deliver_due, write_letters
from repo_watch.digest.months import Months
from repo_watch.digest.nouns import NATIONAL, Edition
from repo_watch.errors import DatabaseError, EnvironmentFailure, SettingsError
from repo_watch.settings import DropSettings, EditionSettings, MailSettings, Settings
from repo_watch.store.database import connect

ONE, TWO, THREE = "one@readers.example", "two@readers.example", "three@readers.example"
EARLY = ISSUED - timedelta(days=30)
OCTOBER = Months.parse("2026-10")


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def certified(authority):
    """A server's TLS with a certificate for 127.0.0.1."""
    return _tls(authority, "127.0.0.1")


def _tls(authority, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture(autouse=True)
def trusted(authority, tmp_path, monkeypatch):
    """This machine trusts the authority, as an organisation's machines trust theirs."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


@pytest.fixture
def office(certified):
    with PostOffice(tls_context=certified) as office:
        yield office


class Watch:
    """An installation with issues to deliver."""

    def __init__(self, folder):
        self.db = connect(folder / "repo-watch.db", create=True)
        self.settings = Settings(data_dir=folder)

    def set(self, **mail):
        self.settings = replace(self.settings, mail=replace(self.settings.mail, **mail))

    def deliver(self, now=ISSUED):
        return deliver_due(self.settings, self.db, now)

    def states(self):
        with sqlite3.connect(self.settings.deliveries) as db:
            rows = db.execute("SELECT address, state FROM delivery ORDER BY number").fetchall()
        db.close()
        return dict(rows)


@pytest.fixture
def watch(tmp_path, office):
    """Three recipients, known for a month before the issue was made tonight."""
    made = Watch(tmp_path / "data")
    made.settings = replace(
        made.settings,
        mail=MailSettings(
            host="127.0.0.1",
            port=office.port,
            sender="digest@watch.example",
            recipients=(ONE, TWO, THREE),
            public_url="https://watch.example",
            timeout_seconds=2.0,
        ),
    )
    assert made.deliver(EARLY) == ()
    record(made.db, make_digest())
    yield made
    made.db.close()


# ------------------------------------------------------------------------------------ who gets it


def test_each_recipient_gets_one_mail_and_sees_no_other(watch, office):
    (told,) = watch.deliver()
    assert (told.title, told.sent, told.waiting, told.ended) == (
        "Case reviews October 2026",
        3,
        0,
        0,
    )
    assert told.notices == ()
    assert office.got == [ONE, TWO, THREE]
    assert office.connections == 1
    for to, content in office.mails:
        assert read_mail(content)["To"] == to
        others = {ONE, TWO, THREE} - {to}
        assert not any(other.encode() in content for other in others)
    assert watch.states() == dict.fromkeys((ONE, TWO, THREE), "sent")


def test_what_arrives_is_what_the_issue_is(watch, office):
    watch.deliver()
    mail = read_mail(office.mails[0][1])
    (pdf,) = mail.iter_attachments()
    assert pdf.get_content().startswith(b"%PDF-")
    assert "Westholt" in mail.get_body(("plain",)).get_content()


def test_a_second_round_sends_nothing(watch, office):
    watch.deliver()
    assert watch.deliver(ISSUED + timedelta(days=1)) == ()
    assert len(office.mails) == 3


def test_switching_mail_on_sends_no_old_issue(watch, office):
    late = "late@readers.example"
    watch.set(recipients=(ONE, TWO, THREE, late))
    watch.deliver(ISSUED + timedelta(days=1))
    assert office.got == [ONE, TWO, THREE]
    record(watch.db, make_digest(month="2026-11", issued_at=ISSUED + timedelta(days=30)))
    watch.deliver(ISSUED + timedelta(days=30))
    assert office.got[3:] == [ONE, TWO, THREE, late]


def test_whoever_was_added_before_tonights_issue_gets_it(watch, office):
    watch.set(recipients=("new@readers.example",))
    watch.deliver(ISSUED)
    assert office.got == ["new@readers.example"]


def test_back_issues_are_sent_by_hand_only(watch, office):
    record(watch.db, make_digest(month="2019-03", back_issue=True))
    watch.deliver()
    assert len(office.mails) == 3
    deliver_by_hand(watch.settings, watch.db, Months.parse("2019-03"), ISSUED)
    assert len(office.mails) == 6


def test_months_long_past_are_sent_by_hand_only(watch, office):
    """An edition that is added later catches up with every month since the first run."""
    record(watch.db, make_digest(month="2026-08"))
    watch.deliver()
    assert len(office.mails) == 3
    deliver_by_hand(watch.settings, watch.db, Months.parse("2026-08"), ISSUED)
    assert len(office.mails) == 6


def test_a_correction_follows_to_those_who_got_the_issue(watch, office):
    later = ISSUED + timedelta(days=9)
    watch.deliver()
    watch.set(recipients=(ONE, TWO, "late@readers.example"))
    record(watch.db, make_digest(number=2, issued_at=later, first_issued_at=ISSUED))
    watch.deliver(later)
    assert office.got[3:] == [ONE, TWO]
    first, second = (read_mail(office.mails[at][1]) for at in (0, 3))
    assert second["Subject"].startswith("Correction: ")
    assert second["References"] == first["Message-ID"]


def test_a_correction_takes_the_place_of_what_was_not_sent_yet(watch, office):
    record(watch.db, make_digest(number=2, first_issued_at=ISSUED))
    watch.deliver()
    assert office.got == [ONE, TWO, THREE]


def test_by_hand_reaches_whoever_was_not_sent_it(watch, office):
    office.replies = {TWO: "550 no such user"}
    watch.deliver()
    office.replies = {}
    watch.set(recipients=(ONE, TWO, "late@readers.example"))
    (told,) = deliver_by_hand(watch.settings, watch.db, OCTOBER, ISSUED + timedelta(days=60))
    assert told.sent == 2
    assert office.got == [ONE, THREE, TWO, "late@readers.example"]
    assert deliver_by_hand(watch.settings, watch.db, OCTOBER, ISSUED) == ()


def test_an_address_written_twice_is_one_recipient(watch, office):
    watch.set(recipients=(ONE, "One@Readers.example"))
    watch.deliver()
    assert office.got == [ONE]


def test_whoever_is_taken_out_is_forgotten(watch):
    watch.deliver()
    watch.set(recipients=(ONE,))
    watch.deliver(ISSUED + timedelta(days=1))
    assert set(watch.states()) == {ONE}
    assert TWO.encode() not in watch.settings.deliveries.read_bytes()


def test_mail_that_was_off_for_months_sends_nothing_old(watch, office):
    mail = watch.settings.mail
    watch.settings = replace(watch.settings, mail=MailSettings())
    assert watch.deliver() == ()
    watch.settings = replace(watch.settings, mail=mail)
    assert watch.deliver(ISSUED + timedelta(days=90)) == ()
    assert office.mails == []


def test_each_edition_has_its_own_recipients_and_folder(watch, office, tmp_path):
    share, west = tmp_path / "share", "west@readers.example"
    share.mkdir()
    watch.db.execute("DELETE FROM issue")
    watch.settings = replace(
        watch.settings,
        editions={
            "west": EditionSettings(title="Reviews for the west", recipients=(west, ONE)),
            NATIONAL.name: EditionSettings(recipients=("more@readers.example", ONE)),
        },
        drop=DropSettings(folder=share),
    )
    watch.deliver(EARLY)
    record(watch.db, make_digest())
    record(watch.db, make_digest(edition=Edition(name="west", title="Reviews for the west")))
    told = watch.deliver()
    assert [one.title for one in told] == [
        "Case reviews October 2026",
        "Reviews for the west October 2026",
    ]
    assert office.got == [ONE, TWO, THREE, "more@readers.example", west, ONE]
    national, western = (read_mail(office.mails[at][1]) for at in (0, 4))
    assert western["From"] == "Reviews for the west <digest@watch.example>"
    text = western.get_body(("plain",)).get_content()
    assert "https://watch.example/west/case-reviews-2026-10.html" in text
    assert "/west/" not in national.get_body(("plain",)).get_content()
    assert sorted(str(one.relative_to(share)) for one in share.rglob("*.pdf")) == [
        "case-reviews-2026-10.pdf",
        "west/case-reviews-2026-10.pdf",
    ]
    late = ISSUED + timedelta(days=1)
    assert deliver_by_hand(watch.settings, watch.db, OCTOBER, late, edition="west") == ()
    with pytest.raises(SettingsError, match="never issued in the edition east"):
        deliver_by_hand(watch.settings, watch.db, OCTOBER, late, edition="east")


# ------------------------------------------------------------------------------- what goes wrong


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
    with PostOffice(tls_context=_tls(authority, "other.example")) as impostor:
        watch.set(port=impostor.port)
        (told,) = watch.deliver()
        assert impostor.mails == []
    assert told.waiting == 3
    (notice,) = told.notices
    assert "certificate is not accepted" in notice
    assert "\n" not in notice
    assert watch.deliver(ISSUED + timedelta(days=1))[0].notices == ()


def test_a_certificate_that_nobody_vouches_for_is_no_certificate(watch):
    with PostOffice(tls_context=_tls(trustme.CA(), "127.0.0.1")) as impostor:
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


# ------------------------------------------------------------------------------- killed half-way

CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from repo_watch.delivery import deliver_due
from repo_watch.settings import MailSettings, Settings
from repo_watch.store.database import connect
folder, port, now, *to = sys.argv[1:]
mail = MailSettings(host="127.0.0.1", port=int(port), security="none", recipients=tuple(to),
                    sender="digest@watch.example", public_url="https://watch.example")
deliver_due(Settings(data_dir=Path(folder), mail=mail), connect(Path(folder) / "repo-watch.db"),
            datetime.fromisoformat(now))
"""


def test_a_run_that_is_killed_sends_the_rest_and_at_most_one_mail_again(watch):
    with PostOffice() as plain:
        plain.replies = {TWO: "250 OK"}
        watch.set(port=plain.port, security="none")
        plain.after_data = 30.0  # the second mail hangs where it may have arrived or not
        command = [sys.executable, "-c", CHILD, str(watch.settings.data_dir), str(plain.port)]
        child = subprocess.Popen([*command, ISSUED.isoformat(), ONE, TWO, THREE])
        while not plain.mails:
            time.sleep(0.02)
            assert child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert watch.states() == {ONE: "sending", TWO: "waiting", THREE: "waiting"}
        plain.after_data = "250 OK"
        watch.deliver(ISSUED + timedelta(days=1))
        assert plain.got == [ONE, ONE, TWO, THREE]
        assert plain.mails[0] == plain.mails[1]


# --------------------------------------------------------------------------- trial, folder, file


def test_a_dry_run_writes_mails_and_records_nothing(watch, office, tmp_path):
    written = write_letters(watch.settings, watch.db, OCTOBER, tmp_path / "trial")
    assert [one.suffix for one in written] == [".eml"] * 3
    content = {one: one.read_bytes() for one in written}
    assert {read_mail(one)["To"] for one in content.values()} == {ONE, TWO, THREE}
    again = write_letters(watch.settings, watch.db, None, tmp_path / "trial")
    assert {one: one.read_bytes() for one in again} == content
    assert watch.states() == {}
    assert office.mails == []


def test_a_trial_installation_files_its_mails_once_and_can_send_them_by_hand_later(
    watch, office, tmp_path
):
    watch.set(dry_run=tmp_path / "trial")
    (told,) = watch.deliver()
    assert told.sent == 3
    assert len(list((tmp_path / "trial").glob("*.eml"))) == 3
    watch.set(dry_run=None)
    assert watch.deliver(ISSUED + timedelta(days=1)) == ()
    assert office.mails == []
    deliver_by_hand(watch.settings, watch.db, OCTOBER, ISSUED + timedelta(days=1))
    assert office.got == [ONE, TWO, THREE]


def test_a_trial_folder_that_cannot_be_written_is_a_notice(watch, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(EnvironmentFailure, match="file"):
        write_letters(watch.settings, watch.db, OCTOBER, tmp_path / "file")
    watch.set(dry_run=tmp_path / "file")
    (told,) = watch.deliver()
    assert told.waiting == 3
    assert str(tmp_path / "file") in told.notices[0]


@pytest.fixture
def dropping(watch, tmp_path):
    """Files only, no mail."""
    share = tmp_path / "share"
    share.mkdir()
    watch.settings = replace(watch.settings, mail=MailSettings(), drop=DropSettings(folder=share))
    watch.db.execute("DELETE FROM issue")
    watch.deliver(EARLY)
    record(watch.db, make_digest())
    return watch, share


def test_the_drop_folder_gets_each_new_issue_once(dropping):
    watch, share = dropping
    (told,) = watch.deliver()
    assert told.sent == 1
    assert {one.name for one in share.iterdir()} >= {
        "case-reviews-2026-10.html",
        "case-reviews-2026-10.pdf",
    }
    for one in share.iterdir():
        one.unlink()
    assert watch.deliver(ISSUED + timedelta(days=1)) == ()
    assert list(share.iterdir()) == []


def test_a_share_that_is_not_mounted_is_waited_for_and_not_made(dropping):
    watch, share = dropping
    share.rmdir()
    (told,) = watch.deliver()
    assert told.waiting == 1
    assert not share.exists()
    share.mkdir()
    watch.deliver(ISSUED + timedelta(days=1))
    assert (share / "case-reviews-2026-10.pdf").read_bytes().startswith(b"%PDF-")


def test_a_share_that_cannot_be_written_is_waited_for_and_then_told(dropping):
    watch, share = dropping
    (share / "case-reviews-2026-10.html").mkdir()
    told = [one for night in (0, 5) for one in watch.deliver(ISSUED + timedelta(days=night))]
    assert [(one.waiting, one.ended) for one in told] == [(1, 0), (0, 1)]
    assert told[0].notices == ()
    assert str(share / "case-reviews-2026-10.html") in told[1].notices[0]


def test_a_share_that_answers_with_an_error_keeps_no_mail_back(watch, office, tmp_path):
    unseen = tmp_path / ("x" * 300)  # the system refuses even to look at such a name
    watch.settings = replace(watch.settings, drop=DropSettings(folder=unseen))
    (told,) = watch.deliver()
    assert (told.sent, told.waiting) == (3, 1)
    assert office.got == [ONE, TWO, THREE]


def test_a_correction_goes_over_the_files_that_it_corrects(dropping):
    watch, share = dropping
    watch.deliver()
    before = (share / "case-reviews-2026-10.html").read_bytes()
    later = ISSUED + timedelta(days=3)
    record(watch.db, make_digest(4, number=2, issued_at=later, first_issued_at=ISSUED))
    watch.deliver(later)
    assert (share / "case-reviews-2026-10.html").read_bytes() != before


def test_the_addresses_are_in_a_file_of_their_own_for_its_owner_alone(watch):
    watch.deliver()
    watch.db.close()
    assert stat.S_IMODE(watch.settings.deliveries.stat().st_mode) == 0o600
    assert b"readers.example" not in watch.settings.database.read_bytes()


@pytest.mark.parametrize("content", [b"this is not a database, " * 100, b""])
def test_a_file_of_deliveries_that_cannot_be_used_is_a_notice_and_no_failure(watch, content):
    if content:
        watch.settings.deliveries.write_bytes(content)
    else:
        other = sqlite3.connect(watch.settings.deliveries)
        other.execute("PRAGMA user_version = 9")
        other.close()
    (told,) = watch.deliver()
    (notice,) = told.notices
    assert notice.startswith(str(watch.settings.deliveries))
    with pytest.raises(DatabaseError):
        deliver_by_hand(watch.settings, watch.db, OCTOBER, ISSUED)


def test_without_settings_nothing_is_opened_or_made(tmp_path):
    made = Watch(tmp_path)
    record(made.db, make_digest())
    assert made.deliver() == ()
    assert not made.settings.deliveries.exists()
    made.db.close()


@pytest.mark.parametrize("months", ["2026-09", None])
def test_what_was_never_issued_cannot_be_delivered(watch, tmp_path, months):
    asked = months and Months.parse(months)
    if months:
        with pytest.raises(SettingsError, match="September 2026 was never issued"):
            deliver_by_hand(watch.settings, watch.db, asked, ISSUED)
    else:
        watch.db.execute("DELETE FROM issue")
    with pytest.raises(SettingsError, match=r"was never issued|nothing was issued"):
        write_letters(watch.settings, watch.db, asked, tmp_path)


def test_delivering_to_nobody_is_an_error_by_hand(watch, tmp_path):
    watch.settings = replace(watch.settings, mail=MailSettings())
    with pytest.raises(SettingsError, match="nobody to deliver to"):
        deliver_by_hand(watch.settings, watch.db, OCTOBER, ISSUED)
    with pytest.raises(SettingsError, match="nobody to write to"):
        write_letters(watch.settings, watch.db, OCTOBER, tmp_path)
