"""HTML, PDF and feed say the same, in the same bytes, and nothing in a text is markup."""

import io
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import page
import pikepdf
import pytest
from bs4 import BeautifulSoup
from house import utc

import repo_watch.rendering
from repo_watch.digest.model import Digest
from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.issuing import index, issue
from repo_watch.model import Link
from repo_watch.rendering import html, pdf
from repo_watch.rendering.view import view

OCTOBER = Months.parse("2026-10")
AT = datetime(2026, 11, 2, 3, tzinfo=UTC)

STRANGE = {
    "welsh": "Ŵyn, ŷd a chŵn Ynys Môn",
    "polish": "Przegląd źródła, łódź",
    "markup": "*bold* _em_ #let x [x] $a$ `c` @ref // = #include <b>b</b> &amp; {{ 7*7 }} {% x %}",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "emoji": "family \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f642 ❤️",
    "arabic": "مراجعة",
    "chinese": "儿童保护",
    "hindi": "बाल सुरक्षा",
    "controls": "a\x00b\x07c\x1b[31m\x7f\x85",
    "word bullet": "\uf0b7 one \uf0a7 two",
    "private": "\ue000 \U000f0000 \uffff",
    "right to left": "abc\u202efed\u202c \u200f\u2067x\u2069",
    "zero width": "zero\u200bwidth\u2060joined\ufeff",
    "combining": "e\u0301 a\u0308\u0323 q\u0307\u0489",
    "long word": "W" * 400,
    "ligatures": "ﬁnd ﬂow ① ½ ™ …",
    "separators": "one\u2028two\u2029three\u00a0four",
    "unseen": "\u200b\u200e\u2063",
}


def shown(text):
    """Text without what a line break or a search may do to it."""
    return re.sub(r"[\s\u200b]+", "", text)


def words_of(tree):
    """Every text of an issue's tree, with anchors and addresses left out."""
    match tree:
        case str():
            yield tree
        case dict():
            for name, value in tree.items():
                if name not in {"id", "url", "language"}:
                    yield from words_of(value)
        case list() | tuple():
            for value in tree:
                yield from words_of(value)


def pdf_text(content):
    """The text of a PDF as its structure holds it."""
    made = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return made.stdout.decode()


def made(house, sources, months=OCTOBER):
    return select(house.db, months, issued_at=AT, sources=sources)


@pytest.fixture
def rich(house, sources):
    """An issue with something in each of its parts."""
    house.nights(utc(2026, 8, 14, 2), utc(2026, 10, 30, 2))
    old = [house.review(utc(2026, 8, 14, 2), baseline=True) for _ in range(3)]
    report = house.publication(utc(2026, 8, 14, 2), baseline=True)
    house.month(utc(2026, 9, 1, 2), 4)
    house.month(utc(2026, 10, 1, 2), 9)
    house.publication(utc(2026, 10, 5, 2))
    house.event(old[0], "changed", utc(2026, 10, 9, 2), ["summary", "keywords"])
    house.event(report, "withdrawn", utc(2026, 10, 20, 2))
    house.run(utc(2026, 10, 31, 2), verdicts={"a-list": "failed"})
    return made(house, sources)


def test_every_word_of_the_issue_is_in_the_page(rich):
    said = view(rich)
    soup = BeautifulSoup(html.render(said), "lxml")
    text = shown(soup.body.get_text(" "))
    missing = [one for one in words_of(msgspec.to_builtins(said)) if shown(one) not in text]
    assert not missing


@pytest.mark.usefixtures("pdftotext")
def test_every_word_of_the_issue_is_in_the_pdf(rich):
    said = view(rich)
    text = shown(pdf_text(pdf.render(said, AT)))
    # Lines end where the page ends: running heads and feet come between.
    text = re.sub(r"Page\d+of\d+|\f", "", text).replace(shown(said.title), "")
    tree = msgspec.to_builtins(said) | {"series": "", "months": ""}
    missing = [one for one in words_of(tree) if shown(one) not in text]
    assert not missing


