from datetime import timedelta

import pytest
from fictions import NIGHT, entry, publication, words
from hypothesis import given
from hypothesis import strategies as st
from judged import FAILED, HERE, OK, PARTIAL, decided, known, known_item, miss
from msgspec.structs import replace

from repo_watch.judging.changes import (
    Changes,
    Event,
    Here,
    Known,
    Missed,
    New,
    Revised,
    Ruling,
    Sighting,
    Turned,
)
from repo_watch.judging.decide import decide, unchanged
from repo_watch.judging.fingerprint import content_hash, sketch
from repo_watch.model import Reading, Request


def test_a_page_that_says_what_it_said_changes_nothing():
    assert decided(known(entry()), [entry()]) == Changes()


def test_a_failed_reading_changes_nothing():
    assert decided(known(entry("A"), entry("B")), [entry("C")], FAILED) == Changes()


def test_a_new_entry_in_the_middle_is_new():
    facts = known(entry("A"), entry("C"))
    changes = decided(facts, [entry("A"), entry("B"), entry("C")])
    (new,) = changes.new
    assert new == New(entry("B"), baseline=False)
    assert changes == Changes(new=[new])


def test_what_the_first_night_finds_is_baseline():
    assert decided(Known(first_night=True), [entry()]).new[0].baseline


def test_a_first_reading_on_a_later_night_is_baseline_if_it_shares_little():
    facts = Known((known_item(1, entry("A"), here=None),), first_reading=True)
    mostly_new = decided(facts, [entry("A"), entry("B"), entry("C")])
    assert [new.baseline for new in mostly_new.new] == [True, True]
    half = decided(facts, [entry("A"), entry("B")])
    assert [new.baseline for new in half.new] == [False]


def test_a_list_that_moved_to_a_new_address_brings_its_news_along():
    items = tuple(known_item(at, entry(str(at)), here=None) for at in range(4))
    changes = decided(
        Known(items, first_reading=True), [*(entry(str(at)) for at in range(4)), entry("New")]
    )
    (new,) = changes.new
    assert not new.baseline
    assert [match.id for match, _ in changes.seen] == [0, 1, 2, 3]
    assert not changes.revised


def test_an_entry_printed_twice_is_one_new_review():
    assert len(decided(Known(), [entry(), entry()]).new) == 1


def test_an_edit_is_a_version_and_names_its_fields():
    new = replace(entry(), keywords=("suicide",))
    changes = decided(known(entry()), [new])
    changed, said = ("keywords",), content_hash(new)
    assert changes.revised == [Revised(1, new, changed, "source", (Event("changed", changed),))]
    assert changes.seen[0][1] == said


def test_a_link_taken_down_retires_the_report_and_is_no_change_of_text():
    (revised,) = decided(known(entry()), [replace(entry(), links=())]).revised
    assert revised.events == (Event("report_retired", ("links",)),)
    both = replace(entry(), links=(), keywords=("suicide",))
    (revised,) = decided(known(entry()), [both]).revised
    assert revised.events == (
        Event("report_retired", ("links",)),
        Event("changed", ("keywords",)),
    )


def test_a_better_reader_corrects_us_and_is_no_news():
    better = replace(entry(), keywords=("suicide",))
    changes = decided(known(entry(), entry("B")), [better], cause="reader")
    (revised,) = changes.revised
    assert (revised.cause, revised.events) == ("reader", (Event("corrected", ("keywords",)),))
    assert not changes.missed


def test_a_better_reader_sets_the_same_words_otherwise_without_a_version():
    said = replace(entry(), sections={"summary": words("set").replace(" ", "\n")})
    facts = known(replace(said, sections={"summary": words("set")}))
    assert decided(facts, [said], cause="reader") == Changes(reset={1: said})
    assert decided(facts, [said]) == Changes()
    assert decided(facts, [said], cause="reader", here=Here(rank=1)) == Changes()


