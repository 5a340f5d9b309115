"""How an installation stands at a moment: for `status`, for programs, for other machines."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import repeat
from sqlite3 import Connection as Database

from msgspec import Struct
from msgspec.structs import replace

from repo_watch import __version__, files
from repo_watch.digest.edition import edition as named
from repo_watch.digest.months import london_day
from repo_watch.errors import FORBIDDEN, SettingsError
from repo_watch.issuing.issue import due
from repo_watch.model import Source
from repo_watch.nightly.clock import doubt
from repo_watch.nightly.needs import Need, needs
from repo_watch.settings import Settings
from repo_watch.store.questions.forbidden import forbidden_files
from repo_watch.store.questions.status import Health, health
from repo_watch.store.rows import runs
from repo_watch.store.rows.runs import Ran
from repo_watch.store.times import read
from repo_watch.store.upkeep import clock as clocks
from repo_watch.templates import fill

_AHEAD = timedelta(days=93)
_SECONDS = 10


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

    run: Ran | None
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
    known = [runs.status(db, one.id) for one in sources]
    of_editions = (one.recipients for one in settings.editions.values())
    many = len(set(settings.mail.recipients).union(*of_editions))
    by_mail = f"{many} recipient{'s' * (many != 1)}" if settings.mail.host else "off"
    return Standing(
        run=runs.last_before(db, None),
        sources=tuple(
            replace(found, reasons=(*found.reasons, *_forbidden(db, found.source)))
            for found in map(health, sources, known, repeat(now))
        ),
        needs=needs(settings, db, now, sources, this_run=this_run),
        issues=tuple(_next_issues(settings, db, now)),
        free=shutil.disk_usage(settings.data_dir).free,
        database=settings.database.stat().st_size if settings.database.exists() else 0,
        archive=sum(one.stat().st_size for one in settings.archive.rglob("*.gz")),
        clock=doubt(clocks.believed(db), now, None),
        mail=by_mail + (f", folder {settings.drop.folder}" if settings.drop.folder else ""),
    )


def _forbidden(db: Database, source: Source) -> tuple[str, ...]:
    """The files that its site forbids to be asked for."""
    shut = forbidden_files(db, source.id)
    return (f"{FORBIDDEN}: {', '.join(shut)}",) if shut else ()


def _next_issues(settings: Settings, db: Database, now: datetime) -> Iterator[NextIssue]:
    for name in settings.all_editions:
        try:
            one = named(settings, name)
        except SettingsError:
            continue  # told among the needs
        to_come = (some for some in due(db, now + _AHEAD, edition=one) if some.window.end > now)
        if months := next(to_come, None):
            yield NextIssue(f"{one.title} {months.name}", london_day(months.window.end).isoformat())


def announce(settings: Settings, one: Standing, *, healthy: bool) -> str:
    """Write the metrics' file and, after a healthy run, call the heartbeat; gives what failed."""
    if settings.metrics.file:
        text = fill(
            __package__,
            "metrics.txt.j2",
            standing=one,
            seconds=lambda at: at and read(at).timestamp(),
            next_issue=min((read(f"{each.day}T00:00:00Z") for each in one.issues), default=None),
            version=__version__,
        )
        files.write(settings.metrics.file, text)
    if not (healthy and settings.metrics.heartbeat):
        return ""
    import requests

    try:
        agent = {"User-Agent": f"repo-watch/{__version__}"}
        answer = requests.get(settings.metrics.heartbeat, timeout=_SECONDS, headers=agent)
        answer.raise_for_status()
    except (requests.RequestException, OSError, ValueError) as error:
        return f"metrics.heartbeat could not be called: {type(error).__name__}"
    return ""
