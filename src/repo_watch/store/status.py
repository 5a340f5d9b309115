"""A source's health in words that a person can act on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from repo_watch.model import Source
from repo_watch.store.runs import SourceStatus
from repo_watch.store.times import read


@dataclass(frozen=True, slots=True)
class Health:
    """How a source stands at a moment.

    Attributes:
        source: which.
        status: what the log says.
        word: ok, partial, failed, blind (no good reading for longer than it may go without one)
            or never (no reading yet).
        reasons: what was expected and what came.
        advice: the heading in docs/runbook.md under which the way out stands.
    """

    source: Source
    status: SourceStatus
    word: str
    reasons: tuple[str, ...]
    advice: str

    @property
    def well(self) -> bool:
        """Whether nobody needs to do anything."""
        return self.word == "ok"


def health(source: Source, status: SourceStatus, now: datetime) -> Health:
    """The health of a source at `now`."""
    if status.last_at is None:
        return Health(source, status, "never", ("It has not been read yet.",), "No run at all")
    fresh = max(expects.fresh_days for expects in source.expects.values())
    limit = timedelta(days=max(fresh, source.every_days + 1))
    if now - read(status.last_at) > limit:
        text = (
            f"The last run that read it was on {status.last_at[:10]}; is cron or systemd at work?"
        )
        return Health(source, status, "blind", (text,), "No run at all")
    if status.last_good_at is None or now - read(status.last_good_at) > limit:
        return Health(source, status, "blind", status.reasons, "A source is blind")
    advice = "A source is partial" if status.verdict == "partial" else "A source failed"
    return Health(source, status, status.verdict or "never", status.reasons, advice)
