"""Watching one source for one night: plan, fetch, read, judge, decide, store, page by page.

Each page is stored in one transaction with what validates it, so a run that is killed has stored
whole pages and the next one goes on from there. No transaction is open across a network call.
"""

import math
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from sqlite3 import Connection as Database
from urllib.parse import urldefrag

import structlog
from msgspec import Struct, field
from msgspec.structs import replace

from repo_watch.errors import RepoWatchError, SourceError
from repo_watch.fetch.archive import Archive
from repo_watch.fetch.connections import hosts_of
from repo_watch.fetch.session import Fetcher
from repo_watch.judging.changes import Cause, Changes, Here, Known
from repo_watch.judging.decide import decide, unchanged
from repo_watch.judging.identity import match
from repo_watch.judging.verdict import combine, is_red, judge
from repo_watch.model import (
    CASE,
    DOCUMENTS,
    Entry,
    Page,
    Reading,
    Request,
    Source,
    State,
    Validators,
    Verdict,
)
from repo_watch.nightly.fence import Fence, reasons
from repo_watch.nightly.rereading import Reread, archived, outdated, read_ahead
from repo_watch.settings import Settings
from repo_watch.store.rows import pages, runs
from repo_watch.store.rows.apply import apply
from repo_watch.store.rows.known import known
from repo_watch.store.schema.database import transaction
from repo_watch.store.times import read
from repo_watch.store.upkeep import rulings
from repo_watch.workers import Workers

_log = structlog.get_logger()
_OWN_FAULT = Verdict("failed", ("A fault of its own: see the log.",))

Clock = Callable[[], datetime]
Told = Callable[[str, int, int], None]
"""Called before each page with the source's title, pages done, and pages known to come."""


def silent(_title: str, _done: int, _known: int) -> None:
    """For nobody who watches."""


class SourceOutcome(Struct, frozen=True):
    """What one source gave in one run: a verdict over all pages that were asked for.

    Its pages now show so many items. `counts` are events by kind, where `baseline` counts what the
    first reading found; `last_good_at` is when it was last read well, this run included. The
    operator is told the `notice` once, at a turn; it is "" otherwise.
    """

    source: Source
    verdict: Verdict
    pages: int
    items: int
    counts: dict[str, int]
    last_good_at: str | None
    notice: str


class Night(Struct):
    """One run at work. A dry one `keeps` no page; `getter` gives pages, None in an offline one.

    Of all `sources` some are `watched`. `ends` is when, by the clock that nobody can set, no page
    or link is asked for any more.
    """

    settings: Settings
    db: Database
    run: runs.Run
    archive: Archive
    keeps: bool
    getter: Fetcher | None
    told: Told
    kept: frozenset[str]
    fence: Fence
    clock: Clock
    sources: Sequence[Source]
    watched: Sequence[Source]
    believe: bool = False
    ends: float = math.inf
    workers: Workers = field(default_factory=Workers)

    def finish(self, status: int) -> None:
        """Note that the run has ended, and how; again, where more came after that."""
        with transaction(self.db):
            runs.finish(self.db, self.run, self.clock(), status)


def watch(night: Night, source: Source) -> SourceOutcome:
    """Every page that the source's plan names; one that fails stops no other."""
    limits = night.settings.fetch
    ends = min(night.ends, time.monotonic() + limits.minutes_per_source * 60)
    why = (
        f"not asked tonight: the time of the source ({limits.minutes_per_source} min, setting"
        f" fetch.minutes_per_source) or of the night ({limits.minutes_per_night} min,"
        " fetch.minutes_per_night) was over"
    )
    verdicts: dict[Request, Verdict] = {}
    # A fault of ours in one source must not blind the others; the exit status tells of it.
    whole = False
    with night.fence.around(f"{source.title} ({source.id})"):
        # What moved to another page of a list whose entries stay is not absent.
        lists = [one for one in _plan(night, source) if one.kind not in DOCUMENTS]
        night = replace(night, kept=night.kept | keeping(source, lists))
        while ahead := [one for one in _plan(night, source) if one not in verdicts]:
            known_to_come = len(verdicts) + len(ahead)
            again = read_ahead(night.workers, source, ahead, partial(_to_reread, night, source))
            for request, made in zip(ahead, again, strict=True):
                night.told(source.title, len(verdicts), known_to_come)
                verdicts[request] = Verdict("failed", (why,))
                if time.monotonic() < ends:
                    verdicts[request] = _fenced(night, source, request, made)
        whole = True
    if not whole:
        verdicts[Request("repo-watch", "")] = _OWN_FAULT
    return _sum_up(night, source, verdicts)


def keeping(source: Source, asked: Iterable[Request]) -> frozenset[str]:
    """Of pages those whose entries stay until they are taken down."""
    return frozenset(one.url for one in asked if source.expects[one.kind].largest_drop is not None)


