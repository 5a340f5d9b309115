"""The story is what it says: each expectation is checked against the pages of its night."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from repo_watch.demo import story
from repo_watch.demo.answer import Get
from repo_watch.demo.sites import nspcc
from repo_watch.demo.story import NIGHTS, STORY

INVENTED = {
    "Aldersea",
    "Brackenford",
    "Bro Wennol",
    "Calderbeck",
    "Copperwick",
    "Drumlarne",
    "Dunmarsh and Fenlow",
    "Eastmere",
    "Fallowshire",
    "Greystow",
    "Harrowfen",
    "Inverlarrick",
    "Isle of Merren",
    "Kelsingham",
    "Ostley",
    "Penmarrow",
    "Pont-y-gwŷdd",
    "Ravensholt",
    "Rookhaven & Sandle",
    "Saltersby",
    "Silverdean",
    "Stoke-under-Marl",
    "Tarnshire",
    "Underfell",
    "Vale of Tamble",
    "Wexmouth",
    "Winterhythe",
}
HEADING = re.compile(r"(\d{4})\s[–-]\s?(.+?)\s?[–-]\s(.+)")


def entries(path, night):
    """Heading and following text of each entry, as a reader of the page sees them."""
    answer = nspcc.respond(Get(STORY, night, path, base="http://replica"))
    soup = BeautifulSoup(answer.body, "lxml", from_encoding="utf-8")
    found = []
    for heading in soup.find_all("h3"):
        text = [heading.get_text()]
        for after in heading.find_next_siblings():
            if after.name == "h3" or "Back to top" in after.get_text():
                break
            text.append(after.get_text())
        words = [" ".join(part.split()) for part in text]
        found.append((words[0], " ".join(words[1:])))
    return found


def sound(night):
    """All entries that a reader can trust that night, list and update together."""
    paths = {None: (nspcc.LIST, nspcc.UPDATE), "cut": (nspcc.UPDATE,), "broken": (nspcc.UPDATE,)}
    seen = {}
    for path in paths.get(STORY.fault("nspcc", night), ()):
        for title, text in entries(path, night):
            seen[(title, text[:80])] = text
    return seen


def test_the_nights_are_consecutive_and_close_two_months():
    days = [night.at.date() for night in NIGHTS]
    assert all((after - before).days == 1 for before, after in pairwise(days))
    assert (days[0], days[-1]) == (date(2026, 8, 31), date(2026, 11, 2))
    assert {f"{night.at:%H:%M %Z}" for night in NIGHTS} == {"02:15 UTC"}


@pytest.mark.no_cover
def test_every_expected_review_is_on_the_pages_of_its_night_and_of_no_sound_night_before():
    known = {}
    for night in NIGHTS:
        seen = sound(night.at.date())
        fresh = Counter(title for title, text in seen if (title, text) not in known)
        edited = Counter(
            title
            for (title, text) in seen
            if known.get((title, text), seen[title, text]) != seen[title, text]
        )
        # An edit leaves the opening of a summary alone, so (title, opening) is one review.
        assert fresh == Counter(night.new_reviews), night.at
        assert edited == Counter(night.changed_reviews), night.at
        known.update(seen)
    assert len(known) == len(STORY.reviews)


def test_an_addition_is_never_at_the_top_or_the_end_of_its_list_alone():
    middles = 0
    for before, after in pairwise(STORY.days):
        old, new = (list(STORY.yearly(day)) for day in (before, after))
        middles += sum(
            key in new[1:-1] and new[new.index(key) - 1] in old for key in new if key not in old
        )
    assert middles >= 12


def test_a_fault_night_expects_nothing_of_the_blind_source():
    for night in NIGHTS:
        if "nspcc-reviews" in night.blind:
            assert (night.new_reviews, night.changed_reviews) == ((), ())
        if "govuk-reviews" in night.blind:
            assert (night.new_publications, night.changed_publications) == ((), ())


def test_a_night_has_a_line_of_its_own_exactly_when_something_happens():
    for night, before in zip(NIGHTS[1:], NIGHTS, strict=False):
        day, eve = night.at.date(), before.at.date()
        moved = (
            STORY.yearly(day) != STORY.yearly(eve)
            or STORY.monthly(day) != STORY.monthly(eve)
            or night.blind
            or night.new_reviews
            or night.new_publications
            or night.changed_publications
            or any(p.listed == day for p in STORY.publications.publication)
        )
        assert bool(moved) == (night.what != story.QUIET), night.at


def test_the_turns_that_the_story_promises_are_in_it():
    kinds = {kind for night in NIGHTS for kind in night.changed_publications}
    assert kinds == {"updated", "replaced", "withdrawn", "redirected", "gone"}
    assert {kind for of in STORY.faults.values() for kind in of.values()} == {
        "challenge",
        "outage",
        "cut",
        "broken",
    }
    assert {night.at.month for night in NIGHTS if night.new_reviews} == {8, 9, 10, 11}
    longest = max(
        len(run)
        for run in "".join("q" if night.what == story.QUIET else " " for night in NIGHTS).split()
    )
    assert longest >= 3


@pytest.mark.parametrize(("month", "count"), [(9, 8), (10, 9), (11, 2)])
def test_additions_of_each_month(month, count):
    assert sum(len(night.new_reviews) for night in NIGHTS if night.at.month == month) == count


def test_the_list_is_in_the_current_shape():
    baseline = [title for title, _ in entries(nspcc.LIST, STORY.days[0])]
    assert len(baseline) == 65
    years = Counter(title[:4] for title in baseline)
    assert list(years) == ["2026", "2025", "2024", "2023", "2022"]
    parts = [HEADING.fullmatch(title).groups() for title in baseline]
    for (year, place, _), (next_year, next_place, _) in pairwise(parts):
        assert year > next_year or place.replace("ŷ", "y") <= next_place.replace("ŷ", "y")
    asked = Get(STORY, STORY.days[0], nspcc.LIST, base="http://replica")
    page = nspcc.respond(asked).body.decode()
    assert page.count("2026 – Anonymous- Children F, G and H") == 2  # contents and entry
    assert "\u00a0" in page
    assert page.count("<ul>\n          <li>") == 6


def test_titles_repeat_where_they_are_meant_to_and_nowhere_else():
    titles = Counter(review.title.replace("–", "-") for review in STORY.reviews.values())
    assert {title for title, count in titles.items() if count > 1} == {
        "2025 - Anonymous - Child A",
        "2026 - Anonymous - Child A",
    }
    summaries = Counter(review.summary for review in STORY.reviews.values())
    assert max(summaries.values()) == 1


def test_every_place_is_invented_or_named_for_an_audit_of_no_child():
    parts = [HEADING.fullmatch(r.title).groups() for r in STORY.reviews.values()]
    places = {place.strip() for _, place, _ in parts}
    real = {"Cornwall", "Gwynedd", "Leeds"}
    assert places == {*INVENTED, *real, "Anonymous"}
    audits = [one for one in STORY.reviews.values() if not real.isdisjoint(one.title.split())]
    assert len(audits) == 3
    assert all("No child was harmed." in one.summary for one in audits)


def test_the_update_turns_over_with_the_month_and_is_never_empty():
    for day in STORY.days:
        assert STORY.monthly(day), day
    last, first = (set(STORY.monthly(date(2026, m, d))) for m, d in ((9, 30), (10, 1)))
    assert not last & first
