"""Figures that say in words what they show."""

import re
from xml.etree import ElementTree as ET

import pytest

from repo_watch.analysis.cookbook import Answer, Chart, answer, chosen, drawn, svg
from repo_watch.cli import status_of
from repo_watch.errors import SettingsError

NS = {"s": "http://www.w3.org/2000/svg"}
BARS = Chart("bars", "Reviews & themes", "theme", "reviews")


def figure(chart, *rows, columns=("theme", "reviews")):
    return ET.fromstring(svg(chart, Answer(columns, rows), "Source: nobody"))


def texts(root):
    return [one.text for one in root.findall("s:text", NS)]


@pytest.mark.parametrize("one", drawn(), ids=lambda one: one.name)
def test_every_number_stands_in_the_figure_and_in_its_description(copy, one):
    found = answer(copy, one)
    root = ET.fromstring(svg(one.chart, found, "repo-watch"))
    assert root.find("s:title", NS).text == one.chart.title
    at = found.columns.index(one.chart.value)
    described = root.find("s:desc", NS).text
    for row in found.rows:
        assert f"{row[at]:g}" in texts(root)
        assert re.search(rf"\b{row[at]:g}\b", described)


def test_lengths_are_in_proportion():
    root = figure(BARS, ("one", 10), ("two", 5))
    widths = [float(one.get("width")) for one in root.findall("s:rect[@class='mark']", NS)]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.1)


def test_markup_and_codes_are_words():
    root = figure(BARS, ("<b>self_harm</b>", 1))
    assert "<b>self harm</b>" in texts(root)


def test_a_panel_without_a_value_shows_nought():
    chart = Chart("panels", "t", "year", "reviews", "outcome")
    root = figure(
        chart,
        ("death", 2024, 3),
        ("other", 2025, 2),
        columns=("outcome", "year", "reviews"),
    )
    described = root.find("s:desc", NS).text
    assert described == "death: 2024: 3, 2025: 0. other: 2024: 0, 2025: 2."


def test_labels_are_left_out_before_they_touch_and_numbers_never():
    chart = Chart("columns", "t", "month", "reviews")
    rows = [(f"20{year}-{month:02}", month) for year in (25, 26) for month in range(1, 13)]
    said = texts(figure(chart, *rows, columns=("month", "reviews")))
    labels = [text for text in said if re.fullmatch(r"20\d\d-\d\d", text)]
    assert 0 < len(labels) < 24
    assert sum(text.isdigit() for text in said) == 24


def test_the_last_label_which_may_be_not_stated_is_never_left_out():
    chart = Chart("columns", "t", "years", "reviews")
    rows = [*((number, 1) for number in range(9)), (None, 2)]
    said = texts(figure(chart, *rows, columns=("years", "reviews")))
    assert "not stated" in said


@pytest.mark.parametrize("name", ["harm", "who-is-asked-to-act", "themes", "age-and-outcome"])
def test_what_reviews_do_not_state_is_drawn(small_copy, name):
    (one,) = chosen(name)
    label, count = answer(small_copy, one).rows[-1][:2]
    assert (label, count > 0) == ("not stated", True)


def test_long_names_are_cut_and_kept_in_the_description():
    name = "a theme with a very long name that goes on and on"
    root = figure(BARS, (name, 1))
    assert name in root.find("s:desc", NS).text
    assert any(text.endswith("…") for text in texts(root))


def test_nothing_to_draw_is_said():
    with pytest.raises(SettingsError, match="no rows to draw"):
        figure(BARS)


def test_the_command_draws_one_or_all(copy_path, tmp_path, capsys):
    with_copy = ["--database", str(copy_path)]
    assert status_of(["chart", "themes", str(tmp_path), "--png", *with_copy]) == 0
    assert (tmp_path / "themes.png").read_bytes().startswith(b"\x89PNG")
    assert not (tmp_path / "themes.typ").exists()
    assert capsys.readouterr().out.count("\n") == 2
    assert status_of(["chart", "all", str(tmp_path), *with_copy]) == 0
    assert {path.stem for path in tmp_path.glob("*.svg")} == {one.name for one in drawn()}
    assert status_of(["chart", "evidence", str(tmp_path), *with_copy]) == 2
    assert "themes-over-time" in capsys.readouterr().err


def test_of_all_those_without_rows_are_left_out(small, tmp_path):
    copy = str(small.settings.public / "repo-watch.db")
    assert status_of(["chart", "all", str(tmp_path), "--database", copy]) == 0
    names = {path.stem for path in tmp_path.glob("*.svg")}
    assert "reviews-per-year" in names
    assert "new-by-month" not in names
    assert status_of(["chart", "new-by-month", str(tmp_path), "--database", copy]) == 2


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(SettingsError, match="reviews-per-year"):
        chosen("nonsense")
