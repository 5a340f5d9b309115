import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from house import utc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from issues import part_of
from msgspec.structs import replace

from repo_watch.digest.model import NATIONAL
from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.issuing.issue import due
from repo_watch.model import Link
from repo_watch.rendering.view import view


def test_nothing_can_be_selected_before_the_first_run(chosen):
    with pytest.raises(SettingsError):
        chosen()


def test_the_window_decides_by_londons_clock(watched, chosen):
    just_before = watched.review(utc(2026, 9, 30, 22, 59, 59))
    first = watched.review(utc(2026, 9, 30, 23))
    last = watched.review(utc(2026, 10, 31, 23, 59, 59))
    just_after = watched.review(utc(2026, 11, 1))
    assert set(chosen().items) == {first, last}
    assert set(chosen("2026-09").items) == {just_before}
    assert set(chosen("2026-11").items) == {just_after}


def test_the_baseline_and_what_may_not_be_printed_are_in_no_issue(watched, chosen):
    old = watched.review(utc(2026, 10, 3), baseline=True)
    watched.review(utc(2026, 10, 3), state="suppressed")
    part = watched.review(utc(2026, 10, 3))
    watched.db.execute("UPDATE item SET merged_into = ? WHERE id = ?", [old, part])
    watched.publication(utc(2026, 10, 3), baseline=True)
    assert chosen().items == {}


def test_what_has_gone_again_since_is_still_carried_and_says_so(watched, chosen):
    gone = watched.review(utc(2026, 10, 3), state="absent")
    watched.event(gone, "absent", utc(2026, 10, 20))
    (review,) = chosen().reviews
    assert review.departure.on == date(2026, 10, 20)
    part = part_of(chosen(), "reviews")
    note = part.groups[0].entries[0].blocks[0]
    assert note.text == "By 20 October 2026 it was no longer in the collection’s list."


def test_a_late_item_comes_once_in_the_next_issue_labelled(watched, chosen, recorded):
    recorded()
    late = watched.review(utc(2026, 10, 30))
    digest = recorded("2026-11")
    assert digest.items == {late: True}
    part = part_of(digest, "late")
    (entry,) = part.groups[0].entries
    assert entry.title == digest.late_reviews[0].title
    assert entry.about.endswith("First seen on 30 October 2026")
    assert chosen("2026-12").items == {}


def test_an_item_of_a_month_that_waits_for_its_own_issue_is_not_late(watched, chosen):
    september = watched.review(utc(2026, 9, 20))
    assert chosen().items == {}
    assert chosen("2026-09").items == {september: False}


def test_an_issue_over_two_months_does_not_repeat_an_issue_of_one(watched, recorded):
    watched.review(utc(2026, 9, 20))
    recorded("2026-09")
    october = watched.review(utc(2026, 10, 20))
    both = recorded("2026-09..2026-10")
    assert both.items == {october: False}
    assert [one.text for one in due(watched.db, utc(2026, 12, 1))] == ["2026-11"]


def test_a_correction_carries_the_same_items_as_they_are_known_now(watched, recorded):
    kept = watched.review(utc(2026, 10, 3))
    taken_down = watched.review(utc(2026, 10, 4))
    recorded(at=utc(2026, 11, 2))
    watched.review(utc(2026, 10, 30))
    watched.revise(kept, utc(2026, 11, 5), watched.entry(title="2026 – Eastmere – Child R"))
    watched.set_state(taken_down, "suppressed")
    corrected = recorded(at=utc(2026, 12, 3))
    assert corrected.number == 2
    assert corrected.first_issued_at == utc(2026, 11, 2)
    assert [one.title for one in corrected.reviews] == ["2026 – Eastmere – Child R"]
    assert "Corrected on 3 December 2026" in view(corrected).issued
    assert recorded(at=utc(2026, 12, 4)).number == 3


