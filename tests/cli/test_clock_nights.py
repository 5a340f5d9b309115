"""By the command itself: whatever the clock does, each new review ends in exactly one issue."""

import sqlite3
from itertools import pairwise

import pytest

from repo_watch.demo.story import NIGHTS

NIGHTS_OF = {
    "back a day": "2026-09-01 2026-09-02 2026-09-03 2026-09-02 2026-09-04 2026-10-02",
    "forward a year": "2026-09-01 2026-09-02 2027-09-03 2026-09-04 2026-09-05 2026-10-02",
    "summer begins": "2028-03-25 2028-03-26 2028-03-26T01 2028-03-27 2028-03-31T23 2028-04-01",
    "summer ends": "2028-10-28 2028-10-29 2028-10-29T01 2028-10-30 2028-10-31T23 2028-11-01",
    "off for forty days": "2026-09-01 2026-09-02 2026-10-12 2026-10-13 2026-10-14 2026-11-02",
}
SHORT = ("forward a year",)
ELSEWHERE = ("nspcc-briefings", "panel-site", "incident-notifications", "research-archives")

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize(
    "nights",
    [
        pytest.param(nights, id=name, marks=() if name in SHORT else pytest.mark.slow)
        for name, nights in NIGHTS_OF.items()
    ],
)
def test_each_new_review_ends_in_exactly_one_issue(call, config, site, nights):
    with config.open("a") as file:
        file.writelines(f"[sources.{one}]\nenabled = false\n" for one in ELSEWHERE)
    shown = (1, 2, 10, 20, 30, 40)
    for now, day in zip(nights.split(), shown, strict=True):
        site.show(NIGHTS[day].at.date())
        moment = f"{now if 'T' in now else f'{now}T00'}:30:00Z"
        status, _, err = call("run", "--quiet", "--now", moment, "--config", config)
        assert status in {0, 1}, err
    db = sqlite3.connect(config.parent / "data" / "repo-watch.db")
    rows = db.execute(
        "SELECT id, count(issue) FROM reviews LEFT JOIN issue_item ON item = id"
        " WHERE NOT baseline AND first_seen_at < (SELECT max(window_to) FROM issue) GROUP BY id"
    ).fetchall()
    (latest,) = db.execute("SELECT max(window_to) FROM issue").fetchone()
    windows = db.execute("SELECT window_from, window_to FROM issue ORDER BY 1").fetchall()
    (ahead,) = db.execute("SELECT count(*) FROM item WHERE first_seen_at > ?", [moment]).fetchone()
    db.close()
    assert ahead == 0
    assert len(rows) > 3
    assert {times for _, times in rows} == {1}
    assert all(one[1] == other[0] for one, other in pairwise(windows))
    assert latest <= moment
