"""Drafts: marked on each page, recorded nowhere, and what an approval is for."""

import io
import subprocess
from datetime import UTC, datetime

import page
import pikepdf
import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from repo_watch.digest.model import NATIONAL
from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.errors import SettingsError
from repo_watch.issuing.issue import Composed, issue, render, write_draft

OCTOBER, NOVEMBER = Months.parse("2026-10"), Months.parse("2026-11")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NAMES = {"case-reviews-2026-10.html", "case-reviews-2026-10.pdf"}
LOCAL = replace(NATIONAL, name="local", group_by="theme")


@pytest.fixture
def watched(house):
    house.nights(datetime(2026, 9, 14, 2, tzinfo=UTC), datetime(2026, 11, 20, 2, tzinfo=UTC))
    house.month(datetime(2026, 10, 1, 2, tzinfo=UTC), 5)
    house.publication(datetime(2026, 10, 4, tzinfo=UTC))
    house.review(datetime(2026, 11, 3, tzinfo=UTC))
    old = house.review(datetime(2026, 9, 14, 2, tzinfo=UTC), baseline=True)
    house.event(old, "changed", datetime(2026, 10, 4, tzinfo=UTC), ["summary"])
    return house


def said(house, sources, months=OCTOBER, edition=NATIONAL, now=NOW):
    digest = select(house.db, months, issued_at=now, sources=sources, edition=edition)
    return Composed(digest, render(digest, draft=True))


def words_by_page(content):
    """The words of each page, artifacts too."""
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
    return text.split("\f")[:-1]


@pytest.mark.usefixtures("pdftotext")
def test_a_draft_says_so_on_each_page(watched, tmp_path, sources):
    html, pdf = write_draft(said(watched, sources), tmp_path)
    pages = words_by_page(pdf.read_bytes())
    assert len(pages) > 3
    assert all("DRAFT" in one for one in pages)
    soup = BeautifulSoup(html.read_bytes(), "lxml")
    assert soup.title.get_text() == "DRAFT: Case reviews October 2026"
    assert soup.main.find("p")["class"] == ["draft"]
    assert soup.main.find("p").get_text() == "DRAFT: this issue is not published yet."
    assert "Issued on" not in soup.get_text()
    assert page.validate_pdf_bytes(
        pdf.read_bytes(), profile="ua1", limits=page.SafetyLimits.unlimited()
    ).is_compliant
    with pikepdf.open(io.BytesIO(pdf.read_bytes())) as document, document.open_metadata() as meta:
        assert meta["dc:title"] == "DRAFT: Case reviews October 2026"


def test_a_draft_shows_the_number_of_each_item_that_can_be_hidden(watched, tmp_path, sources):
    html, _ = write_draft(said(watched, sources), tmp_path)
    soup = BeautifulSoup(html.read_bytes(), "lxml")
    told = {
        one["id"]: one.find("p", class_="about").get_text().rpartition(" · ")[2]
        for one in soup.find_all("article")
    }
    assert len(told) == 7
    for id_, number in told.items():
        kind, _, item = id_.partition("-")
        assert number == ("Case review" if kind == "change" else f"Item {item}")


def test_a_draft_is_recorded_nowhere_and_an_edition_has_its_own(watched, tmp_path, sources):
    write_draft(said(watched, sources), tmp_path)
    write_draft(said(watched, sources, edition=LOCAL), tmp_path)
    assert {one.name for one in tmp_path.glob("case*")} == NAMES
    assert {one.name for one in (tmp_path / "local").iterdir()} == NAMES
    assert watched.rows("SELECT 1 FROM issue") == []


def test_a_month_that_goes_on_says_how_far_it_got(watched, tmp_path, sources):
    html, _ = write_draft(said(watched, sources, NOVEMBER), tmp_path)
    soup = BeautifulSoup(html.read_bytes(), "lxml")
    assert soup.main.find("p").get_text() == (
        "DRAFT: November 2026 has not ended; this is how it stood on 20 November 2026."
    )
    assert "Read in full on all 20 nights." in soup.get_text()
    with pytest.raises(SettingsError, match="December 2026 has not begun"):
        said(watched, sources, Months.parse("2026-12"))


def test_a_draft_of_a_correction_says_that_it_is_one(watched, tmp_path, public, sources):
    issue(watched.db, OCTOBER, public_dir=public, now=NOW, sources=sources)
    html, _ = write_draft(said(watched, sources), tmp_path)
    assert "DRAFT: this correction is not published yet." in html.read_text()


def test_what_was_prepared_is_told_from_what_has_changed_since(watched, tmp_path, sources):
    name = "case-reviews-2026-10.html"
    html, _ = write_draft(said(watched, sources), tmp_path)
    later = datetime(2026, 11, 28, 9, tzinfo=UTC)
    assert html.read_bytes() == said(watched, sources, now=later).files[name]
    entry = watched.entry(title="2026 – Eastmere – Child Z")
    watched.revise(1, datetime(2026, 11, 21, tzinfo=UTC), entry)
    assert html.read_bytes() != said(watched, sources).files[name]
