from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.analysis import cookbook
from repo_watch.digest.model import MonthCount, Review
from repo_watch.digest.months import Month, Months
from repo_watch.digest.select import select
from repo_watch.reading.terms.review_types import REVIEW_TYPES
from repo_watch.rendering.glance import _AGE_BANDS, glance, themes
from repo_watch.rendering.view import view


def review(**given):
    facts = {
        "item": 1,
        "title": "2026 – Eastmere – Child Q",
        "authority": "Eastmere",
        "places": ("East Midlands",),
        "review_type": None,
        "sections": (),
        "keywords": (),
        "terms": ("neglect",),
        "ages": (),
        "outcome": None,
        "links": (),
        "first_seen": date(2026, 10, 3),
        "departure": None,
    }
    return Review(**(facts | given))


def figures(reviews, caption):
    (table,) = [one for one in glance(reviews, ()) if one.caption == caption]
    return {row.label: row.count for row in table.rows}


@pytest.mark.parametrize(
    ("ages", "band"),
    [
        (((0, 0),), "Under 1"),
        (((0, 11),), "Under 1"),
        (((12, 23),), "1 to 5"),
        (((60, 71),), "1 to 5"),
        (((72, 83),), "6 to 10"),
        (((132, 143),), "11 to 15"),
        (((204, 215),), "16 or over"),
        (((192, 239),), "16 or over"),
        (((216, 227),), "16 or over"),
        (((0, 215),), "Across these ages"),
        (((108, 155),), "Across these ages"),
        ((), "Not stated"),
    ],
)
def test_an_age_counts_in_the_band_in_which_it_certainly_lies(ages, band):
    found = [*[review(ages=ages)] * 3, *[review(ages=((13, 13),))] * 3]
    assert figures(found, "Age of the child") == Counter({band: 3}) + Counter({"1 to 5": 3})


@pytest.mark.parametrize("stated", [0, 1, 3])
def test_a_table_is_shown_where_at_least_half_of_the_reviews_state_it(stated):
    found = [*[review(ages=((13, 13),))] * stated, *[review()] * (6 - stated)]
    shown = any(one.caption == "Age of the child" for one in glance(found, ()))
    assert shown == (stated == 3)


def test_the_cookbook_has_the_same_bands():
    recipe = cookbook.recipe("age-and-outcome")
    for *_, name in _AGE_BANDS:
        assert f"'{name[0].lower()}{name[1:]}'" in recipe.sql


@given(st.lists(st.lists(st.sampled_from("abcdefghijklmnop"), unique=True), min_size=3))
def test_no_theme_is_left_out_that_is_named_as_often_as_one_that_is_shown(found):
    reviews = [review(terms=tuple(terms)) for terms in found]
    tables = [one for one in glance(reviews, ()) if one.caption == "Themes named most often"]
    shown = {row.label.casefold(): row.count for table in tables for row in table.rows}
    left = [number for theme, number in themes(reviews) if theme not in shown]
    assert all(number < min(shown.values()) for number in left if shown)
    assert len(shown) <= 10
    if left and shown:
        note = tables[0].note
        assert f"{len(left)} more theme" in note


def test_a_month_that_has_not_ended_is_drawn_as_a_part():
    counts = [
        MonthCount(Month(2026, 9), 4),
        MonthCount(Month(2026, 10), 2, until=date(2026, 10, 14)),
    ]
    (table,) = glance([], counts)
    assert [(row.label, row.part) for row in table.rows] == [
        ("September 2026", False),
        ("October 2026 (to 14 October 2026)", True),
    ]


def test_the_history_of_a_draft_knows_how_far_its_month_is(house, sources):
    for month in (8, 9, 10):
        house.run(datetime(2026, month, 5, 2, tzinfo=UTC))
        house.review(datetime(2026, month, 5, 2, tzinfo=UTC))
    at = datetime(2026, 10, 14, 3, tzinfo=UTC)
    digest = select(house.db, Months.parse("2026-10..2026-11"), issued_at=at, sources=sources)
    assert digest.history == (
        MonthCount(Month(2026, 9), 1),
        MonthCount(Month(2026, 10), 1, until=date(2026, 10, 14)),
    )


