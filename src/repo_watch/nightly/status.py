"""How an installation stands at a moment: its clock, what needs a person, and each source.

What needs a person is told each time until it is done: by the run, `status` and `doctor`. The rest
is for `status`, for programs and for other machines.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from repo_watch import __version__, files
from repo_watch.delivery.rounds import outstanding
from repo_watch.digest.edition import edition as named
from repo_watch.digest.edition import notes_on
from repo_watch.digest.model import Edition
from repo_watch.digest.months import Kind, Months, london_day
from repo_watch.errors import FORBIDDEN, DatabaseError, SettingsError
from repo_watch.fetch.session import Fetcher
from repo_watch.issuing.issue import due
from repo_watch.model import Source
from repo_watch.nightly.fence import DEGRADED, Fence
from repo_watch.nightly.watch import Night
from repo_watch.rendering import words
from repo_watch.settings import Settings
from repo_watch.store.questions.status import Health, forbidden_files, health
from repo_watch.store.rows import runs
from repo_watch.store.times import iso, read
from repo_watch.store.upkeep import clock as clocks
from repo_watch.templates import fill

_LONGEST_PAUSE = timedelta(days=60)
"""Between two runs, where no site confirms the clock: a machine may well be off for weeks."""
_TOLERANCE = timedelta(hours=12)
_OVERDUE = timedelta(days=2)
STOPPED = 130
_ENDED: dict[int | None, str] = {
    None: "never finished: it was stopped, or the machine was; its log says how far it got",
    4: "ended with 4: the disk, a permission or the database failed it",
    STOPPED: "was stopped before its end; the next run goes on from there",
    5: "ended with 5, a fault of repo-watch: please report it with the log",
}
_AHEAD = timedelta(days=93)
_SECONDS = 10


def doubt(before: str | None, now: datetime, gap: timedelta | None) -> str:
    """Why the clock is not believed, in one line with what to do; "" where it is.

    The last run that was believed was at `before`, None before the first; the sites that were asked
    say that it is so far ahead of `now`, where any says.
    """
    if gap is not None:
        if abs(gap) <= _TOLERANCE:
            return ""
        why = f"the sites that were asked say {iso(now + gap)}"
    elif before is None or timedelta() <= now - read(before) <= _LONGEST_PAUSE:
        return ""
    elif now < read(before):
        why = f"a run began at {before}"
    else:
        why = f"the last run began at {before} and no site confirms that so long has passed"
    return (
        f"The clock says {iso(now)}, but {why}: what was read is stored, and nothing is issued;"
        " set the clock right, or run `repo-watch clock --trust` if it is."
    )


def believe_clock(db: Database, now: datetime, fence: Fence) -> None:
    """The clock is right: what was dated later than now is mended, and told."""
    if mended := clocks.believe(db, now):
        fence.tell(
            f"A run before had a clock that was ahead: {mended} of its moments are now {iso(now)}.",
            DEGRADED,
        )


def clock_is_right(night: Night, before: str | None) -> bool:
    """Whether the sites that were asked confirm the clock, or nothing speaks against it."""
    gap = night.getter.gap if isinstance(night.getter, Fetcher) else None
    wrong = doubt(before, night.run.now, gap)
    if wrong:
        night.fence.tell(wrong, DEGRADED)
    else:
        believe_clock(night.db, night.run.now, night.fence)
    return not wrong


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
        notes_on(settings.notes, one, months)
    except SettingsError as error:
        return f"{title} waits: {error}."
    if one.approval and draft_of(settings, one, months).exists():
        return waits_for_approval(settings, one, months)
    opened = months.window.end
    tried = runs.any_since(db, iso(opened))
    if not tried and now - opened < _OVERDUE:
        return ""
    since = words.day(london_day(opened))
    why = "the log of the last run says why" if tried else "no run has come since"
    return f"{title} is overdue: it could be made since {since}, and {why}."


def draft_of(settings: Settings, edition: Edition, months: Months, kind: Kind = "html") -> Path:
    """Where the draft of an issue is, once it was prepared."""
    return settings.previews / edition.folder / months.file(kind)


def waits_for_approval(
    settings: Settings, edition: Edition, months: Months, *, reissue: bool = False
) -> str:
    """Which draft waits, and the command that approves it."""
    path = draft_of(settings, edition, months)
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


class NextIssue(Struct, frozen=True):
    """An issue to come, and the day (ISO 8601) from which it can be made."""

    title: str
    day: str


class Standing(Struct, frozen=True):
    """What there is to know at a glance.

    Of each source that is read its health; of each edition the next issue. `free`, `database` and
    `archive` are bytes: left on the disk, and of what is kept. `clock` is why it is not believed,
    "" where it is; `mail` how many recipients there are, or that it is off.
    """

    run: runs.Ran | None
    sources: tuple[Health, ...]
    needs: tuple[Need, ...]
    issues: tuple[NextIssue, ...]
    free: int
    database: int
    archive: int
    clock: str
    mail: str

    @property
    def well(self) -> bool:
        """Whether nobody needs to do anything."""
        return not self.needs and all(one.well or not one.source.alarm for one in self.sources)


def standing(
    settings: Settings,
    db: Database,
    now: datetime,
    sources: Sequence[Source],
    *,
    this_run: int | None = None,
) -> Standing:
    """How it stands; what goes in is as of `needs`."""
    found = [health(one, runs.status(db, one.id), now) for one in sources]
    shut = [", ".join(forbidden_files(db, one.id)) for one in sources]
    of_editions = (one.recipients for one in settings.editions.values())
    many = len(set(settings.mail.recipients).union(*of_editions))
    by_mail = f"{many} recipient{'s' * (many != 1)}" if settings.mail.host else "off"
    return Standing(
        run=runs.last_before(db, None),
        sources=tuple(
            replace(one, reasons=(*one.reasons, f"{FORBIDDEN}: {paths}")) if paths else one
            for one, paths in zip(found, shut, strict=True)
        ),
        needs=needs(settings, db, now, sources, this_run=this_run),
        issues=tuple(_next_issues(settings, db, now)),
        free=shutil.disk_usage(settings.data_dir).free,
        database=settings.database.stat().st_size if settings.database.exists() else 0,
        archive=sum(one.stat().st_size for one in settings.archive.rglob("*.gz")),
        clock=doubt(clocks.believed(db), now, None),
        mail=by_mail + (f", folder {settings.drop.folder}" if settings.drop.folder else ""),
    )


def _next_issues(settings: Settings, db: Database, now: datetime) -> Iterator[NextIssue]:
    for name in settings.all_editions:
        with suppress(SettingsError):  # told among the needs
            one = named(settings, name)
            later = (some for some in due(db, now + _AHEAD, edition=one) if some.window.end > now)
            if months := next(later, None):
                day = london_day(months.window.end).isoformat()
                yield NextIssue(f"{one.title} {months.name}", day)


def announce(night: Night, *, healthy: bool) -> None:
    """Tell the programs that watch this one: by a file and, of a healthy run, by a heartbeat."""
    settings, fence = night.settings, night.fence
    file, address = settings.metrics.file, settings.metrics.heartbeat
    if not (file or address):
        return
    if fence.status:
        night.finish(fence.status)
    if file:
        stands = standing(settings, night.db, night.run.now, night.watched, this_run=night.run.id)
        text = fill(
            __package__,
            "metrics.txt.j2",
            standing=stands,
            seconds=lambda at: at and read(at).timestamp(),
            next_issue=min((read(f"{one.day}T00:00:00Z") for one in stands.issues), default=None),
            version=__version__,
        )
        files.write(file, text)
    if healthy and address and not fence.status:
        import requests

        try:
            agent = {"User-Agent": f"repo-watch/{__version__}"}
            requests.get(address, timeout=_SECONDS, headers=agent).raise_for_status()
        except (requests.RequestException, OSError, ValueError) as error:
            fence.tell(f"metrics.heartbeat could not be called: {type(error).__name__}", 0)