def _plan(night: Night, source: Source) -> Sequence[Request]:
    if night.getter is None:
        return [one.request for one in pages.last_good(night.db, source.id)]
    urls, seen = night.settings.addresses(source), pages.known_pages(night.db, source.id)
    return source.plan(State(urls=urls, full=night.run.full, pages=seen))


def _to_reread(night: Night, source: Source, request: Request) -> Page:
    """The page of a request that is to be read again, from the archive.

    Raises:
        SourceError: it is not to be, or the archive lacks it.
    """
    row = pages.find(night.db, source.id, request.url)
    if night.getter and not outdated(source, row):
        raise SourceError("not to be read again", url=request.url)
    return archived(night.archive, night.db, source, replace(request, marker=row and row.have))


def _fenced(night: Night, source: Source, request: Request, ahead: Reread) -> Verdict:
    """One address; a fault of ours in its page keeps no other from being read."""
    try:
        return _read(night, source, request, ahead)
    except (RepoWatchError, sqlite3.Error, OSError, MemoryError):
        raise
    except Exception:  # told by the fence, with the exit status
        with night.fence.around(f"{source.title} ({source.id}), {request.url}"):
            raise
    return _OWN_FAULT


def _read(night: Night, source: Source, request: Request, ahead: Reread) -> Verdict:
    """One address: what was archived again if the reader has improved, then what is there now."""
    row = pages.find(night.db, source.id, request.url)
    if outdated(source, row) or night.getter is None:
        asked = replace(request, marker=row and row.have)
        step = _Step(night, source, asked, row, again=True)
        verdict = _page(step, partial(archived, night.archive, night.db, source, asked), ahead)
        row = pages.find(night.db, source.id, request.url)
    if night.getter is None:
        return verdict
    # What the archive lacks is made good by the page itself.
    in_full = night.run.full or night.believe or outdated(source, row)
    # What the list says of a review is part of what its page gives.
    in_full = in_full or (request.kind == CASE and row is not None and row.have != request.marker)
    validators = row.validators if row and not in_full else Validators()
    hosts = hosts_of(night.settings.addresses(source))
    shown = partial(night.getter.get, request, validators, hosts=hosts)
    return _page(_Step(night, source, request, row), shown)


class _Step(Struct, frozen=True):
    """A page that is about to be read: of which source, and what is known of its address.

    `again`: as the archive has it.
    """

    night: Night
    source: Source
    request: Request
    row: pages.PageRow | None
    again: bool = False

    @property
    def rolls(self) -> bool:
        """Whether its entries leave it in the course of things."""
        return self.source.expects[self.request.kind].largest_drop is None

    @property
    def here(self) -> Here:
        """The page as changes know it."""
        believed = self.night.believe
        return Here(self.source.id, self.request.rank, rolls=self.rolls, believed=believed)


def _page(step: _Step, get: Callable[[], Page], ahead: Reread = (None, None)) -> Verdict:
    """One page, all the way: fetch, read, judge, decide, store."""
    night, source, page = step.night, step.source, None
    try:
        page = get()
        made = ahead[1] if ahead[0] == page else None
        reading = None if page.unchanged else made or source.read(page)
    except SourceError as error:
        return _failed(step, page, error)
    document = step.request.kind in DOCUMENTS
    with transaction(night.db):
        facts = known(
            night.db, night.run, source.id, step.row, reading, kept=night.kept, document=document
        )
        if reading is None:
            verdict, changes = _same_as_before(step, facts)
        else:
            reading = _without_suppressed(step, page, reading, facts)
            verdict, changes = _judged(step, reading, facts, _cause(step, page))
        _store(step, page, reading, verdict, changes)
    say = _log.debug if verdict.state == "ok" else _log.info
    say(
        "page read",
        source=source.id,
        url=page.request.url,
        verdict=verdict.state,
        unchanged=page.unchanged,
        reasons=" ".join(verdict.reasons) or None,
    )
    return verdict


def _failed(step: _Step, page: Page | None, error: SourceError) -> Verdict:
    """A page that did not come, or could not be vouched for: the verdict alone is stored."""
    verdict = Verdict("failed", (error.reason,))
    _log.info("page failed", source=step.source.id, url=step.request.url, reason=error.reason)
    if page and not rulings.anything_suppressed(step.night.db):
        _archive(step.night, page)  # what came instead helps whoever mends the reader
    with transaction(step.night.db):
        _store(step, page, None, verdict, Changes())
    return verdict


def _archive(night: Night, page: Page) -> None:
    if night.keeps and page.body:
        night.archive.put(page.body)


