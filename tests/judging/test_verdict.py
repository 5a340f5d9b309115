import pytest
from fictions import entry, publication
from msgspec.structs import replace

from repo_watch.judging.changes import Known, KnownItem, Sighting
from repo_watch.judging.identity import match
from repo_watch.judging.verdict import combine, is_red, judge
from repo_watch.model import Expectations, Reading, Request, Unread, Verdict

EXPECTS = Expectations(
    at_least=1,
    at_most=50,
    filled={"title": 1.0, "keywords": 0.5},
    largest_drop=0.3,
    unread=0.1,
    fresh_days=3,
)


def entries(count, **fields):
    return tuple(entry(f"Child {number}", **fields) for number in range(count))


def seen(items, *, gone=False):
    return Known(
        tuple(
            KnownItem(at, item, "h", "listed", here=Sighting("h", gone=gone))
            for at, item in enumerate(items)
        )
    )


def verdict(items, known=None, expects=EXPECTS, **reading):
    read = Reading(items=items, **reading)
    known = known or Known()
    return judge(read, expects, known, match(read.entries, known))


def test_a_healthy_reading_is_ok():
    assert verdict(entries(10), seen(entries(10))) == Verdict("ok")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ((), "It shows 0 items where at least 1 were expected."),
        (entries(51), "It shows 51 items where at most 50 were expected."),
        (
            entries(10, keywords=()),
            "Only 0% of 10 items have keywords where at least 50% were expected.",
        ),
    ],
)
def test_what_no_healthy_page_shows_has_failed(items, said):
    assert verdict(items) == Verdict("failed", (said,))


def test_the_limits_themselves_are_healthy():
    assert verdict(entries(50)).state == "ok"
    assert verdict(entries(1)).state == "ok"


def test_a_field_is_named_in_words():
    expects = replace(EXPECTS, filled={"key_issues": 1.0})
    assert verdict(entries(5), expects=expects).reasons == (
        "Only 0% of 5 items have key issues where at least 100% were expected.",
    )


def test_five_items_are_enough_to_compare():
    assert verdict(entries(5, keywords=())).state == "failed"
    expects = replace(EXPECTS, filled={"links": 0.0})
    assert verdict(entries(5, links=()), seen(entries(5)), expects).state == "failed"
    others = tuple(entry(f"Other {number}") for number in range(5))
    assert verdict(others, seen(entries(5))).state == "failed"
    assert verdict(others[:4], seen(entries(4))).state == "partial"


def test_few_items_say_little_but_each_has_a_title():
    assert verdict(entries(4, keywords=())).state == "ok"
    untitled = (replace(entry(), title=""), *entries(3))
    assert verdict(untitled).state == "failed"


def test_an_empty_page_where_entries_were_has_failed():
    expects = replace(EXPECTS, at_least=0)
    assert verdict((), seen(entries(6)), expects).state == "failed"
    assert verdict((), seen(entries(6), gone=True), expects).state == "ok"
    assert verdict((), Known(), expects).state == "ok"


def test_a_page_that_rolls_over_may_be_empty():
    expects = replace(EXPECTS, at_least=0, largest_drop=None)
    assert verdict((), seen(entries(6)), expects).state == "ok"


def test_a_field_that_few_had_and_few_have_says_nothing():
    expects = replace(EXPECTS, filled={"links": 0.0})
    assert verdict(entries(10, links=()), seen(entries(10, links=())), expects).state == "ok"


def test_a_field_that_all_had_and_few_have_is_read_wrongly():
    expects = replace(EXPECTS, filled={"links": 0.0})
    now = entries(10, links=())
    assert verdict(now, seen(entries(10)), expects) == Verdict(
        "failed", ("Only 0% of 10 items have links where the last good reading had 100%.",)
    )
    assert verdict(entries(4, links=()), seen(entries(4)), expects).state == "ok"
    some = (*entries(6), *(entry(f"Other {n}", links=()) for n in range(4)))
    assert verdict(some, seen(entries(10)), expects).state != "failed"
    half = (*entries(5), *(entry(f"Other {n}", links=()) for n in range(5)))
    assert verdict(half, seen(entries(10)), expects).state == "failed"


