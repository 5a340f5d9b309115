"""The log: runs, readings, and what each source was worth each night."""

import json
from datetime import datetime, timedelta
from sqlite3 import Connection as Database

from msgspec import Struct
from msgspec.structs import asdict

from repo_watch.model import Page, Reading, Verdict
from repo_watch.store.rows import SQL
from repo_watch.store.schema.database import insert, update, value
from repo_watch.store.times import iso


class Run(Struct, frozen=True):
    """A run at work: its row, its moment, whether it reads everything in full."""

    id: int
    now: datetime
    full: bool


def begin(db: Database, now: datetime, *, version: str, mode: str, full: bool) -> Run:
    """A new row in `run`. Call inside a transaction."""
    id_ = insert(db, "run", started_at=iso(now), version=version, mode=mode, full=full)
    return Run(id_, now, full)


class Ran(Struct, frozen=True):
    """A run of the log; a run that never finished has neither end nor status."""

    id: int
    started_at: str
    finished_at: str | None
    exit_status: int | None


def last_before(db: Database, run: int | None) -> Ran | None:
    """The last run of the sources before a run, or of all; None where there is none."""
    found = db.execute(SQL["last_before"], [run]).fetchone()
    return found and Ran(*found)


def any_since(db: Database, at: str) -> bool:
    """Whether a run of the sources began at that moment (ISO 8601) or later."""
    return bool(value(db, "SELECT 1 FROM run WHERE mode <> 'hand' AND started_at >= ?", at))


def finish(db: Database, run: Run, now: datetime, exit_status: int) -> None:
    """Close the run's row. Call inside a transaction."""
    update(db, "run", run.id, finished_at=iso(now), exit_status=exit_status)


def full_is_due(db: Database, now: datetime, days: int) -> bool:
    """Whether no finished run of the last `days` days read everything in full."""
    since = iso(now - timedelta(days=days) + timedelta(hours=12))
    full = "SELECT 1 FROM run WHERE full AND finished_at IS NOT NULL AND started_at > ?"
    return not value(db, full, since)


def log_reading(
    db: Database,
    run: Run,
    page_id: int,
    verdict: Verdict,
    *,
    page: Page | None,
    reading: Reading | None,
) -> None:
    """One row per page and run, whatever came of it. Call inside a transaction.

    An unchanged page has the body that a row before names; nearly every row of a year is one.
    """
    unread = [asdict(one) for one in reading.unread] if reading else []
    insert(
        db,
        "reading",
        run=run.id,
        page=page_id,
        at=iso(page.fetched_at if page else run.now),
        verdict=verdict.state,
        reasons=json.dumps(verdict.reasons, ensure_ascii=False),
        unchanged=page is not None and page.unchanged,
        status=page.status if page else None,
        sha256=page.sha256 if page and not page.unchanged else None,
        bytes=len(page.body) if page else None,
        items=len(reading.items) or len(reading.listed) if reading else None,
        words=reading.words if reading else None,
        unread=json.dumps(unread, ensure_ascii=False),
    )


def last_reasons(db: Database, page_id: int) -> tuple[str, ...]:
    """What the operator was told of a page: while it stays as it is, that stays true."""
    said = value(db, SQL["last_reasons"], page_id)
    return tuple(json.loads(said or "[]"))


def log_night(
    db: Database, run: Run, source: str, verdict: Verdict, *, pages: int, items: int | None
) -> None:
    """One row per source and run. Call inside a transaction."""
    reasons = json.dumps(verdict.reasons, ensure_ascii=False)
    night = {"run": run.id, "source": source, "at": iso(run.now), "verdict": verdict.state}
    insert(db, "source_night", **night, reasons=reasons, pages=pages, items=items)


class SourceStatus(Struct, frozen=True):
    """What is known of a source's health: the verdict of its last night, and since when it is so.

    It was last read, well or not, at `last_at`, well and in full at `last_good_at`, and well or in
    part at `last_seen_at`: then it was not blind. Nothing is known before the first night.
    """

    source: str
    verdict: str | None = None
    reasons: tuple[str, ...] = ()
    last_at: str | None = None
    last_good_at: str | None = None
    last_seen_at: str | None = None
    since: str | None = None


def status(db: Database, source: str) -> SourceStatus:
    """The health of a source."""
    row = db.execute(SQL["status"], [source]).fetchone()
    if row is None:
        return SourceStatus(source)
    verdict, reasons, *moments = row
    return SourceStatus(source, verdict, tuple(json.loads(reasons)), *moments)


def turn(db: Database, run: Run, source: str, text: str, *, red: bool) -> bool:
    """Note that a source turned red or recovered; gives whether it is news.

    Staying red, or staying well, is none. Call inside a transaction.
    """
    last = value(db, "SELECT turn FROM notice WHERE source = ? ORDER BY id DESC LIMIT 1", source)
    if red == (last == "red"):
        return False
    word = "red" if red else "recovered"
    insert(db, "notice", at=iso(run.now), run=run.id, source=source, turn=word, text=text)
    return True


def counts(db: Database, run: Run, source: str) -> dict[str, int]:
    """How many events of each kind the run gave for a source; `baseline` for those on the first."""
    return dict(db.execute(SQL["counts"], [run.id, source]).fetchall())


def items_shown(db: Database, source: str) -> int:
    """How many items the source's pages show now."""
    return int(value(db, SQL["items_shown"], source))
