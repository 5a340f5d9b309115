"""Headings of entries, and lines that are none."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from repo_watch.reading.terms.headings import (
    Heading,
    begins_with_heading,
    end_of_coded_name,
    is_date,
    month_number,
    opens_with_date,
    parse_heading,
    resembles_heading,
)


@pytest.mark.parametrize(
    ("text", "year", "month", "authority", "case"),
    [
        ("2025 – Birmingham – Child AB", 2025, None, "Birmingham", "Child AB"),
        ("2025 - Birmingham - Gabriel", 2025, None, "Birmingham", "Gabriel"),
        ("2025 – East Sussex - BDS12", 2025, None, "East Sussex", "BDS12"),
        ("2025 - East Sussex – Child H1", 2025, None, "East Sussex", "Child H1"),
        ("2025 — Fife — Baby", 2025, None, "Fife", "Baby"),
        ("2025 -- Fife -- Baby", 2025, None, "Fife", "Baby"),
        ("2025– Fife –Baby", 2025, None, "Fife", "Baby"),
        ("2031Eastmere – Child Q", 2031, None, "Eastmere", "Child Q"),
        ("2031 Eastmere – Child Q", 2031, None, "Eastmere", "Child Q"),
        ("2031Eastmere Child Q", 2031, None, "Eastmere", "Child Q"),
        ("2025: Eastmere: Child Q", 2025, None, "Eastmere", "Child Q"),
        ("December 2014 – Stoke-on-Trent – Child X", 2014, 12, "Stoke-on-Trent", "Child X"),
        ("Sept 2025 – Isle of Man – Child/Adult Y", 2025, 9, "Isle of Man", "Child/Adult Y"),
        ("2 May 2014 – Fife – Child X", 2014, 5, "Fife", "Child X"),
        (
            "2025 – Brighton & Hove – Charlie and Sam",
            2025,
            None,
            "Brighton & Hove",
            "Charlie and Sam",
        ),
        (
            "2023 - St. Helens – Babies with injuries",
            2023,
            None,
            "St. Helens",
            "Babies with injuries",
        ),
        ("2025 – Fife – Child A – Overview – 2", 2025, None, "Fife", "Child A – Overview – 2"),
        ("2025 – Fife – child A", 2025, None, "Fife", "child A"),
        ("2025 – Fife – ‘Ava’ ▾", 2025, None, "Fife", "‘Ava’"),
        ("2025 – Anonymous – Child A", 2025, None, None, "Child A"),
        ("2022 – Anonymous- Children F, G and H", 2022, None, None, "Children F, G and H"),
        ("2025 – Anonymous Child A", 2025, None, None, "Child A"),
        ("2025–Anonymous–Child A", 2025, None, None, "Child A"),
        ("2025 – unnamed partnership – Child P", 2025, None, None, "Child P"),
        ("March 2031NSPCC on behalf of unnamed LSCB - Child Q", 2031, 3, None, "Child Q"),
    ],
)
def test_headings(
    text: str, year: int, month: int | None, authority: str | None, case: str
) -> None:
    title = text.removesuffix(" ▾")
    assert parse_heading(text) == Heading(title, year, month, authority, authority is None, case)


@pytest.mark.parametrize(
    "text",
    [
        "2025",
        "January 2014",
        "2019 – the year in which services were joined – was hard",
        "2019 – The year was hard. It ended – at last",
        "2019 – The year was hard – and it ended.",
        "2012-13 – Eastmere – Child A",
        "In 2019 – Eastmere – Child A",
        "2025 – Gabriel",
        "2025 Eastmere Child A",
        "20251 – Eastmere – Child A",
        "Eastmere – Child A",
        "2025 – Eastmere –",
        "2025 – Eastmere – Child A" + " and B" * 40,
        "2025 – What happened? – Child A",
    ],
)
def test_no_headings(text: str) -> None:
    assert parse_heading(text) is None


@pytest.mark.parametrize(
    ("longest", "longer"),
    [
        ("2025 – Fife – A" + "a" * 145, "2025 – Fife – A" + "a" * 146),
        ("2025 – Fife" + " Fife" * 11 + " – Child A", "2025 – Fife" + " Fife" * 12 + " – Child A"),
        ("2025 – Fife – Child" + " A" * 13, "2025 – Fife – Child" + " A" * 14),
    ],
)
def test_a_heading_is_short(longest: str, longer: str) -> None:
    assert parse_heading(longest)
    assert parse_heading(longer) is None


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("2025 – Anonymous – Gabriel", True),
        ("2025 – Fife – Family U", True),
        ("2025 – Fife – Gabriel", False),
        ("2019 – Police – No further action", False),
    ],
)
def test_certain_by_words_alone(text: str, *, certain: bool) -> None:
    heading = parse_heading(text)
    assert heading is not None
    assert heading.certain is certain


def test_dates() -> None:
    assert is_date("2025")
    assert is_date("January 2014")
    assert not is_date("2025 – Fife")
    assert opens_with_date("2031Eastmere")
    assert not opens_with_date("March winds")
    assert [month_number(name) for name in ("Jan", "Sept", "december")] == [1, 9, 12]


NAMES = st.from_regex(r"[A-Z][a-z]{2,8}(?:-[a-z]{2,4}-[A-Z][a-z]{2,6})?", fullmatch=True)
DASHES = st.sampled_from([" – ", " - ", "- ", " –", " — ", " -- "])


@given(st.integers(1990, 2099), DASHES, NAMES, DASHES, NAMES)
def test_what_is_joined_is_split_again(
    year: int, first: str, authority: str, second: str, case: str
) -> None:
    assume(not authority.startswith("Anon"))
    heading = parse_heading(f"{year}{first}{authority}{second}{case}")
    assert heading is not None
    assert (heading.year, heading.authority_text, heading.case_name) == (year, authority, case)


@given(st.text(st.sampled_from("ab –-—A1"), max_size=30))
def test_splitting_loses_only_the_separator(text: str) -> None:
    rest = " ".join(text.split())
    if heading := parse_heading(f"2031 – {rest}"):
        assert rest.startswith(heading.authority_text or "")
        assert rest.endswith(heading.case_name)


@given(st.text(max_size=200))
def test_any_text_may_be_asked(text: str) -> None:
    heading = parse_heading(" ".join(text.split()))
    assert heading is None or heading.case_name


@pytest.mark.parametrize(
    ("text", "resembles", "begins"),
    [
        ("2031 – Gabriel", True, False),
        ("2031 – Fenlow - BDS12 Harm to a boy.", True, False),
        ("2031 – Anonymous - BDS12 Harm to a boy.", True, True),
        ("March 2031 - Fenlow – Child A Harm to a boy. He was three.", True, True),
        ("2031 – Anonymous referral – not followed up.", True, False),
        ("2031 – first referral – no further action.", False, False),
        ("2031 – 2032", False, False),
        ("2031-Fenlow", False, False),
        ("In 2031 – Fenlow – Child A", False, False),
    ],
)
def test_what_begins_as_a_heading_does(text: str, *, resembles: bool, begins: bool) -> None:
    assert (resembles_heading(text), begins_with_heading(text)) == (resembles, begins)


@pytest.mark.parametrize(
    ("heading", "behind"),
    [
        ("2031 – Fenlow – Child Q", " Harm to a boy."),
        ("2031Fenlow - Child Q", "Harm to a boy."),
        ("2031 – Fenlow – Child Q", "A boy was hurt."),
        ("March 2031 - Anonymous – Children F, G and H", " Neglect of three children."),
        ("2031 – Fenlow-on-Sea – Child Q and family", " Burns to a girl."),
        ("2031 -- Fenlow -- Child/Adult Y", " An infant was hurt."),
        ("2031 – Fenlow – Child Q and Adult R1", " Harm to both."),
        ("2031 – Fenlow – BDS12", " Harm to a boy."),
    ],
)
def test_where_a_coded_name_ends(heading: str, behind: str) -> None:
    assert end_of_coded_name(heading + behind) == len(heading)


@pytest.mark.parametrize(
    "text",
    [
        "2031 – Fenlow – Gabriel Harm to a boy.",
        "2031 – Fenlow – Babies with injuries Harm to two.",
        "2031 – Fenlow – Child Q Case Review of harm.",
        "2031 – Fenlow – Child Q was harmed.",
        "2031 – Fenlow – Child Q",
        "2031 and later",
        "Child Q Harm to a boy.",
    ],
)
def test_no_coded_name_ends_where_none_is_sure(text: str) -> None:
    assert end_of_coded_name(text) == 0


def test_a_sentence_glued_to_the_one_before_is_no_name() -> None:
    assert parse_heading("2031 – Fenlow – Child Q was hurt.Keywords") is None
    assert parse_heading("2031 – St.Helens – Child Q") is not None


def test_a_list_of_case_reviews_is_no_case() -> None:
    assert parse_heading("2031 - Published case reviews") is None
    assert parse_heading("2031 - Fenlow case 7") is not None
