from datetime import UTC, date, datetime, timedelta

import pytest
from fictions import entry, publication
from hypothesis import given
from hypothesis import strategies as st
from world import LIST, UPDATE, Installation, edited, review

from repo_watch.errors import SettingsError
from repo_watch.model import Attachment
from repo_watch.store.questions.history import on_day, text_of, told_of, versions, word_difference
from repo_watch.store.schema.database import questions

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


@pytest.fixture
def db(tmp_path):
    watch = Installation(tmp_path)
    watch.world.pages = {LIST: [review(1, year=2026)], UPDATE: []}
    watch.run(START)
    watch.world.pages = {LIST: [edited(review(1, year=2026), 7)], UPDATE: [review(1, year=2026)]}
    watch.run(START + timedelta(days=4))
    with questions(watch.settings.database) as opened:
        yield opened


def test_an_item_can_be_seen_as_it_was_on_any_day(db):
    found = versions(db, 1)
    assert [(one.number, one.cause, one.changed) for one in found] == [
        (1, "source", ()),
        (2, "source", ("summary",)),
    ]
    assert on_day(found, date(2026, 9, 4)).number == 1
    assert on_day(found, date(2026, 9, 5)).number == 2
    with pytest.raises(SettingsError, match="first seen on 2026-09-01"):
        on_day(found, date(2026, 8, 31))


def test_a_change_is_shown_word_by_word(db):
    before, after = (one.item.sections["summary"] for one in versions(db, 1))
    shown = word_difference(before, after)
    assert "{+edit7 edit7 edit7+}" in shown
    assert f"[-{' '.join(before.split()[10:13])}-]" in shown


def test_the_pages_that_show_an_item_say_why_it_was_joined(db):
    assert [(one["url"], one["rule"]) for one in told_of(db, 1, "seen_at")] == [
        (LIST, "new"),
        (UPDATE, "heading and text"),
    ]


def test_an_item_that_is_not_there_is_told(db):
    with pytest.raises(SettingsError, match="9: there is no review"):
        versions(db, 9)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("one two three", "one two three", "one two three"),
        ("one two", "one two three", "one two {+three+}"),
        ("one two three", "one three", "one [-two-] three"),
        ("one", "two", "[-one-] {+two+}"),
        ("", "one", "{+one+}"),
    ],
)
def test_differences_are_words(old, new, shown):
    assert word_difference(old, new) == shown


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_a_difference_holds_both_texts(old, new):
    shown = word_difference(" ".join(old), " ".join(new))
    went = [part.split("-]")[0].split() for part in shown.split("[-")[1:]]
    came = [part.split("+}")[0].split() for part in shown.split("{+")[1:]]
    assert len(old) - sum(map(len, went)) == len(new) - sum(map(len, came))


def test_fields_are_text_for_people():
    assert text_of(entry(), "keywords") == "infants, physical abuse"
    assert text_of(entry(), "links").startswith("report (https://reports.example/")
    assert text_of(entry(), "learning") == ""
    document = Attachment(kind="file", title="The report", url="https://a.example/1")
    said = text_of(publication(attachments=(document,)), "attachments")
    assert said == "The report (https://a.example/1)"
