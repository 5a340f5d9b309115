"""Briefings, news, the collection and the statistics: the whole job, night by night."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from werkzeug import Response

from repo_watch import nightly
from repo_watch.demo.server import Replica
from repo_watch.demo.sites import nspcc
from repo_watch.demo.story import STORY, briefings, figures
from repo_watch.settings.reading import load
from repo_watch.sources import incident_notifications, nspcc_briefings
from repo_watch.store.schema.database import questions

SOURCES = (nspcc_briefings.SOURCE, incident_notifications.SOURCE)
NIGHTS = [
    date(2026, 9, 1),
    date(2026, 9, 2),
    date(2026, 9, 15),
    date(2026, 9, 17),  # a challenge page
    date(2026, 9, 18),
    date(2026, 10, 1),
    date(2026, 10, 6),
    date(2026, 10, 8),  # NSPCC answers 503
    date(2026, 10, 22),
    date(2026, 10, 23),
]


def settings(folder, briefings, statistics_base="http://127.0.0.1:9/statistics/v1"):
    file = folder / "repo-watch.toml"
    urls = json.dumps([f"{briefings}{path}" for path in PATHS])
    file.write_text(
        # Whose turn a link is depends on the port of the replica.
        "[links]\nenabled = false\n"
        "[fetch]\nseconds_between_requests = 0\nattempts = 1\n"
        f"[sources.nspcc-briefings]\nurls = {urls}\n"
        f'[sources.incident-notifications]\nbase = "{statistics_base}"\n',
        encoding="utf-8",
    )
    return load(file, SOURCES)


PATHS = (nspcc.BRIEFINGS, nspcc.NEWS, nspcc.COLLECTION)


def run(chosen, night, sources=SOURCES):
    now = datetime.combine(night, time(2, 15), UTC)
    return nightly.run(chosen, lambda: now, sources=sources)


def rows(chosen, sql):
    with questions(chosen.database) as db:
        return db.execute(sql).fetchall()


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Nights of the replica: the settings, the outcome of each night and what it asked for."""
    outcomes, asked = {}, {}
    with Replica() as replica:
        chosen = settings(tmp_path_factory.mktemp("job"), replica.nspcc, replica.statistics)
        for night in NIGHTS:
            replica.show(night)
            replica.log.clear()
            outcomes[night] = run(chosen, night)
            asked[night] = [one.path for one in replica.log]
    return chosen, outcomes, asked


def test_each_publication_is_found_once_and_on_its_night(played):
    chosen, _, _ = played
    found = rows(chosen, "SELECT night, title FROM changes WHERE change = 'new'")
    expected, seen = [], set()
    for night in NIGHTS:
        titles = figures(night)
        if not STORY.fault("nspcc", night):
            titles += briefings(night)
        expected += [(night.isoformat(), title) for title in titles if title not in seen]
        seen |= set(titles)
    assert sorted(found) == sorted(expected)


def test_only_the_first_night_is_the_baseline(played):
    chosen, _, _ = played
    nights = rows(chosen, "SELECT DISTINCT night FROM changes WHERE baseline")
    assert nights == [(NIGHTS[0].isoformat(),)]


def test_the_size_of_the_collection_is_kept_with_its_history(played):
    chosen, _, _ = played
    sizes = rows(
        chosen,
        "SELECT date(at), json_extract(snapshot, '$.figures[0].value') FROM version"
        " WHERE json_extract(snapshot, '$.document_type') = 'collection' ORDER BY number",
    )
    assert sizes == [("2026-09-01", "1842"), ("2026-10-01", "1857")]


def test_headline_figures_come_with_each_release_and_keep_their_signs(played):
    chosen, _, _ = played
    figures = rows(
        chosen,
        "SELECT value ->> '$.name', value ->> '$.period', value ->> '$.value'"
        " FROM item JOIN version ON version.item = item.id AND version.number = item.version,"
        " json_each(snapshot, '$.figures') WHERE snapshot ->> '$.title' LIKE '%Nature%'",
    )
    name = "Number of notifications"
    assert figures == [
        (name, "2025", "407"),
        (name, "2026", "406"),
        (f"{name}: Child death", "2025", "180"),
        (f"{name}: Child death", "2026", "171"),
        (f"{name}: Other", "2025", "c"),
        (f"{name}: Other", "2026", "5"),
        (f"{name}: Serious harm", "2025", "221"),
        (f"{name}: Serious harm", "2026", "230"),
    ]