def test_another_page_whose_wording_leads_is_no_news():
    witnessed = known_item(1, entry(), here=None, lead_rank=1)
    fuller = replace(entry(), keywords=("suicide",))
    (revised,) = decided(Known((witnessed,)), [fuller], here=Here(rank=0)).revised
    assert (revised.cause, revised.events) == ("witness", ())


def test_a_page_whose_wording_does_not_lead_changes_its_sighting_only():
    facts = Known((known_item(1, entry(), lead_rank=0),))
    changes = decided(facts, [replace(entry(), keywords=("suicide",))], here=Here(rank=1))
    assert not changes.revised
    assert changes.seen[0][0].id == 1


def test_the_catalogues_number_is_taken_over_and_kept():
    listed = known_item(1, entry(), lead_rank=0, here=None)
    numbered = entry(accession="NC50001", keywords=("as the catalogue words it",))
    (revised,) = decided(Known((listed,)), [numbered], here=Here(rank=9)).revised
    assert revised.item == entry(accession="NC50001")
    assert (revised.cause, revised.events) == ("witness", ())

    old = known_item(1, entry(accession="NC50001"), here=Sighting(content_hash(entry())))
    assert decided(Known((old,)), [entry()]) == Changes()
    (revised,) = decided(Known((old,)), [entry(keywords=("suicide",))]).revised
    assert revised.item.accession == "NC50001"
    assert revised.changed == ("keywords",)


def test_a_list_that_moved_keeps_the_catalogues_number():
    old = known_item(1, entry(accession="NC50001"), here=None)
    assert not decided(Known((old,)), [entry()]).revised


def test_a_page_that_said_so_before_is_not_heard_again():
    other = replace(entry(), keywords=("suicide",))
    facts = Known((known_item(1, entry(), here=Sighting(content_hash(other))),))
    assert decided(facts, [other]) == Changes()


def test_three_complete_readings_on_three_days_are_believed():
    *_, (changes, item) = miss(known(entry("A"), entry("B")), 3)
    assert changes.turned == [Turned(1, "absent", Event("absent"))]
    assert item.here.gone


def test_two_are_not():
    assert all(not changes.turned for changes, _ in miss(known(entry("A"), entry("B")), 2))


def test_three_runs_in_one_night_are_one():
    *_, (_, item) = miss(known(entry("A"), entry("B")), 3, step=timedelta(hours=1))
    assert item.here.misses == 1


def test_a_partial_reading_counts_no_absence():
    *_, (_, item) = miss(known(entry("A"), entry("B")), 5, verdict=PARTIAL)
    assert (item.here.misses, item.state) == (0, "listed")


def test_absence_is_told_once():
    told = [changes for changes, _ in miss(known(entry("A"), entry("B")), 9)]
    assert [bool(changes.turned) for changes in told] == [False, False, True, *[False] * 6]
    assert not any(changes.missed for changes in told[3:])


def test_one_that_counted_today_keeps_no_other_from_counting():
    counted = Sighting("h", misses=1, missed_on=NIGHT.date())
    facts = Known((known_item(1, entry("A"), here=counted), known_item(2, entry("B"))))
    changes = decided(facts, [entry("C")])
    assert changes.missed == [Missed(2, 1, gone=False)]


def test_an_empty_list_leaves_nothing_as_expected():
    changes = decided(known(entry()), [], here=Here(believed=True))
    assert changes.turned == [Turned(1, "absent", Event("absent"))]


def test_what_an_operator_believes_is_gone_at_once():
    (changes, item), *_ = miss(known(entry("A"), entry("B")), 1, here=Here(believed=True))
    assert (len(changes.turned), item.here.gone) == (1, True)


def test_a_page_that_rolls_over_says_nothing_of_absence():
    *_, (changes, item) = miss(known(entry("A"), entry("B")), 3, here=Here(rolls=True))
    assert (changes.turned, item.here.gone) == ([], True)


def test_what_another_page_shows_is_not_absent():
    facts = Known((known_item(1, entry("A"), elsewhere=1), known_item(2, entry("B"))))
    assert all(not changes.turned for changes, _ in miss(facts, 4))


