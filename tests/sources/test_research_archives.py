"""The archived sites of the analyses: recorded pages, and what the source asks for."""

import pytest
from recorded import cases, check, recorded

from repo_watch.model import KnownPage, Request, State
from repo_watch.sources.research_archives import SOURCE


@pytest.mark.parametrize("case", cases(SOURCE.id))
def test_a_recorded_page_is_read_as_expected(case):
    check(SOURCE, case)


def test_an_archive_is_read_monthly_and_alarms_nobody():
    assert SOURCE.every_days == 28
    assert not SOURCE.alarm
    assert SOURCE.expects["archive"].fresh_days > 2 * SOURCE.every_days


def test_the_pages_that_the_first_one_leads_to_are_asked_for_each_time():
    first = SOURCE.plan(State(urls=SOURCE.urls))
    assert [request.kind for request in first] == ["archive", "archive"]
    listed = SOURCE.read(recorded(SOURCE.id, "archive")).listed
    pages = {request.url: KnownPage("", "") for request in listed}
    pages |= {url: KnownPage(None, "") for url in SOURCE.urls}
    assert SOURCE.plan(State(urls=SOURCE.urls, pages=pages)) == (*first, *listed)
    assert {Request(url, "further", 5, "") for url in pages if url not in SOURCE.urls} == {*listed}


def test_one_title_on_two_archives_is_one_document():
    here = recorded(SOURCE.id, "archive")
    moved = SOURCE.urls[1]
    there = type(here)(Request(moved, "archive"), moved, 200, {}, here.body, "", here.fetched_at)
    ids = [[item.content_id for item in SOURCE.read(page).items] for page in (here, there)]
    assert ids[0] == ids[1]