def test_fault_nights_change_nothing(played):
    chosen, outcomes, _ = played
    for night in (date(2026, 9, 17), date(2026, 10, 8)):
        briefings, figures = outcomes[night].sources
        assert (briefings.verdict.state, briefings.counts) == ("failed", {})
        assert figures.verdict.state == "ok"
    kinds = rows(chosen, "SELECT DISTINCT change FROM changes ORDER BY 1")
    assert kinds == [("changed",), ("new",)]


def test_a_quiet_night_asks_for_four_pages(played):
    _, outcomes, asked = played
    quiet = [path for path in asked[date(2026, 10, 23)] if path != "/robots.txt"]
    assert len(quiet) == 4
    assert all(one.verdict.state == "ok" for one in outcomes[date(2026, 10, 23)].sources)


PAGE = "<html><head><title>x</title></head><body>{}<main><h1>{}</h1>{}</main></body></html>"
BRIEFING = f"{nspcc.BRIEFINGS}/toddlers"
OTHERS = [f"{nspcc.BRIEFINGS}/{name}" for name in ("schools", "carers", "police")]


def test_a_briefing_that_left_its_index_is_missing_after_three_days_without_it(
    tmp_path, httpserver
):
    def page(title, body):
        return Response(PAGE.format("", title, body), content_type="text/html; charset=utf-8")

    def index(*paths):
        links = "".join(f'<p><a href="{path}">Learning</a></p>' for path in paths)
        return page("Learning from case reviews", links)

    text = "<p>This briefing looks at reviews of cases in which a child was harmed.</p>"
    shown = {
        "/robots.txt": Response("", content_type="text/plain"),
        nspcc.BRIEFINGS: index(BRIEFING, *OTHERS),
        nspcc.NEWS: page("News", '<p><a href="/news/2031/may/a-day">A day</a></p>'),
        nspcc.COLLECTION: page("National case review repository", "<p>Over 900 case reviews.</p>"),
        BRIEFING: page("Toddlers", text),
        **{path: page("Another", text) for path in OTHERS},
    }
    httpserver.expect_request("/robots.txt").respond_with_handler(lambda _: shown["/robots.txt"])
    for path in tuple(shown):
        httpserver.expect_request(path).respond_with_handler(
            lambda request: shown.get(request.path) or Response("gone", status=404)
        )
    chosen = settings(tmp_path, httpserver.url_for("").rstrip("/"))
    only = (nspcc_briefings.SOURCE,)
    first = date(2031, 5, 5)
    run(chosen, first, only)
    del shown[BRIEFING]
    shown[nspcc.BRIEFINGS] = index(*OTHERS)
    states = []
    for days in range(1, 6):
        outcome = run(chosen, first + timedelta(days=days), only)
        states += rows(chosen, "SELECT state FROM publications WHERE title = 'Toddlers'")
        assert outcome.sources[0].verdict.state == "ok"
    assert states == [("live",), ("live",), ("missing",), ("missing",), ("missing",)]


def test_statistics_that_the_api_does_not_offer_are_noted_once_and_no_alarm(tmp_path, httpserver):
    httpserver.expect_request("/robots.txt").respond_with_data("", content_type="text/plain")
    httpserver.expect_request("/statistics/v1/publications").respond_with_json(
        {"paging": {"page": 1, "pageSize": 40, "totalResults": 0, "totalPages": 0}, "results": []}
    )
    chosen = settings(tmp_path, "http://127.0.0.1:9", httpserver.url_for("/statistics/v1"))
    for night, told in ((5, True), (6, False)):
        outcome = run(chosen, date(2031, 5, night), (incident_notifications.SOURCE,))
        (one,) = outcome.sources
        assert (one.verdict.state, outcome.status) == ("ok", 0)
        assert "has no serious incident notifications" in one.verdict.reasons[0]
        assert bool(one.notice) is told