def _same_as_before(step: _Step, facts: Known) -> tuple[Verdict, Changes]:
    """A page that is as it was keeps its verdict; for what it lacks it is one night more."""
    night, row = step.night, step.row
    said = runs.last_reasons(night.db, row.id) if row else ()
    verdict = Verdict("partial" if row and row.verdict == "partial" else "ok", said)
    return verdict, unchanged(facts, step.here, _for_absences(step, verdict), night.run.now)


def _without_suppressed(step: _Step, page: Page, reading: Reading, facts: Known) -> Reading:
    """The reading, and its page in the archive, save where it shows a suppressed review.

    Then it leads to no page about that review either: what it says of it has a name.
    """
    gone = [item for item in reading.items if facts.ruled("suppress", item)]
    if not gone:
        _archive(step.night, page)
    links = (link.url for item in gone if isinstance(item, Entry) for link in item.links)
    about = {urldefrag(url).url for url in links}
    return replace(reading, listed=tuple(one for one in reading.listed if one.url not in about))


def _cause(step: _Step, page: Page) -> Cause:
    """Why a reading may differ from the last: the page changed, or the same one is read again."""
    row = step.row
    same = row is not None and row.validators.sha256 == page.sha256
    if not step.again and not (same and outdated(step.source, row)):
        return "source"
    return "hand" if row and row.reader_version == pages.BY_HAND else "reader"


def _judged(step: _Step, reading: Reading, facts: Known, cause: Cause) -> tuple[Verdict, Changes]:
    """Whether the reading is believed, and what follows from that."""
    expects, night = step.source.expects[step.request.kind], step.night
    if night.believe and not step.rolls:
        expects = replace(expects, largest_drop=1.0)
    matches = match(reading.entries, facts)
    verdict = judge(reading, expects, facts, matches)
    believed = _for_absences(step, verdict)
    return verdict, decide(
        facts, step.here, reading, believed, night.run.now, cause=cause, matches=matches
    )


def _for_absences(step: _Step, verdict: Verdict) -> Verdict:
    """The verdict by which things are held to be gone: not while the list goes on unread."""
    a_list = step.request.kind not in DOCUMENTS and step.row
    if verdict.state == "ok" and a_list and pages.goes_on_unread(step.night.db, a_list.id):
        return Verdict("partial")
    return verdict


def _store(
    step: _Step, page: Page | None, reading: Reading | None, verdict: Verdict, changes: Changes
) -> None:
    """What was decided, with what proves the page unchanged tomorrow. Inside a transaction."""
    db, run, source = step.night.db, step.night.run, step.source
    page_id = pages.ensure(db, source.id, step.request, run, baseline=False)
    runs.log_reading(db, run, page_id, verdict, page=page, reading=reading)
    if page is None or verdict.state == "failed":
        return
    apply(db, run, source.id, page_id, changes)
    if reading is None:
        pages.unchanged(db, page_id, page)
        return
    complete = verdict.state == "ok" and not step.rolls
    pages.save_listing(
        db, source.id, page_id, reading.listed, run,
        baseline=changes.listed_baseline, complete=complete,
    )  # fmt: skip
    if not changes.look_again:
        pages.read_well(db, page_id, page, reading, verdict, reader_version=source.reader_version)


def _sum_up(night: Night, source: Source, verdicts: dict[Request, Verdict]) -> SourceOutcome:
    db, run = night.db, night.run
    verdict = combine(verdicts.items())
    items = runs.items_shown(db, source.id)
    before = runs.status(db, source.id)
    notice = ""
    with transaction(db):
        if night.getter:
            runs.log_night(db, run, source.id, verdict, pages=len(verdicts), items=items)
            red = is_red(verdicts.items())
            text = _turn(source, verdict, before.last_good_at, run.now, red=red)
            if runs.turn(db, run, source.id, text, red=red) and source.alarm:
                notice = text
            elif verdict.state == "ok" and (told := {*verdict.reasons} - {*before.reasons}):
                notice = f"{source.title} ({source.id}): {' '.join(reasons(sorted(told)))}"
    after = runs.status(db, source.id)
    _log.info("source read", source=source.id, verdict=verdict.state, pages=len(verdicts))
    counts = runs.counts(db, run, source.id)
    return SourceOutcome(source, verdict, len(verdicts), items, counts, after.last_good_at, notice)


def _turn(
    source: Source, verdict: Verdict, last_good_at: str | None, now: datetime, *, red: bool
) -> str:
    """What the operator is told when a source turns red, or is read well again."""
    name = f"{source.title} ({source.id})"
    before = "never"
    if last_good_at is not None:
        days = (now - read(last_good_at)).days
        ago = {0: "today", 1: "a day ago"}.get(days, f"{days} days ago")
        before = f"on {last_good_at[:10]}, {ago}"
    if red:
        return f"{name} turned red. Last read well: {before}. {' '.join(reasons(verdict.reasons))}"
    return f"{name} is read well again. Before that, last read well: {before}."
