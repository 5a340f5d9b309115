"""Coding: from an entry's text to its variables, each with the sentence it was read from."""

import importlib.util
import json
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.coding import as_json, code
from repo_watch.coding.people import titled
from repo_watch.coding.sentence import fold, sentences
from repo_watch.coding.spans import find_ages, times

HERE = Path(__file__).parent
spec = importlib.util.spec_from_file_location("accuracy", HERE / "accuracy.py")
accuracy = importlib.util.module_from_spec(spec)
spec.loader.exec_module(accuracy)

TITLE = "2031 – Anonymous – Child Q"
GIRL = "Serious injury of a 7-year-old girl in May 2019."


def words_of(text):
    (sentence,) = sentences("summary", text)
    return sentence.words


def coded(summary, background="", title=TITLE, **more):
    sections = {"summary": summary, "background": background, **more}
    return code(title, {name: text for name, text in sections.items() if text}, ())


# -------------------------------------------------------------------------------- accuracy


@pytest.mark.no_cover
def test_every_variable_reaches_its_bar():
    figures = accuracy.measure(*accuracy.FILES)
    assert accuracy.under(figures) == [], figures


def test_the_labelled_set_has_150_entries_of_its_own_words():
    texts = [" ".join(e["sections"].values()) for e in accuracy.entries(accuracy.FILES[0])]
    assert len(texts) == 150 == len(set(texts))


@pytest.mark.no_cover
def test_the_tool_prints_a_line_for_each_variable_and_tells_a_short_one(tmp_path, capsys):
    assert accuracy.main(list(accuracy.FILES)) == 0
    printed = capsys.readouterr().out
    assert all(variable in printed for variable in accuracy.VARIABLES)
    first = accuracy.FILES[0].read_text(encoding="utf-8").splitlines()[0]
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(first.replace('"n_children": 1', '"n_children": 9'), encoding="utf-8")
    assert accuracy.main([wrong]) == 1
    assert "under the bar" in capsys.readouterr().out


@pytest.mark.slow
def test_an_entry_takes_less_than_five_milliseconds():
    first, *given_ = accuracy.entries(accuracy.FILES[0])
    code(first["title"], first["sections"], first["keywords"])  # compiles the wordings
    begun = time.process_time()
    for entry in given_:
        code(entry["title"], entry["sections"], entry["keywords"])
    each = (time.process_time() - begun) / len(given_)
    sys.stdout.write(f"the coder: {1 / each:.0f} entries a second of CPU\n")
    assert each < 0.005


def test_what_follows_four_thousand_words_is_not_read():
    told = sentences("summary", "child " * 10_000)
    assert sum(len(one.words) for one in told) == 4_000


def wrong_in(name):
    """The lines of a file of single phrases, each with a value that is not coded as it says."""
    wrong = []
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        phrase = json.loads(line)
        shape = as_json(code(TITLE, phrase["sections"], ()))
        shape["incident"] = [shape[f"incident_{part}"] for part in ("from", "to", "precision")]
        value = shape[phrase["field"]]
        if "is" in phrase:
            right = (value.lower() if isinstance(value, str) else value) == phrase["is"]
        else:
            right = (phrase["value"] in value) is phrase["coded"]
        if not right:
            wrong.append((phrase, value))
    return wrong, len(lines)


@pytest.mark.no_cover
def test_most_single_phrases_are_coded_as_their_line_says():
    wrong, lines = wrong_in("phrases.jsonl")
    assert len(wrong) < 0.10 * lines, wrong


def test_what_real_texts_led_astray_is_coded_as_a_reader_would():
    assert wrong_in("traps.jsonl")[0] == []


# -------------------------------------------------------------------------------- evidence


def test_each_value_has_a_sentence_of_its_section():
    for entry in accuracy.entries(accuracy.FILES[0]):
        result = code(entry["title"], entry["sections"], entry["keywords"])
        texts = entry["sections"] | {"title": entry["title"]}
        for piece in result.evidence:
            stretch = texts[piece.section][piece.start : piece.end]
            assert stretch
            assert stretch == stretch.strip()
        noted = {(piece.variable, piece.value) for piece in result.evidence}
        for variable in ("harm", "factors", "agencies"):
            assert {(variable, value) for value in getattr(result, variable)} <= noted
        if result.model:
            assert ("model", result.model) in noted
        if result.outcome:
            assert ("outcome", result.outcome) in noted


def test_evidence_points_at_the_sentence_that_says_so():
    background = "Parents were known to housing. They were in debt. No other concerns."
    result = coded(GIRL, background)
    (piece,) = [p for p in result.evidence if p.value == "poverty"]
    assert background[piece.start : piece.end] == "They were in debt."
    assert piece.rule == "factors.poverty"


