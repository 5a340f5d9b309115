"""The replica's briefings, news, collection page and statistics."""

from datetime import date

import pytest
import requests

from repo_watch.demo import story
from repo_watch.demo.library import LEARNING
from repo_watch.demo.server import Replica
from repo_watch.demo.sites import nspcc, statistics

BY_NATURE, TOTALS = LEARNING["statistics"]["data_sets"]
BEFORE, AFTER = date(2026, 9, 14), date(2026, 10, 22)


@pytest.fixture(scope="module")
def replica():
    with Replica() as sites:
        yield sites


@pytest.fixture
def page(replica):
    def get(path, night=AFTER):
        replica.show(night)
        return requests.get(replica.nspcc + path, timeout=5)

    return get


@pytest.fixture
def api(replica):
    def get(path, night=AFTER, **query):
        replica.show(night)
        return requests.get(replica.statistics + path, params=query, timeout=5)

    return get


def test_the_indexes_lead_to_what_is_there_that_night(page):
    new = "/research-resources/learning-from-case-reviews/moves-between-areas"
    assert new not in page(nspcc.BRIEFINGS, BEFORE).text
    assert page(new, BEFORE).status_code == 404
    assert new in page(nspcc.BRIEFINGS).text
    assert "Published: September 2026" in page(new).text
    assert "/news/2026/" in page(nspcc.NEWS).text
    assert "/news/2026/" not in page(nspcc.BRIEFINGS).text


def test_a_briefing_has_its_file_and_news_has_none(page):
    briefing = page(f"{nspcc.BRIEFINGS}/toddlers").text
    assert "/media/toddlers.pdf" in briefing
    assert page("/media/toddlers.pdf").headers["Content-Type"] == "application/pdf"
    assert ".pdf" not in page("/news/2026/june/panel-sets-out-plans-for-case-reviews").text


def test_the_collection_grows(page):
    assert "over 1,842 case reviews" in page(nspcc.COLLECTION, BEFORE).text
    assert "over 1,857 case reviews" in page(nspcc.COLLECTION).text


def test_news_about_other_things_is_shown_but_not_to_be_found(page):
    assert "Conference bookings open" in page(nspcc.NEWS).text
    assert "Conference bookings open" not in story.briefings(AFTER)


def test_the_search_finds_by_title(api):
    found = api("/publications", search="incident notifications").json()
    assert [one["slug"] for one in found["results"]] == [LEARNING["statistics"]["slug"]]
    assert api("/publications", search="exclusions").json()["paging"]["totalResults"] == 0


def test_pages_have_a_largest_size_and_can_be_turned(api):
    path = f"/data-sets/{BY_NATURE}/query"
    assert api(path, pageSize=10_001).status_code == 400
    assert api(path, page=0).status_code == 400
    whole = api(path, pageSize=10_000).json()
    turned = [api(path, pageSize=5, page=number).json() for number in (1, 2, 3, 4, 5)]
    assert turned[0]["paging"] == {
        "page": 1,
        "pageSize": 5,
        "totalResults": len(whole["results"]),
        "totalPages": 5,
    }
    assert [row for one in turned for row in one["results"]] == whole["results"]
    assert api(path, **{"geographicLevels.eq": "LA"}).json()["results"] == []


def test_a_release_brings_a_version_and_figures(api):
    root = f"/data-sets/{TOTALS}"
    assert api(root, BEFORE).json()["latestVersion"]["version"] == "1.0"
    assert api(root).json()["latestVersion"]["version"] == "2.0"
    slugs = [one["release"]["slug"] for one in api(f"{root}/versions").json()["results"]]
    assert slugs == ["2026", "2025"]
    assert api(f"{root}/versions/2.0").json()["release"]["title"] == "Reporting year 2026"
    assert api(f"{root}/versions/2.0", BEFORE).status_code == 404
    values = [one["values"] for one in api(f"{root}/query").json()["results"]]
    assert values == [{"nTf01": "406"}, {"nTf01": "407"}]


@pytest.mark.parametrize("path", ["/data-sets/x/meta", "/publications/x/data-sets", "/themes"])
def test_what_is_not_there_is_a_problem_document(api, path):
    answer = api(path)
    assert answer.status_code == 404
    assert answer.json()["type"] == "Not Found"


def test_metadata_says_what_the_codes_mean(api):
    meta = api(f"/data-sets/{BY_NATURE}/meta").json()
    assert [one["label"] for one in meta["filters"]][1] == "Breakdown"
    used = api(f"/data-sets/{BY_NATURE}/query").json()["results"][0]["filters"]
    known = {one["id"]: {option["id"] for option in one["options"]} for one in meta["filters"]}
    assert all(option in known[filter_] for filter_, option in used.items())
    assert api(f"/data-sets/{TOTALS}/meta").json()["filters"] == []


def test_its_robots_allow_everything(replica):
    base = replica.statistics.removesuffix(statistics.ROOT)
    assert requests.get(f"{base}/robots.txt", timeout=5).text == "User-agent: *\nDisallow:\n"
