from dataclasses import replace
from datetime import timedelta

import pytest
from fictions import NIGHT, entry, publication, words
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.judging.changes import (
    Changes,
    Event,
    Here,
    Known,
    KnownItem,
    Match,
    Missed,
    New,
    Revised,
    Ruling,
    Seen,
    Sighting,
    Turned,
)
from repo_watch.judging.decide import decide, unchanged
from repo_watch.judging.fingerprint import content_hash
from repo_watch.judging.sketch import sketch
from repo_watch.model import Reading, Request, Verdict

OK, PARTIAL, FAILED = Verdict("ok"), Verdict("partial"), Verdict("failed")
HERE = Here()


def known_item(id_, item, **facts):
    said = content_hash(item)
    facts.setdefault("here", Sighting(said))
    facts.setdefault("state", "listed")
    return KnownItem(id_, item, said, **facts)


def known(*items, **facts):
    return Known(tuple(known_item(at, item) for at, item in enumerate(items, 1)), **facts)


def decided(facts, items, verdict=OK, here=HERE, now=NIGHT, **more):
    return decide(facts, here, Reading(items=tuple(items)), verdict, now, **more)


def test_a_page_that_says_what_it_said_changes_nothing():
    assert decided(known(entry()), [entry()]) == Changes()


def test_a_failed_reading_changes_nothing():
    assert decided(known(entry("A"), entry("B")), [entry("C")], FAILED) == Changes()


def test_a_new_entry_in_the_middle_is_new():
    facts = known(entry("A"), entry("C"))
    changes = decided(facts, [entry("A"), entry("B"), entry("C")])
    (new,) = changes.new
    assert new == New(entry("B"), content_hash(entry("B")), baseline=False, state="listed")
    assert changes == Changes(new=(new,))


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
    assert [seen.match.id for seen in changes.seen] == [0, 1, 2, 3]
    assert not changes.revised


def test_an_entry_printed_twice_is_one_new_review():
    assert len(decided(Known(), [entry(), entry()]).new) == 1


def test_an_edit_is_a_version_and_names_its_fields():
    new = replace(entry(), keywords=("suicide",))
    changes = decided(known(entry()), [new])
    changed, said = ("keywords",), content_hash(new)
    assert changes.revised == (
        Revised(1, new, said, "listed", changed, "source", (Event("changed", changed),)),
    )
    assert changes.seen[0].hash == said


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


def test_another_page_whose_wording_leads_is_no_news():
    witnessed = known_item(1, entry(), here=None, lead_rank=1)
    fuller = replace(entry(), keywords=("suicide",))
    (revised,) = decided(Known((witnessed,)), [fuller], here=Here(rank=0)).revised
    assert (revised.cause, revised.events) == ("witness", ())


def test_a_page_whose_wording_does_not_lead_changes_its_sighting_only():
    facts = Known((known_item(1, entry(), lead_rank=0),))
    changes = decided(facts, [replace(entry(), keywords=("suicide",))], here=Here(rank=1))
    assert not changes.revised
    assert changes.seen[0].match.id == 1


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


def miss(facts, nights, *, verdict=OK, here=HERE, step=timedelta(days=1)):
    """Readings that show everything but the first known item."""
    first, *others = facts.items
    for night in range(nights):
        changes = decided(
            replace(facts, items=(first, *others)),
            [item.item for item in others],
            verdict,
            here,
            NIGHT + night * step,
        )
        for missed in changes.missed:
            sighting = replace(
                first.here, misses=missed.misses, missed_on=missed.on, gone=missed.gone
            )
            first = replace(first, here=sighting)
        for turned in changes.turned:
            first = replace(first, state=turned.state)
        yield changes, first


def test_three_complete_readings_on_three_days_are_believed():
    *_, (changes, item) = miss(known(entry("A"), entry("B")), 3)
    assert changes.turned == (Turned(1, "absent", Event("absent")),)
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
    assert changes.missed == (Missed(2, 1, NIGHT.date(), gone=False),)


def test_an_empty_list_leaves_nothing_as_expected():
    changes = decided(known(entry()), [], here=Here(believed=True))
    assert changes.turned == (Turned(1, "absent", Event("absent")),)


def test_what_an_operator_believes_is_gone_at_once():
    (changes, item), *_ = miss(known(entry("A"), entry("B")), 1, here=Here(believed=True))
    assert (len(changes.turned), item.here.gone) == (1, True)


def test_a_page_that_rolls_over_says_nothing_of_absence():
    *_, (changes, item) = miss(known(entry("A"), entry("B")), 3, here=Here(rolls=True))
    assert (changes.turned, item.here.gone) == ((), True)


def test_what_another_page_shows_is_not_absent():
    facts = Known((known_item(1, entry("A"), elsewhere=1), known_item(2, entry("B"))))
    assert all(not changes.turned for changes, _ in miss(facts, 4))


def test_entries_older_than_the_list_holds_leave_it_as_expected():
    facts = known(entry("A", year=2021), entry("B", year=2026))
    *_, (changes, _) = miss(facts, 3)
    assert changes.turned[0].event == Event("absent", ("expected",))


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
    assert [seen.match.id for seen in changes.seen] == [1]
    assert not changes.turned


