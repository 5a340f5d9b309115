"""GOV.UK's recorded pages, and what the source asks for."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from repo_watch.errors import ReadingError
from repo_watch.model import UNLISTED, KnownPage, Page, Reading, Request, State
from repo_watch.sources.govuk_reviews import SOURCE

CASES = Path(__file__).parent.parent / "pages" / "govuk-reviews"
BASE = "https://www.gov.uk"


def recorded(case):
    meta = json.loads((CASES / case / "meta.json").read_text("utf-8"))
    (body,) = (CASES / case).glob("page.*")
    return Page(
        request=Request(meta["url"], meta["kind"]),
        url=meta.get("answered", meta["url"]),
        status=meta["status"],
        headers={},
        body=body.read_bytes(),
        sha256="",
        fetched_at=datetime(2031, 6, 3, tzinfo=UTC),
    )


def said(page):
    """A reading, or its refusal, as JSON data without what is empty."""
    try:
        reading = SOURCE.read(page)
    except ReadingError as refusal:
        return {"error": type(refusal).__name__, "reason": refusal.reason, "url": refusal.url}
    return filled(msgspec.to_builtins(reading))


def filled(value):
    if isinstance(value, dict):
        return {
            name: filled(one)
            for name, one in value.items()
            if one not in (None, (), [], "") or (name == "marker" and one == "")
        }
    return [filled(one) for one in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_a_recorded_page_is_read_as_expected(case):
    expected = CASES / case / "expected.json"
    now = said(recorded(case))
    if not expected.exists():
        expected.write_text(json.dumps(now, indent=2, ensure_ascii=False) + "\n", "utf-8")
        pytest.fail(f"{case}: expected.json was missing and is written now: read it, then commit")
    assert now == json.loads(expected.read_text("utf-8"))


def test_every_kind_of_request_has_expectations():
    known = {
        f"{BASE}/api/search.json?x": KnownPage(None, None),
        f"{BASE}/api/content/x": KnownPage("", None),
    }
    asked = SOURCE.plan(State(urls=(BASE,), pages=known))
    assert {request.kind for request in asked} == set(SOURCE.expects)


def test_the_first_round_asks_for_the_panel_each_phrase_and_the_feed():
    first = SOURCE.plan(State(urls=(BASE + "/",)))
    assert [request.kind for request in first] == ["search"] + ["phrase"] * 4 + ["feed"]
    assert {urlsplit(request.url).path for request in first[:-1]} == {"/api/search.json"}
    assert first[-1].url == (
        f"{BASE}/government/organisations/child-safeguarding-practice-review-panel.atom"
    )
    panel, phrase = (parse_qs(urlsplit(request.url).query) for request in first[:2])
    for query in (panel, phrase):
        assert query["order"] == ["-public_timestamp"]
        assert query["debug"] == ["include_withdrawn"]
        assert query["count"] == ["1500"]
        assert {"link", "public_timestamp", "is_withdrawn"} <= set(query["fields"])
    assert panel["filter_organisations"] == ["child-safeguarding-practice-review-panel"]
    assert "q" not in panel
    assert "filter_content_store_document_type" not in panel
    assert phrase["q"] == ['"serious case review"']
    assert phrase["filter_organisations"] == ["department-for-education"]
    types = phrase["filter_content_store_document_type"]
    assert {"research", "guidance"} < set(types)
    assert types == sorted(types)


def test_only_parameters_that_search_knows_are_sent():
    sent = {
        name
        for request in SOURCE.plan(State(urls=(BASE,)))
        for name in parse_qs(urlsplit(request.url).query)
    }
    assert sent == {
        "q",
        "filter_organisations",
        "filter_content_store_document_type",
        "fields",
        "order",
        "count",
        "debug",
    }


PAGES = {
    f"{BASE}/api/content/gone-from-search": KnownPage(UNLISTED, "2031-01-01T00:00:00Z"),
    f"{BASE}/api/content/moved-on": KnownPage("2031-05-01T00:00:00Z", "2031-01-01T00:00:00Z"),
    f"{BASE}/api/content/same": KnownPage("2031-01-01T00:00:00Z", "2031-01-01T00:00:00Z"),
    f"{BASE}/api/content/undated-and-read": KnownPage("", ""),
    f"{BASE}/api/content/undated-and-new": KnownPage("", None),
    f"{BASE}/api/content/looked-at-once-more": KnownPage(UNLISTED, UNLISTED),
    "http://127.0.0.1:8000/api/content/of-another-base": KnownPage("", None),
}


def content_of(state):
    return [
        (request.url.rpartition("/")[2], request.marker)
        for request in SOURCE.plan(state)
        if request.kind == "content"
    ]


def test_content_is_asked_for_when_its_marker_moved_listed_pages_first():
    assert content_of(State(urls=(BASE,), pages=PAGES)) == [
        ("moved-on", "2031-05-01T00:00:00Z"),
        ("undated-and-new", ""),
        ("gone-from-search", UNLISTED),
    ]


def test_a_full_night_asks_for_everything_of_this_base():
    names = [name for name, _ in content_of(State(urls=(BASE,), full=True, pages=PAGES))]
    assert sorted(names) == sorted(url.rpartition("/")[2] for url in PAGES if url.startswith(BASE))


def test_further_result_pages_are_asked_for_and_the_first_ones_not_twice():
    first = SOURCE.plan(State(urls=(BASE,)))
    further = SOURCE.read(recorded("search-first-of-two")).listed[-1]
    pages = {request.url: KnownPage(None, None) for request in (*first, further)}
    asked = SOURCE.plan(State(urls=(BASE,), pages=pages))
    assert asked == (*first, further)
    assert further.url == first[0].url + "&start=3"


def test_result_pages_end():
    last = SOURCE.read(recorded("search-second-of-two"))
    assert {request.kind for request in last.listed} == {"content"}
    assert last.claimed_total == len(last.listed) == 2


@pytest.mark.parametrize("case", ["search-panel", "search-first-of-two", "search-phrase-empty"])
def test_a_complete_result_page_lists_what_it_claims(case):
    reading = SOURCE.read(recorded(case))
    assert reading.claimed_total == len(reading.listed)


def test_a_result_page_that_lacks_results_does_not():
    reading = SOURCE.read(recorded("search-short"))
    assert reading.claimed_total == 5
    assert not reading.listed


def test_feed_and_search_agree_on_markers():
    markers = {}
    for case in ("search-panel", "feed-organisation", "feed-finder"):
        reading = SOURCE.read(recorded(case))
        markers[case] = {request.url: request.marker for request in reading.listed}
    page = f"{BASE}/api/content/government/publications/annual-report-2031"
    assert markers["feed-organisation"][page] == markers["feed-finder"][page]
    # The web version's later change is the newest that search knows of this page.
    assert markers["search-panel"][page] > markers["feed-finder"][page]


def test_a_missing_feed_says_nothing():
    assert SOURCE.read(recorded("feed-404")) == Reading()
