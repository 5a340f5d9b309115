from datetime import UTC, datetime

import pytest

from repo_watch.sources import source
from repo_watch.store.questions.status import health
from repo_watch.store.rows.runs import SourceStatus

LIST = source("nspcc-reviews")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OLD, EARLY, LATE = "2026-10-01T02:15:00Z", "2026-11-01T02:15:00Z", "2026-11-20T02:15:00Z"


def known(verdict, last, good, seen, since):
    return SourceStatus(LIST.id, verdict, ("why",), last, good, seen, since)


@pytest.mark.parametrize(
    ("status", "word", "since"),
    [
        (SourceStatus(LIST.id), "never", None),
        (known("ok", LATE, LATE, LATE, OLD), "ok", OLD),
        (known("partial", LATE, OLD, LATE, EARLY), "partial", EARLY),
        (known("failed", LATE, LATE, LATE, LATE), "failed", LATE),
        (known("failed", LATE, OLD, EARLY, "2026-11-02T02:15:00Z"), "blind", EARLY),
        (known("failed", LATE, None, None, OLD), "blind", OLD),
        # Well read when last read, but that is long ago: nobody has run it since.
        (known("ok", EARLY, EARLY, EARLY, OLD), "blind", EARLY),
    ],
)
def test_a_source_stands_as_it_does_since_the_moment_it_came_to(status, word, since):
    found = health(LIST, status, NOW)
    assert (found.word, found.since) == (word, since)
    assert found.well is (word == "ok")