def test_a_large_drop_is_not_believed():
    few = verdict(entries(6), seen(entries(10)))
    assert few.state == "partial"
    assert few.reasons == (
        "4 of the 10 items of the last good reading are not there; more than 30% is not believed.",
    )
    assert verdict(entries(7), seen(entries(10))).state == "ok"


def test_quite_other_items_in_their_place_are_another_page():
    others = tuple(entry(f"Other {number}") for number in range(10))
    assert verdict(others, seen(entries(10))) == Verdict(
        "failed", ("It shows none of the 10 items of the last good reading.",)
    )
    assert verdict((*others, entry("Child 1")), seen(entries(10))).state == "partial"
    rolls = replace(EXPECTS, largest_drop=None)
    assert verdict(others, seen(entries(10)), rolls).state == "ok"
    believed = replace(EXPECTS, largest_drop=1.0)
    assert verdict(others, seen(entries(10)), believed).state == "ok"


def test_what_has_gone_already_is_not_missed_again():
    shown, gone = seen(entries(20)).items[:10], seen(entries(20), gone=True).items[10:]
    assert verdict(entries(10), Known((*shown, *gone))).state == "ok"


def test_headings_that_are_written_anew_are_the_same_items():
    anew = tuple(replace(one, title=one.title.replace(" – ", " | ")) for one in entries(10))
    assert verdict(anew, seen(entries(10))).state == "ok"


def test_publications_are_held_to_no_list():
    before = Known((KnownItem(1, publication(), "h", "live", here=Sighting("h")),) * 6)
    expects = replace(EXPECTS, filled={})
    assert verdict((publication("c-2"),), before, expects).state == "ok"


def test_a_listing_is_held_to_where_it_led():
    before = frozenset(f"https://www.gov.example/{number}" for number in range(10))
    now = tuple(Request(url, "content", marker="m") for url in sorted(before)[:5])
    assert judge(Reading(listed=now), EXPECTS, Known(listed=before)).state == "partial"
    assert judge(Reading(listed=now), EXPECTS, Known(listed=frozenset())).state == "ok"


def test_the_total_that_a_page_claims_must_be_there():
    assert verdict(entries(9), claimed_total=10) == Verdict(
        "partial", ("It shows 9 items and says itself that there are 10.",)
    )
    assert verdict(entries(10), claimed_total=10).state == "ok"


def test_words_left_over_are_counted():
    left = (Unread("one two three four five six seven eight nine ten eleven", ""),)
    doubtful = verdict(entries(3), words=100, unread=left)
    assert doubtful.state == "partial"
    assert doubtful.reasons[0].startswith("11 of 100 words were not understood")
    assert "eleven" not in doubtful.reasons[0], "a page's text is not for the log"
    assert verdict(entries(3), words=110, unread=left).state == "ok"


def test_a_heading_that_was_not_understood_may_be_a_review_that_is_missed():
    lost = (Unread("2025 – Gabriel", "2025 – Eastmere – Child Q"),)
    doubtful = verdict(entries(3), words=10_000, unread=lost)
    said = (
        "1 unread lines look like the heading of a review: `repo-watch parse --explain` shows them."
    )
    assert doubtful == Verdict("partial", (said,))
    stray = (Unread("Gabriel was here", ""),)
    assert verdict(entries(3), words=10_000, unread=stray).state == "ok"


ONE = Request("https://one.example", "list")
TWO = Request("https://two.example", "content", marker="2026")


@pytest.mark.parametrize(
    ("states", "together"),
    [
        ((), "failed"),
        (("ok",), "ok"),
        (("ok", "ok"), "ok"),
        (("ok", "failed"), "partial"),
        (("failed", "failed"), "failed"),
        (("failed", "partial"), "partial"),
    ],
)
def test_a_sources_verdict_sums_up_its_pages(states, together):
    pages = zip((ONE, TWO), [Verdict(state) for state in states], strict=False)
    assert combine(pages) == Verdict(together)


def test_a_sources_reasons_name_their_page():
    assert combine([(ONE, Verdict("failed", ("It is late.",)))]).reasons == (
        "https://one.example: It is late.",
    )


def test_one_document_of_a_listing_is_no_reason_to_call_anyone():
    assert is_red([(ONE, Verdict("failed"))])
    assert not is_red([(ONE, Verdict("partial")), (TWO, Verdict("failed"))])
