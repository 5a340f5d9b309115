"""Every recorded page of the briefings, the catalogue, the statistics and the historic lists."""

import pytest
from recorded import cases, check, recorded

from repo_watch.judging.changes import Known
from repo_watch.judging.verdict import judge
from repo_watch.sources import (
    incident_notifications,
    nspcc_briefings,
    nspcc_catalogue,
    nspcc_history,
)

SOURCES = (
    nspcc_briefings.SOURCE,
    incident_notifications.SOURCE,
    nspcc_catalogue.SOURCE,
    nspcc_history.SOURCE,
)


@pytest.mark.parametrize(
    ("source", "case"),
    [(source, case) for source in SOURCES for case in cases(source.id)],
    ids=lambda part: part if isinstance(part, str) else part.id,
)
def test_a_recorded_page_is_read_as_expected(source, case):
    check(source, case)


@pytest.mark.parametrize(
    ("source", "case", "state"),
    [
        (nspcc_briefings.SOURCE, "briefing", "ok"),
        (nspcc_briefings.SOURCE, "briefings", "ok"),
        (nspcc_briefings.SOURCE, "briefings-claims-more", "partial"),
        (nspcc_briefings.SOURCE, "news-none-on-reviews", "ok"),
        (nspcc_briefings.SOURCE, "collection", "ok"),
        (nspcc_briefings.SOURCE, "collection-without-size", "partial"),
        (nspcc_briefings.SOURCE, "document-404", "ok"),
        (incident_notifications.SOURCE, "search", "ok"),
        (incident_notifications.SOURCE, "search-without-it", "ok"),
        (incident_notifications.SOURCE, "data-sets", "ok"),
        (incident_notifications.SOURCE, "data-sets-two-pages", "partial"),
        (incident_notifications.SOURCE, "figures", "ok"),
        (incident_notifications.SOURCE, "figures-none", "partial"),
        (nspcc_catalogue.SOURCE, "record-by-class", "ok"),
        (nspcc_catalogue.SOURCE, "record-of-another-work", "ok"),
        (nspcc_catalogue.SOURCE, "record-without-number", "partial"),
        (nspcc_catalogue.SOURCE, "records-with-colons", "partial"),
        (nspcc_catalogue.SOURCE, "search-results", "ok"),
        (nspcc_history.SOURCE, "first-site", "ok"),
        (nspcc_history.SOURCE, "second-site", "ok"),
        (nspcc_history.SOURCE, "empty", "failed"),
    ],
)
def test_the_expectations_fit_a_healthy_page(source, case, state):
    page = recorded(source.id, case)
    verdict = judge(source.read(page), source.expects[page.request.kind], Known())
    assert verdict.state == state, verdict.reasons
