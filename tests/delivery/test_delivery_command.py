"""`repo-watch deliver` as an operator types it."""

from datetime import timedelta

import pytest
from post_office import ISSUED, PostOffice, make_digest, record

from repo_watch import cli
from repo_watch.store.schema.database import connect

NOW = ISSUED.isoformat()


@pytest.fixture
def office():
    with PostOffice() as office:
        yield office


@pytest.fixture
def call(tmp_path, office, capsys, monkeypatch):
    """Run the command in a folder with an issue: exit status, standard output, standard error."""
    (tmp_path / "repo-watch.toml").write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {office.port}\nsecurity = "none"\n'
        'sender = "digest@watch.example"\nrecipients = ["one@readers.example"]\n'
    )
    db = connect(tmp_path / "data/repo-watch.db", create=True)
    record(db, make_digest())
    db.close()
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        status = cli.status_of(["deliver", *map(str, arguments)])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_what_is_due_is_sent_once(call, office):
    assert call("--now", NOW) == (0, "Case reviews October 2026: delivered to 1 recipient\n", "")
    status, out, _ = call("--now", NOW)
    assert (status, out[:15]) == (0, "Nothing is due:")
    assert office.got == ["one@readers.example"]


def test_an_old_issue_is_sent_when_it_is_named(call, office):
    later = (ISSUED + timedelta(days=40)).isoformat()
    assert call("--now", later)[1].startswith("Nothing is due:")
    assert call("2026-10", "--now", later)[0] == 0
    assert office.got == ["one@readers.example"]


def test_trouble_is_told_in_one_line_and_by_the_status(call, office):
    office.replies = {"one@readers.example": "550 no such user"}
    status, out, err = call("--now", NOW)
    assert status == 1
    first, second = out.splitlines()
    assert first == "Case reviews October 2026: delivered to 0 recipients, 1 not to be tried again"
    assert second.startswith(
        "Case reviews October 2026 was refused and is not tried again (o…@readers.example): "
    )
    assert second.endswith("When that is put right: repo-watch deliver 2026-10")
    assert call("--now", NOW)[:2] == (1, second + "\n")
    assert err.startswith("repo-watch: Case reviews October 2026 was refused")
    assert err.count("\n") == 1


def test_waiting_is_a_degraded_status_without_a_notice(call, office):
    office.replies = {"one@readers.example": "451 later"}
    status, out, err = call("--now", NOW)
    assert (status, err) == (1, "")
    assert "1 to be tried again" in out
    assert "tried again each night (o…@readers.example): " in out


def test_a_dry_run_names_its_files_and_sends_nothing(call, office, tmp_path):
    status, out, err = call("--dry-run", tmp_path / "trial")
    assert (status, err) == (0, "")
    (path,) = (tmp_path / "trial").iterdir()
    assert out == f"{path}\n"
    assert office.mails == []


def test_an_edition_needs_a_month(call, office):
    status, _, err = call("--edition", "national")
    assert status == 2
    assert "--edition needs a MONTH" in err
    assert call("2026-10", "--edition", "national")[0] == 0
    assert office.got == ["one@readers.example"]


def test_a_month_without_an_issue_is_an_error(call):
    status, _, err = call("2026-08")
    assert status == 2
    assert "August 2026 was never issued" in err
