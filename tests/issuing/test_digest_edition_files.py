"""The files of an edition: in a folder of its own, with its logo, and saying the same."""

import base64
import io
import re
import subprocess
from datetime import UTC, datetime

import msgspec
import page
import pikepdf
import pytest
from bs4 import BeautifulSoup
from house import utc
from msgspec.structs import replace

from repo_watch.digest.edition import NOTHING, Notes
from repo_watch.digest.model import NATIONAL, Digest, Edition, Features, Logo
from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.issuing import issue as issuing
from repo_watch.issuing.index import write
from repo_watch.issuing.issue import issue
from repo_watch.rendering.view import view

OCTOBER = Months.parse("2026-10")
AT = datetime(2026, 11, 2, 3, tzinfo=UTC)
NEAR = Edition(name="near", title="Near", features=Features(regions=("East Midlands",)))


def chosen(house, sources, edition, notes=NOTHING):
    return select(house.db, OCTOBER, issued_at=AT, sources=sources, edition=edition, notes=notes)


@pytest.fixture
def watched(house):
    """A review that is near, two that are not, and a publication."""
    house.nights(utc(2026, 9, 14, 2), utc(2026, 10, 31, 2))
    for place in ("Westholt", "Eastmere", "Llanfaer"):
        title = f"2026 – {place} – Child Q"
        entry = house.entry(title=title, authority_text=place, anonymous=False)
        house.review(utc(2026, 10, 3), entry=entry)
    house.publication(utc(2026, 10, 4))
    return house


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 8">'
    b'<rect width="30" height="8" fill="#05a"/></svg>'
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGMQcJgARAwQCgAWjgOB"
    "1657uQAAAABJRU5ErkJggg=="
)
FULL = replace(
    NEAR,
    title="Case reviews: East",
    organisation="Eastern partnerships",
    logo=Logo("svg", SVG),
    introduction="For those who work in Eastmere.",
    contact="east@board.example",
    group_by="theme",
    pairs_begin=12,
)


def test_each_edition_has_its_own_folder_page_and_feeds(watched, public, sources):
    for edition in (NATIONAL, FULL):
        made = issue(
            watched.db, OCTOBER, public_dir=public, now=AT, sources=sources, edition=edition
        )
        write(watched.db, public, edition=edition)
        assert (public / made.name("pdf")).exists()
    names = {one.name for one in (public / "near").iterdir()}
    assert names == {one.name for one in public.iterdir()} - {"near"}
    assert made.name("html") == "near/case-reviews-2026-10.html"
    feeds = [
        BeautifulSoup((folder / "feed.xml").read_bytes(), "xml")
        for folder in (public, public / "near")
    ]
    assert len({feed.id.get_text() for feed in feeds}) == 2
    assert len({feed.entry.id.get_text() for feed in feeds}) == 2
    assert feeds[1].author.get_text(strip=True) == "Eastern partnerships"


@pytest.mark.usefixtures("pdftotext")
@pytest.mark.parametrize("logo", [Logo("svg", SVG), Logo("png", PNG)], ids=["svg", "png"])
def test_the_files_of_an_edition_say_the_same_in_the_same_bytes(watched, sources, logo):
    edition = replace(FULL, logo=logo)
    digest = chosen(watched, sources, edition, notes=Notes("Until the spring.", {1: "asked"}))
    stored = msgspec.json.decode(msgspec.json.encode(digest), type=Digest)
    files = issuing.render(digest)
    assert issuing.render(stored) == files
    said = view(digest)
    paper = files["case-reviews-2026-10.pdf"]
    text = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=paper, capture_output=True, check=True
    ).stdout.decode()
    soup = BeautifulSoup(files["case-reviews-2026-10.html"], "lxml")
    for rendered in (text, soup.body.get_text(" ")):
        plain = re.sub(r"\s+", " ", rendered)
        for words in (
            *(said.series, said.headline, said.introduction, said.note.text, said.issued),
            *said.standfirst,
            *(part.title for part in said.parts),
            *(group.name for part in said.parts for group in part.groups),
            "Eastern partnerships",
        ):
            assert words in plain
    assert "1 item was left out by the editor." in said.standfirst[-1]
    assert soup.img["alt"] == "Eastern partnerships"
    assert soup.img["src"].startswith(f"data:image/{logo.kind}")
    assert page.validate_pdf_bytes(
        paper, profile="ua1", limits=page.SafetyLimits.unlimited()
    ).is_compliant
    with pikepdf.open(io.BytesIO(paper)) as document:
        figures = [
            str(one.Alt)
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
    assert figures == ["Eastern partnerships"]


@pytest.mark.usefixtures("pdftotext")
def test_the_contents_of_each_part_name_its_own_reviews_alone(watched, sources):
    for place in ("Eastmere", "Westholt"):
        for number in range(3):
            title = f"2026 – {place} – Child Z{number}"
            entry = watched.entry(title=title, authority_text=place, anonymous=False)
            watched.review(utc(2026, 10, 9), entry=entry)
    paper = issuing.render(chosen(watched, sources, NEAR))["case-reviews-2026-10.pdf"]
    text = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=paper, capture_output=True, check=True
    ).stdout.decode()
    # Once in a list of contents, once as a heading, once in the link to its report.
    assert text.count("2026 – Eastmere – Child Z1") == 3
    assert text.count("2026 – Westholt – Child Z1") == 3
