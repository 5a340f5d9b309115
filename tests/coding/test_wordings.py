"""The wordings: every one has an example that needs it, and none is a regular expression."""

import re
from functools import cache
from pathlib import Path

import pytest

from repo_watch import coding
from repo_watch.coding import code
from repo_watch.coding.sentence import sentences
from repo_watch.coding.wordings import TOLD, Finder, table, wordings

CODES = ("harm", "factors", "agencies")
TABLES = (*TOLD, "agencies", "model")
EVERY = [wording for name in TABLES for wording in wordings(name)]


@cache
def found_in(name, example):
    """The wordings of a table that are found in an example."""
    files = TOLD if name in TOLD else (name,)
    section = "recommendations" if name == "agencies" else "summary"
    return [
        hit.wording
        for sentence in sentences(section, example.removeprefix("not: "))
        for hit in Finder(*files).find(sentence.words)
        if hit.wording.table == name
    ]


def needs(example, wording):
    """Whether an example has a code, or is refused one, by this wording alone.

    A longer name of a body may hold a shorter of the same code: the longest one counts.
    """
    same = [
        one
        for one in found_in(wording.table, example)
        if one.code == wording.code and one.cancels == wording.cancels
    ]
    return wording in same and (wording.table == "agencies" or {*same} == {wording})


@pytest.mark.parametrize("name", TABLES)
def test_a_wording_that_no_example_of_its_own_needs_is_refused(name):
    idle = [
        (wording.code, wording.text)
        for wording in EVERY
        if wording.table == name and not any(needs(one, wording) for one in wording.examples)
    ]
    assert not idle


FRAME = "Serious incident involving a 14-year-old girl in May 2019."
OUTCOMES = {"injury": "serious_harm", "other": "other", "crime": "other"}  # any other is a death
SECTIONS = {"agencies": "recommendations", "outcome": "summary"}


def coded_in(wording, example):
    """What an example is coded as in the table of its wording, behind its frame."""
    name = wording.table
    sections = {"summary": table(name)[wording.code].get("frame", FRAME)}
    sections[SECTIONS.get(name, "background")] = example.removeprefix("not: ")
    return getattr(code("2031 – Anonymous – Child Q", sections, ()), name)


@pytest.mark.parametrize("name", [*CODES, "outcome"])
def test_every_example_is_coded_as_its_wording_says(name):
    wrong = []
    for wording in wordings(name):
        value = OUTCOMES.get(wording.code, "death") if name == "outcome" else wording.code
        for example in wording.examples:
            found = coded_in(wording, example)
            told = found == value if name == "outcome" else value in found
            if told is (wording.cancels or example.startswith("not: ")):
                wrong.append((wording.code, wording.text, example, found))
    assert not wrong


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


def test_the_engine_stays_a_few_pages():
    house = Path(code.__code__.co_filename).parent
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in house.glob("*.py")}
    assert sum(lines.values()) <= 1_500
    assert max(lines.values()) <= 250


def test_no_regular_expression_of_the_coder_is_longer_than_a_line():
    house = Path(code.__code__.co_filename).parent
    for path in house.glob("*.py"):
        for call in re.findall(r"re\.compile\(([^)]*\n[^)]*)\n", path.read_text("utf-8")):
            assert len(re.findall(r'r"', call)) <= 1, (path.name, call)


def test_every_list_of_words_is_asked_for():
    room = Path(coding.__file__).parent
    code = "".join(path.read_text("utf-8") for path in room.glob("*.py"))
    asked = set(re.findall(r"vocab\.(\w+)", code)) | set(re.findall(r'ordered\("(\w+)"\)', code))
    unasked = table("vocabulary").keys() - asked
    assert {name for name in unasked if not name.startswith("of_")} == set()
