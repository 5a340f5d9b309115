"""The nightly run on the Panel's own site and on the research archives, over the whole story."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sites import archive, panel

from repo_watch import nightly
from repo_watch.demo.server import SITES, Replica
from repo_watch.settings import FetchSettings, LinkSettings, Settings, SourceSettings
from repo_watch.sources.panel_site import SOURCE as PANEL_SITE
from repo_watch.sources.research_archives import SOURCE as RESEARCH_ARCHIVES
from repo_watch.store.schema.database import opened

FIRST, NIGHTS = date(2026, 8, 31), 64

pytestmark = pytest.mark.no_cover


def watched(folder, source, urls_of):
    """Titles with the night on which each was first found, after all nights of the story."""
    with Replica(sites={**SITES, "archive": archive.respond, "panel": panel.respond}) as replica:
        settings = Settings(
            data_dir=folder,
            fetch=FetchSettings(seconds_between_requests=0, attempts=1),
            links=LinkSettings(enabled=False),
            sources={source.id: SourceSettings(urls=urls_of(replica))},
        )
        for night in (FIRST + timedelta(days=count) for count in range(NIGHTS)):
            replica.show(night)
            at = datetime(night.year, night.month, night.day, 2, 15, tzinfo=UTC)
            outcome = nightly.run(settings, lambda at=at: at, sources=(source,))
            assert [one.verdict.state for one in outcome.sources if outcome.sources] in (
                [],
                ["ok"],
            ), night
    db = opened(settings.database, "ro")
    try:
        rows = db.execute("SELECT night, title FROM changes WHERE change = 'new'").fetchall()
        others = db.execute("SELECT change, title FROM changes WHERE change <> 'new'").fetchall()
    finally:
        db.close()
    return {title: night for night, title in rows}, others


def test_each_report_of_the_panel_is_found_on_its_night(tmp_path):
    found, others = watched(
        tmp_path, PANEL_SITE, lambda replica: (replica.urls["panel"] + panel.LISTING,)
    )
    shown = {}
    for night in (FIRST + timedelta(days=count) for count in range(NIGHTS)):
        for title in panel.titles(night):
            shown.setdefault(title, night.isoformat())
    assert found == shown
    assert others == []


def test_each_document_of_the_archives_is_found_at_the_first_look(tmp_path):
    found, others = watched(
        tmp_path,
        RESEARCH_ARCHIVES,
        lambda replica: tuple(replica.urls["archive"] + path for path in archive.PAGES),
    )
    assert found == dict.fromkeys(archive.TITLES, FIRST.isoformat())
    assert others == []
