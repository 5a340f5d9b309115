"""The CSV file: the same reviews as page and PDF, and no cell that runs."""

import csv
import io
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.files import safe_cell
from repo_watch.issuing import issue
from repo_watch.rendering import spreadsheet

OCTOBER = Months.parse("2026-10")
AT = datetime(2026, 12, 2, 3, tzinfo=UTC)


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def digest(house, sources, public):
    """Reviews of each kind, one of them late."""
    for month in (9, 10, 11):
        house.run(datetime(2026, month, 14, 2, tzinfo=UTC))
    issue.issue(house.db, Months.parse("2026-09"), public_dir=public, now=AT, sources=sources)
    house.review(datetime(2026, 9, 20, tzinfo=UTC))
    house.month(datetime(2026, 10, 1, 2, tzinfo=UTC), 9)
    gone = house.review(datetime(2026, 10, 3, tzinfo=UTC), state="absent", link_states=["retired"])
    house.event(gone, "absent", datetime(2026, 10, 20, tzinfo=UTC))
    house.publication(datetime(2026, 10, 4, tzinfo=UTC))
    return select(house.db, OCTOBER, issued_at=AT, sources=sources)


def test_the_file_tells_what_the_page_tells(digest):
    files = issue.render(digest)
    rows = {f"review-{row['Item']}": row for row in rows_of(files["case-reviews-2026-10.csv"])}
    soup = BeautifulSoup(files["case-reviews-2026-10.html"], "lxml")
    shown = {one["id"]: one for one in soup.find_all("article") if one["id"] in rows}
    assert len(rows) == len(shown) == 11
    assert [id_ for id_ in rows if rows[id_]["Late"] == "yes"] == [list(rows)[-1]]
    for id_, row in rows.items():
        article = shown[id_]
        text = " ".join(article.get_text(" ").split())
        assert article.find(["h3", "h4"]).get_text() == row["Title"]
        assert bool(article.find_parent(id="late")) == (row["Late"] == "yes")
        assert row["Type of review"] in text
        assert all(place in text for place in row["Region or nation"].split("; "))
        assert row["Note"] in text
        for section in ("Summary", "Background", "Learning", "Recommendations", "Good practice"):
            for point in row[section].split("; "):
                assert point in text
        assert f"Keywords: {row['Keywords'].replace('; ', ', ')}." in text or not row["Keywords"]
        for report in row["Reports"].split("; "):
            assert report in text
        addresses = [one["href"] for one in article.find_all("a")]
        assert addresses in (row["Report addresses"].split(), [])
        group = article.find_parent(class_="grouped")
        named = group.h3.get_text() if group else row["Title"].split(" – ")[1]
        assert row["Late"] == "yes" or named == row["Authority"]


def test_the_same_issue_gives_the_same_bytes_and_opens_in_a_spreadsheet(digest):
    content = spreadsheet.render(digest)
    assert content == spreadsheet.render(digest)
    assert content.startswith(b"\xef\xbb\xbfItem,Title,")
    assert content.count(b"\r\n") == 12


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＠"])
def test_no_text_of_a_source_becomes_a_formula(house, sources, sign):
    text = f'{sign}HYPERLINK("https://elsewhere.example","x")'
    house.run(datetime(2026, 9, 14, 2, tzinfo=UTC))
    entry = house.entry(
        title=text,
        authority_text=text,
        anonymous=False,
        sections={"summary": text},
        keywords=(text,),
    )
    house.review(datetime(2026, 10, 3, tzinfo=UTC), entry=entry)
    (row,) = rows_of(spreadsheet.render(select(house.db, OCTOBER, issued_at=AT, sources=sources)))
    for name in ("Title", "Authority", "Summary", "Keywords"):
        assert row[name] == f"'{text}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_a_cell_keeps_its_text_and_never_begins_a_formula(text):
    cell = safe_cell(text)
    assert cell.removeprefix("'") == text.removeprefix("'")
    assert not cell or cell[0] not in "=+-@\t\r\n＝＋－＠"
