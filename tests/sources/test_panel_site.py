"""The Panel's own site: recorded pages, and what the source asks for."""

import pytest
from recorded import cases, check, recorded

from repo_watch.model import UNLISTED, KnownPage, Page, Request, State
from repo_watch.reading.terms.titles import title_key
from repo_watch.sources.panel_site import SOURCE

BASE = "https://childsafeguarding.independent-panel.uk"
ROOT = SOURCE.urls[0]


@pytest.mark.parametrize("case", cases(SOURCE.id))
def test_a_recorded_page_is_read_as_expected(case):
    check(SOURCE, case)


def test_the_first_round_asks_for_the_configured_page_alone():
    assert SOURCE.plan(State(urls=SOURCE.urls)) == (Request(ROOT, "listing", 5),)


def test_what_a_listing_leads_to_is_asked_for_until_all_is_read():
    listed = SOURCE.read(recorded(SOURCE.id, "listing")).listed
    pages = {request.url: KnownPage("", None) for request in listed}
    asked = SOURCE.plan(State(urls=SOURCE.urls, pages=pages))
    assert set(asked) == {Request(ROOT, "listing", 5), *listed}
    read = {url: KnownPage("", "") for url in pages}
    again = SOURCE.plan(State(urls=SOURCE.urls, pages=read))
    assert {request.kind for request in again} == {"listing", "further", "feed"}


def test_a_full_night_and_a_report_that_no_listing_names_any_more():
    pages = {
        f"{BASE}/?p=1": KnownPage("", ""),
        f"{BASE}/?p=2": KnownPage(UNLISTED, ""),
        f"{BASE}/?p=3": KnownPage(UNLISTED, UNLISTED),
    }
    nightly = SOURCE.plan(State(urls=SOURCE.urls, pages=pages))
    assert nightly[1:] == (Request(f"{BASE}/?p=2", "document", 5, UNLISTED),)
    full = SOURCE.plan(State(urls=SOURCE.urls, pages=pages, full=True))
    assert [request.url for request in full[1:]] == list(pages)


def test_every_kind_of_request_has_expectations():
    pages = {
        f"{BASE}/feed/": KnownPage("", ""),
        f"{BASE}/publications/": KnownPage("", ""),
        f"{BASE}/?p=1": KnownPage("", None),
        ROOT: KnownPage(None, ""),
    }
    asked = SOURCE.plan(State(urls=SOURCE.urls, pages=pages))
    assert sorted(request.kind for request in asked) == sorted(SOURCE.expects)


def test_a_page_without_a_kind_is_read_by_its_address():
    page = recorded(SOURCE.id, "report")
    by_hand = Page(Request(page.request.url, ""), page.url, 200, {}, page.body, "", page.fetched_at)
    assert SOURCE.read(by_hand) == SOURCE.read(page)


def test_the_day_it_prints_is_kept_and_the_joining_rule_has_what_it_needs():
    (report,) = SOURCE.read(recorded(SOURCE.id, "report")).items
    assert report.content_id == "panel:242"
    assert report.first_published_at == "2031-02-02"
    assert "Child Safeguarding Practice Review Panel" in report.organisations
    there = "Child Safeguarding Practice Review Panel: annual report 2030 to 2031"
    assert title_key(report.title) == title_key(there)
    (file,) = report.attachments
    assert (file.pages, file.file_size, file.content_type) == (168, 1782579, "application/pdf")


def test_a_page_of_other_reports_below_lends_none_of_its_files():
    (report,) = SOURCE.read(recorded(SOURCE.id, "report")).items
    assert [file.url.rpartition("/")[2] for file in report.attachments] == ["annual-report.pdf"]
