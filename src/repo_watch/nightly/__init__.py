"""The nightly run: the only place that wires the rooms together.

for each source:  plan -> fetch -> read -> judge -> decide -> store, page by page (`watch`)
then:             check the links whose turn it is, issue the months that have closed, write the
                  analysts' copy and the pages, deliver
"""

import sqlite3
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime, timedelta
from sqlite3 import Connection as Database

from msgspec import Struct

from repo_watch import __version__
from repo_watch.delivery.rounds import deliver_due, tell_operator
from repo_watch.errors import RepoWatchError, Stopped
from repo_watch.fetch.archive import Archive
from repo_watch.fetch.session import Fetcher
from repo_watch.issuing.issue import Composed
from repo_watch.model import Source, State
from repo_watch.nightly import status as standing
from repo_watch.nightly.fence import DEGRADED, FAULT, UNREACHABLE, Fence, open_database
from repo_watch.nightly.issues import issue_due, write_all_pages
from repo_watch.nightly.links import check_links
from repo_watch.nightly.watch import Clock, Night, SourceOutcome, Told, keeping, silent, watch
from repo_watch.settings import Settings
from repo_watch.sources import SOURCES, configured
from repo_watch.store.questions.status import all_forbidden
from repo_watch.store.rows import derived, pages, runs
from repo_watch.store.schema.database import copy_in_memory, transaction
from repo_watch.store.times import read as read_time
from repo_watch.store.upkeep import clock as clocks
from repo_watch.store.upkeep import snapshot
from repo_watch.workers import Workers

_FULL_EVERY_DAYS = 7


class Outcome(Struct, frozen=True):
    """What a run did, the issues it made, and the status with which the command ends.

    `notices`, each told once, are of a source's turn, an issue that waits, or a fault; `needs` are
    told each time until a person has done them. `unreachable`: no site answered anything.
    """

    sources: tuple[SourceOutcome, ...]
    issued: tuple[Composed, ...]
    status: int
    notices: tuple[str, ...] = ()
    needs: tuple[standing.Need, ...] = ()
    unreachable: bool = False


def run(
    settings: Settings,
    clock: Clock,
    *,
    only: Collection[str] = (),
    dry_run: bool = False,
    offline: bool = False,
    believe: bool = False,
    told: Told = silent,
    sources: Sequence[Source] = SOURCES,
    getter: Fetcher | None = None,
) -> Outcome:
    """Watch every source of all `sources` that is due, then issue what has closed.

    With ids in `only`, these are watched, whether or not they are due or named in the settings. A
    `dry_run` works on a copy in memory and writes no file. An `offline` one reads the archive again
    instead of the network, or of what the `getter` gives in its place; what differs is a
    correction. Where an operator looked and can `believe` it, what the pages show no more is gone.
    The clock is aware; `told` is progress, for a person who watches.

    Raises:
        LockedError: another run is at work.
        EnvironmentFailure: disk, permission or database.
        SettingsError: the settings ask for what cannot be done.
    """
    sources = configured(settings, sources)
    watched = [one for one in sources if (one.id in only if only else settings.enabled(one))]
    if not offline:
        settings.require_contact(watched)
    with ExitStack() as stack:
        db = stack.enter_context(open_database(settings, create=True))
        if dry_run:
            db = stack.enter_context(closing(copy_in_memory(db)))
        if getter is None and not offline:
            getter = stack.enter_context(Fetcher(settings.fetch, clock=clock))
        fence, now, before = Fence(settings.database), clock(), clocks.believed(db)
        if before and not standing.doubt(before, now, None):
            standing.believe_clock(db, now, fence)
        with transaction(db):
            # Once a week a nightly run reads every page in full.
            full = not (offline or only) and runs.full_is_due(db, now, _FULL_EVERY_DAYS)
            mode = "offline" if offline else "nightly"
            begun = runs.begin(db, now, version=__version__, mode=mode, full=full)
        night = Night(
            settings=settings,
            db=db,
            run=begun,
            archive=Archive(settings.archive),
            keeps=not dry_run,
            getter=None if offline else getter,
            told=told,
            kept=_kept(settings, sources, fence),
            believe=believe,
            fence=fence,
            clock=clock,
            sources=sources,
            watched=watched,
            workers=stack.enter_context(closing(Workers(settings.workers))),
            ends=time.monotonic() + settings.fetch.minutes_per_night * 60,
        )
        _tidy(night)
        with _closed(night):
            # What is made from the reviews, where better rules have come since.
            with fence.around("What is made from the reviews"), transaction(db):
                derived.refresh_all_if_stale(db, now, night.workers)
            asked = [one for one in watched if offline or only or _is_due(db, one, now)]
            outcomes = tuple(watch(night, one) for one in asked)
            # Links are checked on a night on which our own line is not at fault.
            at_fault = _at_fault(night, outcomes, every=bool(only))
            network = night.getter if isinstance(night.getter, Fetcher) else None
            if network and night.keeps and not (at_fault or only):
                with fence.around("The round of the links"):
                    check_links(night, network)
            if night.workers.trouble:
                fence.tell(night.workers.trouble, DEGRADED)
            sure = standing.clock_is_right(night, before)
            issued = issue_due(night) if sure and night.keeps else ()
            # Of one cause the operator is told once.
            unreachable = bool(outcomes and network and not network.answered)
            turns = [UNREACHABLE] if unreachable else [one.notice for one in outcomes if one.notice]
            night.finish(fence.status)  # the analysts' copy holds the run that made it
            left: tuple[standing.Need, ...] = ()
            if night.keeps:
                left = _hand_out(night, turns, pages=sure)
                with fence.around("The metrics"):
                    standing.announce(night, healthy=not (only or offline))
        notices = (*turns, *fence.notices)
        return Outcome(outcomes, issued, fence.status, notices, left, unreachable)


