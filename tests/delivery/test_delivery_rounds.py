"""Rounds of deliveries through a real mail server: who gets what, and what a kill leaves."""

import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from deliveries import EARLY, ONE, THREE, TWO
from msgspec.structs import replace
from post_office import ISSUED, PostOffice, make_digest, read_mail, record

from repo_watch.delivery.rounds import deliver_by_hand
from repo_watch.digest.model import NATIONAL, Edition
from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.settings import DropSettings, EditionSettings, MailSettings

OCTOBER = Months.parse("2026-10")
pytestmark = pytest.mark.usefixtures("trusted")


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
    gone, told = deliver_by_hand(watch.settings, watch.db, OCTOBER, ISSUED + timedelta(days=60))
    assert "t…@readers.example" in gone.notices[0]
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
    (gone,) = watch.deliver(ISSUED + timedelta(days=1))
    assert "t…@readers.example and t…@readers.example" in gone.notices[0]
    assert watch.deliver(ISSUED + timedelta(days=2)) == ()
    assert set(watch.states()) == {ONE}
    assert TWO.encode() not in watch.settings.deliveries.read_bytes()


def test_mail_that_was_off_for_months_sends_nothing_old(watch, office):
    mail = watch.settings.mail
    watch.settings = replace(watch.settings, mail=MailSettings())
    (gone,) = watch.deliver()
    assert "name them again before the next issue" in gone.notices[0]
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


# ------------------------------------------------------------------------------- killed half-way

CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from repo_watch.delivery.rounds import deliver_due
from repo_watch.settings import MailSettings, Settings
from repo_watch.store.schema.database import connect
folder, port, now, *to = sys.argv[1:]
mail = MailSettings(host="127.0.0.1", port=int(port), security="none", recipients=tuple(to),
                    sender="digest@watch.example")
settings = Settings(data_dir=Path(folder), public_url="https://watch.example", mail=mail)
deliver_due(settings, connect(Path(folder) / "repo-watch.db"),
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