def test_an_absent_review_that_is_back_is_back():
    gone = known_item(1, entry(), state="absent", here=Sighting(content_hash(entry()), gone=True))
    changes = decided(Known((gone,)), [entry()])
    assert changes.turned == (Turned(1, "listed", Event("back")),)
    assert changes.seen


def test_what_was_suppressed_does_not_come_back():
    rulings = (
        Ruling("suppress", sketch(entry()), 1),
        Ruling("suppress", sketch(publication()), 2),
    )
    shown = [entry(), entry("B"), publication(), publication("c-2")]
    changes = decided(Known(rulings=rulings), shown)
    assert [new.item for new in changes.new] == [entry("B"), publication("c-2")]


# ------------------------------------------------------------------------------- publications


def test_a_publication_is_known_by_its_content_id():
    moved = publication(url="https://www.gov.example/government/publications/elsewhere")
    changes = decided(known(publication()), [moved])
    said, changed = content_hash(moved), ("url",)
    assert changes == Changes(
        seen=(Seen(Match(1, "content_id", 1.0), said),),
        revised=(Revised(1, moved, said, "live", changed, "source", (Event("changed", changed),)),),
    )


def test_a_known_publication_that_another_page_shows_changed_is_news():
    facts = Known((known_item(1, publication(), here=None),))
    (revised,) = decided(facts, [publication(description="More")]).revised
    assert (revised.cause, revised.events) == ("source", (Event("changed", ("description",)),))


@pytest.mark.parametrize("state", ["live", "withdrawn"])
def test_a_publication_is_new_in_the_state_it_is_found_in(state):
    said = publication(state=state)
    assert decided(Known(), [said]).new == (
        New(said, content_hash(said), baseline=False, state=state),
    )


def test_a_new_publication_is_new_and_one_listed_at_the_first_look_is_baseline():
    assert not decided(Known(), [publication()]).new[0].baseline
    document = Known(document=True, first_reading=True, baseline=True)
    assert decided(document, [publication()]).new[0].baseline
    assert not decided(replace(document, baseline=False), [publication()]).new[0].baseline
    assert not decided(replace(document, first_reading=False), [publication()]).new[0].baseline
    assert decided(Known(first_reading=True), [publication()]).new[0].baseline
    assert decided(Known(first_night=True), [publication()]).new[0].baseline


def test_the_same_publication_again_changes_nothing():
    assert decided(known(publication()), [publication()]) == Changes()


def test_another_page_that_shows_a_publication_is_a_sighting():
    facts = Known((known_item(1, publication(), here=None),))
    changes = decided(facts, [publication()])
    assert [seen.match.rule for seen in changes.seen] == ["content_id"]
    assert not changes.revised


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("live", "withdrawn", "withdrawn"),
        ("live", "gone", "gone"),
        ("live", "redirected", "redirected"),
        ("withdrawn", "live", "restored"),
        ("missing", "live", "restored"),
    ],
)
def test_the_turns_of_a_publication_are_told_apart(before, now, kind):
    facts = known(publication(state=before))
    (revised,) = decided(facts, [publication(state=now)]).revised
    assert (revised.state, revised.events) == (now, (Event(kind, ("state",)),))


def test_an_answer_without_text_leaves_what_the_publication_said():
    facts = known(publication(description="What it is about"))
    gone = replace(publication(state="gone", title="", reason="Published in error"), content_id="x")
    changes = decided(facts, [gone])
    assert [seen.match.rule for seen in changes.seen] == ["address"]
    assert changes.revised[0].item == publication(
        description="What it is about", state="gone", reason="Published in error"
    )
    moved = replace(publication(state="redirected", redirect_to="/new"), description="")
    assert decided(facts, [moved]).revised[0].item == publication(
        description="What it is about", state="redirected", redirect_to="/new"
    )


def test_what_we_never_knew_cannot_go():
    assert decided(Known(), [publication(state="gone")]) == Changes()
    document = replace(known(publication()), document=True)
    assert decided(document, [publication("c-2", state="missing")]) == Changes()


@pytest.mark.parametrize("state", ["live", "withdrawn"])
def test_another_publication_at_a_known_address_is_another(state):
    facts = known(publication())
    other = publication("c-2", url=publication().url, state=state)
    assert [new.item for new in decided(facts, [other]).new] == [other]


def test_a_404_is_believed_on_the_third_day():
    missing = replace(publication(state="missing", title=""), content_id=None)
    item = known_item(1, publication())
    missed_on, revised, again = [], [], []
    for night in range(4):
        changes = decided(Known((item,)), [missing], now=NIGHT + timedelta(days=night))
        revised += changes.revised
        for missed in changes.missed:
            missed_on.append((missed.id, missed.on))
            item = replace(
                item,
                here=replace(
                    item.here, misses=missed.misses, missed_on=missed.on, gone=missed.gone
                ),
            )
        again.append(changes.look_again)
    assert missed_on == [(1, NIGHT.date() + timedelta(days=night)) for night in range(3)]
    assert again == [True, True, False, False]
    gone, fields = publication(state="missing"), ("state",)
    assert revised == [
        Revised(
            1, gone, content_hash(gone), "missing", fields, "source", (Event("missing", fields),)
        )
    ]


