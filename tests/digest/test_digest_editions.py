"""Editions: each has its own issues, what it features comes first, and nothing is lost between."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from house import utc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from repo_watch.digest.edition import NOTHING, Notes
from repo_watch.digest.edition import edition as named
from repo_watch.digest.model import NATIONAL, Edition, Features
from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.issuing import issue as issuing
from repo_watch.issuing.issue import due
from repo_watch.rendering.view import view
from repo_watch.settings import EditionSettings, FetchSettings, Settings
from repo_watch.store.schema.database import transaction

OCTOBER, NOVEMBER = Months.parse("2026-10"), Months.parse("2026-11")
AT = datetime(2027, 1, 2, 3, tzinfo=UTC)
FILES = {"issue.html": b"page", "issue.pdf": b"paper", "issue.csv": b"rows"}
NEAR = Edition(name="near", title="Near", features=Features(regions=("east midlands",)))
ONLY = replace(NEAR, name="only", rest="none")


def chosen(house, sources, edition, months=OCTOBER, notes=NOTHING, at=AT):
    return select(house.db, months, issued_at=at, sources=sources, edition=edition, notes=notes)


def record(house, sources, edition, months=OCTOBER, notes=NOTHING, at=AT):
    digest = chosen(house, sources, edition, months, notes, at)
    with transaction(house.db):
        issuing._record(house.db, issuing.Composed(digest, FILES), notes)
    return digest


def parts_of(digest):
    return {part.id: part for part in view(digest).parts}


def titles(part):
    return [entry.title for group in part.groups for entry in group.entries]


@pytest.fixture
def watched(house):
    """Four reviews of three places, and a publication."""
    for month in (9, 10, 11, 12):
        house.run(utc(2026, month, 14, 2))
    for place, keywords in (
        ("Westholt", ("neglect", "housing")),
        ("Eastmere", ("infants",)),
        (None, ("Neglect",)),
        ("Llanfaer", ("housing", "neglect")),
    ):
        entry = house.entry(
            title=f"2026 – {place or 'Anonymous'} – Child Q",
            authority_text=place,
            anonymous=place is None,
            keywords=keywords,
        )
        house.review(utc(2026, 10, 3), entry=entry)
    house.publication(utc(2026, 10, 4))
    return house


# ------------------------------------------------------------------ settings -> editions


def test_the_national_edition_is_there_without_any_setting(tmp_path):
    settings = Settings(data_dir=tmp_path, fetch=FetchSettings(contact="us@board.example"))
    assert (named(settings, "national"),) == (replace(NATIONAL, contact="us@board.example"),)
    assert NATIONAL.folder == ""


def test_the_national_edition_can_be_set_and_stays_first(tmp_path):
    settings = Settings(
        data_dir=tmp_path,
        editions={
            "devon": EditionSettings(
                authorities=("Devon",), rest="none", rhythm="two months", contact="a@b.example"
            ),
            "national": EditionSettings(title="Reviews", organisation="The board"),
        },
    )
    national, devon = (named(settings, name) for name in settings.all_editions)
    assert (national.name, national.title, national.organisation) == (
        *("national", "Reviews"),
        "The board",
    )
    assert (devon.name, devon.folder, devon.contact) == ("devon", "devon", "a@b.example")
    assert (devon.rest, devon.pairs_begin, devon.features) == (
        *("none", 12),
        Features(authorities=("Devon",)),
    )


# ------------------------------------------------------------------ what comes first


def test_an_authority_that_is_not_resolved_is_found_as_its_heading_writes_it(watched, sources):
    entry = watched.entry(authority_text="Old Marlow", anonymous=False)
    item = watched.review(utc(2026, 10, 9), entry=entry)
    edition = replace(ONLY, features=Features(authorities=("old marlow",)))
    assert [one.item for one in chosen(watched, sources, edition).reviews] == [item]


@pytest.mark.parametrize(
    ("features", "first"),
    [
        ({"regions": ("East midlands",)}, {"Eastmere"}),
        ({"nations": ("Wales",)}, {"Llanfaer"}),
        ({"nations": ("England",)}, {"Eastmere", "Westholt"}),
        ({"authorities": ("westholt", "Nowhere")}, {"Westholt"}),
        ({"keywords": ("NEGLECT",)}, {"Westholt", "Anonymous", "Llanfaer"}),
        ({"themes": ("infants",), "nations": ("Wales",)}, {"Eastmere", "Llanfaer"}),
        ({"authorities": ("Nowhere",)}, set()),
    ],
)
def test_what_an_edition_features_comes_first_and_the_rest_after(watched, sources, features, first):
    edition = replace(NEAR, features=Features(**features))
    parts = parts_of(chosen(watched, sources, edition))
    places = {"Eastmere", "Westholt", "Llanfaer", "Anonymous"}
    told = {
        id_: {title.split(" – ")[1] for title in titles(parts[id_])}
        for id_ in ("featured", "reviews")
        if id_ in parts
    }
    assert told == {
        name: ones for name, ones in (("featured", first), ("reviews", places - first)) if ones
    }
    order = list(parts)
    assert order.index("publications") > max(map(order.index, told))


def test_the_headings_and_the_first_lines_say_what_stands_where(watched, sources):
    said = view(chosen(watched, sources, NEAR))
    titles_ = [part.title for part in said.parts]
    assert titles_[1:3] == ["New case reviews near you", "Other new case reviews"]
    assert said.headline == "4 new case reviews"
    assert said.standfirst[0] == "One of them is near you."
    nothing = replace(NEAR, features=Features(themes=("gardening",)))
    lines = view(chosen(watched, sources, nothing)).standfirst
    assert lines[0] == "None of them is on the themes of this edition."
    everything = replace(NEAR, features=Features(keywords=("neglect", "infants")))
    said = view(chosen(watched, sources, everything))
    assert said.standfirst[0] == "All are on the themes of this edition."
    assert [part.id for part in said.parts][:3] == ["glance", "featured", "publications"]
    assert not any(
        " of them " in line for line in view(chosen(watched, sources, NATIONAL)).standfirst
    )


def test_what_is_left_out_is_counted_recorded_and_does_not_come_back(watched, sources):
    digest = record(watched, sources, ONLY)
    said = view(digest)
    assert said.headline == "1 new case review near you"
    assert said.standfirst[-1] == "3 other reviews are not for this edition."
    assert watched.rows("SELECT item, late, why, reason FROM issue_without") == [
        (item, 0, "elsewhere", "") for item in (1, 3, 4)
    ]
    assert watched.rows("SELECT item FROM issue_item") == [(2,), (5,)]
    assert chosen(watched, sources, ONLY, NOVEMBER).items == {}


def test_a_month_with_nothing_near_does_not_say_that_nothing_was_published(watched, sources):
    watched.nights(utc(2026, 10, 15, 2), utc(2026, 10, 31, 2))
    edition = replace(ONLY, features=Features(authorities=("Nowhere",)))
    said = view(chosen(watched, sources, edition))
    assert said.headline == "No new case reviews near you"
    assert said.standfirst[0] == (
        "The sources were checked, and showed no new case review near you in October 2026."
    )
    assert "4 other reviews are not for this edition." in said.standfirst


def test_a_correction_divides_the_same_items_by_what_is_known_now(watched, sources):
    record(watched, sources, ONLY)
    watched.db.execute("UPDATE item_authority SET region = 'East Midlands' WHERE name = 'Westholt'")
    corrected = record(watched, sources, ONLY)
    assert set(corrected.items) == {1, 2, 5}
    assert {one.item for one in corrected.without} == {3, 4}


def test_what_happened_elsewhere_and_the_months_before_are_counted_for_the_edition(
    watched, sources
):
    for item in (1, 2):
        watched.event(item, "changed", utc(2026, 11, 5), ["summary"])
    for edition, changed, reviews in ((ONLY, [2], 1), (NEAR, [1, 2], 4)):
        record(watched, sources, edition)
        digest = chosen(watched, sources, edition, NOVEMBER)
        assert sorted(one.item for one in digest.changes) == changed
        assert [one.reviews for one in digest.history] == [reviews, 0]


def test_each_review_stands_once_under_the_theme_that_most_share(watched, sources):
    for item, term in ((3, "neglect"),):
        watched.db.execute("UPDATE item_keyword SET term = ? WHERE item = ?", [term, item])
    watched.review(utc(2026, 10, 5), entry=watched.entry(keywords=(), title="2026 – A – B"))
    edition = replace(NATIONAL, group_by="theme")
    groups = parts_of(chosen(watched, sources, edition))["reviews"].groups
    assert [(one.name, len(one.entries)) for one in groups] == [
        ("Neglect", 3),
        ("Infants", 1),
        ("No theme stated", 1),
    ]


# ------------------------------------------------------------------ rhythm


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        (None, ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01"]),
        (12, ["2026-09", "2026-10..2026-11", "2026-12..2027-01"]),
        (10, ["2026-09", "2026-10..2026-11", "2026-12..2027-01"]),
        (1, ["2026-09..2026-10", "2026-11..2026-12"]),
        (9, ["2026-09..2026-10", "2026-11..2026-12"]),
    ],
)
def test_issues_of_two_months_begin_with_the_month_that_is_set(house, begin, expected):
    house.run(utc(2026, 9, 14, 2))
    edition = replace(NEAR, pairs_begin=begin)
    assert [one.text for one in due(house.db, utc(2027, 2, 3), edition=edition)] == expected


def test_a_pair_is_due_when_both_months_have_ended(house, sources):
    house.run(utc(2026, 10, 14, 2))
    edition = replace(NEAR, pairs_begin=12)
    assert due(house.db, utc(2026, 11, 30, 23), edition=edition) == ()
    (pair,) = due(house.db, utc(2026, 12, 1), edition=edition)
    assert pair.name == "Oct/Nov 2026"
    record(house, sources, edition, OCTOBER)
    assert [one.text for one in due(house.db, utc(2026, 12, 1), edition=edition)] == ["2026-11"]


# ------------------------------------------------------------------ the arithmetic, per edition

EDITIONS = (
    NATIONAL,
    replace(NEAR, pairs_begin=12),
    ONLY,
    replace(ONLY, name="themes", features=Features(themes=("neglect",)), pairs_begin=1),
)
# An item: the day it was first seen, its place, its keyword, whether its editor hides it.
ITEM = st.tuples(
    st.integers(1, 150),
    st.sampled_from(["Eastmere", "Westholt", None]),
    st.sampled_from(["neglect", "infants"]),
    st.booleans(),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    items=st.lists(ITEM, max_size=7),
    nights=st.sets(st.integers(20, 260), max_size=5),
    corrections=st.lists(st.integers(0, 9), max_size=2),
)
def test_each_item_is_dealt_with_in_exactly_one_issue_of_each_edition(
    items, nights, corrections, house_at, sources
):
    start = utc(2026, 8, 14, 2)
    with tempfile.TemporaryDirectory() as folder:
        house = house_at(Path(folder) / "watch.db")
        house.run(start)
        facts = {}

        def expected(edition, item):
            place, keyword, hidden = facts[item]
            near = {"only": place == "Eastmere", "themes": keyword == "neglect"}
            if not near.get(edition, True):
                return "elsewhere"
            return "hidden" if hidden else "carried"

        def record_it(edition, months, now):
            taken = chosen(house, sources, edition, months, at=now)
            own = [*taken.items, *(one.item for one in taken.without)]
            hide = {item: "asked" for item in own if expected(edition.name, item) == "hidden"}
            record(house, sources, edition, months, Notes("", hide), now)

        waiting = sorted(items, key=lambda one: one[0])
        for night in [*sorted(nights), 400]:
            now = start + timedelta(days=night)
            while waiting and waiting[0][0] <= night:
                day, place, keyword, hidden = waiting.pop(0)
                entry = house.entry(
                    authority_text=place, anonymous=place is None, keywords=(keyword,)
                )
                item = house.review(start + timedelta(days=day), entry=entry)
                facts[item] = (place, keyword, hidden)
            for edition in EDITIONS:
                for months in due(house.db, now, edition=edition):
                    record_it(edition, months, now)
        issues = house.rows("SELECT DISTINCT edition, first_month, last_month FROM issue")
        by_name = {one.name: one for one in EDITIONS}
        for number in corrections:
            name, first, last = sorted(issues)[number % len(issues)]
            record_it(by_name[name], Months.parse(f"{first}..{last}"), now)
        dealt = house.rows(
            "SELECT edition, item, first_month, why FROM"
            " (SELECT issue, item, 'carried' AS why FROM issue_item"
            "  UNION ALL SELECT issue, item, why FROM issue_without)"
            " JOIN issue ON issue.id = issue GROUP BY edition, item, first_month, why"
        )
        house.db.close()

    assert len(dealt) == len(EDITIONS) * len(facts)
    assert {(edition, item): why for edition, item, _, why in dealt} == {
        (one.name, item): expected(one.name, item) for one in EDITIONS for item in facts
    }