def test_entries_older_than_the_list_holds_leave_it_as_expected():
    facts = known(entry("A", year=2021), entry("B", year=2026))
    *_, (changes, _) = miss(facts, 3)
    assert changes.turned[0].event == Event("absent", ("expected",))
    undated = known(entry("A", year=2021), entry("B", year=None))
    *_, (changes, _) = miss(undated, 3)
    assert changes.turned[0].event == Event("absent")


def test_misses_go_on_counting_while_the_page_is_the_same():
    sighting = Sighting("h", misses=2, missed_on=NIGHT.date() - timedelta(days=1))
    facts = Known(
        (
            replace(known_item(1, entry("A", year=2021)), here=sighting),
            known_item(2, entry("B")),
        )
    )
    changes = unchanged(facts, HERE, OK, NIGHT)
    assert changes.turned[0].event == Event("absent", ("expected",))
    elsewhere = Known((facts.items[0], known_item(2, entry("B"), here=None)))
    assert unchanged(elsewhere, HERE, OK, NIGHT).turned[0].event == Event("absent")
    assert unchanged(facts, HERE, PARTIAL, NIGHT) == Changes()
    assert unchanged(known(entry()), HERE, OK, NIGHT) == Changes()
    assert unchanged(Known(), HERE, OK, NIGHT) == Changes()


def test_an_entry_seen_again_starts_from_nothing():
    sighting = Sighting(content_hash(entry()), misses=2, missed_on=NIGHT.date())
    changes = decided(Known((known_item(1, entry(), here=sighting),)), [entry()])
    assert [match.id for match, _ in changes.seen] == [1]
    assert not changes.turned


def test_an_absent_review_that_is_back_is_back():
    gone = known_item(1, entry(), state="absent", here=Sighting(content_hash(entry()), gone=True))
    changes = decided(Known((gone,)), [entry()])
    assert changes.turned == [Turned(1, "listed", Event("back"))]
    assert changes.seen


def test_what_was_suppressed_does_not_come_back():
    rulings = (
        Ruling("suppress", sketch(entry()), 1),
        Ruling("suppress", sketch(publication()), 2),
    )
    shown = [entry(), entry("B"), publication(), publication("c-2")]
    changes = decided(Known(rulings=rulings), shown)
    assert [new.item for new in changes.new] == [entry("B"), publication("c-2")]


URL = "https://www.gov.example/"


def listing(*names):
    return Reading(listed=tuple(Request(f"{URL}{name}", "content", marker="m") for name in names))


@pytest.mark.parametrize(
    ("facts", "baseline"),
    [
        (Known(first_night=True), True),
        (Known(first_reading=True), True),
        (Known(first_reading=True, pages=frozenset({f"{URL}a"})), True),
        (Known(first_reading=True, pages=frozenset({f"{URL}a", f"{URL}b"})), False),
        (Known(), False),
    ],
)
def test_what_a_listing_led_to_at_the_first_look_is_baseline(facts, baseline):
    changes = decide(facts, HERE, listing("a", "b", "c"), OK, NIGHT)
    assert changes.listed_baseline is baseline


def test_a_listing_that_shares_half_with_what_is_known_brings_news():
    facts = Known(first_reading=True, pages=frozenset({f"{URL}a"}))
    assert not decide(facts, HERE, listing("a", "b"), OK, NIGHT).listed_baseline
    assert decide(facts, HERE, listing("a", "b"), OK, NIGHT, matches=()) == decide(
        facts, HERE, listing("a", "b"), OK, NIGHT
    )


@given(
    st.lists(st.sampled_from("ABCDEFGH"), unique=True),
    st.lists(st.sampled_from("ABCDEFGH"), unique=True),
)
def test_every_entry_shown_is_known_afterwards(before, now):
    facts = known(*(entry(name, text=words(name)) for name in before))
    changes = decided(facts, [entry(name, text=words(name)) for name in now])
    assert {new.item.case_name for new in changes.new} == set(now) - set(before)
    assert {
        item.item.case_name for item in facts.items if item.id in {m.id for m in changes.missed}
    } == (set(before) - set(now))
