import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from house import utc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repo_watch.digest.months import Months
from repo_watch.digest.notes import NOTHING
from repo_watch.digest.nouns import NATIONAL
from repo_watch.digest.select import select
from repo_watch.errors import SettingsError
from repo_watch.issuing.issue import _record, due
from repo_watch.model import Attachment, Figure, Link
from repo_watch.rendering.view import view
from repo_watch.store.schema.database import transaction

OCTOBER = Months.parse("2026-10")
FILES = {"issue.html": b"page", "issue.pdf": b"paper", "issue.csv": b"rows"}


def chosen(house, months, sources, at=None, edition=NATIONAL, notes=NOTHING):
    return select(
        house.db,
        months,
        issued_at=at or utc(2027, 1, 2),
        sources=sources,
        edition=edition,
        notes=notes,
    )


def issue_of(house, months, sources, at=None, edition=NATIONAL, notes=NOTHING):
    """An issue as it is recorded, without its files."""
    digest = chosen(house, months, sources, at, edition, notes)
    with transaction(house.db):
        _record(house.db, digest, FILES, notes)
    return digest


@pytest.fixture
def watched(house):
    """A baseline night in September, and a night in each of the months that follow."""
    for month in (9, 10, 11):
        house.run(utc(2026, month, 14, 2))
    return house


def test_nothing_can_be_selected_before_the_first_run(house, sources):
    with pytest.raises(SettingsError):
        chosen(house, OCTOBER, sources)


def test_the_window_decides_by_londons_clock(watched, sources):
    just_before = watched.review(utc(2026, 9, 30, 22, 59, 59))
    first = watched.review(utc(2026, 9, 30, 23))
    last = watched.review(utc(2026, 10, 31, 23, 59, 59))
    just_after = watched.review(utc(2026, 11, 1))
    assert set(chosen(watched, OCTOBER, sources).items) == {first, last}
    september, november = Months.parse("2026-09"), Months.parse("2026-11")
    assert set(chosen(watched, september, sources).items) == {just_before}
    assert set(chosen(watched, november, sources).items) == {just_after}


def test_the_baseline_and_what_may_not_be_printed_are_in_no_issue(watched, sources):
    old = watched.review(utc(2026, 10, 3), baseline=True)
    watched.review(utc(2026, 10, 3), state="suppressed")
    part = watched.review(utc(2026, 10, 3))
    watched.db.execute("UPDATE item SET merged_into = ? WHERE id = ?", [old, part])
    watched.publication(utc(2026, 10, 3), baseline=True)
    assert chosen(watched, OCTOBER, sources).items == {}


def test_what_has_gone_again_since_is_still_carried_and_says_so(watched, sources):
    gone = watched.review(utc(2026, 10, 3), state="absent")
    watched.event(gone, "absent", utc(2026, 10, 20))
    (review,) = chosen(watched, OCTOBER, sources).reviews
    assert review.departure.on == date(2026, 10, 20)
    (part,) = [one for one in view(chosen(watched, OCTOBER, sources)).parts if one.id == "reviews"]
    note = part.groups[0].entries[0].blocks[0]
    assert note.text == "By 20 October 2026 it was no longer in the collection’s list."


def test_a_late_item_comes_once_in_the_next_issue_labelled(watched, sources):
    issue_of(watched, OCTOBER, sources)
    late = watched.review(utc(2026, 10, 30))
    november = Months.parse("2026-11")
    digest = issue_of(watched, november, sources)
    assert digest.items == {late: True}
    (part,) = [one for one in view(digest).parts if one.id == "late"]
    (entry,) = part.groups[0].entries
    assert entry.title == digest.late_reviews[0].title
    assert entry.about.endswith("First seen on 30 October 2026")
    assert chosen(watched, Months.parse("2026-12"), sources).items == {}


def test_an_item_of_a_month_that_waits_for_its_own_issue_is_not_late(watched, sources):
    september = watched.review(utc(2026, 9, 20))
    assert chosen(watched, OCTOBER, sources).items == {}
    assert chosen(watched, Months.parse("2026-09"), sources).items == {september: False}


def test_an_issue_over_two_months_does_not_repeat_an_issue_of_one(watched, sources):
    watched.review(utc(2026, 9, 20))
    issue_of(watched, Months.parse("2026-09"), sources)
    october = watched.review(utc(2026, 10, 20))
    both = issue_of(watched, Months.parse("2026-09..2026-10"), sources)
    assert both.items == {october: False}
    assert [one.text for one in due(watched.db, utc(2026, 12, 1))] == ["2026-11"]


