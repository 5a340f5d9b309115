"""Labels of sections, and lists of keywords."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.reading.case_list.labels import (
    Label,
    closing_keywords,
    find_labels,
    is_lost_label,
    keywords_without_colon,
    looks_like_keywords,
    section_named,
    split_keywords,
)


def cut(text: str, marks: tuple[tuple[int, int], ...] = ()) -> list[tuple[str, str]]:
    labels = find_labels(text, marks)
    ends = [label.start for label in labels[1:]] + [len(text)]
    return [
        (label.section, text[label.end : end].strip())
        for label, end in zip(labels, ends, strict=False)
    ]


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("Background:", "background"),
        ("Learning:", "learning"),
        ("Learning includes:", "learning"),
        ("Learning include:", "learning"),
        ("Learning Learning includes:", "learning"),
        ("Learning themes include:", "learning"),
        ("Learning focuses on:", "learning"),
        ("Learning focusses on:", "learning"),
        ("Learning focuses on themes including:", "learning"),
        ("Learning relates to areas including the following:", "learning"),
        ("Learning includes the following:", "learning"),
        ("Learning for practitioners includes:", "learning"),
        ("Learning from this review includes:", "learning"),
        ("Lessons learned:", "learning"),
        ("Key learning includes:", "learning"),
        ("includes:", "learning"),
        ("Includes:", "learning"),
        ("Model:", "model"),
        ("Key issues:", "key_issues"),
        ("Key issues: include:", "key_issues"),
        ("Key issues include: include:", "key_issues"),
        ("Learning: themes include:", "learning"),
        ("Issues identified include:", "key_issues"),
        ("Key-issues:", "key_issues"),
        ("Recommendations:", "recommendations"),
        ("Recommendation:", "recommendations"),
        ("Recommendations: include:", "recommendations"),
        ("Recommendations: recommendations include:", "recommendations"),
        ("Recommendations to the partnership include:", "recommendations"),
        ("Recommendations for the police and health services:", "recommendations"),
        ("Recommendations: to the partnership include:", "recommendations"),
        ("Recomendations include:", "recommendations"),
        ("Recommendations inlcude:", "recommendations"),
        ("Good practice identified includes:", "good_practice"),
        ("Examples of good practice include:", "good_practice"),
        ("Keywords:", "keywords"),
        ("Key words:", "keywords"),
        ("Keywrods:", "keywords"),
        ("KEYWORDS :", "keywords"),
        ("Summary:", "summary"),
    ],
)
def test_labels_go_with_their_words(label: str, section: str) -> None:
    assert cut(f"{label} some text") == [(section, "some text")]
    if label not in {"includes:", "Includes:"}:
        assert cut(f"A sentence.{label} some text") == [(section, "some text")]
        assert cut(f"A “sentence.” {label} some text") == [(section, "some text")]


@pytest.mark.parametrize(
    "text",
    [
        "Partnership 1: do x; both partnerships: do y",
        "Learning from the past: a review",
        "The report says: be kind",
        "It said Learning: be kind",
        "the (Learning: be kind) part",
        "There was includes: one",
        "Backgammon: a game",
        "One thing: another: a third",
        ": nothing before it",
        "A very long sentence without any end " * 6 + "Learning: x",
    ],
)
def test_inner_colons_are_prose(text: str) -> None:
    assert find_labels(text) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Learning:be kind", [("learning", "be kind")]),
        ("Learning: X-rays", [("learning", "X-rays")]),
        ("Learning:", [("learning", "")]),
        ("Summary: issues: many", [("summary", "issues: many")]),
    ],
)
def test_what_stands_behind_a_label(text: str, parts: list[tuple[str, str]]) -> None:
    assert cut(text) == parts


def test_a_label_tells_its_place() -> None:
    assert find_labels("Learning be kind", ((0, 8),)) == [Label(0, 9, "learning")]
    assert find_labels("One. Learning : be kind") == [Label(5, 16, "learning")]


def test_several_labels_in_one_line() -> None:
    text = (
        "Issues include: a; b. Recommendations: Health: c.Model: systems methodology.Keywords: d, e"
    )
    assert cut(text) == [
        ("key_issues", "a; b."),
        ("recommendations", "Health: c."),
        ("model", "systems methodology."),
        ("keywords", "d, e"),
    ]


def test_the_word_keywords_needs_no_full_stop_before_it() -> None:
    assert cut("be kind Keywords: a, b") == [("keywords", "a, b")]


def test_marks_open_labels() -> None:
    assert cut("Learning be kind", ((0, 8),)) == [("learning", "be kind")]
    assert cut("be kind Learning: x", ((8, 17),)) == [("learning", "x")]
    assert cut("Learning be kind. Keywords: a", ((0, 8),)) == [
        ("learning", "be kind."),
        ("keywords", "a"),
    ]
    assert cut("Eastmere be kind", ((0, 8),)) == []
    assert cut("be kind", ((3, 7),)) == []


def test_what_else_is_asked_of_labels() -> None:
    assert section_named("Learning for the future") is None
    assert section_named("includes") is None
    assert is_lost_label("includes:")
    assert not is_lost_label("Learning includes:")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("child neglect, infants.", ("child neglect", "infants")),
        ("Child neglect , discguised compliance", ("Child neglect", "discguised compliance")),
        ("infants,", ("infants",)),
        ("", ()),
    ],
)
def test_keywords_are_split(text: str, terms: tuple[str, ...]) -> None:
    assert split_keywords(text) == terms


TERMS = st.lists(st.from_regex(r"[a-z][a-z -]{0,20}[a-z]", fullmatch=True), max_size=6)


@given(TERMS)
def test_splitting_and_joining_keywords(terms: list[str]) -> None:
    text = ", ".join(terms)
    assert split_keywords(text) == tuple(terms)
    assert ", ".join(split_keywords(text)) == text
    assert split_keywords(", ".join(split_keywords(f"{text}."))) == tuple(terms)


@pytest.mark.parametrize(
    "text",
    [
        "Child neglect, infants, drugs and alcohol.",
        "child neglect, voice of the child, non-accidental injuries",
        "Family violence, GP services, children with a chronic illness",
        "infants, police",
        "child neglect, parents with a mental health problem",
    ],
)
def test_lines_of_keywords(text: str) -> None:
    assert looks_like_keywords(text)
    assert closing_keywords(text) == 0
    before = "Asks for training. Makes recommendations."
    assert closing_keywords(f"{before}{text}") == len(before)


@pytest.mark.parametrize(
    "text",
    [
        "Police, health and education were involved.",
        "The child, aged three, died.",
        "Domestic abuse, alcohol and neglect, in the home",
        "Makes recommendations on training, supervision, recording.",
        "Eastmere, Northcombe, Westhaven",
        "Child neglect, Police",
        "infants, , police",
        "one term only",
        "Mother, father, and grandmother",
        "health: visits, letters",
        "a, very long term that nobody would call a keyword at all",
        "",
    ],
)
def test_lines_of_prose(text: str) -> None:
    assert not looks_like_keywords(text)
    assert closing_keywords(text) is None


@given(st.text(st.sampled_from("ab:. ,AKeywordsLearning"), max_size=60))
def test_labels_are_in_order_and_within_the_line(text: str) -> None:
    labels = find_labels(" ".join(text.split()))
    places = [place for label in labels for place in (label.start, label.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Keywords infants, non-accidental injuries.", "infants, non-accidental injuries."),
        ("Key words infants, police", "infants, police"),
        ("Keywords. infants, police", "infants, police"),
        ("Keywords – infants, police", "infants, police"),
        ("Keywords were searched, and found", None),
        ("Keywords", None),
        ("Infants, police", None),
    ],
)
def test_keywords_whose_label_lost_its_colon(text: str, terms: str | None) -> None:
    start = keywords_without_colon(text)
    assert (text[start:] if start else None) == terms


def test_a_marked_label_may_end_in_a_full_stop() -> None:
    assert cut("Keywords. infants, police", ((0, 9),)) == [("keywords", "infants, police")]
