"""Twenty questions: each runs, answers something on the demo, and stands in docs/cookbook.md."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest

from repo_watch.analysis import cookbook
from repo_watch.analysis.cookbook import answer, recipe, recipes
from repo_watch.cli import status_of
from repo_watch.demo.story import NIGHTS

DOCS = Path(__file__).parents[2] / "docs"


def test_an_unknown_authority_is_not_withheld(small_copy):
    named = answer(small_copy, recipe("reviews-per-authority-and-year"))
    counted = {row[0]: row[-1] for row in named.rows}
    assert (counted["(withheld)"], counted["(not known)"]) == (1, 1)
    (now,) = [row for row in answer(small_copy, recipe("reviews-per-year")).rows if row[0] == 2026]
    assert now == (2026, 5, 1, 1)


def asked(db, name):
    found = answer(db, recipe(name))
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_there_are_twenty():
    assert len(recipes()) == 20


@pytest.mark.parametrize("name", recipes())
def test_each_has_an_answer_on_the_demo(copy, name):
    assert answer(copy, recipe(name)).rows


def test_the_page_in_docs_is_the_one_that_the_demo_gives(copy):
    page = cookbook.page(copy)
    assert (DOCS / "cookbook.md").read_text(encoding="utf-8") == page, (
        "docs/cookbook.md is stale: run `make docs`"
    )


def test_reviews_per_year_are_those_of_the_story(copy):
    titles = [title for night in NIGHTS for title in night.new_reviews]
    expected = Counter(int(title[:4]) for title in titles)
    assert {row["year"]: row["reviews"] for row in asked(copy, "reviews-per-year")} == expected


def test_what_changed_last_month_is_what_the_story_tells_of_october(copy):
    told = sorted(
        title
        for night in NIGHTS
        if night.at.month == 10
        for title in (*night.new_reviews, *night.new_publications)
    )
    rows = asked(copy, "what-changed-last-month")
    assert sorted(row["title"] for row in rows if row["change"] == "new") == told


def test_bad_nights_are_those_of_the_story(copy):
    told = {(night.at.date().isoformat(), source) for night in NIGHTS for source in night.blind}
    rows = asked(copy, "nights-not-read")
    assert {(row["night"], row["source"]) for row in rows} == told
    (nspcc,) = [r for r in asked(copy, "coverage-of-a-period") if r["source"] == "nspcc-reviews"]
    assert (nspcc["ok"], nspcc["partial"], nspcc["failed"], nspcc["not_checked"]) == (28, 2, 1, 0)


def test_a_night_without_a_run_counts_as_not_checked(small_copy):
    (row,) = asked(small_copy, "coverage-of-a-period")
    assert (row["ok"], row["not_checked"]) == (1, 30)


def test_a_rate_divides_by_people_and_a_partnership_counts_for_each_of_its_places(small_copy):
    rows = {row["authority"]: row for row in asked(small_copy, "rate-per-100000-people")}
    assert {name: row["reviews"] for name, row in rows.items()} == {
        "Birmingham": 2,
        "Bexley": 1,
        "Greenwich": 1,
        "Leeds": 1,
    }
    leeds = rows["Leeds"]
    assert leeds["people_2020"] == 798786
    assert leeds["reviews_per_100000_people"] == round(100000 / 798786, 2)


def test_authorities_without_a_review_are_all_but_those_named(small_copy):
    rows = {row["region"]: row for row in asked(small_copy, "authorities-without-a-review")}
    assert rows["London"]["authorities"] == 33
    assert rows["London"]["without_a_review"] == 31


def test_withheld_authorities_are_counted_apart(small_copy):
    rows = asked(small_copy, "reviews-per-authority-and-year")
    assert [row["reviews"] for row in rows if row["authority"] == "(withheld)"] == [1]


def test_the_command_lists_answers_and_refuses(copy_path, capsys):
    with_copy = ["--database", str(copy_path)]
    assert status_of(["cookbook", *with_copy]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 20
    assert status_of(["cookbook", "themes", "--csv", *with_copy]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert status_of(["cookbook", "themes", "--json", *with_copy]) == 0
    assert [row["theme"] for row in json.loads(capsys.readouterr().out)] == [
        row["theme"] for row in rows
    ]
    assert status_of(["cookbook", "themes", *with_copy]) == 0
    assert f"theme: {rows[0]['theme']}" in capsys.readouterr().out
    assert status_of(["cookbook", "--page", *with_copy]) == 0
    assert capsys.readouterr().out.startswith("# Cookbook\n")
    assert status_of(["cookbook", "nonsense", *with_copy]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "themes-over-time" in said