def test_a_correction_carries_the_same_items_as_they_are_known_now(watched, sources):
    kept = watched.review(utc(2026, 10, 3))
    taken_down = watched.review(utc(2026, 10, 4))
    issue_of(watched, OCTOBER, sources, utc(2026, 11, 2))
    watched.review(utc(2026, 10, 30))
    watched.revise(kept, utc(2026, 11, 5), watched.entry(title="2026 – Eastmere – Child R"))
    watched.set_state(taken_down, "suppressed")
    corrected = issue_of(watched, OCTOBER, sources, utc(2026, 12, 3))
    assert corrected.number == 2
    assert corrected.first_issued_at == utc(2026, 11, 2)
    assert [one.title for one in corrected.reviews] == ["2026 – Eastmere – Child R"]
    assert "Corrected on 3 December 2026" in view(corrected).issued
    assert issue_of(watched, OCTOBER, sources, utc(2026, 12, 4)).number == 3


def test_a_back_issue_has_what_the_sources_themselves_date(watched, sources):
    dated = watched.entry(title="October 2024 – Eastmere – Child B", year=2024, month=10)
    stated = watched.review(utc(2026, 9, 14, 2), baseline=True, entry=dated)
    year_only = replace(dated, month=None)
    watched.review(utc(2026, 9, 14, 2), baseline=True, entry=year_only)
    report = watched.publication(utc(2024, 10, 8), baseline=True)
    digest = issue_of(watched, Months.parse("2024-10"), sources)
    assert digest.back_issue
    assert set(digest.items) == {stated, report}
    assert digest.coverage == digest.changes == digest.history == ()
    again = chosen(watched, Months.parse("2024-09..2024-10"), sources)
    assert again.items == {}


def test_another_edition_has_its_own_issues(watched, sources):
    item = watched.review(utc(2026, 10, 3))
    issue_of(watched, OCTOBER, sources)
    islands = replace(NATIONAL, name="islands")
    digest = select(
        watched.db, OCTOBER, issued_at=utc(2026, 11, 2), sources=sources, edition=islands
    )
    assert set(digest.items) == {item}
    assert digest.number == 1


def test_changes_are_those_of_the_window_to_items_of_earlier_issues(watched, sources):
    old = watched.review(utc(2026, 9, 14, 2), baseline=True)
    watched.event(old, "new", utc(2026, 10, 1), baseline=True)
    watched.event(old, "changed", utc(2026, 9, 20), ["title"])
    watched.event(old, "changed", utc(2026, 10, 3), ["summary"])
    watched.event(old, "changed", utc(2026, 10, 9), ["keywords", "summary"])
    watched.event(old, "absent", utc(2026, 10, 5))
    new = watched.review(utc(2026, 10, 3))
    watched.event(new, "changed", utc(2026, 10, 7), ["summary"])
    for kind in ("corrected", "merged", "split"):
        watched.event(old, kind, utc(2026, 10, 6), ["summary"])
    (change,) = chosen(watched, OCTOBER, sources).changes
    assert change.item == old
    assert [one.kind for one in change.happenings] == ["changed", "absent"]
    assert change.happenings[0].fields == ("summary", "keywords")
    (entry,) = next(
        part.groups[0].entries
        for part in view(chosen(watched, OCTOBER, sources)).parts
        if part.id == "changes"
    )
    assert [one.text for one in entry.blocks] == [
        "By 9 October 2026 its summary and keywords had changed.",
        "By 5 October 2026 it was no longer in the collection’s list.",
    ]


def told(watched, sources):
    (part,) = [one for one in view(chosen(watched, OCTOBER, sources)).parts if one.id == "changes"]
    return [block.text for entry in part.groups[0].entries for block in entry.blocks]


def test_a_change_says_what_was_there_and_what_is_there_now(watched, sources):
    before = watched.entry(
        sections={"summary": "The family was known to three services for two years."},
        keywords=("neglect", "housing"),
    )
    old = watched.review(utc(2026, 9, 14, 2), baseline=True, entry=before)
    after = replace(
        before,
        sections={
            "summary": "The family was known to four services for two years.",
            "model": "Systems review.",
        },
        keywords=("neglect", "infants"),
        year=before.year + 1,
    )
    watched.revise(old, utc(2026, 10, 3), replace(before, keywords=("neglect",)))
    watched.event(old, "changed", utc(2026, 10, 3), ["keywords"])
    watched.revise(old, utc(2026, 10, 9), after)
    watched.event(old, "changed", utc(2026, 10, 9), ["summary", "model", "keywords", "year"])
    by = "By 9 October 2026 its"
    became = "“was known to three services for two” became “was known to four services for two”"
    assert told(watched, sources) == [
        f"{by} keywords had changed: “housing” was taken out; “infants” was added.",
        f"{by} summary had changed: {became}.",
        f"{by} model had changed: “Systems review.” was added.",
        f"{by} year had changed: “{before.year}” became “{before.year + 1}”.",
    ]


