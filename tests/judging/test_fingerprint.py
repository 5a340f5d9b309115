import pytest
from fictions import entry, publication
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repo_watch.judging.fingerprint import (
    changed_fields,
    content_hash,
    fields,
    fold,
    heading_key,
    shingles,
    take_over,
)
from repo_watch.model import Attachment


@pytest.mark.parametrize(
    ("published", "again"),
    [
        ("the partnership’s plan", "the partnership's plan"),
        ("“plan”", '"plan"'),
        ("2026 – Eastmere", "2026 - Eastmere"),
        ("one\u00a0two", "one  two\n"),
        ("safe\u00adguarding", "safeguarding"),
        ("and so on…", "and so on..."),
    ],
)
def test_typography_is_no_change(published, again):
    assert fold(published) == fold(again)
    one = entry(text=published)
    two = replace(one, sections={"summary": again})
    assert content_hash(one) == content_hash(two)
    assert changed_fields(one, two) == ()


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_the_hash_names_its_version_and_ignores_empty_fields():
    assert content_hash(entry()).startswith("1:")
    assert content_hash(entry()) == content_hash(entry(accession=None))
    assert content_hash(entry(accession="NC50001")) != content_hash(entry())


def test_a_stored_hash_holds_until_its_version_is_raised():
    said = entry("Child Siân", text="One café", month=3)
    assert content_hash(said) == "1:c16de6caa890aba30cd14037596d31c6"


def test_sections_in_another_order_are_no_change():
    one = replace(entry(), sections={"learning": "three", "summary": "two"})
    two = replace(entry(), sections={"summary": "two", "learning": "three"})
    assert content_hash(one) == content_hash(two)


def test_any_word_changes_the_hash():
    assert content_hash(entry(text="one two")) != content_hash(entry(text="one too"))


def test_sections_are_fields_of_their_own():
    assert fields(entry(text="words"))["summary"] == "words"
    assert "month" not in fields(entry())


def test_january_is_a_month_and_a_named_authority_no_fact():
    assert fields(entry(month=1))["month"] == 1
    assert fields(entry(authority=None))["anonymous"]
    assert "anonymous" not in fields(entry())


def test_changed_fields_are_named_in_the_items_order():
    old = entry(text="one", keywords=("infants",))
    new = replace(old, keywords=("suicide",), sections={"summary": "two", "learning": "three"})
    assert changed_fields(old, new) == ("keywords", "summary", "learning")
    assert changed_fields(new, old) == ("keywords", "summary", "learning")


ASSET = "https://assets.example/media/"
FIRST, SECOND = "5a7f0000e5274a2e87db0001", "65f00000e5274a2e87db0002"


@pytest.mark.parametrize(
    ("kind", "before", "now", "changed"),
    [
        ("file", "https://a.example/1.pdf", "https://a.example/2.pdf", True),
        ("file", f"{ASSET}{FIRST}/report.pdf", f"{ASSET}{SECOND}/report.pdf", True),
        ("file", f"{ASSET}{FIRST}/report.pdf", f"{ASSET}{FIRST}/the-report.pdf", False),
        ("html", "https://a.example/x/report", "https://a.example/x/summary", True),
        ("html", "https://a.example/x/report", "https://b.example/x/report", False),
        ("external", "https://a.example/report", "https://b.example/report", True),
    ],
)
def test_a_document_is_another_where_what_lasts_of_its_address_is(kind, before, now, changed):
    document = Attachment(kind=kind, title="Report", url=before)
    old = publication(attachments=(document,))
    new = replace(old, attachments=(replace(document, url=now),))
    assert changed_fields(old, new) == (("attachments",) if changed else ())
    assert (content_hash(old) != content_hash(new)) is changed


@pytest.mark.parametrize("field", ["first_published_at", "public_updated_at", "withdrawn_at"])
@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        ("2031-07-01T09:30:00Z", "2031-07-01T10:30:00.000+01:00", False),
        ("2031-07-01T09:30:00Z", "2031-07-01T09:30:00.000+01:00", True),
        ("2031-07", "2031-08", True),
    ],
)
def test_a_moment_is_compared_and_not_its_spelling(field, before, now, changed):
    old, new = publication(**{field: before}), publication(**{field: now})
    assert changed_fields(old, new) == ((field,) if changed else ())
    assert (content_hash(old) != content_hash(new)) is changed


def test_headings_compare_without_typography():
    one = entry(authority="Brighthelm & Hove", case_name="Child A’s family")
    two = entry(authority="brighthelm and hove", case_name="Child A's Family")
    assert heading_key(one) == heading_key(two)
    assert heading_key(entry(authority=None))[1] == ""


def test_shingles_are_runs_of_three_words():
    assert shingles(entry(text="one two three four")) == {"one two three", "two three four"}
    assert shingles(entry(text="one two")) == {"one two"}
    assert shingles(replace(entry(), sections={})) == frozenset()
    two = replace(entry(), sections={"summary": "one two", "learning": "three"})
    assert shingles(two) == {"one two three"}


def test_a_stored_hash_spares_an_entry_its_own_if_by_the_rules_of_today():
    for stored, taken in (("1:stored", True), ("0:older", False), ("", False)):
        one = entry()
        take_over(one, stored)
        assert (content_hash(one) == stored) is taken
        assert content_hash(entry()) != stored
