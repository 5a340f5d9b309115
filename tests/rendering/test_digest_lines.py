"""The lines of a source: paragraphs and points stay what they are, wherever they are told."""

import csv
import io
from datetime import UTC, datetime

import pikepdf
import pytest
from bs4 import BeautifulSoup

from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.issuing import issue

AT = datetime(2026, 12, 2, 3, tzinfo=UTC)
LEARNING = (
    "Professionals should:\nask who lives there\nwrite down what is seen\nA second paragraph."
)


@pytest.fixture
def files(house, sources):
    """An issue with one review whose learning has a paragraph, two points and a paragraph."""
    house.run(datetime(2026, 9, 14, 2, tzinfo=UTC))
    entry = house.entry(
        sections={"summary": "One.\nTwo.", "learning": LEARNING}, points={"learning": (1, 2)}
    )
    house.review(datetime(2026, 10, 3, tzinfo=UTC), entry=entry)
    return issue.render(select(house.db, Months.parse("2026-10"), issued_at=AT, sources=sources))


def test_the_page_has_paragraphs_and_a_list(files):
    soup = BeautifulSoup(files["case-reviews-2026-10.html"], "lxml")
    article = soup.find("article", id=lambda id_: id_ and id_.startswith("review-"))
    told = [one.get_text() for one in article.find_all(["p", "li"])]
    start = told.index("One.")
    assert told[start : start + 6] == [
        "One.", "Two.", "Learning: Professionals should:", "ask who lives there",
        "write down what is seen", "A second paragraph.",
    ]  # fmt: skip
    assert article.find("li").get_text() == "ask who lives there"


def test_the_pdf_has_the_list_in_its_structure(files):
    with pikepdf.open(io.BytesIO(files["case-reviews-2026-10.pdf"])) as pdf:
        found = [one.get("/S") for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        assert [str(kind) for kind in found].count("/LI") > 1


def test_the_spreadsheet_marks_the_points(files):
    text = files["case-reviews-2026-10.csv"].decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["Summary"] == "One.\nTwo."
    assert row["Learning"].split("\n")[1:3] == [
        "• ask who lives there",
        "• write down what is seen",
    ]
