"""A source's health in words that a person can act on."""

from datetime import datetime, timedelta

from msgspec import Struct

from repo_watch.model import Source
from repo_watch.store.rows.runs import SourceStatus
from repo_watch.store.times import read


class Health(Struct, frozen=True):
    """How a source stands at a moment.

    Attributes:
        source: which.
        status: what the log says.
        word: ok, partial, failed, blind (no good reading for longer than it may go without one)
            or never (no reading yet).
        since: when it came to stand so (ISO 8601), where that is known.
        reasons: what was expected and what came.
        advice: the heading in docs/runbook.md under which the way out stands.
    """

    source: Source
    status: SourceStatus
    word: str
    since: str | None
    reasons: tuple[str, ...]
    advice: str

    @property
    def well(self) -> bool:
        """Whether nobody needs to do anything."""
        return self.word == "ok"


def health(source: Source, status: SourceStatus, now: datetime) -> Health:
    """The health of a source at `now`."""
    if not source.every_days:
        return _read_by_name(source, status)
    if status.last_at is None:
        never = ("It has not been read yet.",)
        return Health(source, status, "never", None, never, "No run at all")
    fresh = max(expects.fresh_days for expects in source.expects.values())
    limit = timedelta(days=max(fresh, source.every_days + 1))
    if now - read(status.last_at) > limit:
        text = (
            f"The last run that read it was on {status.last_at[:10]}; is cron or systemd at work?"
        )
        return Health(source, status, "blind", status.last_at, (text,), "No run at all")
    seen = status.last_seen_at
    if seen is None or now - read(seen) > limit:
        since = seen or status.since
        return Health(source, status, "blind", since, status.reasons, "A source is blind")
    advice = "A source is partial" if status.verdict == "partial" else "A source failed"
    word = status.verdict or "never"
    return Health(source, status, word, status.since, status.reasons, advice)


def _read_by_name(source: Source, status: SourceStatus) -> Health:
    """What no night reads (`repo-watch backfill`) does not grow old; it only may not have come."""
    if status.verdict == "ok":
        return Health(source, status, "ok", status.since, (), "")
    reasons = status.reasons or ("It is read once, by `repo-watch backfill`.",)
    return Health(source, status, status.verdict or "never", status.since, reasons, "Backfill")
