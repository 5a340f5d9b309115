"""The Panel's own site: what a page leads to, and what is a report."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_watch.errors import ReadingError, WrongPageError
from repo_watch.model import Page, Request
from repo_watch.reading.panel import kind_of, read_feed, read_listing, read_report

BASE = "https://panel.example"
NIGHT = datetime(2031, 6, 3, tzinfo=UTC)


def page(main, path="/publications/x/", head="", body_class=""):
    markup = (
        f"<html><head><title>T</title>{head}</head><body class='{body_class}'>{main}</body></html>"
    )
    url = BASE + path
    return Page(Request(url, ""), url, 200, {}, markup.encode(), "", NIGHT)


def listed(main, path="/", head=""):
    return [
        (request.url.removeprefix(BASE), request.kind)
        for request in read_listing(page(main, path, head)).listed
    ]


def report(main, **where):
    (item,) = read_report(page(main, **where)).items
    return item


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed/", "feed"),
        ("/?feed=rss2", "feed"),
        ("/publications/", "further"),
        ("/all-national-reviews", "further"),
        ("/category/annual-reports/", "further"),
        ("/publications/page/2/", "further"),
        ("/?paged=3", "further"),
        ("/publications/annual-report-2031/", "document"),
        ("/?p=242", "document"),
    ],
)
def test_kinds_of_addresses(path, kind):
    assert kind_of(BASE + path) == kind


def test_a_listing_leads_to_pages_of_its_own_site_that_have_a_purpose_here():
    assert listed(
        "<h1>P</h1><p><a href='/?p=1'>A</a> <a href='/a/#part'>B</a> <a href='/b/'>C</a>"
        "<a href='/'>Home</a> <a href='https://other.example/x/'>D</a> <a href='/contact/'>E</a>"
        "<a href='/wp-admin/'>F</a> <a href='/file.pdf'>G</a> <a href='/?s=x'>H</a></p>"
    ) == [("/?p=1", "document"), ("/a/", "document"), ("/b/", "document")]


def test_of_menus_only_listings_are_followed():
    assert listed(
        "<nav><a href='/reports/'>Reports</a><a href='/panel/'>Who we are</a></nav><h1>P</h1>"
        "<p><a href='/a/'>A</a></p><nav><a href='/page/2/'>2</a></nav>"
    ) == [("/a/", "document"), ("/reports/", "further"), ("/page/2/", "further")]


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("/feed/", ["/feed/"]),
        ("https://panel.example/feed/", ["/feed/"]),
        ("/comments/feed/", []),
        ("https://other.example/feed/", []),
        ("", []),
    ],
)
def test_a_feed_is_read_where_the_head_announces_it(href, found):
    head = f"<link rel='alternate' type='application/rss+xml' href='{href}'>"
    head = f"<link rel='alternate' type='application/json' href='/wp-json/x'>{head}"
    paths = [
        path for path, kind in listed("<h1>P</h1><a href='/a/'>A</a>", head=head) if kind == "feed"
    ]
    assert paths == found


def test_a_listing_does_not_lead_to_itself():
    with pytest.raises(WrongPageError):
        listed("<h1>P</h1><a href='/publications/'>All</a>", path="/publications/")


def test_a_listing_with_files_alone_tells_them():
    reading = read_listing(page("<h1>P</h1><a href='/letter.pdf'>A letter</a>"))
    assert [one.text for one in reading.unread] == ["A letter"]
    assert reading.words == 2


@pytest.mark.parametrize(
    ("where", "content_id"),
    [
        ({"head": "<link rel='shortlink' href='https://panel.example/?p=12'>"}, "panel:12"),
        ({"body_class": "single postid-13 x"}, "panel:13"),
        ({"body_class": "page page-id-14"}, "panel:14"),
        ({"path": "/?p=15"}, "panel:15"),
        ({"path": "/reports/Annual/"}, "panel:reports/annual"),
    ],
)
def test_the_number_of_a_page_is_its_id(where, content_id):
    assert report("<h1>R</h1><p>Published 2 June 2031</p>", **where).content_id == content_id


@pytest.mark.parametrize(
    ("above", "category"),
    [
        ("<p>Annual report</p>", "Annual report"),
        ("<a href='/category/x/'>National review</a>", "National review"),
        ("<a href='#c'>Skip to main content</a>", "report"),
        ("<p>A sentence that stands above the heading of a page.</p>", "report"),
        ("<p>New.</p>", "report"),
        ("", "report"),
    ],
)
def test_the_words_above_the_heading_are_the_kind_of_report(above, category):
    assert report(f"{above}<h1>R</h1><p>Published 2 June 2031</p>").document_type == category


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Published 2 February 2024", "2024-02-02"),
        ("First published: June 2031", "2031-06"),
        ("Published on 2031", "2031"),
        ("Published 31 February 2024", None),
        ("Published</p><p>2 February 2024", "2024-02-02"),
        ("Date published:</div><div>June 2031", "2031-06"),
        ("Publication date</p><p>to be announced", None),
        ("Reference</p><p>pages", None),
    ],
)
def test_the_printed_day_keeps_its_precision_and_may_stand_below_its_label(words, day):
    found = report(f"<h1>R</h1><p>{words}</p><p><a href='/r.pdf'>R</a></p>")
    assert found.first_published_at == day


def test_what_is_said_of_the_file_may_stand_in_one_line_or_two():
    one = report(
        "<h1>R</h1><p><a href='/r.pdf'>Download</a></p><p>File size: 2 MB</p><p>Pages: 9</p>"
    )
    two = report(
        "<h1>R</h1><p><a href='/r.pdf'>Download</a></p><dl><dt>File size:</dt><dd>2 MB</dd>"
        "<dt>Number of pages:</dt><dd>9</dd></dl>"
    )
    boxes = report(
        "<h1>R</h1><p><a href='/r.pdf'>Download</a></p><div>File size</div><div>2 MB</div>"
        "<div>Number of pages</div><div>9</div>"
    )
    for found in (one, two, boxes):
        (file,) = found.attachments
        assert (file.title, file.file_size, file.pages) == ("R", 2 * 1024**2, 9)
        assert file.content_type is None


def test_facts_without_a_link_make_a_report_and_the_last_fact_may_lack_its_value():
    found = report("<h1>R</h1><p>ISBN: 978-0-00-000000-2</p><p>File type:</p>")
    assert found.attachments == ()


def test_each_file_counts_once_and_what_is_said_of_the_file_is_said_of_the_first():
    found = report(
        "<h1>R</h1><p><a href='/download/1/'>Download the report</a></p>"
        "<p><a href='/s.docx'>Summary (Word, 10KB, 2 pages)</a></p>"
        "<p><a href='/s.docx'>Summary</a></p>"
        "<p>File type: PDF</p><p>Number of pages: 60</p><p>ISBN: 978-0-00-000000-2</p>"
    )
    assert [(one.title, one.content_type, one.pages, one.isbn) for one in found.attachments] == [
        ("R", "application/pdf", 60, "978-0-00-000000-2"),
        ("Summary", "application/msword", 2, None),
    ]


def test_a_page_without_a_heading_is_not_believed():
    with pytest.raises(WrongPageError, match="not a page of the Panel's site"):
        read_report(page("<p>Published 2 June 2031</p>"))


def test_a_feed_of_another_kind_is_read_too_and_other_pages_are_left():
    body = (
        b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>"
        b"<entry><title>A</title><link href='https://panel.example/a/'/></entry>"
        b"<entry><title>B</title><link href='https://panel.example/contact/'/></entry>"
        b"<entry><title>C</title></entry>"
        b"<entry><title>D</title><link href='http://[x]/'/></entry></feed>"
    )
    url = f"{BASE}/feed/"
    reading = read_feed(Page(Request(url, "feed"), url, 200, {}, body, "", NIGHT))
    assert [request.url for request in reading.listed] == [f"{BASE}/a/"]


@given(st.binary(max_size=300), st.sampled_from([read_listing, read_report, read_feed]))
@settings(deadline=None)  # the first call imports feedparser
def test_any_bytes_are_read_or_refused(body, read):
    url = f"{BASE}/x/"
    with suppress(ReadingError):
        read(Page(Request(url, ""), url, 200, {}, body, "", NIGHT))