def test_a_back_issue_has_what_the_sources_themselves_date(watched, chosen, recorded):
    dated = watched.entry(title="October 2024 – Eastmere – Child B", year=2024, month=10)
    stated = watched.review(utc(2026, 9, 14, 2), baseline=True, entry=dated)
    year_only = replace(dated, month=None)
    watched.review(utc(2026, 9, 14, 2), baseline=True, entry=year_only)
    report = watched.publication(utc(2024, 10, 8), baseline=True)
    digest = recorded("2024-10")
    assert digest.back_issue
    assert set(digest.items) == {stated, report}
    assert digest.coverage == digest.changes == digest.history == ()
    again = chosen("2024-09..2024-10")
    assert again.items == {}


def test_another_edition_has_its_own_issues(watched, chosen, recorded):
    item = watched.review(utc(2026, 10, 3))
    recorded()
    digest = chosen(edition=replace(NATIONAL, name="islands"))
    assert set(digest.items) == {item}
    assert digest.number == 1


def test_a_report_link_says_what_was_found_behind_it(watched, chosen):
    link = Link("Read the overview report", "https://library.example/q")
    entry = watched.entry(title="2026 – Eastmere – Child Q", links=(link,))
    watched.review(utc(2026, 10, 3), entry=entry)
    watched.db.execute(
        "INSERT INTO link_check (url, checked_on, says, reason, state, misses, silent,"
        " content_type, bytes, pages)"
        " VALUES (?, '2026-10-04', 'there', '', 'ok', 0, 0, 'application/pdf',"
        " 1200000, 45)",
        [link.url],
    )
    part = part_of(chosen(), "reviews")
    (line,) = part.groups[0].entries[0].lines
    assert line.text == (
        "Read the overview report: 2026 – Eastmere – Child Q (PDF, 1.1 MB, 45 pages)"
    )


@pytest.mark.parametrize(
    ("state", "redirect_to", "note", "read"),
    [
        ("live", None, None, "https://www.gov.example/publications/a"),
        ("withdrawn", None, "By 4 October 2026 the publisher had withdrawn it.", "same"),
        (
            "redirected",
            "https://www.gov.example/publications/b",
            "By 6 October 2026 the publisher had moved it to another page.",
            "https://www.gov.example/publications/b",
        ),
        ("gone", None, "By 6 October 2026 the publisher had removed it.", None),
        (
            "missing",
            None,
            "By 6 October 2026 it could not be found at its address; it may have moved.",
            None,
        ),
    ],
)
def test_a_publication_says_what_became_of_it_before_its_issue(
    watched, state, redirect_to, note, read, chosen
):
    item = watched.publication(utc(2026, 10, 3), state=state)
    url = "https://www.gov.example/publications/a"
    known = replace(
        watched.publication_of(item),
        url=url,
        redirect_to=redirect_to,
        withdrawn_at="2026-10-04" if state == "withdrawn" else None,
        attachments=(),
    )
    watched.revise(item, utc(2026, 10, 6), known)
    watched.event(item, state if state != "live" else "changed", utc(2026, 10, 6))
    part = part_of(chosen(), "publications")
    (entry,) = part.groups[0].entries
    assert [one.text for one in entry.blocks if one.label == "Note"] == ([note] if note else [])
    assert [line.url for line in entry.lines] == [url if read == "same" else read] * bool(read)


def test_a_review_without_a_link_says_where_to_ask(watched, chosen):
    watched.review(utc(2026, 10, 3), entry=watched.entry(links=()))
    part = part_of(chosen(), "reviews")
    (line,) = part.groups[0].entries[0].lines
    assert (line.text, line.url) == ("No report is linked: ask the NSPCC Library for it.", None)


