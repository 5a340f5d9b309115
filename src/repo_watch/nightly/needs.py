"""What needs a person, told each time until it is done: by the run, `status` and `doctor`."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from sqlite3 import Connection as Database
from typing import Literal

from msgspec import Struct

from repo_watch import files
from repo_watch.delivery.recipients import outstanding
from repo_watch.digest import notes
from repo_watch.digest.edition import edition as named
from repo_watch.digest.model import Edition
from repo_watch.digest.months import Months, london_day
from repo_watch.errors import DatabaseError, SettingsError
from repo_watch.issuing import draft
from repo_watch.issuing.issue import due
from repo_watch.model import Source
from repo_watch.rendering import words
from repo_watch.settings import Settings
from repo_watch.store.questions.status import health
from repo_watch.store.rows import runs
from repo_watch.store.times import iso

_OVERDUE = timedelta(days=2)
STOPPED = 130
_ENDED: dict[int | None, str] = {
    None: "never finished: it was stopped, or the machine was; its log says how far it got",
    4: "ended with 4: the disk, a permission or the database failed it",
    STOPPED: "was stopped before its end; the next run goes on from there",
    5: "ended with 5, a fault of repo-watch: please report it with the log",
}


class Need(Struct, frozen=True):
    """One thing that a person has to look at: what is wrong and what to do, in one line.

    The `key` says what it is about, the same each night until it is done.
    """

    key: str
    kind: Literal["run", "issue", "delivery", "source"]
    text: str


def needs(
    settings: Settings,
    db: Database,
    now: datetime,
    sources: Sequence[Source],
    *,
    this_run: int | None = None,
) -> tuple[Need, ...]:
    """Everything that needs a person as it stands, with these sources watched.

    What becomes of `this_run`, which asks, is not known yet.
    """
    return (
        *_of_runs(settings, db, this_run),
        *_of_sources(db, now, sources),
        *_of_issues(settings, db, now),
        *_of_deliveries(settings),
    )


def _of_runs(settings: Settings, db: Database, this_run: int | None) -> Iterator[Need]:
    last = runs.last_before(db, this_run)
    if last and (ended := _ENDED.get(last.exit_status)):
        at_work = this_run is None and last.finished_at is None
        with suppress(OSError):
            at_work = at_work and files.is_locked(settings.lock)
        if not at_work:
            yield Need(f"run {last.id}", "run", f"The run that began at {last.started_at} {ended}.")


def _of_sources(db: Database, now: datetime, sources: Sequence[Source]) -> Iterator[Need]:
    for source in (one for one in sources if one.alarm and one.every_days):
        found = health(source, runs.status(db, source.id), now)
        if found.word == "blind":
            since = f" since {found.since[:10]}" if found.since else ""
            text = f"{source.title} ({source.id}) is blind{since}: docs/runbook.md, {found.advice}."
            yield Need(f"blind {source.id}", "source", text)


def _of_issues(settings: Settings, db: Database, now: datetime) -> Iterator[Need]:
    for name in settings.all_editions:
        try:
            one = named(settings, name)
        except SettingsError as error:
            yield Need(f"edition {name}", "issue", f"The edition {name} waits: {error}.")
            continue
        for months in due(db, now, edition=one):
            if text := _waits_for(settings, db, now, one, months):
                yield Need(f"issue {name} {months.text}", "issue", text)


def _waits_for(
    settings: Settings, db: Database, now: datetime, one: Edition, months: Months
) -> str:
    """Why an issue that is due is not made; "" while no run could have made it."""
    title = f"{one.title} {months.name}"
    try:
        notes.read(settings.notes, one, months)
    except SettingsError as error:
        return f"{title} waits: {error}."
    if one.approval and draft.is_prepared(settings.previews, one, months):
        return waits_for_approval(settings, one, months)
    opened = months.window.end
    tried = runs.any_since(db, iso(opened))
    if not tried and now - opened < _OVERDUE:
        return ""
    since = words.day(london_day(opened))
    why = "the log of the last run says why" if tried else "no run has come since"
    return f"{title} is overdue: it could be made since {since}, and {why}."


def waits_for_approval(
    settings: Settings, edition: Edition, months: Months, *, reissue: bool = False
) -> str:
    """Which draft waits, and the command that approves it."""
    path = settings.previews / edition.folder / months.file("html")
    how = f"repo-watch digest {months.text} --approve"
    how += " --reissue" if reissue else ""
    how += f" --edition {edition.name}" if edition.folder else ""
    return f"{edition.title} {months.name} waits for approval: read {path}, then: {how}"


def _of_deliveries(settings: Settings) -> Iterator[Need]:
    try:
        for key, text in outstanding(settings):
            yield Need(key, "delivery", text)
    except DatabaseError as error:
        yield Need("deliveries", "delivery", str(error))