def test_the_pdf_has_the_structure_that_readers_navigate_by(rich):
    said = view(rich)
    entries = [one for part in said.parts for group in part.groups for one in group.entries]
    with pikepdf.open(io.BytesIO(pdf.render(said, AT))) as document:
        names = [
            str(one.S)
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        ]
        assert names.count("/H1") == 1
        assert names.count("/H2") == len(said.parts) + 1
        links = [
            annotation
            for one in document.pages
            for annotation in one.get("/Annots", [])
            if annotation.Subtype == "/Link"
        ]
        assert links
        assert all(str(one.get("/Contents", "")) for one in links)
        uris = {str(one.A.URI) for one in links if one.get("/A", {}).get("/URI")}
        assert uris == {line.url for one in entries for line in one.lines if line.url}
        assert str(document.Root.Lang).lower() == "en-gb"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Case reviews October 2026"
        with document.open_outline() as outline:
            assert [one.title for one in outline.root] == [part.title for part in said.parts]


def test_the_stored_digest_renders_to_the_same_bytes(rich):
    stored = msgspec.json.decode(msgspec.json.encode(rich), type=Digest)
    assert stored == rich
    assert issue.render(stored) == issue.render(rich)


def test_page_pdf_and_feed_name_the_same_items(house, rich, sources, public):
    issue.issue(house.db, OCTOBER, public_dir=public, now=AT, sources=sources)
    index.write(house.db, public)
    feed = BeautifulSoup((public / "feed.xml").read_bytes(), "xml")
    soup = BeautifulSoup((public / "case-reviews-2026-10.html").read_bytes(), "lxml")
    content = BeautifulSoup(feed.entry.content.get_text(), "lxml")
    named = [one.get_text() for one in content.find_all("a")]
    assert named == [one.find(["h3", "h4"]).get_text() for one in soup.find_all("article")]
    assert len(named) == len(rich.items) + len(rich.changes)
    targets = [one["href"].split("#")[1] for one in content.find_all("a")]
    assert targets == [one["id"] for one in soup.find_all("article")]
    with (
        pikepdf.open(public / "case-reviews-2026-10.pdf") as document,
        document.open_outline() as o,
    ):
        marks = json.dumps(_titles(o.root))
    assert all(json.dumps(name)[1:-1] in marks for name in named)


def _titles(items):
    return [title for one in items for title in (one.title, *_titles(one.children))]


_AGAIN = """
import sys, hashlib, msgspec
from repo_watch.issuing.issue import render
from repo_watch.digest.model import Digest
digest = msgspec.json.decode(sys.stdin.buffer.read(), type=Digest)
for name, content in render(digest).items():
    print(name, hashlib.sha256(content).hexdigest())
"""


