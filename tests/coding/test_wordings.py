"""The wordings: every one has an example that needs it, and none is a regular expression."""

import re
from functools import cache
from pathlib import Path

import pytest

from repo_watch.coding import code
from repo_watch.coding.text import sentences
from repo_watch.coding.wordings import TOLD, finder, table, wordings

CODES = ("harm", "factors", "agencies")
TABLES = (*CODES, "outcome", "context")
EVERY = [wording for name in TABLES for wording in wordings(name)]


@cache
def found_in(example, *, recommended):
    section = "recommendations" if recommended else "summary"
    files = ("agencies",) if recommended else TOLD
    return [
        (hit.wording.table, hit.wording.code, hit.wording.text)
        for sentence in sentences(section, example)
        for hit in finder(*files).find(sentence.words)
    ]


def the_example(wording):
    return wording.examples[0]


@pytest.mark.parametrize("name", TABLES)
def test_every_wording_is_needed_by_its_own_example(name):
    idle = [
        (wording.code, wording.text)
        for wording in EVERY
        if wording.table == name
        and (wording.table, wording.code, wording.text)
        not in found_in(the_example(wording), recommended=name == "agencies")
    ]
    assert not idle


def test_no_wording_stands_twice():
    seen = [(w.table, w.code, w.cancels, w.text) for w in EVERY]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("name", TABLES)
def test_no_wording_is_a_regular_expression(name):
    plain = re.compile(r"[\w' *./,;:()&–-]+")
    assert [w.text for w in wordings(name) if not plain.fullmatch(w.text)] == []


@pytest.mark.parametrize("name", CODES)
def test_every_code_has_a_title_and_the_line_that_defines_it(name):
    for key, entry in table(name).items():
        if key != "uncoded":
            assert entry["title"], key
            assert entry["definition"], key


def test_no_regular_expression_of_the_coder_is_longer_than_a_line():
    house = Path(code.__code__.co_filename).parent
    for path in house.glob("*.py"):
        for call in re.findall(r"re\.compile\(([^)]*\n[^)]*)\n", path.read_text("utf-8")):
            assert len(re.findall(r'r"', call)) <= 1, (path.name, call)
