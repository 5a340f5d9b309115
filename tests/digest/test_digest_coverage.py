"""What an issue says of what was and was not seen: it never takes silence for news."""

from datetime import date

import pytest
from house import utc
from msgspec.structs import replace

from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.rendering import html
from repo_watch.rendering.view import view

OCTOBER = Months.parse("2026-10")


def digest_of(house, sources, months=OCTOBER):
    return select(house.db, months, issued_at=utc(2026, 11, 2, 3), sources=sources)


def told(digest):
    """The sentences of the coverage table, by source."""
    (part,) = [part for part in view(digest).parts if part.id == "coverage"]
    return dict(part.table.rows)


def test_a_quiet_month_that_was_watched_says_that_nothing_was_new(house, sources):
    house.nights(utc(2026, 9, 14, 2), utc(2026, 10, 31, 2))
    said = view(digest_of(house, sources))
    assert said.headline == "No new case reviews"
    assert said.standfirst == (
        "The sources were checked, and showed no new case review in October 2026.",
    )
    assert said.alerts == ()


def test_a_month_in_which_a_source_was_blind_says_that_instead(house, sources):
    house.nights(utc(2026, 9, 14, 2), utc(2026, 9, 30, 2))
    house.nights(utc(2026, 10, 1, 2), utc(2026, 10, 31, 2), a_list="failed")
    digest = digest_of(house, sources)
    said = view(digest)
    assert said.headline == "The month could not be checked in full"
    assert said.standfirst == ()
    (alert,) = said.alerts
    assert alert.startswith("The yearly list: could not be read on any night of October 2026.")
    page = html.render(said).decode()
    assert "no new" not in page.lower()
    assert told(digest)["The yearly list"] == (
        "Read in full on 0 of 31 nights. Could not be read on 31 nights. Last read in full on 30"
        " September 2026."
    )


def test_new_reviews_stand_beside_the_warning_of_a_blind_source(house, sources):
    house.nights(utc(2026, 9, 14, 2), utc(2026, 10, 31, 2), a_panel="failed")
    house.review(utc(2026, 10, 3, 2))
    said = view(digest_of(house, sources))
    assert said.headline == "1 new case review"
    assert len(said.alerts) == 1


def test_a_source_lost_in_mid_month_is_told_with_the_last_good_day(house, sources):
    house.nights(utc(2026, 9, 14, 2), utc(2026, 10, 12, 2))
    house.nights(utc(2026, 10, 13, 2), utc(2026, 10, 31, 2), a_list="failed")
    digest = digest_of(house, sources)
    said = view(digest)
    assert said.headline == "The month could not be checked in full"
    assert "last read in full on 12 October 2026" in said.alerts[0]
    assert (
        "Read in full on 12 of 31 nights. Could not be read on 19 nights."
        in told(digest)["The yearly list"]
    )


def test_a_bad_night_or_two_are_counted_and_no_alarm(house, sources):
    house.nights(utc(2026, 9, 14, 2), utc(2026, 10, 28, 2))
    house.run(utc(2026, 10, 29, 2), verdicts={"a-list": "partial"})
    house.run(utc(2026, 10, 30, 2), verdicts={"a-list": "failed"})
    digest = digest_of(house, sources)
    assert view(digest).alerts == ()
    assert told(digest)["The yearly list"] == (
        "Read in full on 28 of 31 nights. Read in part on 1 night, could not be read on 1 night"
        " and not checked on 1 night. Last read in full on 28 October 2026."
    )


def test_nights_without_a_run_were_not_checked(house, sources):
    house.run(utc(2026, 9, 14, 2))
    house.run(utc(2026, 11, 2, 2))
    said = view(digest_of(house, sources))
    assert said.headline == "The month could not be checked in full"
    (alert,) = said.alerts
    assert alert.startswith("No source was checked on any night of October 2026. What was added")


def test_what_is_to_be_said_of_several_sources_is_said_once(house, sources):
    third = replace(sources[0], id="a-third", title="The third list")
    house.nights(utc(2026, 9, 14, 2), utc(2026, 9, 30, 2))
    failed = {sources[0].id: "failed", sources[1].id: "failed"}
    for night in range(1, 32):
        house.run(utc(2026, 10, night, 2), sources=[*sources, third], verdicts=failed)
    (alert,) = view(digest_of(house, [*sources, third])).alerts
    names = f"{sources[0].title} and {sources[1].title}"
    assert alert.startswith(f"{names}: could not be read on any night of October 2026. What was")


def test_of_several_runs_in_one_night_the_best_counts(house, sources):
    house.run(utc(2026, 9, 14, 2))
    for verdict in ("failed", "ok", "partial"):
        house.run(utc(2026, 10, 3, 2), verdicts={"a-list": verdict})
    (coverage, _) = digest_of(house, sources).coverage
    assert (coverage.well, coverage.partly, coverage.failed) == (1, 0, 0)
    assert coverage.unchecked == 30


def test_nights_are_londons_and_the_first_month_counts_from_the_first_run(house, sources):
    house.run(utc(2026, 9, 14, 23, 30))  # the 15th in London
    house.nights(utc(2026, 9, 16, 2), utc(2026, 9, 30, 2))
    coverage = digest_of(house, sources, Months.parse("2026-09")).coverage[0]
    assert (coverage.nights, coverage.well) == (16, 16)
    assert coverage.last_well == date(2026, 9, 30)


def test_a_source_that_was_never_read_well_says_so(house, sources):
    house.nights(utc(2026, 10, 1, 2), utc(2026, 10, 31, 2), a_list="partial")
    alert, *_ = view(digest_of(house, sources)).alerts
    assert alert.startswith("The yearly list: never read in full so far.")


def test_a_source_that_did_not_exist_yet_is_not_blamed(house, sources):
    house.nights(utc(2026, 9, 14, 2), utc(2026, 10, 31, 2), a_panel="none")
    assert [one.source for one in digest_of(house, sources).coverage] == ["a-list"]


def test_a_monthly_source_owes_one_night_a_month(house, monthly):
    house.run(utc(2026, 10, 1, 2), sources=[monthly])
    house.run(utc(2026, 10, 20, 2), sources=[monthly])
    (coverage,) = digest_of(house, [monthly]).coverage
    assert (coverage.nights, coverage.well, coverage.stale) == (2, 2, False)


@pytest.mark.parametrize("verdict", ["failed", "partial"])
def test_no_error_text_reaches_the_issue(house, sources, verdict):
    house.nights(utc(2026, 10, 1, 2), utc(2026, 10, 31, 2), a_list=verdict)
    page = html.render(view(digest_of(house, sources))).decode()
    assert "Traceback" not in page
    assert "503" not in page
