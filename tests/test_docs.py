"""The documents say what is there."""

import importlib.util
import re
import tomllib

import click
import pytest

from repo_watch import __version__
from repo_watch.cli import _COMMANDS, group, imported

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "cron/README.md",
    "docs/architecture.md",
    "docs/decisions.md",
    "docs/operations.md",
    "docs/runbook.md",
)


@pytest.fixture(scope="module")
def root(pytestconfig):
    return pytestconfig.rootpath


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_and_options_that_are_named_exist(root, name):
    text = (root / name).read_text()
    for command, rest in re.findall(r"repo-watch ([a-z]+)([^`\n|]*)", text):
        if command not in group.commands:
            assert "`repo-watch " + command not in text, f"repo-watch {command}"
            continue
        known = {
            option
            for parameter in imported(command).params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
        }
        if not isinstance(imported(command), click.Group):
            assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= known | {"--help"}, command


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_linked_exist(root, name):
    for target in re.findall(r"\]\(([^)#]+)", (root / name).read_text()):
        if not target.startswith("http"):
            assert (root / name).parent.joinpath(target).exists(), target


def test_rooms_that_are_named_exist(root):
    for path in re.findall(
        r"`((?:src|tests|docs|data)/[^`*]+)`", (root / "CONTRIBUTING.md").read_text()
    ):
        if "SOURCE" not in path:
            assert (root / path).exists(), path


def test_the_drawing_of_the_house_is_that_of_its_imports(root):
    text = (root / "docs/architecture.md").read_text("utf-8")
    drawing = importlib.util.spec_from_file_location("drawing", root / "docs/draw_architecture.py")
    module = importlib.util.module_from_spec(drawing)
    drawing.loader.exec_module(module)
    assert module.draw(text) == text, "run `make docs`"


def test_every_room_has_its_place_in_both_tables(root):
    house = root / "src/repo_watch"
    rooms = [path.parent.relative_to(house) for path in house.glob("*/__init__.py")]
    architecture = (root / "docs/architecture.md").read_text("utf-8")
    contributing = (root / "CONTRIBUTING.md").read_text("utf-8")
    for room in rooms:
        assert f"`{room}/`" in architecture, room
        assert f"src/repo_watch/{room}/" in contributing, room


def test_a_change_in_the_house_leads_to_a_place_that_exists(root):
    text = (root / "docs/architecture.md").read_text("utf-8")
    for path in re.findall(r"`([a-z_]+/[a-z_/]*(?:\.\w+)?)`", text):
        places = (root, root / "src/repo_watch")
        assert any((place / path).exists() for place in places), path


def test_the_codebook_has_the_codes_and_wordings_of_the_tables(root):
    printing = importlib.util.spec_from_file_location("printing", root / "docs/print_codebook.py")
    module = importlib.util.module_from_spec(printing)
    printing.loader.exec_module(module)
    text = (root / "docs/codebook.md").read_text("utf-8")
    assert module.printed(text) == text, "make docs"


def test_no_folder_of_the_house_holds_more_than_a_dozen_modules(root):
    for folder in {path.parent for path in (root / "src").rglob("*.py")}:
        modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(modules) <= 12, folder


def test_make_targets_that_are_named_exist(root):
    makefile = (root / "Makefile").read_text()
    for name in DOCUMENTS:
        for target in re.findall(r"`make ([a-z]+)`", (root / name).read_text()):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_command_explains_itself():
    for name in group.commands:
        command = imported(name)
        assert command.help, name
        assert command.help.split("\n")[0].rstrip().endswith("."), name


def test_help_says_what_each_command_says():
    context = click.Context(group)
    for name in group.commands:
        assert _COMMANDS[name][1] == " ".join(imported(name).help.split("\n\n")[0].split()), name
        assert f"  {name} " in group.get_help(context)


def test_the_changelog_has_a_place_for_what_comes_and_one_for_this_release(root):
    text = (root / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(__version__)} - \d{{4}}-\d\d-\d\d", headings[1])


def test_every_rule_that_is_switched_off_says_why(root):
    text = (root / "pyproject.toml").read_text()
    ruff = tomllib.loads(text)["tool"]["ruff"]["lint"]
    codes = [
        *ruff["ignore"],
        *(code for part in ruff["per-file-ignores"].values() for code in part),
    ]
    for code in codes:
        assert re.search(rf'"{code}",\s+# \S', text), code


def test_every_check_that_is_silenced_in_the_code_says_why(root):
    for path in (root / "src").rglob("*.py"):
        for line in path.read_text().splitlines():
            if "# noqa" in line:
                assert re.search(r"# noqa: [A-Z0-9, ]+ -- \S", line), f"{path}: {line}"
            if "# type: ignore" in line:
                assert re.search(r"# type: ignore\[[a-z-]+\] {1,2}(# |-- )\S", line), (
                    f"{path}: {line}"
                )
