import pytest
from fictions import entry, publication, words
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repo_watch.judging.changes import Known, KnownItem, Match, Ruling, Sighting
from repo_watch.judging.fingerprint import content_hash, sketch
from repo_watch.judging.identity import match


def known_item(id_, item, *, here=False):
    said = content_hash(item)
    return KnownItem(id_, item, said, "listed", here=Sighting(said) if here else None)


def known(*items, **facts):
    return Known(tuple(known_item(at, item) for at, item in enumerate(items, 1)), **facts)


def joined(entries, facts):
    return [found.id if found else None for found in match(entries, facts)]


def edited(one, share=0.1):
    """The same entry with every tenth word of its summary another."""
    said = one.sections["summary"].split()
    step = max(2, round(1 / share))
    said[::step] = ["other"] * len(said[::step])
    return replace(one, sections={"summary": " ".join(said)})


def test_the_same_words_are_the_same_review():
    (found,) = match([entry()], known(entry()))
    assert (found.id, found.rule, found.score) == (1, "equal", 1.0)


def test_two_anonymous_children_of_one_name_and_year_stay_two():
    one = entry("Child A", None, text=words("one"))
    two = entry("Child A", None, text=words("two"))
    assert joined([two], known(one)) == [None]
    assert joined([two, one], known(one, two)) == [2, 1]


def test_an_edited_summary_stays_with_its_review_and_not_with_its_namesake():
    one = entry("Child A", None, text=words("one"))
    two = entry("Child A", None, text=words("two"))
    (found,) = match([edited(two)], known(one, two))
    assert (found.id, found.rule) == (2, "heading and text")
    assert joined([one, edited(two)], known(one, two)) == [1, 2]


def changed_at(one, place):
    """The same entry with one word of its summary another."""
    said = one.sections["summary"].split()
    said[place] = "other"
    return replace(one, sections={"summary": " ".join(said)})


def test_the_score_is_the_mean_of_what_rule_and_text_are_worth():
    old = entry(text="one two three four")
    (found,) = match([changed_at(old, 3)], known(old))
    assert found == Match(1, "heading and text", 0.667)


def test_the_bars_are_reached_by_what_is_as_like_as_they_ask():
    hidden = entry("Child A", None, text=words("one", 9))
    (found,) = match([changed_at(hidden, 6)], known(hidden))
    assert found.rule == "heading and text"
    renamed = replace(changed_at(hidden, 8), case_name="Child B")
    (found,) = match([renamed], known(hidden))
    assert (found.rule, found.score) == ("text", 0.625)
    assert joined([replace(changed_at(hidden, 7), case_name="Child B")], known(hidden)) == [None]


def test_a_namesake_of_what_is_there_unchanged_is_another():
    assert joined([entry(), edited(entry())], known(entry())) == [1, None]


def test_a_named_heading_bears_a_rewritten_summary_an_anonymous_one_does_not():
    kept, lost, new = words("kept", 25), words("lost", 40), words("new", 40)
    named = entry("Child Q", text=f"{kept} {lost}")
    rewritten = entry("Child Q", text=f"{kept} {new}")
    assert joined([rewritten], known(named)) == [1]
    hidden = replace(named, authority_text=None, anonymous=True)
    rewritten = replace(rewritten, authority_text=None, anonymous=True)
    assert joined([rewritten], known(hidden)) == [None]


def test_the_same_heading_and_report_are_the_same_review():
    old = entry("Child Q", text=words("old"))
    new = replace(old, sections={"summary": words("new")})
    (found,) = match([new], known(old))
    assert found.rule == "heading and report"


def test_a_report_alone_joins_nothing():
    old = entry("Child Q", text=words("old"))
    new = replace(entry("Child R", text=words("new")), links=old.links)
    assert joined([new], known(old)) == [None]


@pytest.mark.parametrize(
    "corrected",
    [
        {"case_name": "Child Q1"},
        {"authority_text": None, "anonymous": True},
        {"year": 2025},
        {"authority_text": "Westmere"},
    ],
)
def test_a_corrected_heading_stays_with_its_text(corrected):
    old = entry()
    (found,) = match([replace(old, **corrected, title="another")], known(old))
    assert (found.id, found.rule) == (1, "text")


def test_the_same_text_years_apart_is_another_review():
    assert joined([replace(entry(), year=2022)], known(entry(year=2026))) == [None]


ONE = entry("Child A", accession="NC50001", text=words("one"))
TWO = entry("Child B", accession="NC50002", text=words("two"))


@pytest.mark.parametrize(
    "said",
    [
        replace(ONE, case_name="Child Q", year=2024, title="Another heading"),
        replace(ONE, sections={"summary": words("rewritten")}),
        replace(ONE, case_name="Child Q", sections={}),
    ],
)
def test_the_catalogues_number_goes_before_text(said):
    (found,) = match([said], known(ONE, TWO))
    assert found == Match(1, "accession", 1.0)


