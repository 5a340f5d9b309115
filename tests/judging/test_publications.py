from datetime import timedelta

import pytest
from fictions import NIGHT, entry, publication
from judged import HERE, OK, decided, known, known_item, miss
from msgspec.structs import replace

from repo_watch.judging.changes import (
    Changes,
    Event,
    Here,
    Known,
    Match,
    New,
    Revised,
    Sighting,
    Turned,
)
from repo_watch.judging.decide import unchanged
from repo_watch.judging.fingerprint import content_hash


def test_a_publication_is_known_by_its_content_id():
    moved = publication(url="https://www.gov.example/government/publications/elsewhere")
    changes = decided(known(publication()), [moved])
    said, changed = content_hash(moved), ("url",)
    assert changes == Changes(
        seen=[(Match(1, "content_id", 1.0), said)],
        revised=[Revised(1, moved, changed, "source", (Event("changed", changed),))],
    )


def test_a_known_publication_that_another_page_shows_changed_is_news():
    facts = Known((known_item(1, publication(), here=None),))
    (revised,) = decided(facts, [publication(description="More")]).revised
    assert (revised.cause, revised.events) == ("source", (Event("changed", ("description",)),))


@pytest.mark.parametrize("state", ["live", "withdrawn"])
def test_a_publication_is_new_in_the_state_it_is_found_in(state):
    said = publication(state=state)
    assert decided(Known(), [said]).new == [New(said, baseline=False)]


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


def test_a_hash_of_older_rules_is_no_change():
    item = replace(known_item(1, publication()), hash="1:old", here=Sighting("1:old"))
    changes = decided(Known((item,)), [publication()])
    said = content_hash(publication())
    assert changes == Changes(seen=[(Match(1, "content_id", 1.0), said)])


def test_another_page_that_shows_a_publication_is_a_sighting():
    facts = Known((known_item(1, publication(), here=None),))
    changes = decided(facts, [publication()])
    assert [match.rule for match, _ in changes.seen] == ["content_id"]
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
    assert (revised.item.state, revised.events) == (now, (Event(kind, ("state",)),))


def test_an_answer_without_text_leaves_what_the_publication_said():
    facts = known(publication(description="What it is about"))
    gone = replace(publication(state="gone", title="", reason="Published in error"), content_id="x")
    changes = decided(facts, [gone])
    assert [match.rule for match, _ in changes.seen] == ["address"]
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
            on = NIGHT.date() + timedelta(days=night)
            missed_on.append((missed.id, on))
            counted = replace(item.here, misses=missed.misses, missed_on=on, gone=missed.gone)
            item = replace(item, here=counted)
        again.append(changes.look_again)
    assert missed_on == [(1, NIGHT.date() + timedelta(days=night)) for night in range(3)]
    assert again == [True, True, False, False]
    gone, fields = publication(state="missing"), ("state",)
    assert revised == [Revised(1, gone, fields, "source", (Event("missing", fields),))]


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
    assert [match.rule for match, _ in changes.seen] == ["title"]

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


def test_a_publishers_new_name_is_a_version_and_no_news():
    renamed = publication(organisations=("Eastmere partnership",))
    (revised,) = decided(known(publication()), [renamed]).revised
    assert (revised.changed, revised.events) == (("organisations",), ())


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
    assert again.turned == [Turned(1, "live", Event("back"))]
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
