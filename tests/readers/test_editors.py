"""The fragment in the editors of websites: its words, headings, points and links stay."""

import subprocess
from urllib.parse import urljoin

import pytest
from browsing import in_chromium
from bs4 import BeautifulSoup
from house import utc

from repo_watch.digest.months import Months
from repo_watch.issuing import index, issue

pytestmark = [pytest.mark.slow, *in_chromium]
EDITORS = ("TinyMCE", "CKEditor", "TipTap", "Quill", "Trix", "Lexical")
PAGE = "https://council.example/safeguarding/reviews"
_BLANK = "<!DOCTYPE html><meta charset=utf-8><title>An editor</title><body></body>"


@pytest.fixture(scope="module")
def editor_page(node, browser):
    bundle = ["node_modules/.bin/esbuild", "editors.mjs", "--bundle", "--format=iife"]
    more = [
        "--loader:.css=empty",
        "--loader:.svg=text",
        "--outfile=editors.js",
        "--log-level=error",
    ]
    subprocess.run([*bundle, *more], cwd=node, check=True)
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body=_BLANK, content_type="text/html"))
    page.goto(PAGE)
    page.add_script_tag(path=str(node / "editors.js"))
    yield page
    page.close()


def shape(html):
    """Texts of headings and points, and where each link's words lead."""
    soup = BeautifulSoup(html, "lxml")
    texts = [" ".join(one.split()) for one in soup.get_text("\n", strip=False).split("\n")]
    links = [
        (" ".join(one.get_text().split()), urljoin(PAGE, one["href"])) for one in soup.find_all("a")
    ]
    points = [" ".join(one.get_text().split()) for one in soup.find_all("li")]
    return " ".join(filter(None, texts)), points, links


@pytest.mark.parametrize("public_url", ["", "https://watch.example/reviews"])
@pytest.mark.parametrize("name", EDITORS)
def test_an_editor_keeps_the_fragment_whole(editor_page, house, sources, public, name, public_url):
    house.nights(utc(2026, 8, 14, 2), utc(2026, 10, 30, 2))
    for month in (9, 10):
        house.month(utc(2026, month, 1, 2), 3)
        now = utc(2026, month + 1, 2, 3)
        months = Months.parse(f"2026-{month:02}")
        issue.issue(house.db, months, public_dir=public, now=now, sources=sources)
    index.write(house.db, public, public_url=public_url)
    fragment = (public / "fragment.html").read_text()
    kept = editor_page.evaluate("([name, html]) => window.editors[name](html)", [name, fragment])
    assert len(shape(fragment)[2]) == 4
    assert shape(kept) == shape(fragment)