def test_a_publications_figures_documents_and_days_are_told_too(watched, sources):
    old = watched.publication(utc(2026, 9, 14, 2), baseline=True)
    before = replace(
        watched.publication_of(old),
        figures=(Figure("Serious incidents", "2025", "405"),),
        public_updated_at="2026-05-02T09:00:00+01:00",
    )
    watched.revise(old, utc(2026, 9, 15), before)
    paper = Attachment(kind="file", title="Tables", url="https://assets.example/9/t.ods")
    after = replace(
        before,
        figures=(Figure("Serious incidents", "2025", "431"),),
        public_updated_at="2026-10-09T09:00:00+01:00",
        attachments=(paper,),
    )
    watched.revise(old, utc(2026, 10, 9), after)
    names = ["public_updated_at", "attachments", "figures", "organisations"]
    watched.event(old, "changed", utc(2026, 10, 9), names)
    texts = told(watched, sources)
    assert "2 May 2026 became 9 October 2026." in texts[0]
    assert "“Tables (t.ods)” was added" in texts[1]
    assert "“Serious incidents 2025: 405” became “Serious incidents 2025: 431”." in texts[2]
    assert texts[3] == "By 9 October 2026 its organisations had changed."


def test_guidance_whose_file_was_replaced_is_one_line_of_a_replaced_document(watched, sources):
    old = watched.publication(utc(2026, 9, 14, 2), baseline=True)

    def with_file(uploaded, size, title="Working together"):
        url = f"https://assets.example/media/{int(uploaded.timestamp()):x}{'0' * 16}/wt.pdf"
        return Attachment(kind="file", title=title, url=url, file_size=size)

    before = replace(
        watched.publication_of(old), attachments=(with_file(utc(2026, 9, 1), 2_100_000),)
    )
    watched.revise(old, utc(2026, 9, 15), before)
    for day in (3, 9):
        after = replace(before, attachments=(with_file(utc(2026, 10, day), 2_100_000),))
        watched.revise(old, utc(2026, 10, day + 1), after)
        watched.event(old, "changed", utc(2026, 10, day + 1), ["attachments"])
    facts = "Working together (wt.pdf, 2,100,000 bytes, uploaded on"
    (text,) = told(watched, sources)
    assert text == (
        "By 10 October 2026 its document had been replaced:"
        f" “{facts} 1 September 2026)” became “{facts} 9 October 2026)”."
    )


def test_a_text_written_anew_is_told_shortly(watched, sources):
    before = watched.entry(sections={"summary": "old " * 500})
    old = watched.review(utc(2026, 9, 14, 2), baseline=True, entry=before)
    watched.revise(old, utc(2026, 10, 9), replace(before, sections={"summary": "new " * 500}))
    watched.event(old, "changed", utc(2026, 10, 9), ["summary"])
    (text,) = told(watched, sources)
    assert len(text.split()) < 100
    assert text.count(" …”") == 2


def test_reviews_that_leave_a_list_for_age_alone_are_counted_and_not_told_one_by_one(
    watched, sources
):
    for _ in range(3):
        old = watched.review(utc(2026, 9, 14, 2), baseline=True, state="absent")
        watched.event(old, "absent", utc(2026, 10, 3), ["expected"])
    digest = chosen(watched, OCTOBER, sources)
    assert digest.changes == ()
    (part,) = [one for one in view(digest).parts if one.id == "changes"]
    assert part.lead == ("3 older reviews left the collection’s list because of their age alone.",)


def test_what_befalls_linked_reports_is_told_in_plain_words(watched, sources):
    old = watched.review(utc(2026, 9, 14, 2), baseline=True)
    for day, kind in enumerate(("retired", "missing", "replaced", "back"), start=3):
        watched.event(old, f"report_{kind}", utc(2026, 10, day), ["links"])
    (part,) = [one for one in view(chosen(watched, OCTOBER, sources)).parts if one.id == "changes"]
    (entry,) = part.groups[0].entries
    assert [one.text for one in entry.blocks] == [
        "By 3 October 2026 a linked report had been retired.",
        "By 4 October 2026 a linked report could not be found at its address.",
        "By 5 October 2026 a linked report had been replaced by another file.",
        "By 6 October 2026 a linked report could be read again.",
    ]
    assert entry.lines[0].url.startswith("https://library.example/")