def test_the_bytes_do_not_depend_on_hash_seed_time_zone_or_locale(rich):
    stored = msgspec.json.encode(rich)
    source = str(Path(repo_watch.rendering.__file__).parents[2])
    answers = {
        subprocess.run(
            [sys.executable, "-c", _AGAIN],
            input=stored,
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONPATH": source} | environment,
        ).stdout
        for environment in (
            {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8"},
            {"PYTHONHASHSEED": "12", "TZ": "America/New_York", "LANG": "tr_TR.UTF-8"},
        )
    }
    assert len(answers) == 1


@pytest.mark.parametrize("kind", STRANGE)
def test_strange_text_never_stops_an_issue(house, sources, kind):
    text = STRANGE[kind]
    house.run(utc(2026, 9, 14, 2))
    house.review(
        utc(2026, 10, 3, 2),
        entry=house.entry(
            title=f"2026 – {text} – Child Q",
            authority_text=text,
            anonymous=False,
            sections={"summary": text, "learning": f"{text}; {text}", "key_issues": text},
            keywords=(text, "neglect"),
            links=(Link(text, "https://library.example/" + "long/" * 30),),
        ),
    )
    said = view(made(house, sources))
    paper = pdf.render(said, AT)
    assert page.validate_pdf_bytes(
        paper, profile="ua1", limits=page.SafetyLimits.unlimited()
    ).is_compliant
    soup = BeautifulSoup(html.render(said), "lxml")
    assert not soup.find_all(["script", "img", "iframe", "object"])
    assert shown(said.parts[0].groups[0].entries[0].title) in shown(soup.get_text())
    assert b"https://library.example/" + b"long/" * 30 in _uris(paper)


def _uris(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        return {
            bytes(annotation.A.URI)
            for one in document.pages
            for annotation in one.get("/Annots", [])
            if annotation.get("/A", {}).get("/URI")
        }


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:alert(1)", "file:///etc/x"]
)
def test_only_web_addresses_become_links(house, sources, address):
    house.run(utc(2026, 9, 14, 2))
    link = Link("Read the overview report", address)
    entry = house.entry(title="2026 – Eastmere – Child Q", links=(link,))
    house.review(utc(2026, 10, 3, 2), entry=entry)
    said = view(made(house, sources))
    content = html.render(said).decode()
    assert address.lower() not in content.lower()
    assert "Read the overview report: 2026 – Eastmere – Child Q" in content
    assert _uris(pdf.render(said, AT)) == set()


def test_the_page_asks_for_nothing_from_anywhere(rich):
    soup = BeautifulSoup(html.render(view(rich)), "lxml")
    assert not soup.find_all(["script", "img", "iframe", "object", "form", "video", "audio"])
    assert [one["href"] for one in soup.find_all("link")] == ["data:,"]
    assert "url(" not in soup.style.get_text()
    assert "@import" not in soup.style.get_text()
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert not [name for tag in soup.find_all() for name in tag.attrs if name.startswith("on")]


def test_every_anchor_is_there_once(rich):
    soup = BeautifulSoup(html.render(view(rich)), "lxml")
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    inner = {tag["href"][1:] for tag in soup.find_all("a", href=re.compile("^#"))}
    assert inner <= set(ids)


def test_the_helpline_stands_before_the_first_entry(rich):
    content = html.render(view(rich)).decode()
    assert 0 < content.index("0808\xa0800\xa05000") < content.index("<article")


@pytest.mark.slow
def test_sixty_reviews_are_made_in_a_second_and_stay_small(house, sources):
    house.run(utc(2026, 9, 14, 2))
    house.month(utc(2026, 10, 1, 2), 60)
    digest = made(house, sources)
    taken = []
    for _ in range(3):  # the fastest: what else the machine does is not ours
        begun = sum(os.times()[:4])
        files = issue.render(digest)
        taken.append(sum(os.times()[:4]) - begun)
    assert min(taken) < 1
    assert len(files["case-reviews-2026-10.html"]) < 150_000
    assert len(files["case-reviews-2026-10.pdf"]) < 350_000


@pytest.mark.slow
def test_the_complete_edition_of_two_thousand_reviews(house, sources):
    house.run(utc(2026, 9, 14, 2))
    house.month(utc(2026, 10, 1, 2), 2000)
    begun = time.process_time()
    files = issue.render(made(house, sources))
    assert time.process_time() - begun < 15
    assert len(files["case-reviews-2026-10.pdf"]) < 6_000_000


# ------------------------------------------------------------------ the gate itself


def compliant(content):
    return page.validate_pdf_bytes(
        content, profile="ua1", limits=page.SafetyLimits.unlimited()
    ).is_compliant


@pytest.fixture
def paper(rich):
    return pdf.render(view(rich), AT)


def test_the_pdf_passes_the_gate(paper):
    assert compliant(paper)


def _no_language(document):
    del document.Root.Lang


def _no_title_shown(document):
    document.Root.ViewerPreferences.DisplayDocTitle = False


def _not_marked(document):
    document.Root.MarkInfo.Marked = False


def _no_structure(document):
    del document.Root.StructTreeRoot


def _links_without_words(document):
    for one in document.pages:
        for annotation in one.get("/Annots", []):
            if "/Contents" in annotation:
                del annotation["/Contents"]


def _no_metadata(document):
    del document.Root.Metadata


def _tables_without_heads(document):
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/LBody":
            one.S = pikepdf.Name.TD


@pytest.mark.parametrize(
    "harm",
    [
        _no_language,
        _no_title_shown,
        _not_marked,
        _no_structure,
        _links_without_words,
        _no_metadata,
        _tables_without_heads,
    ],
)
def test_the_gate_fails_on_files_that_were_broken_on_purpose(paper, harm):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as document:
        harm(document)
        document.save(out)
    assert not compliant(out.getvalue())
