"""What each stretch of a page was taken for."""

import json
from pathlib import Path

import pytest
from list_pages import page, read_list

from repo_watch.errors import CutShortError
from repo_watch.model import Entry
from repo_watch.reading.case_list.entries import explain
from repo_watch.reading.page.web_page import see

PAGES = Path(__file__).parents[2] / "pages" / "nspcc-reviews"
CASES = sorted(path.parent for path in PAGES.glob("*/expected.jsonl") if path.stat().st_size)
URL = "https://example.org/list"
PAGE = """<h1>Case reviews</h1>
<h3>2031 – Eastmere – Child Q</h3><p>One.</p><p>Learning includes: be kind.Keywords: infants.</p>
<p>NC50543</p><p><a href="/r.pdf">&gt; Read the overview report</a></p>
<p>Something else</p>
<h3>2031 – Anonymous – Child R</h3><p>Two. <a href="/s.pdf">Overview report</a></p>
<p>Infants, police.</p><footer>Example charity</footer>"""


def test_stretches_in_page_order() -> None:
    assert list(explain(page(PAGE.encode(), URL))) == [
        ("furniture", "Case reviews"),
        ("heading", "2031 – Eastmere – Child Q"),
        ("section:summary", "One."),
        ("label", "Learning includes:"),
        ("section:learning", "be kind."),
        ("label", "Keywords:"),
        ("keywords", "infants."),
        ("accession", "NC50543"),
        ("link", "> Read the overview report"),
        ("unread", "Something else"),
        ("heading", "2031 – Anonymous – Child R"),
        ("section:summary", "Two."),
        ("link", "Overview report"),
        ("keywords", "Infants, police."),
        ("furniture", "Example charity"),
    ]


def test_a_refused_page_is_refused_here_too() -> None:
    with pytest.raises(CutShortError):
        list(explain(page(b"<html><body>", URL)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_visible_letter_is_accounted_for(case: Path) -> None:
    body = (case / "page.html").read_bytes()
    url = json.loads((case / "meta.json").read_text("utf-8"))["url"]
    stretches = list(explain(page(body, url)))
    seen = "".join(line.text for line in see(body.decode()).lines)
    told = "".join(text for _, text in stretches)
    assert letters(told) == letters(seen)
    for entry in read_list(body, url=url).items:
        assert isinstance(entry, Entry)
        assert entry.title in [text for what, text in stretches if what == "heading"]


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