def test_two_numbers_are_two_reviews_unless_the_page_corrects_one():
    corrected = replace(ONE, accession="NC50003")
    assert joined([corrected], known(ONE)) == [None]
    facts = Known((known_item(1, ONE, here=True), known_item(2, TWO, here=True)))
    assert joined([corrected, TWO], facts) == [1, 2]
    assert joined([edited(corrected), TWO], facts) == [1, 2]
    assert joined([ONE, corrected], facts) == [1, None]


def test_a_number_that_was_used_again_is_no_join():
    assert joined([replace(TWO, accession="NC50001")], known(ONE)) == [None]
    bare = replace(TWO, accession="NC50001", sections={}, year=2019)
    assert joined([bare], known(ONE)) == [None]


def test_numbers_that_were_swapped_or_given_twice_move_no_review():
    facts = Known((known_item(1, ONE, here=True), known_item(2, TWO, here=True)))
    swapped = [replace(ONE, accession="NC50002"), replace(TWO, accession="NC50001")]
    assert joined(swapped, facts) == [1, 2]
    assert joined([edited(one) for one in swapped], facts) == [1, 2]
    third = entry("Child C", accession="NC50001", text=words("three"))
    assert joined([edited(ONE), third, TWO], facts) == [1, None, 2]
    doubled = Known((known_item(1, ONE, here=True), known_item(3, third, here=True)))
    assert joined([edited(third), edited(ONE)], doubled) == [3, 1]
    apart = Ruling("apart", sketch(ONE), 1)
    ruled = replace(facts, rulings=(apart,))
    assert joined([replace(ONE, accession="NC50003")], ruled) == [None]


def test_what_this_page_showed_goes_before_what_others_showed():
    text = entry()
    facts = Known((known_item(1, text), known_item(2, entry("Child R"), here=True)))
    here = replace(facts.items[1], here=Sighting(content_hash(text)))
    assert joined([text], Known((facts.items[0], here))) == [2]


def test_a_ruling_goes_before_everything_and_outlives_an_edit():
    one, two = entry("Child A"), entry("Child B")
    same = Ruling("same", sketch(one), 2)
    for said in (one, edited(one)):
        (found,) = match([said], known(one, two, rulings=(same,)))
        assert found == Match(2, "ruling", 1.0)
    apart = Ruling("apart", sketch(one), 1)
    assert joined([one], known(one, rulings=(apart,))) == [None]
    assert joined([edited(one)], known(one, rulings=(apart,))) == [None]
    assert joined([two], known(two, rulings=(apart,))) == [1]


def bare(*arguments, **fields):
    """As a partnership's page lists a report: no text."""
    return replace(entry(*arguments, **fields), sections={}, keywords=())


def test_a_report_without_text_is_the_only_review_of_its_name():
    (found,) = match([bare("Child Q", year=2025)], known(entry("Child Q", year=2026), entry("R")))
    assert (found.id, found.rule) == (1, "heading alone")
    (found,) = match([entry("Child Q", year=2026)], known(bare("Child Q", year=2025)))
    assert found.rule == "heading alone"
    (found,) = match([bare("Child Q", year=2026)], known(bare("Child Q", year=2025)))
    assert found == Match(1, "heading alone", 0.25)
    (found,) = match([bare("Child Q", year=2026)], known(bare("Child Q", year=0)))
    assert found.rule == "heading alone"
    (found,) = match([bare("Child Q", year=0)], known(bare("Child Q", year=2026)))
    assert found.rule == "heading alone"


def test_a_report_without_text_is_not_guessed():
    assert joined([bare("Child Q", year=2023)], known(entry("Child Q", year=2026))) == [None]
    assert joined([bare("Child A", None)], known(entry("Child A", None))) == [None]
    nameless = {"authority_text": None, "anonymous": False}
    linked = replace(entry("Child Q"), **nameless)
    elsewhere = replace(linked, links=entry(text="elsewhere").links)
    assert joined([replace(bare("Child Q"), **nameless)], known(elsewhere)) == [None]
    assert joined([replace(bare("Child Q"), **nameless)], known(linked)) == [1]
    two = known(entry("Child Q", text=words("one")), entry("Child Q", text=words("two")))
    assert joined([bare("Child Q")], two) == [None]


def test_a_report_that_moved_stays_with_its_review_on_the_same_page():
    listed = replace(bare("Child Q"), authority_text=None)
    moved = replace(listed, links=entry(text="elsewhere").links)
    assert joined([moved], Known((known_item(1, listed, here=True),))) == [1]


def test_publications_are_no_candidates():
    assert joined([entry()], known(publication())) == [None]


def test_a_page_that_prints_an_entry_twice_has_one_review():
    assert joined([entry(), entry()], known(entry())) == [1, 1]


def test_one_known_review_is_given_to_the_likelier_entry():
    old = entry(text=words("one"))
    assert joined([edited(old, 0.5), edited(old, 0.05)], known(old)) == [None, 1]


@given(st.permutations(range(8)), st.sets(st.integers(0, 7)))
def test_a_list_sorted_anew_with_edits_joins_each_to_itself(order, edits):
    old = [entry("Child A", None, text=words(at)) for at in range(8)]
    now = [edited(old[at]) if at in edits else old[at] for at in order]
    assert joined(now, known(*old)) == [at + 1 for at in order]
