"""Search finds what is meant, and answers nonsense with one line."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repo_watch.cli import status_of
from repo_watch.errors import SettingsError
from repo_watch.store.questions.search import search, to_fts5
from repo_watch.store.schema.database import connect


def names(db, query, **filters):
    return [hit.title.rpartition(" – ")[2] for hit in search(db, query, **filters).hits]


def found(db, query, **filters):
    return sorted(names(db, query, **filters))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("neglect infant", ["Child A", "Child E"]),  # infant: also infants, in the keywords
        ("infants", ["=1+1", "Child A", "Child B", "Child C", "Child E"]),
        ("neglect*", ["Child A", "Child B", "Child E"]),
        ("Birmingham neglected", ["Child B"]),
        ('"crowded flat"', ["Child A"]),
        ('"flat crowded"', []),
        ("title:birmingham", ["Child A", "Child B"]),
        ("learning:neglect", ["Child E"]),
        ("summary:neglect", ["Child A"]),
        ('summary:"domestic abuse"', ["Child E"]),
        ("SUMMARY:negl*", ["Child A", "Child B"]),
        ("neglect NOT flat", ["Child E"]),
        ("neglect -flat", ["Child E"]),
        ('neglect -"crowded flat"', ["Child E"]),
        ("flat OR delayed", ["Child A", "Child C"]),
        ("flat OR delayed infants", ["Child A", "Child C"]),
        ("flat AND delayed", []),
        ("non-accidental", ["=1+1"]),
        ("(neglect)", ["Child A", "Child E"]),
        ("neglect & infant", ["Child A", "Child E"]),
        ("100%", ["Child C"]),
        ("delayed care: visits", ["Child C"]),
        ("visit", ["Child C"]),
        ("injury", ["=1+1"]),
        ("families", ["Child E"]),
    ],
)
def test_what_a_query_finds(small_copy, query, expected):
    assert found(small_copy, query) == expected


def test_headings_and_keywords_weigh_more_than_text(small_copy):
    assert names(small_copy, "neglect")[-1] == "Child E"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"authority": "Birm"}, ["Child A", "Child B"]),
        ({"authority": "birmingham", "since": 2022}, ["Child A"]),
        ({"authority": "Birmingham", "until": 2021}, ["Child B"]),
        ({"authority": "Greenwich"}, ["Child C"]),
        ({"authority": "West Midlands"}, ["Child A", "Child B"]),
        ({"authority": "E08000035"}, ["=1+1"]),
        ({"authority": "Leeds City Council"}, ["=1+1"]),
        ({"authority": "Kent"}, []),
    ],
)
def test_filters_with_and_without_words(small_copy, filters, expected):
    assert found(small_copy, "", **filters) == expected
    assert found(small_copy, "infants", **filters) == expected


@pytest.mark.parametrize(
    ("filters", "why"),
    [
        *(({"authority": name}, f"called '{name}'") for name in ("%", "B_rmingham", "Nowhere")),
        ({"since": 2026, "until": 2025}, "swap the two"),
    ],
)
def test_what_no_review_could_meet_is_refused(small_copy, filters, why):
    with pytest.raises(SettingsError, match=why):
        search(small_copy, "infants", **filters)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("child", "children"),
        ("grandchild", "grandchildren"),
        ("woman", "women"),
        ("Man", "men"),
        ("person", "people"),
        ("life", "lives"),
        ("midwife", "midwives"),
        ("crisis", "crises"),
        ("infant", "infants"),
        ("baby", "babies"),
        ("bruise", "bruises"),
        ("process", "processes"),
    ],
)
def test_a_word_is_looked_for_in_singular_and_plural(one, many):
    assert f'"{many}"' in to_fts5(one)
    assert f'"{one.lower()}"' in to_fts5(many)


@pytest.mark.parametrize(
    "asked", [["search", "neglect"], ["cookbook", "harm"], ["export", "csv", "."]]
)
def test_a_database_that_was_never_read_answers_nothing(tmp_path, capsys, asked):
    path = tmp_path / "new.db"
    connect(path, create=True).close()
    assert status_of([*asked, "--database", str(path)]) == 4
    assert "no page was ever read well" in capsys.readouterr().err


def test_more_is_counted_than_is_shown(small_copy):
    result = search(small_copy, "infants", limit=2)
    assert (result.total, len(result.hits)) == (5, 2)


def test_the_words_found_are_marked_in_the_snippet(small_copy):
    (hit,) = search(small_copy, "crowded").hits
    assert hit.snippet == "Neglect of two infants in a [crowded] flat."


def test_a_summary_stands_for_the_snippet_where_no_words_were_asked_for(small_copy):
    assert search(small_copy, "", authority="Leeds").hits[0].snippet.startswith("@SUM(A1)")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ('neglect "', "a quotation mark is not closed"),
        ("place:leeds", "there is no field 'place'"),
        ("OR neglect", "there is nothing before OR"),
        ("-flat OR neglect", "there is nothing before OR"),
        ("neglect NOT", "there is nothing after NOT"),
        ("neglect OR", "there is nothing after OR"),
        ("neglect OR NOT flat", "there is nothing before NOT"),
        ("-flat", "it names nothing to look for"),
        ("***", "it names nothing to look for"),
        ('""', "it names nothing to look for"),
    ],
)
def test_a_query_without_sense_is_answered_with_one_helpful_line(copy_path, capsys, query, why):
    assert status_of(["search", "--database", str(copy_path), "--", query]) == 2
    said = capsys.readouterr().err
    assert why in said
    assert "negl*" in said
    assert said.count("\n") == 1


PIECES = st.sampled_from(
    [
        *('"', "*", ":", "-", "(", ")", "OR", "NOT", "AND", "NEAR", "title:", "neglect", " "),
        *("^", "+", "{", "}", "'", "\\", "%", "\x00", "\ud800", "ŷ", "y\u0302", "\n", "İ", "–"),
    ]
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=30))
def test_any_text_is_searched_for_or_refused(small_copy, query):
    said = ""
    try:
        search(small_copy, query)
    except SettingsError as error:
        said = str(error)
    assert "\n" not in said
    assert said.encode().decode() == said


def test_accents_and_their_parts_are_one_letter():
    assert to_fts5("gwy\u0302dd") == to_fts5("gwŷdd")


def test_the_command_tells_facts_in_json_and_lines(small, capsys):
    copy = str(small.settings.public / "repo-watch.db")
    asked = ["search", "neglect infant", "--authority", "Birmingham", "--since", "2022"]
    assert status_of([*asked, "--json", "--database", copy]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["total"] == 1
    assert said["hits"][0]["title"] == "2026 – Birmingham – Child A"
    assert said["hits"][0]["authorities"] == "Birmingham"
    assert status_of(["search", "infants", "--limit", "1", "--database", copy]) == 0
    assert capsys.readouterr().out.endswith("5 reviews, the first 1 shown\n")
