"""Watching one source for one night: plan, fetch, read, judge, decide, store, page by page.

Each page is stored in one transaction with what validates it, so a run that is killed has stored
whole pages and the next one goes on from there. No transaction is open across a network call.
"""

import math
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from sqlite3 import Connection as Database
from typing import Protocol
from urllib.parse import urldefrag

import structlog

from repo_watch.errors import RepoWatchError, SourceError
from repo_watch.fetch.addresses import hosts_of
from repo_watch.fetch.archive import Archive
from repo_watch.judging.changes import Cause, Changes, Here
from repo_watch.judging.decide import decide, unchanged
from repo_watch.judging.identity import match
from repo_watch.judging.verdict import combine, is_red, judge
from repo_watch.model import (
    CASE,
    DOCUMENTS,
    Entry,
    Item,
    Page,
    Reading,
    Request,
    Source,
    State,
    Validators,
    Verdict,
)
from repo_watch.nightly.again import Again, outdated, read_ahead, replay
from repo_watch.nightly.fence import Fence
from repo_watch.nightly.telling import reasons
from repo_watch.settings import FetchSettings, Settings
from repo_watch.store.rows import pages, runs
from repo_watch.store.rows.apply import apply
from repo_watch.store.rows.known import known
from repo_watch.store.rows.pages import PageRow
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import transaction
from repo_watch.store.times import read as read_time
from repo_watch.store.upkeep import rulings
from repo_watch.workers import Workers

_log = structlog.get_logger()
_OWN_FAULT = Verdict("failed", ("A fault of its own: see the log.",))

Told = Callable[[str, int, int], None]
"""Called before each page with the source's title, pages done, and pages known to come."""


def silent(_title: str, _done: int, _known: int) -> None:
    """For nobody who watches."""


class Getter(Protocol):
    """What gives pages: the network or the archive."""

    def get(self, request: Request, validators: Validators, *, hosts: frozenset[str]) -> Page:
        """See `repo_watch.fetch.session.Fetcher.get`."""


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What one source gave in one run.

    Attributes:
        source: which.
        verdict: over all its pages, with the reasons.
        pages: how many were asked for.
        items: how many items its pages show now.
        counts: events by kind; `baseline` counts what the first reading found.
        last_good_at: when it was last read well, this run included.
        notice: what the operator is told once, at a turn; "" otherwise.
    """

    source: Source
    verdict: Verdict
    pages: int
    items: int
    counts: dict[str, int]
    last_good_at: str | None
    notice: str


@dataclass(slots=True)
class Night:
    """One run at work. A dry one `keeps` no page; `getter` is None in an offline one.

    `ends` is when, by the clock that nobody can set, no page or link is asked for any more.
    """

    settings: Settings
    db: Database
    run: Run
    archive: Archive
    keeps: bool
    getter: Getter | None
    told: Told
    kept: frozenset[str]
    fence: Fence
    believe: bool = False
    ends: float = math.inf
    workers: Workers = field(default_factory=Workers)


def watch(night: Night, source: Source) -> SourceOutcome:
    """Every page that the source's plan names; one that fails stops no other."""
    limits = night.settings.fetch
    ends = min(night.ends, time.monotonic() + limits.minutes_per_source * 60)
    verdicts: dict[Request, Verdict] = {}
    # A fault of ours in one source must not blind the others; the exit status tells of it.
    whole = False
    with night.fence.around(f"{source.title} ({source.id})"):
        night = replace(night, kept=night.kept | _keeping(source, _plan(night, source)))
        while ahead := [one for one in _plan(night, source) if one not in verdicts]:
            known_to_come = len(verdicts) + len(ahead)
            again = read_ahead(night.workers, source, ahead, partial(_archived, night, source))
            for request, made in zip(ahead, again, strict=True):
                night.told(source.title, len(verdicts), known_to_come)
                verdicts[request] = _not_asked(limits)
                if time.monotonic() < ends:
                    verdicts[request] = _fenced(night, source, request, made)
        whole = True
    if not whole:
        verdicts[Request("repo-watch", "")] = _OWN_FAULT
    return _sum_up(night, source, verdicts)


def _plan(night: Night, source: Source) -> Sequence[Request]:
    if night.getter is None:
        return [one.request for one in pages.last_good(night.db, source.id)]
    return source.plan(
        State(
            urls=night.settings.addresses(source),
            full=night.run.full,
            pages=pages.known_pages(night.db, source.id),
        )
    )


