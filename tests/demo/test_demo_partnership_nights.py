"""The nightly run on a partnership's page, where reviews and publications stand together."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sites import partnership

from repo_watch import nightly
from repo_watch.demo.server import SITES, Replica
from repo_watch.settings import FetchSettings, LinkSettings, PartnershipSettings, Settings
from repo_watch.sources import partnerships
from repo_watch.store.schema.database import opened

FIRST = date(2026, 8, 31)
EVENTS = """
SELECT substr(event.at, 1, 10), event.kind, coalesce(json_extract(version.snapshot, '$.case_name'),
    json_extract(version.snapshot, '$.title'))
FROM event JOIN item ON item.id = event.item
JOIN version ON version.item = item.id AND version.number = item.version
WHERE NOT event.baseline ORDER BY event.at
"""

pytestmark = pytest.mark.no_cover


def test_each_review_is_met_once_however_often_its_page_is_read(tmp_path):
    with Replica(sites={**SITES, "partnership": partnership.respond}) as replica:
        merren = PartnershipSettings(
            url=replica.urls["partnership"] + partnership.PAGE,
            title=partnership.TITLE,
            authority=partnership.AUTHORITY,
        )
        settings = Settings(
            data_dir=tmp_path,
            fetch=FetchSettings(seconds_between_requests=0, attempts=1),
            partnerships={"merren": merren},
            links=LinkSettings(enabled=False),
        )
        for night in (FIRST + timedelta(days=count) for count in range(64)):
            replica.show(night)
            at = datetime(night.year, night.month, night.day, 2, 15, tzinfo=UTC)
            outcome = nightly.run(settings, lambda at=at: at, sources=(partnerships.SOURCE,))
            assert [one.verdict.state for one in outcome.sources] == ["ok"], night
    db = opened(settings.database, "ro")
    try:
        assert db.execute(EVENTS).fetchall() == [
            ("2026-09-15", "changed", "Child Tern"),
            ("2026-10-06", "new", "Child Plover"),
            ("2026-10-12", "absent", "Child Rail"),
            ("2026-10-26", "new", "Safer sleep for babies"),
        ]
    finally:
        db.close()
