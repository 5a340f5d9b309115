"""What a person can act on: a source's health in words, what its sites forbid, close calls."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from sqlite3 import Connection as Database
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct

from repo_watch.errors import FORBIDDEN
from repo_watch.model import Source
from repo_watch.store.questions import SQL
from repo_watch.store.rows.runs import SourceStatus
from repo_watch.store.schema.database import as_dicts
from repo_watch.store.times import read

Rows: TypeAlias = Sequence[Mapping[str, Any]]


class Health(Struct, frozen=True):
    """How a source stands at a moment, by what the log says, and `since` when (ISO 8601).

    `word` is ok, partial, failed, blind (no good reading for longer than it may go without one) or
    never (no reading yet); `reasons` say what was expected and what came; `advice` is the heading
    in docs/runbook.md under which the way out stands.
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
        last = f"The last run that read it was on {status.last_at[:10]}"
        asked = (f"{last}; is cron or systemd at work?",)
        return Health(source, status, "blind", status.last_at, asked, "No run at all")
    seen = status.last_seen_at
    if seen is None or now - read(seen) > limit:
        since = seen or status.since
        return Health(source, status, "blind", since, reasons, "A source is blind")
    advice = "A source is partial" if word == "partial" else "A source failed"
    return Health(source, status, word, status.since, reasons, advice)


def forbidden_pages(reasons: Iterable[str]) -> tuple[str, ...]:
    """The addresses that a night's reasons ("ADDRESS: why") say the site forbids."""
    found = (reason.partition(f": {FORBIDDEN}") for reason in reasons)
    return tuple(address for address, why, _ in found if why)


def all_forbidden(reasons: Sequence[str]) -> bool:
    """Whether a night's reasons are all of what the sites forbid: nothing went wrong then."""
    return len(forbidden_pages(reasons)) == len(reasons)


def forbidden_files(db: Database, source: str) -> tuple[str, ...]:
    """For each host, how many files of a source's items it forbids: "12 files of HOST"."""
    rows = db.execute(SQL["unasked"], [source, f"{FORBIDDEN}%"])
    hosts = Counter(urlsplit(url).netloc for (url,) in rows)
    return tuple(
        f"{count} file{'s' * (count > 1)} of {host}" for host, count in sorted(hosts.items())
    )


class Worth(Struct, frozen=True):
    """What is worth a look; none of it keeps a run from working.

    That is `authorities` as written that no table knows, with known names like them, and `terms`
    outside the reviewed vocabulary, each with how many reviews have it; by which `joins` an entry
    is held to be a known review; and, as `witnesses`, the reviews that one kind of list names and
    the other, which is sound, does not.
    """

    authorities: Rows = ()
    terms: Rows = ()
    joins: Rows = ()
    witnesses: Rows = ()


def worth(db: Database) -> Worth:
    """All of that."""
    from repo_watch.reading.terms import places

    found = {name: [*as_dicts(db.execute(SQL[name]))] for name in Worth.__struct_fields__}
    for one in found["authorities"]:
        one["nearest"] = places.nearest(one["authority"])
    return Worth(**found)
