"""The catalogue beside the list: its numbers become the keys of the reviews that both show."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sites import catalogue

from repo_watch import nightly
from repo_watch.demo.server import SITES, Replica
from repo_watch.demo.sites import nspcc
from repo_watch.demo.story import STORY
from repo_watch.settings import FetchSettings, LinkSettings, Settings, SourceSettings
from repo_watch.sources.nspcc_catalogue import SOURCE as CATALOGUE
from repo_watch.sources.nspcc_reviews import SOURCE as LIST
from repo_watch.store.schema.database import opened

FIRST = date(2026, 8, 31)

pytestmark = pytest.mark.no_cover


def test_a_record_and_an_entry_of_one_review_are_one_under_its_number(tmp_path):
    with Replica(sites={**SITES, "catalogue": catalogue.respond}) as replica:
        settings = Settings(
            data_dir=tmp_path,
            fetch=FetchSettings(seconds_between_requests=0, attempts=1),
            links=LinkSettings(enabled=False),
            sources={
                LIST.id: SourceSettings(urls=(replica.nspcc + nspcc.LIST,)),
                CATALOGUE.id: SourceSettings(urls=(replica.urls["catalogue"] + catalogue.SEARCH,)),
            },
        )
        for night in (FIRST + timedelta(days=count) for count in range(9)):
            replica.show(night)
            at = datetime(night.year, night.month, night.day, 2, 15, tzinfo=UTC)
            outcome = nightly.run(settings, lambda at=at: at, sources=(LIST, CATALOGUE))
            assert {one.verdict.state for one in outcome.sources} == {"ok"}, night
    db = opened(settings.database, "ro")
    try:
        rows = db.execute(
            "SELECT accession_number, title FROM reviews WHERE accession_number IS NOT NULL"
        ).fetchall()
        (count,) = db.execute("SELECT count(*) FROM reviews").fetchone()
        changes = db.execute("SELECT count(*) FROM changes WHERE change <> 'new'").fetchone()
    finally:
        db.close()
    expected = catalogue.records(STORY, FIRST)
    assert dict(rows) == {number: one.title for number, one in expected.items()}
    assert count == len(STORY.yearly(night))
    assert changes == (0,), "a number that is learned is no news"