def test_a_review_of_several_children_counts_once_in_each_band():
    twins_and_sister = review(ages=((3, 3), (3, 3), (60, 71)))
    assert figures([twins_and_sister] * 3, "Age of the child") == {"Under 1": 3, "1 to 5": 3}


def test_what_the_entry_does_not_say_is_shown_as_not_stated():
    found = [review(outcome="death"), review(outcome="serious_harm"), review(), review()]
    assert figures(found, "Death or serious harm") == {
        "Death of a child": 1,
        "Serious harm to a child": 1,
        "Not stated": 2,
    }


def test_a_table_in_which_nothing_is_stated_is_not_shown():
    found = [review(places=(), outcome="death")] * 3
    assert [one.caption for one in glance(found, ())] == [
        "Themes named most often",
        "Death or serious harm",
    ]


@pytest.mark.parametrize("code", sorted(REVIEW_TYPES))
def test_every_review_type_has_a_name_for_readers(code):
    (name,) = figures([review(review_type=code)] * 3, "Type of review")
    assert "_" not in name
    assert name[0].isupper()


@given(st.lists(st.lists(st.sampled_from("abcdefghijklmnop"), unique=True), max_size=20))
def test_themes_are_counted_once_a_review_and_most_frequent_first(found):
    counted = themes([review(terms=tuple(terms)) for terms in found])
    assert sum(number for _, number in counted) == sum(len(terms) for terms in found)
    assert [number for _, number in counted] == sorted((n for _, n in counted), reverse=True)


@given(st.lists(st.sampled_from(["death", "serious_harm", "other"]), min_size=3))
def test_bars_are_shares_of_the_longest_and_add_up_to_the_reviews(outcomes):
    reviews = [review(outcome=one) for one in ("death", None, *outcomes)]
    (table,) = [one for one in glance(reviews, ()) if one.caption == "Death or serious harm"]
    assert sum(row.count for row in table.rows) == len(reviews)
    assert max(row.share for row in table.rows) == 1
    longest = max(row.count for row in table.rows)
    assert all(row.share == pytest.approx(row.count / longest, abs=1e-4) for row in table.rows)


def test_very_few_reviews_need_no_figures():
    assert glance([review()] * 2, ()) == ()


def test_a_quiet_history_is_no_chart():
    assert glance([], [MonthCount(Month(2026, 9), 0), MonthCount(Month(2026, 10), 0)]) == ()


def test_the_month_stands_against_the_twelve_before(house, sources):
    for year, month in [(2025, m) for m in range(7, 13)] + [(2026, m) for m in range(1, 11)]:
        at = datetime(year, month, 5, 2, tzinfo=UTC)
        house.run(at)
        for _ in range(month):
            house.review(at)
    digest = select(
        house.db,
        Months.parse("2026-10"),
        issued_at=datetime(2026, 11, 2, tzinfo=UTC),
        sources=sources,
    )
    assert [one.month.iso for one in digest.history] == [
        *("2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"),
        *("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"),
    ]
    assert [one.reviews for one in digest.history] == [*(10, 11, 12), *range(1, 11)]
    assert len(digest.reviews) == 10


def test_the_month_of_the_first_run_is_no_month_to_compare_with(house, sources):
    for month in (9, 10):
        house.run(datetime(2026, month, 20, 2, tzinfo=UTC))
        house.review(datetime(2026, month, 20, 2, tzinfo=UTC))
    digest = select(
        house.db,
        Months.parse("2026-10"),
        issued_at=datetime(2026, 11, 2, tzinfo=UTC),
        sources=sources,
    )
    assert digest.history == ()
    assert not [part for part in view(digest).parts if part.id == "glance"]
