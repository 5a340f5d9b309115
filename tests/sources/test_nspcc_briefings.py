"""What is asked for of NSPCC's briefings, news and the collection's page."""

import pytest

from repo_watch.model import UNLISTED, KnownPage, Request, State
from repo_watch.reading.nspcc.learning import is_about_reviews
from repo_watch.sources.nspcc_briefings import SOURCE, kind_of

INDEX, NEWS, COLLECTION = SOURCE.urls
BRIEFING = f"{INDEX}/infants"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (INDEX, "briefings"),
        (f"{INDEX}/", "briefings"),
        (NEWS, "news"),
        (COLLECTION, "collection"),
        ("https://learning.nspcc.org.uk/case-reviews/national-collection", "collection"),
        (BRIEFING, "document"),
        (f"{NEWS}/2031/march/a-title", "document"),
        ("http://127.0.0.1:8000/research-resources/learning-from-case-reviews", "briefings"),
    ],
)
def test_kinds_of_addresses(url, kind):
    assert kind_of(url) == kind


def test_the_configured_pages_are_asked_for_each_night():
    asked = SOURCE.plan(State(urls=SOURCE.urls))
    assert asked == (
        Request(INDEX, "briefings", 0),
        Request(NEWS, "news", 1),
        Request(COLLECTION, "collection", 2),
    )
    assert {request.kind for request in asked} | {"document"} == set(SOURCE.expects)


PAGES = {
    INDEX: KnownPage(None, None),
    f"{INDEX}/new": KnownPage("", None),
    f"{INDEX}/read": KnownPage("", ""),
    f"{INDEX}/left-the-index": KnownPage(UNLISTED, ""),
    f"{INDEX}/looked-at-once-more": KnownPage(UNLISTED, UNLISTED),
}


def documents(state):
    return [
        (request.url.removeprefix(f"{INDEX}/"), request.marker)
        for request in SOURCE.plan(state)
        if request.kind == "document"
    ]


def test_a_document_is_asked_for_when_it_is_new_or_has_left_its_index():
    assert documents(State(urls=SOURCE.urls, pages=PAGES)) == [
        ("new", ""),
        ("left-the-index", UNLISTED),
    ]


def test_a_full_night_asks_for_every_document():
    assert [name for name, _ in documents(State(urls=SOURCE.urls, full=True, pages=PAGES))] == [
        "new",
        "read",
        "left-the-index",
        "looked-at-once-more",
    ]


def test_a_briefing_may_be_configured_by_its_own_address():
    assert SOURCE.plan(State(urls=(BRIEFING,), pages={BRIEFING: KnownPage(None, None)})) == (
        Request(BRIEFING, "document", 0),
    )


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("Learning from a national review", True),
        ("/news/2031/march/three-safeguarding-practice-reviews", True),
        ("/news/2031/march/case-reviews-update", True),
        ("Peer review of a training course", False),
        ("Annual conference", False),
    ],
)
def test_what_counts_as_about_reviews(words, about):
    assert is_about_reviews(words) is about
