"""Deliveries without mail: trial runs, the drop folder, and the file of what was delivered."""

import sqlite3
import stat
from datetime import timedelta

import pytest
from deliveries import EARLY, ONE, THREE, TWO, Watch
from msgspec.structs import replace
from post_office import ISSUED, make_digest, read_mail, record

from repo_watch.delivery.rounds import deliver_by_hand, write_letters
from repo_watch.digest.months import Months
from repo_watch.errors import DatabaseError, EnvironmentFailure, SettingsError
from repo_watch.settings import DropSettings, MailSettings

OCTOBER = Months.parse("2026-10")
pytestmark = pytest.mark.usefixtures("trusted")


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
