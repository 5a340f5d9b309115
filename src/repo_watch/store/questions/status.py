"""A source's health in words that a person can act on."""

from datetime import datetime, timedelta

from msgspec import Struct

from repo_watch.model import Source
from repo_watch.store.rows.runs import SourceStatus
from repo_watch.store.times import read


class Health(Struct, frozen=True):
    """How a source stands at a moment, by what the log says.

    Attributes:
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
    word, reasons = status.verdict or "never", status.reasons
    if not source.every_days:
        # What no night reads does not grow old; it only may not have come.
        if word == "ok":
            return Health(source, status, word, status.since, (), "")
        reasons = reasons or ("It is read once, by `repo-watch backfill`.",)
        return Health(source, status, word, status.since, reasons, "Backfill")
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
        return Health(source, status, "blind", since, reasons, "A source is blind")
    advice = "A source is partial" if word == "partial" else "A source failed"
    return Health(source, status, word, status.since, reasons, advice)