def _not_asked(limits: FetchSettings) -> Verdict:
    why = (
        f"not asked tonight: the time of the source ({limits.minutes_per_source} min, setting"
        f" fetch.minutes_per_source) or of the night ({limits.minutes_per_night} min,"
        " fetch.minutes_per_night) was over"
    )
    return Verdict("failed", (why,))


def _fenced(night: Night, source: Source, request: Request, again: Again) -> Verdict:
    """One address; a fault of ours in its page keeps no other from being read."""
    try:
        return _read(night, source, request, again)
    except (RepoWatchError, sqlite3.Error, OSError, MemoryError):
        raise
    except Exception:  # told by the fence, with the exit status
        with night.fence.around(f"{source.title} ({source.id}), {request.url}"):
            raise
    return _OWN_FAULT


def _read(night: Night, source: Source, request: Request, again: Again) -> Verdict:
    """One address: what was archived again if the reader has improved, then what is there now."""
    row = pages.find(night.db, source.id, request.url)
    if outdated(source, row) or night.getter is None:
        getter = replay(night.archive, night.db, source, request.url)
        verdict = _page(night, source, _old(request, row), getter, Validators(), again)
        row = pages.find(night.db, source.id, request.url)
    if night.getter is None:
        return verdict
    # What the archive lacks is made good by the page itself.
    in_full = night.run.full or night.believe or outdated(source, row)
    # What the list says of a review is part of what its page gives.
    in_full = in_full or (request.kind == CASE and row is not None and row.have != request.marker)
    validators = row.validators if row and not in_full else Validators()
    return _page(night, source, request, night.getter, validators)


def _old(request: Request, row: PageRow | None) -> Request:
    return Request(request.url, request.kind, request.rank, row.have if row else None)


def _archived(night: Night, source: Source, request: Request) -> Page:
    """The page of a request that is to be read again, from the archive.

    Raises:
        SourceError: it is not to be, or the archive lacks it.
    """
    row = pages.find(night.db, source.id, request.url)
    if night.getter and not outdated(source, row):
        raise SourceError("not to be read again", url=request.url)
    getter = replay(night.archive, night.db, source, request.url)
    return getter.get(_old(request, row), Validators(), hosts=frozenset())


def _page(
    night: Night,
    source: Source,
    request: Request,
    getter: Getter,
    validators: Validators,
    again: Again = (None, None),
) -> Verdict:
    """One page, all the way: fetch, read, judge, decide, store."""
    page: Page | None = None
    try:
        page = getter.get(request, validators, hosts=hosts_of(night.settings.addresses(source)))
        made = again[1] if again[0] == page else None
        reading = None if page.unchanged else made or source.read(page)
    except SourceError as error:
        return _failed(night, source, request, page, error)
    expects = source.expects[request.kind]
    here = Here(source.id, request.rank, rolls=expects.largest_drop is None, believed=night.believe)
    row = pages.find(night.db, source.id, request.url)
    document = request.kind in DOCUMENTS
    facts = known(night.db, night.run, source.id, row, reading, kept=night.kept, document=document)
    if reading is None:
        said = runs.last_reasons(night.db, row.id) if row else ()
        verdict = Verdict("partial" if row and row.verdict == "partial" else "ok", said)
        changes = unchanged(facts, here, _for_absences(night, row, verdict), night.run.now)
    else:
        gone = [item for item in reading.items if facts.ruled("suppress", item)]
        if gone:
            reading = _without(reading, gone)
        else:
            _archive(night, page)
        if night.believe and not here.rolls:
            expects = replace(expects, largest_drop=1.0)
        matches = match(reading.entries, facts)
        verdict = judge(reading, expects, facts, matches)
        believed = _for_absences(night, row, verdict)
        cause = _cause(night, source, row, page, getter)
        now = night.run.now
        changes = decide(facts, here, reading, believed, now, cause=cause, matches=matches)
    _store(night, source, page, reading, verdict, changes, rolls=here.rolls)
    _tell(source, page, verdict)
    return verdict


def _without(reading: Reading, gone: Iterable[Item]) -> Reading:
    """A reading that leads to no page about a suppressed review: what it says of it has a name."""
    links = (link.url for item in gone if isinstance(item, Entry) for link in item.links)
    pages = {urldefrag(url).url for url in links}
    return replace(reading, listed=tuple(one for one in reading.listed if one.url not in pages))


def _cause(
    night: Night, source: Source, row: pages.PageRow | None, page: Page, getter: Getter
) -> Cause:
    """Why a reading may differ from the last: the page changed, or the same one is read again."""
    same = row is not None and row.validators.sha256 == page.sha256
    if getter is night.getter and not (same and outdated(source, row)):
        return "source"
    return "hand" if row and row.reader_version == pages.BY_HAND else "reader"