def test_json_has_every_field_in_order():
    shape = as_json(coded(GIRL))
    assert list(shape) == [
        "child_age_months",
        "n_children",
        "sex",
        "outcome",
        "incident_from",
        "incident_to",
        "incident_precision",
        "harm",
        "factors",
        "model",
        "agencies",
        "evidence",
    ]
    assert shape["incident_from"] == "2019-05-01"
    assert shape["child_age_months"] == [[84, 95]]
    assert set(shape["evidence"][0]) == {"variable", "value", "section", "start", "end", "rule"}


def test_nothing_said_is_nothing_coded():
    empty = as_json(code("", {}, ("neglect", "suicide")))
    assert not any(value for value in empty.values())


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text_is_coded_and_evidence_stays_inside_it(title, text):
    result = code(title, {"summary": text, "recommendations": text, "model": text}, ())
    for piece in result.evidence:
        inside = title if piece.section == "title" else text
        assert 0 <= piece.start <= piece.end <= len(inside)


@given(st.text(max_size=300))
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)
    for sentence in sentences("summary", text):
        assert len(text[sentence.start : sentence.end]) == sentence.end - sentence.start


# -------------------------------------------------------------------------- ages and dates


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("a 16-day-old boy", (0, 0)),
        ("nine weeks old", (2, 2)),
        ("12 hours old", (0, 0)),
        ("a newborn", (0, 0)),
        ("aged 11 months", (11, 11)),
        ("a 3-year-old", (36, 47)),
        ("2-year-6-month-old", (30, 30)),
        ("almost 3 years old", (24, 35)),
        ("nearly 8 months old", (7, 7)),
        ("just over two years old", (24, 35)),
        ("aged less than 1 year", (0, 11)),
        ("under 18-years-old", (0, 215)),
        ("a 16 or 17-year-old", (192, 215)),
        ("between 6 and 8 weeks old", (1, 1)),
    ],
)
def test_an_age_in_prose_is_an_interval_of_months(text, interval):
    (age,) = find_ages(words_of(text))
    assert (age.low, age.high) == interval


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("on 3 march 2018", date(2018, 3, 3), date(2018, 3, 3), "day"),
        ("on 11 and 12 march 2020", date(2020, 3, 11), date(2020, 3, 12), "day"),
        ("in sept 2019", date(2019, 9, 1), date(2019, 9, 30), "month"),
        ("between october and december 2016", date(2016, 10, 1), date(2016, 12, 31), "month"),
        ("from may 2016 to 2018", date(2016, 5, 1), date(2018, 12, 31), "year"),
        ("in the first half of 2021", date(2021, 1, 1), date(2021, 12, 31), "year"),
        ("in early 2018", date(2018, 1, 1), date(2018, 12, 31), "year"),
        ("over the winter of 2018-19", date(2018, 1, 1), date(2019, 12, 31), "year"),
        ("in 2013, 2014 and 2015", date(2013, 1, 1), date(2013, 12, 31), "year"),
        ("until 2018", None, date(2018, 12, 31), "year"),
        ("since june 2012", date(2012, 6, 1), None, "month"),
    ],
)
def test_a_time_keeps_its_precision_and_its_open_ends(text, first, last, precision):
    when = next(times(words_of(text)))
    assert (when.first, when.last, when.precision) == (first, last, precision)


def test_three_dates_joined_are_one_span():
    (when,) = times(words_of("in 2013 and 2014 and 2015"))
    assert (when.first, when.last) == (date(2013, 1, 1), date(2015, 12, 31))


def test_a_day_that_the_calendar_lacks_is_no_date():
    assert not list(times(words_of("on 31 february 2018")))


def test_a_day_without_a_year_has_that_of_the_date_before():
    result = coded("Injuries to a boy were seen in September 2018. He died on 4 October.")
    assert result.incident_from == result.incident_to == date(2018, 10, 4)


# ------------------------------------------------------------------- negation, doubt, persons


@pytest.mark.parametrize(
    ("background", "factors"),
    [
        ("There was no evidence of domestic abuse.", ()),
        ("No agency knew of domestic abuse or alcohol misuse by the parents.", ()),
        ("Domestic abuse was suspected.", ("domestic_abuse",)),
        ("The mother did not engage with treatment for depression.", ("parental_mental_health",)),
        ("Mother's depression was ruled out.", ()),
        ("The family was at risk of homelessness.", ()),
        ("Her brother was in foster care.", ()),
        ("She was looked after by her grandmother.", ()),
        ("She was placed in foster care after the incident.", ()),
        ("She had been in care since the death of her mother.", ("looked_after",)),
        ("Staff had training on domestic abuse.", ()),
        ("The girl was on a child protection plan.", ("previous_child_protection_plan",)),
        ("Her sister was on a child protection plan.", ()),
        ("Mother, 18, lived alone.", ("young_parents",)),
        ("Mother was 24.", ()),
        ("The death happened before the pandemic.", ()),
        ("The family came to England from Poland.", ("migration",)),
        ("Father saw the offer of a plan as a threat.", ()),
    ],
)
def test_a_factor_counts_when_the_text_says_it_of_the_right_person(background, factors):
    assert coded(GIRL, background).factors == factors


