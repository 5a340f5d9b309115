"""What every source has to have. For a new one these tests say what is still to be filled in."""

import importlib
import json
import re
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
import recorded as support

from repo_watch.errors import ReadingError
from repo_watch.first_contact.assumptions import for_every_source, stated
from repo_watch.judging.changes import Known
from repo_watch.judging.verdict import judge
from repo_watch.model import State, Verdict
from repo_watch.new_source import TO_BE_WRITTEN
from repo_watch.sources import SOURCES

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "pages"
DOCUMENT = (ROOT / "docs" / "sources.md").read_text("utf-8")
ROWS = (
    "What is read",
    "How often",
    "A healthy reading",
    "Licence",
    "Known traps",
    "How to mend it",
)
BAD = {"changed-layout": r"changed|wrong-type", "cut-short": r"cut", "challenge": r"challenge"}
EMPTY = r"empty|none|\bno-"

every_source = pytest.mark.parametrize("source", SOURCES, ids=[one.id for one in SOURCES])


def module_of(source):
    return importlib.import_module(f"repo_watch.sources.{source.id.replace('-', '_')}")


def cases(source, pattern=""):
    return [
        folder
        for folder in sorted((PAGES / source.id).glob("*/"))
        if re.search(pattern, folder.name)
    ]


def page_of(source, case):
    """A recorded page; one without a kind is of the kind that its address is asked for as."""
    told = json.loads((case / "meta.json").read_text("utf-8"))
    if "kind" in told:
        return support.recorded(source.id, case.name)
    kinds = {request.url: request.kind for request in source.plan(State(source.urls))}
    kind = kinds.get(told["url"], next(iter(source.expects)))
    (body,) = case.glob("page.*")
    request = support.Request(told["url"], kind)
    return support.Page(
        request,
        told["url"],
        told.get("status", 200),
        {},
        body.read_bytes(),
        "",
        support.datetime.min,
    )


def verdict_on(source, case):
    """What a first night would make of a page."""
    page = page_of(source, case)
    try:
        reading = source.read(page)
    except ReadingError as refusal:
        return Verdict("failed", (refusal.reason,))
    if page.request.kind not in source.expects:
        return Verdict("failed", ("no such kind of page",))
    if not (reading.items or reading.listed):
        return Verdict("partial", ("it shows nothing",))
    return judge(reading, source.expects[page.request.kind], Known())


@every_source
def test_there_is_a_page_of_each_situation(source):
    lacking = [
        name for name, pattern in {**BAD, "empty": EMPTY}.items() if not cases(source, pattern)
    ]
    assert not lacking, (
        f"tests/pages/{source.id}/ has no case for: {', '.join(lacking)}"
        " (docs/adding-a-source.md, step 2)"
    )


@every_source
def test_a_healthy_page_is_read_and_believed(source):
    verdicts = {case.name: verdict_on(source, case) for case in cases(source)}
    reasons = [
        f"{name}: {' '.join(each.reasons)}" for name, each in verdicts.items() if each.reasons
    ]
    assert "ok" in {each.state for each in verdicts.values()}, (
        f"no page of tests/pages/{source.id}/ is read as a healthy one: write the reader and the"
        f" page `full` (docs/adding-a-source.md, steps 2 and 3). {'; '.join(reasons)}"
    )


@every_source
@pytest.mark.parametrize("situation", BAD)
def test_a_page_that_is_not_what_it_should_be_is_not_believed(source, situation):
    for case in cases(source, BAD[situation]):
        assert verdict_on(source, case).state != "ok", f"{source.id}/{case.name} is believed"


@every_source
def test_an_empty_page_invents_nothing(source):
    for case in cases(source, "empty"):
        page = page_of(source, case)
        with suppress(ReadingError):
            assert not source.read(page).items, f"{source.id}/{case.name}: items where none are"


@every_source
def test_every_page_is_read_as_expected(source):
    if any((ROOT / "tests").glob(f"*/test_{source.id.replace('-', '_')}.py")):
        pytest.skip("it has tests of its own")
    if "ok" not in {verdict_on(source, case).state for case in cases(source)}:
        pytest.skip("first the reader: what it makes of these pages now is not to be expected")
    unread = []
    for case in cases(source):
        try:
            support.check(source, case.name)
        except pytest.fail.Exception as missing:
            unread.append(str(missing))
    assert not unread, "; ".join(unread)


@every_source
def test_expectations_are_there_for_every_kind_and_can_be_met(source):
    for request in source.plan(State(source.urls)):
        assert request.kind in source.expects, f"{request.url} is {request.kind}: expect something"
    for kind, expects in source.expects.items():
        where = f"{source.id}, {kind}"
        assert 0 <= expects.at_least <= expects.at_most, where
        assert all(0 < share <= 1 for share in expects.filled.values()), where
        assert expects.largest_drop is None or 0 <= expects.largest_drop <= 1, where
        assert 0 <= expects.unread <= 1, where
        assert expects.fresh_days > source.every_days, f"{where}: blind before its next turn"


@every_source
def test_expectations_have_their_reasons(source):
    path = Path(module_of(source).__file__).with_suffix(".toml")
    # A comment beside a figure, or above it as far as the entry before.
    entries = re.split(r"\n\n(?=(?:#.*\n)*\[expects)", path.read_text("utf-8"))[1:]
    assert len(entries) == len(source.expects)
    for entry in entries:
        assert "#" in entry, f"{path.name}: say in a comment why these figures are what they are"
        assert tomllib.loads(entry), entry


def section(source):
    """The source's section of docs/sources.md: its rows by name, and its text."""
    found = re.search(rf"^## {source.id}\n(.*?)(?=^## |\Z)", DOCUMENT, re.DOTALL | re.MULTILINE)
    assert found, f"docs/sources.md has no section “{source.id}” (docs/adding-a-source.md, step 4)"
    rows = re.findall(r"^\| ([^|`]+?) \| (.+?) \|$", found[1], re.MULTILINE)
    return dict(rows), found[1]


@every_source
def test_the_documentation_has_its_row(source):
    rows, _ = section(source)
    for name in ROWS:
        text = rows.get(name, "")
        assert text, f"docs/sources.md, {source.id}: the row “{name}” is missing"
        assert TO_BE_WRITTEN not in text, f"docs/sources.md, {source.id}: write the row “{name}”"
    assert source.licence in rows["Licence"], f"{source.id}: the licence differs from the module's"
    often = {0: "once", 1: "night", 7: "week", 28: "month"}[source.every_days]
    assert often in rows["How often"].lower(), (
        f"{source.id}: it is read every {source.every_days} days"
    )


@every_source
def test_what_is_assumed_of_it_is_documented(source):
    _, text = section(source)
    for one in stated(source.id):
        assert f"| `{one.id}` | {one.statement} | {one.how} |" in text, f"{source.id}: {one.id}"
        assert one.id.partition("/")[0] in source.expects, one.id


def test_what_is_assumed_of_every_source_is_documented():
    for one in for_every_source(["KIND"]):
        assert f"| `{one.id}` | {one.statement} | {one.how} |" in DOCUMENT, one.id


def test_a_source_is_told_from_others_by_its_id_and_has_a_module_of_that_name():
    ids = [source.id for source in SOURCES]
    assert len(set(ids)) == len(ids)
    for source in SOURCES:
        assert module_of(source).SOURCE is source
        assert source.publisher != TO_BE_WRITTEN, f"{source.id}: say who publishes it"
        assert source.licence != TO_BE_WRITTEN, f"{source.id}: say under what licence it is"
