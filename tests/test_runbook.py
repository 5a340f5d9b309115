"""docs/runbook.md has a heading for each reason that the program can give."""

import ast
import re
from datetime import UTC, datetime
from typing import get_args, get_type_hints

import pytest

from repo_watch import checkup, errors
from repo_watch.errors import Fault
from repo_watch.nightly import status
from repo_watch.nightly.status import Need
from repo_watch.settings import Settings

UNREACHABLE = "The site cannot be reached, answers with an error, or is slow"
FAULTS = {
    "robots": "The site forbids the address",
    "status": UNREACHABLE,
    "unreachable": UNREACHABLE,
    "slow": UNREACHABLE,
    "cut-short": UNREACHABLE,
    "resting": UNREACHABLE,
    "too-large": "It is too large, or of another type",
    "wrong-type": "It is too large, or of another type",
    "redirect": "It has moved",
}
ANOTHER = "The page is cut short, or is of another family"
REFUSALS = {
    "ReadingError": ANOTHER,
    "CutShortError": ANOTHER,
    "WrongPageError": ANOTHER,
    "ChallengePageError": "A challenge, login or cookie page came instead",
}
ITEMS = "It shows too few items, too many, none, or others"
VERDICTS = {
    "items where at least": ITEMS,
    "items where at most": ITEMS,
    "It shows no items": ITEMS,
    "It shows none of the": ITEMS,
    "Only ": "Fields of its items are missing",
    "are not there": "Items of the last good reading are not there",
    "says itself that there are": "The page says itself that there are more, or fewer",
    "look like the heading": "Unread lines look like the heading of a review",
    "words were not understood": "Words were not understood",
    "not asked tonight": "It was not asked",
    "A fault of its own": "A fault of its own",
}
NEEDS = {
    "run": "A run broke off",
    "issue": "An issue waits",
    "delivery": "Mail is not delivered",
    "source": "A source is blind",
}


@pytest.fixture(scope="module")
def headings(pytestconfig):
    text = (pytestconfig.rootpath / "docs" / "runbook.md").read_text("utf-8")
    return set(re.findall(r"^##+ (.+)$", text, flags=re.MULTILINE))


def reasons_in(path):
    """The texts that a verdict's rules yield or a module makes verdicts of, as written."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        made = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Verdict"
        if isinstance(node, ast.Yield) or made:
            said = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
            if text := " ".join(one for one in said if isinstance(one, str) and " " in one):
                yield text


def test_each_way_in_which_a_page_does_not_come_has_a_heading(headings):
    assert FAULTS.keys() == set(get_args(Fault))
    assert set(FAULTS.values()) <= headings


def test_each_refusal_of_a_page_has_a_heading(headings):
    kinds = {errors.ReadingError, *errors.ReadingError.__subclasses__()}
    assert {one.__name__ for one in kinds} == REFUSALS.keys()
    assert set(REFUSALS.values()) <= headings


@pytest.mark.parametrize("module", ["judging/verdict.py", "nightly/watch.py"])
def test_each_reason_of_a_verdict_has_a_heading(pytestconfig, headings, module):
    found = [*reasons_in(pytestconfig.rootpath / "src" / "repo_watch" / module)]
    assert found
    for text in found:
        assert [one for one in VERDICTS if one in text], text
    assert {*VERDICTS.values(), "A reader's own doubt"} <= headings


def test_each_kind_of_need_and_every_delivery_has_a_heading(headings):
    kinds = get_args(get_type_hints(Need)["kind"])
    assert set(kinds) == NEEDS.keys()
    assert set(NEEDS.values()) <= headings
    assert status.doubt("2026-11-01T02:15:00Z", datetime(2027, 11, 1, tzinfo=UTC), None)
    assert "The clock is not believed" in headings


def test_each_check_of_doctor_that_can_fail_has_a_heading(headings, tmp_path):
    named = {name for one in headings for name in one.split(", ")}
    only_told = {"repo-watch", "public_url", "pace", "links", "archive"}
    found = checkup.examine(Settings(data_dir=tmp_path), datetime(2026, 11, 1, tzinfo=UTC))
    for check in found.checks:
        assert check.name in named | only_told, check.name