def test_two_404s_in_one_night_are_one():
    sighting = Sighting("h", misses=1, missed_on=NIGHT.date())
    facts = Known((replace(known_item(1, publication()), here=sighting),))
    missing = replace(publication(state="missing"), content_id=None)
    assert decided(facts, [missing]) == Changes(look_again=True)


REPORT = "It was hard to see: a national review"


def of_the_panel(**fields):
    return publication("panel:7", title=REPORT, url="https://panel.example/7", **fields)


def test_one_report_on_two_sites_is_one_publication_in_govuks_words():
    govuk = known_item(1, publication(title=REPORT), source="govuk-reviews", here=None)
    changes = decided(Known((govuk,)), [of_the_panel()], here=Here("panel-site", rank=9))
    assert not changes.new
    assert not changes.revised, "GOV.UK's date wins"
    assert [seen.match.rule for seen in changes.seen] == ["title"]

    panel = known_item(1, of_the_panel(), source="panel-site", here=None, lead_rank=9)
    (revised,) = decided(
        Known((panel,)), [publication(title=REPORT)], here=Here("govuk-reviews", rank=0)
    ).revised
    assert (revised.item.content_id, revised.cause, revised.events) == ("c-1", "witness", ())


def test_four_words_are_a_title():
    govuk = known_item(1, publication(title="Annual report on practice"), source="govuk-reviews")
    said = publication("panel:8", title="Annual report on practice")
    assert not decided(Known((govuk,)), [said], here=Here("panel-site", rank=9)).new


def test_a_short_title_or_one_of_the_same_site_or_of_two_joins_nothing():
    here = Here("panel-site", rank=9)
    short = known_item(1, publication(title="Annual report"), source="govuk-reviews", here=None)
    said = publication("panel:8", title="Annual report")
    assert decided(Known((short,)), [said], here=here).new
    own = known_item(1, of_the_panel(), source="panel-site", here=None)
    assert decided(Known((own,)), [publication("panel:9", title=REPORT)], here=here).new
    twins = [
        known_item(at, publication(f"c-{at}", title=REPORT), source="govuk-reviews", here=None)
        for at in (1, 2)
    ]
    assert decided(Known(tuple(twins)), [of_the_panel()], here=here).new


def test_gone_again_is_no_second_news():
    facts = known(publication(state="gone", reason="In error"))
    said = replace(publication(state="gone", title="", reason="In error"), content_id=None)
    assert decided(facts, [said]) == Changes()


def test_a_better_reader_of_publications_corrects_us():
    (revised,) = decided(
        known(publication()), [publication(description="More")], cause="reader"
    ).revised
    assert revised.events == (Event("corrected", ("description",)),)


URL = "https://www.gov.example/"


def test_a_publication_that_leaves_a_list_is_missing_after_three_days_and_may_be_back():
    facts = Known(
        (
            known_item(1, publication(), state="live"),
            known_item(2, publication("c-2"), state="live"),
        )
    )
    *_, (changes, item) = miss(facts, 3)
    assert [(turned.id, turned.event.kind) for turned in changes.turned] == [(1, "missing")]
    again = decided(Known((item,)), [publication()])
    assert again.turned == (Turned(1, "live", Event("back")),)
    assert not again.revised
    edited = decided(Known((item,)), [publication(description="More")])
    assert edited.turned == again.turned
    assert [revised.changed for revised in edited.revised] == [("description",)]


def test_a_document_says_nothing_of_other_publications():
    item = known_item(1, publication(), state="live")
    facts = Known((item,), document=True)
    assert decided(facts, [publication("c-2")]) == Changes(
        new=decided(Known(document=True), [publication("c-2")]).new
    )
    missed = replace(item, here=replace(item.here, misses=1))
    assert unchanged(replace(facts, items=(missed,)), HERE, OK, NIGHT) == Changes()


def test_a_page_of_reviews_and_publications_is_both():
    facts = known(entry("A"), publication())
    changes = decided(facts, [entry("A"), entry("B"), publication(), publication("c-2")])
    assert [new.item for new in changes.new] == [entry("B"), publication("c-2")]
    assert changes == Changes(new=changes.new)


def test_publishers_that_have_nothing_in_common_have_two_reports():
    old = known_item(
        1, of_the_panel(organisations=("Eastmere partnership",)), source="x", here=None
    )
    here = Here("y", rank=9)
    other = publication("y:1", title=REPORT, organisations=("Westmere partnership",))
    assert decided(Known((old,)), [other], here=here).new
    both = publication(
        "y:1", title=REPORT, organisations=("Westmere partnership", "Eastmere partnership")
    )
    assert not decided(Known((old,)), [both], here=here).new
    unnamed = publication("y:1", title=REPORT)
    assert not decided(Known((old,)), [unnamed], here=here).new


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
