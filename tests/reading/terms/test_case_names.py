"""Names of cases in titles of documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.reading.terms.case_names import looks_like_a_name, named_case, rest_of_title


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Serious Case Review - Child X - Executive Summary", "Child X"),
        ("SCR into the death of Child AB (2031)", "Child AB"),
        ("Child/Adult Y overview report", "Child/Adult Y"),
        ("Children F, G and H", "Children F, G and H"),
        ("Child F and Family", "Child F and Family"),
        ("Child A & Child B: action plan", "Child A & Child B"),
        ("Baby H1 - LCSPR", "Baby H1"),
        ("Young Person W: rapid review", "Young Person W"),
        ("Overview report on Child “Rowan”", "Child Rowan"),
        ("Overview report on Child ‘Rowan’", "Child Rowan"),
        ("Family Oak", "Family Oak"),
    ],
)
def test_a_child_or_family_with_a_name(title, name):
    assert named_case(title) == name


@pytest.mark.parametrize(
    "title",
    [
        "Child Safeguarding Practice Review",
        "Child Protection Procedures",
        "Child Sexual Exploitation strategy",
        "Family Group Conferences",
        "Children and families",
        "Case Reviews",
        "Adult Social Care",
        "Safer sleep for babies",
    ],
)
def test_a_topic_is_no_name(title):
    assert named_case(title) is None


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Local Child Safeguarding Practice Review: Gabriel (May 2031)", "Gabriel"),
        ("SCR BCB12 Overview Report", "BCB12"),
        ("Operation Willow – Serious Case Review – Final Report", "Operation Willow"),
        ("Thematic Review: Neglect (March 2030)", "Neglect"),
        ("Serious Case Review into the case of Ash and Elm 2031", "Ash and Elm"),
        ("7 minute briefing - Sam", "Sam"),
        ("SCR: the death of Sam", "Sam"),
        ("Serious Case Review into the (Sam)", "Sam"),
        ("Ash – Serious Case Review – Elm", "Ash Elm"),
        ("Ash (May 2031) and Elm", "Ash and Elm"),
        ("Serious Case Review Overview Report", ""),
        ("Response from the board, 3rd June 2031", ""),
    ],
)
def test_what_is_left_of_a_title(title, rest):
    assert rest_of_title(title) == rest


def test_names_have_capitals_and_few_words():
    assert looks_like_a_name("Ash and Elm")
    assert looks_like_a_name("BCB12")
    assert looks_like_a_name("7 Elm")
    assert looks_like_a_name("One Two Three Four Five Six")
    assert not looks_like_a_name("Plans that wait too long")
    assert not looks_like_a_name("One Two Three Four Five Six Seven")
    assert not looks_like_a_name("")


@given(st.text())
def test_any_title_is_read(title):
    name = named_case(title)
    assert name is None or name.strip()
    assert len(rest_of_title(title)) <= len(title) + 1