def _for_absences(night: Night, row: pages.PageRow | None, verdict: Verdict) -> Verdict:
    """The verdict by which things are held to be gone: not while the list goes on unread."""
    if verdict.state == "ok" and row and pages.goes_on_unread(night.db, row.id):
        return Verdict("partial")
    return verdict


def _keeping(source: Source, asked: Iterable[Request]) -> frozenset[str]:
    """Pages of lists whose entries stay: what moved to another page of a list is not absent."""
    lists = (one for one in asked if one.kind not in DOCUMENTS)
    return frozenset(one.url for one in lists if source.expects[one.kind].largest_drop is not None)


def _failed(
    night: Night, source: Source, request: Request, page: Page | None, error: SourceError
) -> Verdict:
    """A page that did not come, or could not be vouched for: the verdict alone is stored."""
    verdict = Verdict("failed", (error.reason,))
    _log.info("page failed", source=source.id, url=request.url, reason=error.reason)
    if page and not rulings.anything_suppressed(night.db):
        _archive(night, page)  # what came instead helps whoever mends the reader
    with transaction(night.db):
        page_id = pages.ensure(night.db, source.id, request, night.run, baseline=False)
        runs.log_reading(night.db, night.run, page_id, verdict, page=page, reading=None)
    return verdict


def _store(
    night: Night,
    source: Source,
    page: Page,
    reading: Reading | None,
    verdict: Verdict,
    changes: Changes,
    *,
    rolls: bool,
) -> None:
    """What was decided, with what proves the page unchanged tomorrow, in one transaction."""
    db, run = night.db, night.run
    with transaction(db):
        page_id = pages.ensure(db, source.id, page.request, run, baseline=False)
        runs.log_reading(db, run, page_id, verdict, page=page, reading=reading)
        if verdict.state == "failed":
            return
        apply(db, run, source.id, page_id, changes)
        if reading is None:
            pages.unchanged(db, page_id, page)
            return
        pages.save_listing(
            db, source.id, page_id, reading.listed, run,
            baseline=changes.listed_baseline, complete=verdict.state == "ok" and not rolls,
        )  # fmt: skip
        if not changes.look_again:
            pages.read_well(
                db, page_id, page, reading, verdict, reader_version=source.reader_version
            )


def _tell(source: Source, page: Page, verdict: Verdict) -> None:
    say = _log.debug if verdict.state == "ok" else _log.info
    say(
        "page read",
        source=source.id,
        url=page.request.url,
        verdict=verdict.state,
        unchanged=page.unchanged,
        reasons=" ".join(verdict.reasons) or None,
    )


def _archive(night: Night, page: Page) -> None:
    if night.keeps and page.body:
        night.archive.put(page.body)


def _sum_up(night: Night, source: Source, verdicts: dict[Request, Verdict]) -> SourceOutcome:
    db, run = night.db, night.run
    verdict = combine(verdicts.items())
    items = runs.items_shown(db, source.id)
    (before,) = runs.statuses(db, [source.id])
    notice = ""
    with transaction(db):
        if night.getter:
            runs.log_night(db, run, source.id, verdict, pages=len(verdicts), items=items)
            red = is_red(verdicts.items())
            text = _notice(source, verdict, before.last_good_at, run.now, red=red)
            if runs.turn(db, run, source.id, text, red=red) and source.alarm:
                notice = text
            elif verdict.state == "ok" and (told := {*verdict.reasons} - {*before.reasons}):
                notice = f"{source.title} ({source.id}): {' '.join(reasons(sorted(told)))}"
    (after,) = runs.statuses(db, [source.id])
    _log.info("source read", source=source.id, verdict=verdict.state, pages=len(verdicts))
    return SourceOutcome(
        source,
        verdict,
        len(verdicts),
        items,
        runs.counts(db, run, source.id),
        after.last_good_at,
        notice,
    )


def _notice(
    source: Source, verdict: Verdict, last_good_at: str | None, now: datetime, *, red: bool
) -> str:
    name = f"{source.title} ({source.id})"
    if last_good_at is None:
        before = "never"
    else:
        days = (now - read_time(last_good_at)).days
        ago = {0: "today", 1: "a day ago"}.get(days, f"{days} days ago")
        before = f"on {last_good_at[:10]}, {ago}"
    if red:
        return f"{name} turned red. Last read well: {before}. {' '.join(reasons(verdict.reasons))}"
    return f"{name} is read well again. Before that, last read well: {before}."
