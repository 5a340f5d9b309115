from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.digest.months import LONDON, Month, Months, days, london_day, periods
from repo_watch.errors import SettingsError

MONTH = st.builds(Month, st.integers(1990, 2090), st.integers(1, 12))


@pytest.mark.parametrize(
    ("text", "name", "prose", "stem"),
    [
        ("2026-10", "October 2026", "October 2026", "case-reviews-2026-10"),
        (
            "2016-12..2017-01",
            "Dec 2016/Jan 2017",
            "December 2016 and January 2017",
            "case-reviews-2016-12_2017-01",
        ),
        (
            "2016-10..2016-11",
            "Oct/Nov 2016",
            "October and November 2016",
            "case-reviews-2016-10_2016-11",
        ),
        (
            "2016-01..2016-06",
            "January to June 2016",
            "January to June 2016",
            "case-reviews-2016-01_2016-06",
        ),
        (
            "1998-01..2026-10",
            "January 1998 to October 2026",
            "January 1998 to October 2026",
            "case-reviews-1998-01_2026-10",
        ),
        ("2026-10..2026-10", "October 2026", "October 2026", "case-reviews-2026-10"),
    ],
)
def test_months_have_the_names_that_pages_and_files_use(text, name, prose, stem):
    months = Months.parse(text)
    assert (months.name, months.prose, months.stem) == (name, prose, stem)
    assert Months.parse(months.text) == months


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026", "2026-13", "2026-00", "2026-1", "26-10", "October 2026", "2026-10-01"),
        *("2026-10..", "..2026-10", "2026-10..2026-09", "2026-10...2026-11", "٢٠٢٦-١٠"),
    ],
)
def test_other_texts_are_refused_in_one_line(text):
    with pytest.raises(SettingsError) as refused:
        Months.parse(text)
    assert "\n" not in str(refused.value)
    assert text in str(refused.value) or ".." in text


def test_the_window_begins_and_ends_at_midnight_in_london():
    summer = Months.parse("2026-07").window
    assert summer == (
        datetime(2026, 6, 30, 23, tzinfo=UTC),
        datetime(2026, 7, 31, 23, tzinfo=UTC),
    )
    winter = Months.parse("2026-12").window
    assert winter == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC), "2026-10"),  # clocks went back on the 25th
        (datetime(2026, 11, 1, 0, 0, tzinfo=UTC), "2026-11"),
        (datetime(2026, 3, 31, 22, 59, 59, tzinfo=UTC), "2026-03"),  # forward on the 29th
        (datetime(2026, 3, 31, 23, 0, tzinfo=UTC), "2026-04"),
    ],
)
def test_a_moment_belongs_to_the_month_that_londons_clocks_show(moment, month):
    assert Month.of(moment).iso == month


@given(MONTH)
def test_months_tile_time_without_gap_or_overlap(month):
    this, following = Months(month, month).window, Months(month.plus(1), month.plus(1)).window
    assert this.start < this.end == following.start
    assert Month.of(this.start) == month == Month.of(this.end - timedelta(microseconds=1))


@given(MONTH, st.integers(-500, 500))
def test_counting_months_forth_and_back_comes_home(month, number):
    assert month.plus(number).plus(-number) == month


@given(MONTH, st.integers(0, 14))
def test_a_run_of_months_has_each_of_its_days_once(first, more):
    months = Months(first, first.plus(more))
    found = days(months.window)
    assert found == tuple(sorted(set(found)))
    assert len(found) == sum(len(days(Months(one, one).window)) for one in months.each)
    assert found[0] == date(first.year, first.month, 1)


def test_only_months_that_have_ended_are_closed():
    began = datetime(2026, 8, 14, 2, tzinfo=UTC)
    ends = datetime(2026, 9, 30, 23, tzinfo=UTC)
    before = list(periods(began, ends - timedelta(seconds=1), None))
    assert before == [(Month(2026, 8),)]
    assert list(periods(began, ends, None)) == [(Month(2026, 8),), (Month(2026, 9),)]


def test_a_day_is_londons_also_for_moments_written_elsewhere():
    moment = datetime(2026, 7, 1, 0, 30, tzinfo=LONDON)
    assert london_day(moment.astimezone(UTC)) == date(2026, 7, 1)