def test_a_retired_report_is_told_unless_another_took_its_place(watched, chosen):
    links = (
        Link("Read the overview report", "https://library.example/old"),
        Link("Read the executive summary", "https://library.example/short"),
    )
    watched.review(
        utc(2026, 10, 3),
        entry=watched.entry(title="2026 – Eastmere – Child Q", links=links),
        link_states=["retired", "ok"],
    )
    part = part_of(chosen(), "reviews")
    lines = part.groups[0].entries[0].lines
    assert [(one.text, one.url) for one in lines] == [
        ("The overview report was retired in October 2026: ask the NSPCC Library for it.", None),
        (
            "Read the executive summary: 2026 – Eastmere – Child Q",
            "https://library.example/short",
        ),
    ]


def test_reviews_stand_by_authority_and_those_without_one_last(watched, chosen):
    for place in ("Westholt", None, "Eastmere", "Northcombe", "", None, "Eastmere"):
        entry = watched.entry(authority_text=place or None, anonymous=place is None)
        watched.review(utc(2026, 10, 3), entry=entry)
    part = part_of(chosen(), "reviews")
    assert [(one.name, len(one.entries)) for one in part.groups] == [
        ("Eastmere", 2),
        ("", 3),  # Northcombe, Westholt, and one of which the source does not say it
        ("Anonymous", 2),
    ]
    assert [one.about.split(" · ")[0] for one in part.groups[1].entries] == [
        "Northcombe",
        "Westholt",
        "Authority not stated",
    ]


def test_months_are_due_once_closed_and_stay_due_until_issued(watched, recorded):
    assert due(watched.db, utc(2026, 9, 30, 22)) == ()
    assert [one.text for one in due(watched.db, utc(2026, 12, 9))] == [
        "2026-09",
        "2026-10",
        "2026-11",
    ]
    recorded()
    assert [one.text for one in due(watched.db, utc(2026, 12, 9))] == ["2026-09", "2026-11"]


def test_nothing_is_due_before_the_first_run(house):
    assert due(house.db, utc(2030, 1, 1)) == ()


# An item: the day it was first seen, whether baseline, and how many days later it got into the
# database (an item can be split off another one with the other's date).
ITEM = st.tuples(st.integers(1, 150), st.booleans(), st.integers(0, 70))
BY_HAND = st.lists(
    st.sampled_from(["2026-09..2026-10", "2026-10", "2026-10..2026-12", "2026-08"]), max_size=3
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    items=st.lists(ITEM, max_size=8),
    nights=st.sets(st.integers(20, 260), max_size=6),
    by_hand=BY_HAND,
    corrections=st.lists(st.integers(0, 5), max_size=2),
)
def test_each_item_is_in_exactly_one_issue_whatever_was_missed(
    items, nights, by_hand, corrections, house_at, recorded
):
    start = utc(2026, 8, 14, 2)
    with tempfile.TemporaryDirectory() as folder:
        house = house_at(Path(folder) / "watch.db")
        house.run(start)
        baseline, new, waiting = set(), set(), sorted(items, key=lambda one: one[0] + one[2])
        hand = [Months.parse(one) for one in by_hand]
        for night in [*sorted(nights), 400]:
            now = start + timedelta(days=night)
            while waiting and waiting[0][0] + waiting[0][2] <= night:
                day, is_baseline, _ = waiting.pop(0)
                item = house.review(start + timedelta(days=day), baseline=is_baseline)
                (baseline if is_baseline else new).add(item)
            if hand and hand[0].window.end <= now:
                recorded(hand.pop(0).text, now, of=house)
            for months in due(house.db, now):
                recorded(months.text, now, of=house)
        issued = house.rows("SELECT DISTINCT first_month, last_month FROM issue ORDER BY 1, 2")
        for number in corrections:
            first, last = issued[number % len(issued)]
            recorded(f"{first}..{last}", now, of=house)
        # One more month, so that what came after its own month was issued has had its turn.
        recorded("2027-10", utc(2027, 11, 2), of=house)
        carried = house.rows(
            "SELECT item, count(DISTINCT first_month || last_month) FROM issue_item"
            " JOIN issue ON issue.id = issue GROUP BY item"
        )
        house.db.close()
    assert {item for item, _ in carried} == new
    assert all(number == 1 for _, number in carried)
