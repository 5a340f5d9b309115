"""How an installation stands at a moment: for `status`, for programs, for other machines."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
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

_AHEAD = timedelta(days=93)
_SECONDS = 10


class NextIssue(Struct, frozen=True):
    """An issue to come: its title, and the day (ISO 8601) from which it can be made."""

    title: str
    day: str


class Standing(Struct, frozen=True):
    """What there is to know at a glance.

    Attributes:
        run: the last run of the sources, None before the first.
        sources: the health of each that is read.
        needs: what waits for a person.
        issues: the next of each edition.
        free, database, archive: bytes: left on the disk, and of what is kept.
        clock: why it is not believed, "" where it is.
        mail: how many recipients, or that it is off.
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
    found = tuple(_with_forbidden(db, health(one, runs.status(db, one.id), now)) for one in sources)
    left = needs(settings, db, now, sources, this_run=this_run)
    addresses = {
        *settings.mail.recipients,
        *(address for one in settings.editions.values() for address in one.recipients),
    }
    many = len(addresses)
    by_mail = f"{many} recipient{'s' * (many != 1)}" if settings.mail.host else "off"
    return Standing(
        run=runs.last_before(db, None),
        sources=found,
        needs=left,
        issues=tuple(_next_issues(settings, db, now)),
        free=shutil.disk_usage(settings.data_dir).free,
        database=settings.database.stat().st_size if settings.database.exists() else 0,
        archive=sum(one.stat().st_size for one in settings.archive.rglob("*.gz")),
        clock=doubt(clocks.believed(db), now, None),
        mail=by_mail + (f", folder {settings.drop.folder}" if settings.drop.folder else ""),
    )


def _with_forbidden(db: Database, one: Health) -> Health:
    """With the files of it that its site forbids to be asked for."""
    shut = forbidden_files(db, one.source.id)
    reasons = (*one.reasons, f"{FORBIDDEN}: {', '.join(shut)}") if shut else one.reasons
    return replace(one, reasons=reasons)


def _next_issues(settings: Settings, db: Database, now: datetime) -> Iterator[NextIssue]:
    for name in settings.all_editions:
        try:
            one = named(settings, name)
        except SettingsError:
            continue  # told among the needs
        to_come = (some for some in due(db, now + _AHEAD, edition=one) if some.window.end > now)
        if months := next(to_come, None):
            yield NextIssue(f"{one.title} {months.name}", london_day(months.window.end).isoformat())


def metrics(one: Standing) -> str:
    """The same in Prometheus' text format (version 0.0.4); moments are seconds since 1970."""
    run = one.run or Ran(0, "", None, None)
    rows: dict[str, tuple[str, Mapping[str, float | None]]] = {
        "build_info": ("The release that wrote this.", {f'{{version="{__version__}"}}': 1}),
        "run_start_seconds": ("When the last run began.", {"": _seconds(run.started_at)}),
        "run_end_seconds": ("When it ended.", {"": _seconds(run.finished_at)}),
        "run_status": ("How it ended: 0 is well.", {"": run.exit_status}),
        "needs": ("How much waits for a person.", {"": len(one.needs)}),
        "source_well": (
            "Whether the source was read well and lately.",
            {_of(each): float(each.well) for each in one.sources},
        ),
        "source_last_good_seconds": (
            "When the source was last read well and in full.",
            {_of(each): _seconds(each.status.last_good_at) for each in one.sources},
        ),
        "next_issue_seconds": (
            "The day from which the next issue can be made.",
            {"": min((_seconds(each.day) or 0 for each in one.issues), default=None)},
        ),
        "disk_free_bytes": ("Left on the disk of data_dir.", {"": one.free}),
        "database_bytes": ("Size of the database.", {"": one.database}),
        "archive_bytes": ("Size of the archived pages.", {"": one.archive}),
        "clock_doubted": ("Whether the clock is not believed.", {"": float(bool(one.clock))}),
    }
    return "".join(_rows(f"repo_watch_{name}", *said) for name, said in rows.items())


def _rows(name: str, told: str, values: Mapping[str, float | None]) -> str:
    known = {label: value for label, value in values.items() if value is not None}
    lines = [f"{name}{label} {value:.0f}" for label, value in known.items()]
    return "\n".join([f"# HELP {name} {told}", f"# TYPE {name} gauge", *lines, ""]) if lines else ""


def _of(one: Health) -> str:
    return f'{{source="{one.source.id}"}}'


def _seconds(at: str | None) -> float | None:
    return read(at if "T" in at else f"{at}T00:00:00Z").timestamp() if at else None


def announce(settings: Settings, one: Standing, *, healthy: bool) -> str:
    """Write the metrics' file and, after a healthy run, call the heartbeat; gives what failed.

    Raises:
        EnvironmentFailure: the file cannot be written.
    """
    if settings.metrics.file:
        files.write(settings.metrics.file, metrics(one))
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
