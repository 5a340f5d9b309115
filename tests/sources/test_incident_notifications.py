"""What is asked of the API of Explore Education Statistics."""

from repo_watch.model import UNLISTED, KnownPage, State
from repo_watch.sources.incident_notifications import SOURCE

BASE = "http://127.0.0.1:8000/statistics/v1"
SEARCH = f"{BASE}/publications?search=serious+incident+notifications&pageSize=40"
PAGES = {
    SEARCH: KnownPage(None, None),
    f"{BASE}/publications/p/data-sets?pageSize=20": KnownPage("new trail", "old trail"),
    f"{BASE}/data-sets/d/meta": KnownPage("trail", None),
    f"{BASE}/data-sets/d/query?x=y": KnownPage("trail", "trail"),
    f"{BASE}/data-sets/old/query?x=y": KnownPage(UNLISTED, "trail"),
    f"{BASE}/data-sets/old/meta": KnownPage(None, "trail"),
    "http://127.0.0.1:9000/statistics/v1/data-sets/d/meta": KnownPage("trail", None),
}


def asked(**state):
    return [
        (request.url.removeprefix(BASE).partition("?")[0], request.kind, request.marker)
        for request in SOURCE.plan(State(urls=(f"{BASE}/",), **state))
    ]


def test_the_first_round_asks_for_the_search():
    (search,) = SOURCE.plan(State(urls=(f"{BASE}/",)))
    assert (search.url, search.kind, search.marker) == (SEARCH, "search", None)


def test_an_answer_is_asked_for_when_its_trail_moved():
    assert asked(pages=PAGES) == [
        ("/publications", "search", None),
        ("/publications/p/data-sets", "content", "new trail"),
        ("/data-sets/d/meta", "content", "trail"),
    ]


def test_a_full_night_asks_for_all_that_has_a_trail():
    assert asked(pages=PAGES, full=True)[1:] == [
        ("/publications/p/data-sets", "content", "new trail"),
        ("/data-sets/d/meta", "content", "trail"),
        ("/data-sets/d/query", "content", "trail"),
    ]


def test_nobody_is_woken_and_each_kind_has_expectations():
    assert not SOURCE.alarm
    assert set(SOURCE.expects) == {"search", "content"}
