"""The tables of patterns beside the readers: whole, and each of their entries in use."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

import repo_watch
from repo_watch.model import SECTIONS
from repo_watch.reading.terms.patterns import Patterns

PACKAGE = Path(repo_watch.__file__).parent
TABLES = sorted((PACKAGE / "reading").rglob("*.toml"))


def name_of(table):
    return ".".join(table.with_suffix("").relative_to(PACKAGE.parent).parts)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_entry_is_asked_for_and_is_a_pattern(table):
    text, code = table.read_text("utf-8"), table.with_suffix(".py").read_text("utf-8")
    words = importlib.import_module(name_of(table))._WORDS
    for name, entry in tomllib.loads(text).items():
        told = (f"(?&{name})", f'= "{name}"')  # by another entry
        asked = f"_WORDS.{name}" in code or f'"{name}"' in code or any(one in text for one in told)
        assert asked or name in SECTIONS, name
        if isinstance(entry, str):
            assert isinstance(getattr(words, name), re.Pattern)
        else:
            assert all(map(re.compile, words.table(name).values())), name


def test_a_part_stands_for_its_text_and_line_breaks_do_not_count(tmp_path):
    (tmp_path / "any.toml").write_text("who = '''(?i)\n(?&one)|\n(?&two)'''\none = 'child'\n")
    words = Patterns(str(tmp_path / "any.py"), two="adult")
    assert words.text("who") == "(?i)child|adult"
    assert words.who.fullmatch("Adult")
    assert words.who is words.who
