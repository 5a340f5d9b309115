"""Titles as keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.reading.terms.titles import title_id, title_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Child Q – Overview Report", "child Q - overview report"),
        ("The turnings", "Turnings"),
        ("Drugs & alcohol", "Drugs and alcohol"),
        ("What children’s plans say", "What childrens plans say"),
        ("Child Safeguarding Practice Review Panel: annual report 2031", "Annual report 2031"),
    ],
)
def test_titles_that_only_look_different_have_one_key_and_one_id(one, other):
    assert title_key(one) == title_key(other)
    assert title_id("a", "b", title=one) == title_id("a", "b", title=other)


def test_other_titles_and_other_scopes_have_other_ids():
    ids = {
        title_id("a", title="Annual report 2030"),
        title_id("a", title="Annual report 2031"),
        title_id("a", "b", title="Annual report 2031"),
    }
    assert len(ids) == 3
    assert title_id("a", "b.example", title="x").startswith("a:b.example:")


@given(st.text())
def test_a_key_is_its_own_key(title):
    once = title_key(title)
    assert once == " ".join(once.split())