def _at_fault(night: Night, outcomes: Sequence[SourceOutcome], *, every: bool) -> bool:
    """Whether anything went wrong tonight besides what sites forbid; the fence hears of both."""
    at_fault = bool(night.fence.status)
    for one in outcomes:
        if one.verdict.state != "ok" and (one.source.alarm or every):
            night.fence.status = max(night.fence.status, DEGRADED)
            at_fault |= not all_forbidden(one.verdict.reasons)
    return at_fault


def _hand_out(night: Night, turns: Sequence[str], *, pages: bool) -> tuple[standing.Need, ...]:
    """The copy for analysts, the pages, mail that is due; gives what needs a person after that."""
    settings, db, fence, now = night.settings, night.db, night.fence, night.run.now
    with fence.around("The analysts' copy"):
        snapshot.publish(db, settings.public / "repo-watch.db")
    if pages:
        write_all_pages(db, settings, fence)
    # What a delivery told is among the needs, for as long as it goes on.
    faults = fence.notices
    with fence.around("Delivery"):
        for one in deliver_due(settings, db, now, fence.around):
            for notice in one.notices:
                fence.tell(notice, 0)
    left: tuple[standing.Need, ...] = ()
    with fence.around("What needs a person"):
        left = standing.needs(settings, db, now, night.watched, this_run=night.run.id)
        if any(one.kind != "run" for one in left):
            fence.status = max(fence.status, DEGRADED)
        told = {one.text: one.key for one in left}
        texts = dict.fromkeys((*turns, *faults, *told))
        if trouble := tell_operator(settings, {told.get(one, one): one for one in texts}, now):
            fence.tell(trouble, DEGRADED)
    return left


def _tidy(night: Night) -> None:
    """Clear what a killed run left half-written and, once a week, what was kept long enough."""
    last = runs.last_before(night.db, night.run.id)
    with night.fence.around("The archive"):
        if last and last.finished_at is None:
            night.archive.tidy()
        if (days := night.settings.archive_days) and night.run.full and night.keeps:
            for sha256 in pages.outdated_bodies(night.db, night.run.now - timedelta(days=days)):
                night.archive.remove(sha256)


@contextmanager
def _closed(night: Night) -> Iterator[None]:
    """Close the run's row whatever becomes of the body, as far as the database lets us."""
    status = FAULT
    try:
        yield
        status = night.fence.status
    except RepoWatchError as error:
        status = error.exit_status
        raise
    except (KeyboardInterrupt, Stopped):
        status = standing.STOPPED
        raise
    finally:
        if status:
            with suppress(sqlite3.Error):
                night.finish(status)


def _kept(settings: Settings, sources: Sequence[Source], fence: Fence) -> frozenset[str]:
    """Addresses that are read now and whose entries stay until they are taken down."""
    found: set[str] = set()
    for source in filter(settings.enabled, sources):
        with fence.around(source.title):
            found |= keeping(source, source.plan(State(urls=settings.addresses(source))))
    return frozenset(found)


def _is_due(db: Database, source: Source, now: datetime) -> bool:
    """Whether the source's rhythm asks for it tonight; a night's jitter does not skip one."""
    last = runs.status(db, source.id).last_at
    if source.every_days <= 1 or last is None:
        return source.every_days > 0
    return now - read_time(last) >= timedelta(days=source.every_days) - timedelta(hours=12)
