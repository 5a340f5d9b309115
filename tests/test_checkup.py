"""`repo-watch doctor` on sound and unsound installations."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner
from fictions import NIGHT, entry
from filelock import FileLock
from msgspec.structs import replace

from repo_watch import checkup
from repo_watch.checkup import examine
from repo_watch.cli import group
from repo_watch.judging.changes import Changes, New
from repo_watch.model import Request, Verdict
from repo_watch.settings import FetchSettings, Settings, SourceSettings
from repo_watch.sources import SOURCES
from repo_watch.store.rows import pages, runs
from repo_watch.store.rows.apply import apply
from repo_watch.store.schema.database import connect, transaction

NAMES = {
    *("python", "repo-watch", "sqlite", "time zones", "fonts", "typst", "data_dir", "public_dir"),
    *(
        "disk",
        "archive",
        "contact",
        "sources",
        "lock",
        "private",
        "database",
        "pace",
        "links",
        "public_url",
    ),
}


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", fetch=FetchSettings(contact="you@example.org"))


def found(settings):
    return {check.name: check for check in examine(settings, NIGHT).checks}


def ill(settings):
    return {name: check.found for name, check in found(settings).items() if not check.well}


def database(settings, *items):
    """A database in which these entries were seen."""
    db = connect(settings.database, create=True)
    with transaction(db):
        run = runs.begin(db, NIGHT, version="0", mode="nightly", full=False)
        page = pages.ensure(
            db, "nspcc-reviews", Request("https://site.example/list", "list"), run, baseline=False
        )
        news = [New(item, baseline=False) for item in items]
        apply(db, run, "nspcc-reviews", page, Changes(new=news))
        runs.finish(db, run, NIGHT, 0)
        runs.log_night(db, run, "nspcc-reviews", Verdict("ok"), pages=1, items=len(news))
    db.close()


def test_a_machine_on_which_everything_works_is_well_before_the_first_run(settings):
    checks = found(settings)
    assert set(checks) == NAMES
    assert ill(settings) == {}
    assert checks["data_dir"].found.endswith("data (not there yet)")
    assert "not there yet" in checks["database"].found


def test_what_lacks_without_a_public_address_is_said(settings):
    assert "links of feeds and fragment" in found(settings)["public_url"].found
    known = replace(settings, public_url="https://watch.example")
    assert found(known)["public_url"].found == "https://watch.example"


def test_nothing_is_made_or_changed_by_looking(settings, tmp_path):
    examine(settings, NIGHT)
    assert list(tmp_path.iterdir()) == []
    database(settings, entry())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    examine(settings, NIGHT)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_sound_database_is_told_with_its_size(settings):
    database(settings, entry())
    assert "sound, 0." in found(settings)["database"].found


def test_what_a_person_should_look_at_is_listed_and_is_no_illness(settings):
    odd = entry(authority="Nowhere-on-Sea", keywords=("infants", "moon dust"))
    database(settings, odd)
    result = examine(settings, NIGHT)
    assert result.well
    assert [one["authority"] for one in result.worth.authorities] == ["Nowhere-on-Sea"]
    assert [one["term"] for one in result.worth.terms] == ["moon dust"]


def test_a_file_in_the_place_of_a_folder_is_told(settings, tmp_path):
    (tmp_path / "data").write_text("not a folder")
    assert "is a file" in ill(settings)["data_dir"]


def test_a_foreign_database_is_told_and_left_alone(settings):
    settings.data_dir.mkdir()
    with sqlite3.connect(settings.database) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    assert "not repo-watch's" in ill(settings)["database"]


def test_a_newer_database_is_told(settings):
    database(settings)
    with sqlite3.connect(settings.database) as newer:
        newer.execute("PRAGMA user_version = 9999")
    newer.close()
    assert "newer than this repo-watch" in ill(settings)["database"]


@pytest.mark.parametrize("start", [0, 4096])
def test_a_damaged_database_is_told(settings, start):
    database(settings, *(entry(f"Child {number}") for number in range(30)))
    body = bytearray(settings.database.read_bytes())
    body[start + 8 : start + 3000] = b"\xff" * 2992
    settings.database.write_bytes(body)
    (said,) = ill(settings).values()
    assert str(settings.database) in said
    assert "\n" not in said


def test_a_disk_that_is_nearly_full_is_told(settings, monkeypatch):
    usage = shutil.disk_usage(settings.data_dir.parent)
    monkeypatch.setattr(checkup, "LEAST_FREE", usage.free + 10**9)
    assert "GB free" in ill(settings)["disk"]


def test_a_missing_contact_is_told(tmp_path):
    said = ill(Settings(data_dir=tmp_path))
    assert "fetch.contact is ''" in said["contact"]


def test_an_installation_that_reads_nothing_is_told(settings):
    off = {source.id: SourceSettings(enabled=False) for source in SOURCES}
    quiet = Settings(data_dir=settings.data_dir, fetch=settings.fetch, sources=off)
    assert ill(quiet) == {"sources": "none enabled"}


def test_a_run_at_work_is_no_illness(settings):
    settings.data_dir.mkdir()
    assert found(settings)["lock"].found == "free"
    with FileLock(settings.lock):
        check = found(settings)["lock"]
    assert (check.well, check.found) == (True, "a run is at work now")
    assert found(settings)["lock"].found == "free"


def doctor(tmp_path, *arguments):
    file = tmp_path / "repo-watch.toml"
    if not file.exists():
        file.write_text('[fetch]\ncontact = "you@example.org"\n')
    return CliRunner().invoke(
        group, ["doctor", "--config", str(file), *arguments], standalone_mode=False
    )


def test_the_command_is_short_and_says_what_is_wrong(tmp_path):
    done = doctor(tmp_path)
    assert done.return_value == 0
    assert len(done.output.splitlines()) == len(NAMES)
    assert all(line.startswith("ok ") for line in done.output.splitlines())
    (tmp_path / "data").write_text("not a folder")
    done = doctor(tmp_path)
    assert done.return_value == 1
    assert any(line.startswith("NOT OK  data_dir") for line in done.output.splitlines())


def test_lists_are_cut_to_what_a_glance_takes_in(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    database(settings, entry(keywords=tuple(f"moon dust {number}" for number in range(8))))
    lines = doctor(tmp_path).output.splitlines()
    assert "8 keywords in no reference table" in lines
    assert lines[-1] == "    and 3 more: repo-watch doctor --json"


def test_facts_for_programs_are_whole(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    database(settings, entry(keywords=tuple(f"moon dust {number}" for number in range(8))))
    done = json.loads(doctor(tmp_path, "--json", "--now", NIGHT.isoformat()).output)
    assert done["well"] is True
    assert done["needs"] == []
    assert {check["name"] for check in done["checks"]} == NAMES
    assert len(done["worth"]["terms"]) == 8


def test_a_bundle_needs_a_look_at_the_sites(tmp_path):
    done = doctor(tmp_path, "--bundle", str(Path("x.json")))
    assert isinstance(done.exception, UsageError)