@pytest.mark.parametrize(
    ("background", "harm"),
    [
        ("She had been neglected.", ("neglect",)),
        ("She was not neglected.", ()),
        ("She was at risk of sexual exploitation.", ()),
        ("Her mother was sexually abused in childhood.", ()),
        ("Father was convicted of an earlier assault on a neighbour.", ()),
        ("She was sexually abused by her uncle.", ("sexual_abuse",)),
        ("Services failed to provide treatment.", ()),
        ("Her parents failed to seek medical care.", ("neglect",)),
        ("It was alleged that she was hit by her father, but this was later withdrawn.", ()),
        ("She had thoughts of suicide.", ()),
        ("She took an accidental overdose.", ("accident", "poisoning")),
    ],
)
def test_a_harm_counts_when_the_subject_suffered_it(background, harm):
    assert coded(GIRL, background).harm == harm


@pytest.mark.parametrize(
    ("summary", "outcome"),
    [
        ("Death of a 3-year-old boy.", "death"),
        ("Attempted murder of a 3-year-old boy.", "serious_harm"),
        ("A boy of 3 was taken abroad by his father.", "other"),
        ("A 15-year-old boy who stabbed a neighbour.", "other"),
        ("A review of how services work together.", None),
        ("The mother of a 3-year-old boy died. He was in the house and was unhurt.", "other"),
    ],
)
def test_the_outcome_is_that_of_the_event_and_of_the_subject(summary, outcome):
    assert coded(summary).outcome == outcome


@pytest.mark.parametrize(
    ("summary", "title", "number", "sex"),
    [
        ("Death of a girl.", TITLE, 1, ("female",)),
        ("Neglect of three sisters.", TITLE, 3, ("female",) * 3),
        ("Neglect of siblings.", "2031 – X – Children F, G and H", 3, (None,) * 3),
        ("Neglect of siblings.", "2031 – X – Family U", None, ()),
        ("Neglect of four children: two boys and two girls.", TITLE, 4, ("male",) * 2),
        ("Injuries to twins, a boy and a girl.", TITLE, 2, ("male", "female")),
        ("Abuse of several girls at a school.", "2031 – X – Review", None, ("female",)),
        ("Death of a female infant.", TITLE, 1, ("female",)),
    ],
)
def test_number_and_sex_come_from_nouns_counts_and_labels(summary, title, number, sex):
    result = coded(summary, title=title)
    assert result.n_children == number
    assert result.sex[: len(sex)] == sex


def test_a_title_gives_names_and_a_count():
    assert titled("2031 – Eastmere – Charlie and Sam")[2] == 2
    assert titled("2031 – Eastmere – Twins")[2] == 2
    assert {"mia"} <= set(titled("2031 – Eastmere – Mia")[0])


# ------------------------------------------------------------------------ model and agencies


@pytest.mark.parametrize(
    ("model", "value"),
    [
        ("uses the Significant Incident Learning Process.", "SILP"),
        ("SCIE.", "SCIE Learning Together"),
        ("Concise child practice review.", "Welsh child practice review"),
        ("none stated.", None),
        ("SILP should be used in future.", None),
        ("The review was undertaken using root cause analysis.", "root cause analysis"),
        ("Appreciative inquiry.", "Appreciative inquiry"),
    ],
)
def test_the_model_has_one_name_or_its_own(model, value):
    assert coded(GIRL, model=model).model == value


def test_a_method_may_stand_in_another_section():
    assert coded(f"{GIRL} The review used a systems approach.").model == "systems approach"


@pytest.mark.parametrize(
    ("recommendations", "agencies"),
    [
        ("GPs should record fathers' names.", ("gp",)),
        ("Ask the police to share information with schools.", ("police",)),
        ("The board should seek assurance from health visitors.", ("partnership",)),
        (
            "Information from midwives should be obtained by children's social care.",
            ("children_social_care",),
        ),
        ("Recommendations to CAMHS and probation.", ("mental_health", "probation")),
        ("Makes recommendations to the police about training in schools.", ("police",)),
        ("Police: review training; Housing: inspect flats.", ("housing", "police")),
        ("To the partnership: audit files; for schools: keep records.", ("partnership", "school")),
        ("Ensure that schools keep records.", ("school",)),
        ("School nurses should attend.", ("health",)),
        ("The council should act; CAFCASS should act.", ()),
        ("Develop guidance for nurseries.", ()),
        ("Hospitals should be told of visits.", ()),
    ],
)
def test_a_body_is_coded_when_it_is_the_one_to_act(recommendations, agencies):
    assert coded(GIRL, recommendations=recommendations).agencies == agencies


def test_no_sentence_reaches_over_a_line():
    text = "poor sharing of information\nfather’s history of violence\nthe school was not asked"
    found = [text[one.start : one.end] for one in sentences("learning", text)]
    assert found == text.split("\n")
