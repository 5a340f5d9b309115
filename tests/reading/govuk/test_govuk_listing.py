"""Search results and feeds: what they lead to, and answers that nobody planned."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.errors import CutShortError, ReadingError
from repo_watch.model import Page, Request
from repo_watch.reading.govuk.listing import content_url, read_feed, read_search

BASE = "http://127.0.0.1:8000/govuk"
SEARCH = f"{BASE}/api/search.json?q=x"
FEED = f"{BASE}/government/organisations/panel.atom"


def page(body, url=SEARCH, kind="search", status=200):
    return Page(
        request=Request(url, kind),
        url=url,
        status=status,
        headers={},
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
        sha256="",
        fetched_at=datetime(2031, 6, 3, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("/guidance/x", "/guidance/x"),
        ("guidance/x?step=1#top", "/guidance/x"),
        ("https://www.gov.uk/guidance/x", "/guidance/x"),
        ("http://www.gov.uk/guidance/x", "/guidance/x"),
        (f"{BASE}/guidance/x", "/guidance/x"),
        ("/guidance/x.cy", "/guidance/x"),
        ("/guidance/x.pt-br", "/guidance/x"),
        ("/government/publications/x/y", "/government/publications/x"),
        ("/government/consultations/x/y", "/government/consultations/x"),
        ("/government/calls-for-evidence/x/y", "/government/calls-for-evidence/x"),
        ("/government/statistics/x/y", "/government/statistics/x"),
        ("/government/statistics/announcements/y", "/government/statistics/announcements/y"),
        ("/government/organisations/x/about", "/government/organisations/x/about"),
        ("/guidance/caf\u00e9", "/guidance/caf%C3%A9"),
        ("/guidance/caf%C3%A9", "/guidance/caf%C3%A9"),
    ],
)
def test_a_link_leads_to_content(link, path):
    assert content_url(BASE, link) == f"{BASE}/api/content{path}"


@pytest.mark.parametrize(
    "link",
    [
        None, "", "/", "https://www.gov.uk", "https://other.example/guidance/x",
        "//other.example/x", "ftp://www.gov.uk/x", "mailto:a@example.org", "https://[",
        "/guidance/../../etc", "/..",
    ],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_is_none(link):
    assert content_url(BASE, link) is None


def test_the_next_page_begins_after_what_was_shown():
    results = [{"link": "/a"}, {"link": "/b"}]
    reading = read_search(page({"results": results, "total": 50}, f"{SEARCH}&start=40"))
    assert reading.listed[-1] == Request(f"{SEARCH}&start=42", "more", marker="")
    assert reading.claimed_total == len(reading.listed)


def test_a_page_past_the_end_claims_nothing():
    reading = read_search(page({"results": [], "total": 3}, f"{SEARCH}&start=40"))
    assert (reading.listed, reading.claimed_total) == ((), 0)


def test_a_page_cut_short_by_the_server_claims_more_than_it_lists():
    reading = read_search(page({"results": [], "total": 3}))
    assert (reading.listed, reading.claimed_total) == ((), 3)


def test_a_page_with_too_much_claims_less_than_it_lists():
    reading = read_search(page({"results": [{"link": "/a"}, {"link": "/b"}], "total": 1}))
    assert (len(reading.listed), reading.claimed_total) == (2, 1)


def test_a_wrong_type_is_refused_with_its_place():
    with pytest.raises(ReadingError, match=r"\$\.results\[0\]\.link"):
        read_search(page({"results": [{"link": 7}], "total": 1}))


def test_a_link_to_nowhere_is_unread():
    reading = read_search(page({"results": [{"title": "A"}, {"link": " "}], "total": 2}))
    assert [(one.text, one.after) for one in reading.unread] == [
        ("no address", ""),
        ("no address", "A"),
    ]


RSS = b'<rss version="2.0"><channel><title>x</title></channel></rss>'
EMPTY = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>'


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"<html><p>x</p></html>", RSS, b"http://127.0.0.1:1/", EMPTY[:-3]]
)
def test_what_is_no_atom_feed_is_refused(body):
    with pytest.raises(ReadingError) as refusal:
        read_feed(page(body, FEED, "feed"))
    assert refusal.value.url == FEED


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0" encoding="ut\0f"?><feed/>',
        b'<?xml version="1.0" encoding="a\xdeb"?><feed/>',
        b"<feed><title>&#x110000;</title>",
    ],
)
def test_what_the_parser_stumbles_over_is_damaged(body):
    with pytest.raises(CutShortError, match="cut short or damaged"):
        read_feed(page(body, FEED, "feed"))


def test_an_empty_feed_leads_nowhere():
    assert read_feed(page(EMPTY, FEED, "feed")).listed == ()


def test_a_feed_in_another_charset_is_read():
    body = (
        b'<?xml version="1.0" encoding="UTF-8"?>'
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Caf\xe9</title>'
        b'<link href="https://www.gov.uk/guidance/x"/><published>2031-01-01T00:00:00Z</published>'
        b"</entry></feed>"
    )
    (request,) = read_feed(page(body, FEED, "feed")).listed
    assert (request.url, request.marker) == (f"{BASE}/api/content/guidance/x", "")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
results = st.fixed_dictionaries(
    {},
    optional={
        "link": st.text() | st.from_regex(r"/(government/publications/)?[a-z./]{1,6}"),
        "public_timestamp": st.text() | st.datetimes().map(lambda when: when.isoformat()),
        "is_withdrawn": st.booleans(),
        "format": st.sampled_from(["edition", "recommended-link"]),
    },
)
near_misses = st.fixed_dictionaries(
    {"results": st.lists(results, max_size=5) | json_values, "total": st.integers()}
)


@given(json_values | near_misses)
def test_any_json_is_read_or_refused(value):
    try:
        reading = read_search(page(value))
    except ReadingError:
        return
    urls = [request.url for request in reading.listed]
    assert len(set(urls)) == len(urls)
    assert all(url.startswith(f"{BASE}/api/") for url in urls)
    assert all(request.marker is not None for request in reading.listed)


@given(st.binary(max_size=100) | st.integers(0, 3).map(lambda at: EMPTY[at:] + EMPTY[:at]))
def test_any_bytes_are_a_feed_or_refused(body):
    with suppress(ReadingError):
        assert read_feed(page(body, FEED, "feed")).listed == ()


ABOUT = "/government/organisations/panel"


def own_row(**fields):
    return {"link": ABOUT, "title": "The Panel", "format": "organisation"} | fields


def test_pages_that_tell_of_an_organisation_are_no_publications():
    rows = [
        own_row(organisation_state="live"),
        {"link": f"{ABOUT}/about", "title": "About us"},
        {"link": f"https://www.gov.uk{ABOUT}/about/terms-of-reference", "title": "Terms"},
        {"link": f"{BASE}{ABOUT}/about/complaints-procedure", "title": "Complaints"},
        {"link": "government/publications/x", "title": "X"},
    ]
    reading = read_search(page({"results": rows, "total": 5}))
    assert [one.url for one in reading.listed] == [f"{BASE}/api/content/government/publications/x"]
    assert (reading.claimed_total, reading.unread, reading.doubts) == (1, (), ())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"organisation_state": "closed"}, ("(closed)", "none is named")),
        (
            {
                "organisation_state": "closed",
                "organisation_closed_state": "replaced_by",
                "superseding_organisations": ["another-body", {"title": "A Third Body"}],
            },
            ("(replaced by)", "another-body, A Third Body"),
        ),
        ({"organisation_closed_state": "changed_name"}, ("(changed name)",)),
        ({"superseding_organisations": [{"slug": "a-body"}]}, ("(superseded)", "a-body")),
        ({"content_store_document_type": "organisation", "organisation_state": "devolved"}, ()),
    ],
)
def test_the_end_of_an_organisation_is_a_doubt_that_names_its_successor(fields, words):
    reading = read_search(page({"results": [own_row(**fields)], "total": 1}))
    (doubt,) = reading.doubts
    assert "The Panel" in doubt
    assert all(word in doubt for word in words)
