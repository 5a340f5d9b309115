"""What is private stays private, and what is ours stays ours: SECURITY.md, sentence by sentence."""

import re
import subprocess
import sys

import pytest
from msgspec.structs import replace
from msgspec.structs import replace as set_to
from outlets import Outlet, night
from world import LIST, UPDATE, review

from repo_watch.checkup import examine
from repo_watch.settings import EditionSettings


class WithEdition(Outlet):
    @property
    def settings(self):
        return set_to(super().settings, editions={"near": EditionSettings(title="Near")})


@pytest.fixture
def watch(tmp_path):
    installation = WithEdition(tmp_path / "data")
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    installation.run(night(0))
    installation.world.pages[LIST] += [review(7, year=2026)]
    installation.run(night(3))
    installation.run(night(30))
    return installation


def test_every_sentence_names_a_test_that_there_is(pytestconfig):
    text = (pytestconfig.rootpath / "SECURITY.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    tests = "".join(path.read_text("utf-8") for path in pytestconfig.rootpath.glob("tests/**/*.py"))
    there = {*re.findall(r"^def (test_\w+)", tests, flags=re.MULTILINE)}
    assert named - there == set()
    assert len(named) > 20


def test_a_trial_mail_is_for_its_owner_alone(watch):
    folder = watch.settings.mail.dry_run
    assert folder.stat().st_mode & 0o777 == 0o700
    mails = [*folder.iterdir()]
    assert mails
    assert {path.stat().st_mode & 0o777 for path in mails} == {0o600}


def private(watch, file):
    (found,) = (
        one for one in examine(watch.settings, night(30), file).checks if one.name == "private"
    )
    return found


def test_a_file_that_others_may_read_is_told(watch, tmp_path):
    file = tmp_path / "repo-watch.toml"
    file.touch(mode=0o600)
    assert private(watch, file).well
    for path in (file, watch.settings.deliveries, watch.settings.mail.dry_run):
        mode = path.stat().st_mode
        path.chmod(0o755)
        found = private(watch, file)
        assert not found.well
        assert f"chmod {700 if path.is_dir() else 600} {path}" in found.found
        path.chmod(mode)


@pytest.mark.parametrize("root", ["public", "drop"])
def test_nothing_is_written_through_a_link(watch, tmp_path, root):
    folder, outside = watch.folder / root, tmp_path / "outside"
    outside.mkdir()
    for place in [path for path in folder.rglob("*") if path.is_file()]:
        target = outside / place.relative_to(folder).as_posix().replace("/", "-")
        target.write_text("another's", "utf-8")
        for name in (place, place.with_name(f".{place.name}.new")):
            name.unlink(missing_ok=True)
            name.symlink_to(target)
    watch.world.pages[LIST] += [review(8, year=2026)]
    watch.run(night(31))
    watch.run(night(61))
    assert {path.read_text("utf-8") for path in outside.iterdir()} == {"another's"}


def test_a_folder_that_is_a_link_is_told_and_left_alone(watch, tmp_path):
    folder, outside = watch.settings.public / "near", tmp_path / "outside"
    folder.rename(outside)
    (outside / "index.html").write_text("another's", "utf-8")
    folder.symlink_to(outside)
    watch.world.pages[LIST] += [review(8, year=2026)]
    watch.run(night(31))
    outcome = watch.run(night(61))
    assert outcome.status == 4
    assert any("is a link and was left alone" in notice for notice in outcome.notices)
    assert (outside / "index.html").read_text("utf-8") == "another's"
    assert (watch.settings.public / "case-reviews-2026-10.html").exists()


def test_no_control_sign_of_a_page_reaches_a_terminal(watch, tmp_path):
    odd = "2026 – Eastmere – Child \x1b]0;Q\x07\x9b31m\u202eR\rS"
    watch.world.pages[LIST] += [replace(review(9, year=2026), title=odd, case_name="\x1b[2J")]
    watch.run(night(31))
    file = tmp_path / "repo-watch.toml"
    file.write_text(f'data_dir = "{watch.folder}"\n')
    (id_,) = watch.column("SELECT id FROM item WHERE title_key LIKE '%eastmere%'")
    for command in (["show", str(id_)], ["history", str(id_)], ["search", "uid9"]):
        said = subprocess.run(
            [sys.executable, "-m", "repo_watch", *command, "--config", file],
            capture_output=True,
            check=False,
        )
        text = (said.stdout + said.stderr).decode()
        assert "Eastmere" in text
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