def test_a_report_link_says_what_was_found_behind_it(watched, sources):
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
    (part,) = [one for one in view(chosen(watched, OCTOBER, sources)).parts if one.id == "reviews"]
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
    watched, sources, state, redirect_to, note, read
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
    (part,) = [
        one for one in view(chosen(watched, OCTOBER, sources)).parts if one.id == "publications"
    ]
    (entry,) = part.groups[0].entries
    assert [one.text for one in entry.blocks if one.label == "Note"] == ([note] if note else [])
    assert [line.url for line in entry.lines] == [url if read == "same" else read] * bool(read)


def test_a_review_without_a_link_says_where_to_ask(watched, sources):
    watched.review(utc(2026, 10, 3), entry=watched.entry(links=()))
    (part,) = [one for one in view(chosen(watched, OCTOBER, sources)).parts if one.id == "reviews"]
    (line,) = part.groups[0].entries[0].lines
    assert (line.text, line.url) == ("No report is linked: ask the NSPCC Library for it.", None)


def test_a_withdrawal_is_told_with_the_publishers_day_and_notice(watched, sources):
    item = watched.publication(utc(2026, 9, 14, 2), baseline=True, state="withdrawn")
    said = watched.rows(f"SELECT snapshot ->> '$.title' FROM version WHERE item = {item}")[0][0]
    known = watched.publication_of(item)
    watched.revise(
        item,
        utc(2026, 10, 6),
        replace(known, state="withdrawn", withdrawn_at="2026-10-04T09:00:00Z", reason="Replaced."),
    )
    watched.event(item, "withdrawn", utc(2026, 10, 6))
    digest = chosen(watched, OCTOBER, sources)
    (entry,) = next(part.groups[0].entries for part in view(digest).parts if part.id == "changes")
    assert entry.title == said
    assert [one.text for one in entry.blocks] == [
        "Withdrawn by the publisher on 4 October 2026.",
        "Replaced.",
    ]


def test_a_retired_report_is_told_unless_another_took_its_place(watched, sources):
    links = (
        Link("Read the overview report", "https://library.example/old"),
        Link("Read the executive summary", "https://library.example/short"),
    )
    watched.review(
        utc(2026, 10, 3),
        entry=watched.entry(title="2026 – Eastmere – Child Q", links=links),
        link_states=["retired", "ok"],
    )
    (part,) = [one for one in view(chosen(watched, OCTOBER, sources)).parts if one.id == "reviews"]
    lines = part.groups[0].entries[0].lines
    assert [(one.text, one.url) for one in lines] == [
        ("The overview report was retired in October 2026: ask the NSPCC Library for it.", None),
        (
            "Read the executive summary: 2026 – Eastmere – Child Q",
            "https://library.example/short",
        ),
    ]


def test_reviews_stand_by_authority_and_those_without_one_last(watched, sources):
    for place in ("Westholt", None, "Eastmere", "Northcombe", "", None, "Eastmere"):
        entry = watched.entry(authority_text=place or None, anonymous=place is None)
        watched.review(utc(2026, 10, 3), entry=entry)
    (part,) = [one for one in view(chosen(watched, OCTOBER, sources)).parts if one.id == "reviews"]
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


def test_months_are_due_once_closed_and_stay_due_until_issued(watched, sources):
    assert due(watched.db, utc(2026, 9, 30, 22)) == ()
    assert [one.text for one in due(watched.db, utc(2026, 12, 9))] == [
        "2026-09",
        "2026-10",
        "2026-11",
    ]
    issue_of(watched, OCTOBER, sources)
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
    items, nights, by_hand, corrections, house_at, sources
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
                issue_of(house, hand.pop(0), sources, now)
            for months in due(house.db, now):
                issue_of(house, months, sources, now)
        issued = house.rows("SELECT DISTINCT first_month, last_month FROM issue ORDER BY 1, 2")
        for number in corrections:
            first, last = issued[number % len(issued)]
            issue_of(house, Months.parse(f"{first}..{last}"), sources, now)
        # One more month, so that what came after its own month was issued has had its turn.
        issue_of(house, Months.parse("2027-10"), sources, utc(2027, 11, 2))
        carried = house.rows(
            "SELECT item, count(DISTINCT first_month || last_month) FROM issue_item"
            " JOIN issue ON issue.id = issue GROUP BY item"
        )
        house.db.close()
    assert {item for item, _ in carried} == new
    assert all(number == 1 for _, number in carried)
