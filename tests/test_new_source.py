"""`repo-watch sources new ID`, in a copy of the checkout: what it lays down, and who then asks."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from repo_watch.errors import EnvironmentFailure, SettingsError
from repo_watch.new_source import SITUATIONS, TO_BE_WRITTEN, lay_down, registered

ROOT = Path(__file__).parents[1]
ID, MODULE = "example-board", "example_board"
REGISTRY = Path("src/repo_watch/sources/__init__.py")
CONTRACT = "tests/sources/test_source_contract.py"

READER = """
    text = page.body.decode()
    if "</html>" not in text:
        raise ReadingError("the page is cut short", url=page.request.url)
    found = re.findall(r"<li><a href=\\"([^\\"]+)\\">([^<]+)</a></li>", text)
    if not found and "There are no case reviews" not in text:
        raise ReadingError("this is no list of case reviews", url=page.request.url)
    return Reading(items=tuple(Publication(content_id=url, url=url, title=t) for url, t in found))
"""
FULL = """<!DOCTYPE html><html lang="en"><head><title>Case reviews</title></head><body><ul>
<li><a href="https://www.example.org/q.pdf">Child Q</a></li>
<li><a href="https://www.example.org/r.pdf">Child R</a></li>
</ul></body></html>
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what `sources new` and its test touch, made by the command itself."""
    copy = tmp_path_factory.mktemp("checkout")
    unwanted = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in ("src", "docs", "data/reference", "tests/support"):
        shutil.copytree(ROOT / name, copy / name, symlinks=True, ignore=unwanted)
    (copy / "tests" / "pages").mkdir()
    (copy / CONTRACT).parent.mkdir()
    for name in (CONTRACT, "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def run(checkout, *arguments):
    return subprocess.run(
        [sys.executable, "-B", *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout / "src"), "REPO_WATCH_CONFIG": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def contract(checkout):
    """The outcome of the new source's own tests, and their messages."""
    done = run(
        checkout, "-m", "pytest", CONTRACT, "-q", "-k", ID, "-p", "no:cacheprovider", "--no-cov"
    )
    return done.returncode, done.stdout


def new(checkout, id_):
    return run(checkout, "-m", "repo_watch", "sources", "new", id_)


def write(path, *changes):
    text = path.read_text("utf-8")
    for old, fresh in changes:
        assert old in text
        text = text.replace(old, fresh)
    path.write_text(text, "utf-8")


def test_a_new_source_is_asked_for_step_by_step_until_it_is_whole(checkout):
    before = (checkout / REGISTRY).read_text("utf-8")
    done = new(checkout, ID)
    assert (done.returncode, done.stderr) == (0, "")
    module = checkout / "src/repo_watch/sources" / f"{MODULE}.py"
    pages = checkout / "tests/pages" / ID
    written = [line.removeprefix("wrote ") for line in done.stdout.splitlines()[:-1]]
    assert all((checkout / name).exists() for name in written)
    assert module.exists()
    assert sorted(path.name for path in pages.iterdir()) == sorted(SITUATIONS)
    assert (checkout / REGISTRY).read_text("utf-8") != before

    listed = run(checkout, "-m", "repo_watch", "sources", "--json")
    assert ID in [one["id"] for one in json.loads(listed.stdout)]

    status, said = contract(checkout)
    assert status == 1
    assert f"no page of tests/pages/{ID}/ is read as a healthy one: write the reader" in said
    assert f"docs/sources.md, {ID}: write the row “What is read”" in said

    write(
        module,
        ("from repo_watch.errors", "import re\n\nfrom repo_watch.errors"),
        ("import Page,", "import Page, Publication,"),
    )
    write(
        module.with_suffix(".toml"),
        (f'publisher = "{TO_BE_WRITTEN}"', 'publisher = "An invented board"'),
        (f'licence = "{TO_BE_WRITTEN}"', 'licence = "Metadata and links only."'),
    )
    text = module.read_text("utf-8")
    text = re.sub(
        r"    raise ReadingError\(\n.*?\n    \)\n", lambda _: READER, text, flags=re.DOTALL
    )
    module.write_text(text, "utf-8")
    (pages / "full" / "page.html").write_text(FULL, "utf-8")
    write(
        checkout / "docs/sources.md",
        (f"Licence | {TO_BE_WRITTEN}", "Licence | Metadata and links only."),
    )
    write(checkout / "docs/sources.md", (TO_BE_WRITTEN, "Written by a person."))

    status, said = contract(checkout)
    assert status == 1
    assert "expected.json was missing and is written now: read it, then commit" in said
    status, said = contract(checkout)
    assert status == 0, said


def test_what_is_laid_down_is_in_the_house_style(checkout):
    if not (checkout / "tests/pages" / "styled").exists():
        new(checkout, "styled")
    done = run(checkout, "-m", "ruff", "format", "--check", "src/repo_watch/sources")
    assert done.returncode == 0, done.stdout
    done = run(checkout, "-m", "ruff", "check", "src/repo_watch/sources/styled.py")
    assert done.returncode == 0, done.stdout


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("id_", ["Example", "a b", "../x", "-x", "x-", "x_y", "1x", ""])
def test_an_id_that_does_not_fit_is_refused_and_nothing_is_written(tmp_path, id_):
    with pytest.raises(SettingsError, match="lower-case words"):
        lay_down(tmp_path, id_)
    assert files(tmp_path) == {}


def test_a_source_that_is_there_is_left_alone(checkout):
    before = files(checkout / "src")
    done = new(checkout, "nspcc-reviews")
    assert done.returncode == 2
    assert "there is such a source already" in done.stderr
    assert files(checkout / "src") == before


def test_the_registry_stays_in_order_and_can_be_added_to_again():
    text = (ROOT / REGISTRY).read_text("utf-8")
    twice = registered(registered(text, "middle_board"), "a_board")
    imports = re.findall(r"^from repo_watch\.sources\.(\w+)", twice, re.MULTILINE)
    assert imports == sorted(imports)
    assert re.search(r"\n    MIDDLE_BOARD,\n    A_BOARD,\n\)", twice)
    compile(twice, "sources", "exec")


@pytest.mark.parametrize(
    "text", ["", "SOURCES = ()\n", "from repo_watch.sources.x import SOURCE as X\n"]
)
def test_a_registry_of_another_form_is_left_to_a_person(text):
    with pytest.raises(SettingsError, match="add the new source by hand"):
        registered(text, "x")


def test_an_installed_package_says_where_sources_are_added(tmp_path):
    target = tmp_path / "lib" / "site" / "packages"
    target.mkdir(parents=True)
    shutil.copytree(
        ROOT / "src" / "repo_watch",
        target / "repo_watch",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    done = subprocess.run(
        [sys.executable, "-B", "-m", "repo_watch", "sources", "new", ID],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(target), "REPO_WATCH_CONFIG": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "a source is added in a checkout" in done.stderr


@pytest.fixture
def little_checkout(tmp_path):
    """As much of a checkout as is written to."""
    for name in (REGISTRY, Path("docs/sources.md")):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_row_is_added_at_the_end_of_the_documentation(little_checkout):
    before = (little_checkout / "docs/sources.md").read_text("utf-8")
    written = lay_down(little_checkout, ID)
    assert len(written) == 4 + 2 * len(SITUATIONS)
    after = (little_checkout / "docs/sources.md").read_text("utf-8")
    assert after.startswith(before.rstrip("\n") + f"\n\n## {ID}\n")
    with pytest.raises(SettingsError, match="already"):
        lay_down(little_checkout, ID)


def test_a_checkout_that_cannot_be_written_is_told_in_one_line(little_checkout):
    (little_checkout / "tests").write_text("not a folder")
    with pytest.raises(EnvironmentFailure, match="cannot be written") as told:
        lay_down(little_checkout, ID)
    assert "\n" not in str(told.value)
