"""The replica's smaller sites: the Panel's own, a partnership, an archive; what is read there."""

from datetime import UTC, date, datetime, timedelta

import pytest
import requests
from sites import archive, panel, partnership

from repo_watch import nightly
from repo_watch.demo.server import SITES, Replica
from repo_watch.model import Entry, Page, Publication, Request
from repo_watch.settings import (
    FetchSettings,
    LinkSettings,
    PartnershipSettings,
    Settings,
    SourceSettings,
)
from repo_watch.sources import panel_site, partnerships, research_archives
from repo_watch.store.schema.database import opened

FIRST, LAST = date(2026, 8, 31), date(2026, 11, 2)
FAST = FetchSettings(seconds_between_requests=0, attempts=1)


@pytest.fixture(scope="module")
def replica():
    with Replica(
        sites={
            **SITES,
            "archive": archive.respond,
            "panel": panel.respond,
            "partnership": partnership.respond,
        }
    ) as sites:
        yield sites


@pytest.fixture
def get(replica):
    def get(url, night=FIRST):
        replica.show(night)
        return requests.get(url, timeout=5)

    return get


@pytest.mark.parametrize("night", [FIRST, date(2026, 10, 6), LAST])
def test_the_partnerships_page_says_what_is_told_of_it(replica, get, night):
    url = replica.urls["partnership"] + partnership.PAGE
    source = partnerships.configured(
        [PartnershipSettings(url=url, title=partnership.TITLE, authority=partnership.AUTHORITY)]
    )
    answer = get(url, night)
    page = Page(
        Request(url, "links"), url, 200, {}, answer.content, "", datetime(2026, 9, 1, tzinfo=UTC)
    )
    items = source.read(page).items
    entries = [item for item in items if isinstance(item, Entry)]
    others = [item.title for item in items if isinstance(item, Publication)]
    assert tuple((one.year, one.case_name) for one in entries) == partnership.reviews(night)
    assert {one.authority_text for one in entries} == {partnership.AUTHORITY}
    assert tuple(others) == partnership.publications(night)


def test_a_document_is_a_pdf_while_the_page_shows_it(replica, get):
    rail = next(one for one in partnership.DOCUMENTS if one.last)
    assert get(replica.urls["partnership"] + rail.path, rail.last).content.startswith(b"%PDF-")
    gone = get(replica.urls["partnership"] + rail.path, rail.last + timedelta(days=1))
    assert gone.status_code == 404


def test_robots_are_told_everywhere_and_other_pages_are_not_there(replica, get):
    for base in (replica.urls["panel"], replica.urls["partnership"], replica.urls["archive"]):
        assert get(f"{base}/robots.txt").text.startswith("User-agent: *")
        assert get(f"{base}/nowhere").status_code == 404
    assert get(f"{replica.urls['panel']}/?p=999").status_code == 404


def test_files_of_reports_and_analyses_are_pdfs(replica, get):
    assert get(replica.urls["panel"] + panel.REPORTS[0].file).content.startswith(b"%PDF-")
    page = get(replica.urls["archive"] + archive.HOME).text
    address = page.partition('href="')[2].partition('"')[0]
    assert get(address).content.startswith(b"%PDF-")


def test_the_nightly_run_finds_each_report_on_its_night_and_asks_no_more_than_it_must(
    replica, tmp_path
):
    settings = Settings(
        data_dir=tmp_path,
        fetch=FAST,
        links=LinkSettings(enabled=False),  # whose turn it is depends on the replica's port
        sources={
            "panel-site": SourceSettings(urls=(f"{replica.urls['panel']}/",)),
            "research-archives": SourceSettings(urls=(f"{replica.urls['archive']}/",)),
        },
    )
    nights = [FIRST, date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 23), date(2026, 10, 19)]
    asked = []
    for night in nights:
        replica.show(night)
        before = len(replica.log)
        at = datetime(night.year, night.month, night.day, 2, 15, tzinfo=UTC)
        outcome = nightly.run(
            settings, lambda at=at: at, sources=(panel_site.SOURCE, research_archives.SOURCE)
        )
        assert [one.verdict.state for one in outcome.sources if one.verdict.reasons] == []
        asked.append([logged.path for logged in replica.log[before:]])
    db = opened(settings.database, "ro")
    try:
        found = db.execute(
            "SELECT json_extract(version.snapshot, '$.title'), substr(item.first_seen_at, 1, 10)"
            " FROM item JOIN version ON version.item = item.id AND version.number = item.version"
        ).fetchall()
    finally:
        db.close()
    expected = [(one.title, str(one.first or FIRST)) for one in panel.REPORTS]
    assert sorted(found) == sorted([*expected, *((title, str(FIRST)) for title in archive.TITLES)])
    quiet = asked[nights.index(date(2026, 9, 23))]
    assert sorted(quiet) == ["/", "/feed/", "/publications/", "/robots.txt"]
