"""The pages in a real browser: accessible at WCAG 2.2 AA, whole on a small screen, silent."""

import functools
import http.server
import json
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import in_chromium
from house import utc
from msgspec.structs import replace

from repo_watch.digest.edition import Notes
from repo_watch.digest.model import NATIONAL, Features, Logo
from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.issuing.index import write
from repo_watch.issuing.issue import Composed, issue, render, write_draft

EAST = replace(
    NATIONAL,
    name="east",
    title="Case reviews: East",
    organisation="Eastern partnerships",
    logo=Logo(
        "svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 8">'
        b'<rect width="30" height="8" fill="#05a"/></svg>',
    ),
    introduction="For those who work in the East.",
    features=Features(regions=("East Midlands", "East of England")),
    group_by="theme",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = in_chromium


@pytest.fixture(scope="module")
def pages(house_at, sources, tmp_path_factory):
    """The folder of an installation with a full issue, a quiet one and one of a blind month."""
    folder = tmp_path_factory.mktemp("browser")
    house, public = house_at(folder / "watch.db"), folder / "public"
    house.nights(utc(2026, 7, 14, 2), utc(2026, 9, 30, 2))
    house.nights(utc(2026, 10, 1, 2), utc(2026, 10, 31, 2), a_list="failed")
    old = house.review(utc(2026, 7, 14, 2), baseline=True)
    house.month(utc(2026, 9, 1, 2), 12)
    house.publication(utc(2026, 9, 5, 2))
    house.event(old, "changed", utc(2026, 9, 9, 2), ["summary"])
    for text in ("2026-07", "2026-08", "2026-09", "2026-10"):
        issue(
            house.db,
            Months.parse(text),
            public_dir=public,
            now=utc(2026, 11, 2, 3),
            sources=sources,
        )
        issue(
            house.db,
            Months.parse(text),
            public_dir=public,
            now=utc(2026, 11, 2, 3),
            sources=sources,
            edition=EAST,
            notes=Notes("The next issue comes late."),
        )
    write(house.db, public)
    write(house.db, public, edition=EAST)
    said = select(house.db, Months.parse("2026-11"), issued_at=utc(2026, 11, 2), sources=sources)
    write_draft(Composed(said, render(said, draft=True)), public)
    house.db.close()
    return public


PAGES = (
    "index.html",
    "east/index.html",
    "east/case-reviews-2026-09.html",
    "case-reviews-2026-11.html",
    "case-reviews-2026-08.html",
    "case-reviews-2026-09.html",
    "case-reviews-2026-10.html",
)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_leaves_nothing_open(pages, browser, name, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto((pages / name).as_uri())
    found = Axe().run(page, options={"runOnly": RULES}).response
    assert [one["id"] for one in found["violations"] + found["incomplete"]] == []
    assert found["passes"]
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_at_400_per_cent(pages, browser, name):
    """1280 pixels at 400 % are 320 CSS pixels (WCAG 1.4.10)."""
    page = browser.new_page(viewport={"width": 320, "height": 256})
    page.goto((pages / name).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_no_word_is_broken_on_a_narrow_screen(pages, browser):
    page = browser.new_page(viewport={"width": 320, "height": 900})
    for name in PAGES:
        page.goto((pages / name).as_uri())
        broken = page.evaluate(
            """() => {
                const found = [];
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                for (let node; (node = walker.nextNode());)
                    for (const {0: word, index} of node.data.matchAll(/[^\\s-]+/g)) {
                        const range = document.createRange();
                        range.setStart(node, index);
                        range.setEnd(node, index + word.length);
                        const lines = new Set([...range.getClientRects()].map(one => one.top));
                        if (lines.size > 1) found.push(word);
                    }
                return found;
            }"""
        )
        assert broken == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_the_first_tab_leads_past_the_head(pages, browser):
    page = browser.new_page()
    page.goto((pages / PAGES[-2]).as_uri())
    page.keyboard.press("Tab")
    focused = page.evaluate(
        "[document.activeElement.getAttribute('href'),"
        " document.activeElement.getBoundingClientRect().left >= 0]"
    )
    assert focused == ["#main", True]
    page.close()


def test_no_page_asks_for_anything_but_itself(pages, browser):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    said = []
    page.on("console", lambda message: said.append(message.text))
    for name in PAGES:
        page.goto((pages / name).as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [
        (pages / name).as_uri() for name in PAGES
    ]
    assert said == []
    page.close()


# ------------------------------------------------------------------ the search box


@pytest.fixture(scope="module")
def served(pages):
    """The folder behind a web server, as most readers see it."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(pages))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(params=["file", "http"])
def home(request, pages):
    """The edition's folder as an address, from a disk and from a server."""
    if request.param == "file":
        return (pages / "east").as_uri()
    return request.getfixturevalue("served") + "/east"


def found(page):
    page.locator("#search-status:not(:empty)").wait_for()
    return page.text_content("#search-status"), page.locator("#search-results a").all()


def test_without_script_the_page_is_complete_and_has_no_box_that_does_nothing(pages, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((pages / "east" / "index.html").as_uri())
    assert not page.locator("form").is_visible()
    assert page.locator(".issues a").count() == 4 * 3
    page.context.close()


def test_words_find_items_and_lead_to_them(home, browser):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{home}/index.html")
    assert [one for one in asked if not one.startswith("data:")] == [f"{home}/index.html"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search-words"
    # In one piece: the list answers while somebody types, and half a word finds more.
    page.keyboard.insert_text("EÁST child")
    told, links = found(page)
    assert told == f"{len(links)} items found."
    assert len(links) > 1
    assert all("East" in one for one in page.locator("#search-results li").all_text_contents())
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case-reviews-*")
    anchor = page.url.partition("#")[2]
    assert page.locator(f"#{anchor} h4").text_content() == first
    assert all(one.startswith((home, "data:")) for one in asked)
    page.close()


def test_what_is_not_there_is_said_and_an_empty_box_says_nothing(home, browser):
    page = browser.new_page()
    page.goto(f"{home}/index.html")
    page.fill("#search-words", "zzz")
    assert found(page)[0] == "Nothing here has a word that begins with “zzz”."
    page.fill("#search-words", "")
    page.keyboard.press("Enter")
    assert page.text_content("#search-status") == ""
    assert page.url == f"{home}/index.html"
    page.close()


def test_a_title_stands_before_a_summary_and_a_whole_word_before_a_beginning(
    pages, browser, tmp_path
):
    (tmp_path / "index.html").write_bytes((pages / "index.html").read_bytes())
    said = [
        ("In the summary", "", "harbour"),
        ("In a keyword", "harbour", ""),
        ("Harbourside in the title", "", ""),
        ("Harbour in the title", "", ""),
        ("Elsewhere", "neglect", "town"),
    ]
    items = [
        {"title": title, "about": "", "more": more, "text": text, "url": "https://report.example/"}
        for title, more, text in said
    ]
    (tmp_path / "search-index.js").write_text(f"window.repoWatchItems={json.dumps(items)};")
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    page.fill("#search-words", "harbour")
    told, links = found(page)
    assert told == "4 items found."
    assert [one.text_content() for one in links] == [
        *("Harbour in the title", "Harbourside in the title", "In a keyword", "In the summary"),
    ]
    page.fill("#search-words", "harbour neglect")
    page.get_by_text("Nothing here has all of these words.").wait_for()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_with_results_shown(pages, browser, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto((pages / "east" / "index.html").as_uri())
    page.fill("#search-words", "child")
    assert found(page)[1]
    result = Axe().run(page, options={"runOnly": RULES}).response
    assert [one["id"] for one in result["violations"] + result["incomplete"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_a_list_that_is_missing_is_said_and_the_issues_stay(pages, browser, tmp_path):
    (tmp_path / "index.html").write_bytes((pages / "index.html").read_bytes())
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    page.fill("#search-words", "child")
    assert found(page)[0].startswith("The search is not there just now.")
    page.close()


def test_no_text_of_a_source_becomes_markup_or_a_way_out(pages, browser, tmp_path):
    (tmp_path / "index.html").write_bytes((pages / "index.html").read_bytes())
    harmful = "<img src=x onerror='document.title=1'><script>document.title=1</script>"
    items = [
        {
            "title": harmful,
            "about": harmful,
            "more": "word",
            "url": "case-reviews-2026-09.html#review-1",
        },
        {"title": "out", "about": "", "more": "word", "url": "javascript:document.title=1"},
        {"title": "file", "about": "", "more": "word", "url": "file:///elsewhere"},
        {
            "title": "up",
            "about": "",
            "more": "word",
            "url": "../case-reviews-2026-09.html#review-1",
        },
    ]
    items = [{"text": "", **one} for one in items]
    (tmp_path / "search-index.js").write_text(f"window.repoWatchItems={json.dumps(items)};")
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    before = page.title()
    page.fill("#search-words", "word")
    told, links = found(page)
    assert told == "1 item found."
    assert [link.text_content() for link in links] == [harmful]
    assert page.locator("#search-results img, #search-results script").count() == 0
    assert page.title() == before
    page.close()
