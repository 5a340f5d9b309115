"""The first months of an installation: what an issue says of them is what was done."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from world import LIST, SOURCE, UPDATE, Installation, review

pytestmark = pytest.mark.no_cover
OTHER = "http://127.0.0.1/other-list"
BEFORE = "What was there before is in the database and is not reported as new."


def night(month, day):
    return datetime(2026, month, day, 2, 15, tzinfo=UTC)


@pytest.fixture
def watch(tmp_path):
    installation = Installation(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    return installation


def nights(watch, first, last):
    """A run every third night of a stretch, which no source takes ill, and on its last."""
    for n in sorted({*range(0, (last - first).days, 3), (last - first).days}):
        watch.run(first + timedelta(days=n))


def page(watch, month):
    return (watch.settings.public / f"case-reviews-2026-{month:02}.html").read_text()


def told(watch, month):
    """Headline, sentences below it, and alerts, as one text."""
    return page(watch, month).partition("Before you read")[0].partition("<body")[2]


def test_a_month_watched_from_its_middle_says_from_which_night_on(watch):
    nights(watch, night(8, 15), night(9, 1))
    said = told(watch, 8)
    assert "No new case reviews since 15 August 2026" in said
    assert "showed no new case review after 15 August 2026." in said
    assert f"August 2026 was watched from 15 August 2026 on. {BEFORE}" in said
    assert "in August 2026." not in said
    nights(watch, night(9, 2), night(10, 1))
    assert BEFORE not in told(watch, 9)
    assert "showed no new case review in September 2026." in told(watch, 9)


def test_one_night_that_was_all_baseline_showed_nothing(watch):
    nights(watch, night(8, 31), night(9, 1))
    said = told(watch, 8)
    assert "could not be checked in full" in said
    assert "no new" not in said.lower()
    assert f"watched from 31 August 2026 on. {BEFORE}" in said


def test_news_of_a_part_month_stand_beside_the_night_it_began(watch):
    nights(watch, night(8, 15), night(8, 20))
    watch.world.pages[LIST].append(review(7, year=2026))
    nights(watch, night(8, 21), night(9, 1))
    said = told(watch, 8)
    assert "1 new case review" in said
    assert "watched from 15 August 2026 on." in said


def test_a_blind_first_month_promises_what_the_baseline_keeps(watch):
    watch.world.faults = {LIST: "503", UPDATE: "503"}
    nights(watch, night(8, 3), night(9, 3))
    blind = told(watch, 8)
    assert "could not be checked in full" in blind
    assert "no new case review" not in blind.lower()
    assert "could not be read so far. What is there at the first reading will be in" in blind
    assert "first issue after" not in blind
    watch.world.faults = {}
    nights(watch, night(9, 4), night(9, 9))
    watch.world.pages[LIST].append(review(7, year=2026))
    nights(watch, night(9, 10), night(10, 1))
    assert watch.column("SELECT count(*) FROM reviews WHERE baseline") == [6]
    said = told(watch, 9)
    assert "1 new case review" in said
    assert f"September 2026 was watched from 4 September 2026 on. {BEFORE}" in said
    assert page(watch, 9).count('id="review-') == 1


def test_a_month_lost_later_is_made_up_for(watch):
    nights(watch, night(8, 1), night(8, 31))
    watch.world.faults = {LIST: "503", UPDATE: "503"}
    watch.world.pages[LIST].append(review(7, year=2026))
    nights(watch, night(9, 1), night(10, 2))
    assert "is still there at the next reading, will be in the first issue after" in told(watch, 9)
    watch.world.faults = {}
    nights(watch, night(10, 3), night(11, 1))
    assert "1 new case review" in told(watch, 10)
    assert page(watch, 10).count('id="review-') == 1


def test_a_source_that_came_in_mid_month_is_named(watch):
    nights(watch, night(8, 1), night(8, 14))
    other = replace(SOURCE, id="govuk-reviews", title="Another", urls=(OTHER,))
    watch.sources = (SOURCE, other)
    watch.world.pages[OTHER] = [review(uid, year=2025) for uid in range(50, 60)]
    nights(watch, night(8, 15), night(9, 1))
    said = told(watch, 8)
    assert f"Another: watched from 15 August 2026 on. {BEFORE}" in said
    assert "since 15 August 2026" in said


def test_a_month_without_any_reading_is_not_one_without_reviews(watch):
    watch.run(night(8, 3), only=["no-such-source"])
    watch.run(night(9, 1), only=["no-such-source"])
    assert "could not be checked in full" in told(watch, 8)
    assert "No new case reviews" not in page(watch, 8)
