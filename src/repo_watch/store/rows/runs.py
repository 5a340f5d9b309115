"""The log: runs, readings, and what each source was worth each night."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from sqlite3 import Connection as Database
from typing import Any

from msgspec import Struct

from repo_watch.model import Page, Reading, Verdict
from repo_watch.store.schema.database import insert
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


def latest(db: Database) -> str | None:
    """When the last run before began (ISO 8601), or None before the first."""
    found = db.execute("SELECT started_at FROM run ORDER BY id DESC LIMIT 1").fetchone()
    return found and str(found[0])


class Ran(Struct, frozen=True):
    """A run of the log; a run that never finished has neither end nor status."""

    id: int
    started_at: str
    finished_at: str | None
    exit_status: int | None


def last_before(db: Database, run: int | None) -> Ran | None:
    """The last run of the sources before a run, or of all; None where there is none."""
    found = db.execute(
        "SELECT id, started_at, finished_at, exit_status FROM run"
        " WHERE mode <> 'hand' AND (? IS NULL OR id < ?) ORDER BY id DESC LIMIT 1",
        [run, run],
    ).fetchone()
    return found and Ran(*found)


def any_since(db: Database, at: str) -> bool:
    """Whether a run of the sources began at that moment (ISO 8601) or later."""
    found = db.execute(
        "SELECT EXISTS (SELECT 1 FROM run WHERE mode <> 'hand' AND started_at >= ?)", [at]
    ).fetchone()
    return bool(found[0])


def finish(db: Database, run: Run, now: datetime, exit_status: int) -> None:
    """Close the run's row. Call inside a transaction."""
    db.execute(
        "UPDATE run SET finished_at = ?, exit_status = ? WHERE id = ?",
        [iso(now), exit_status, run.id],
    )


def full_is_due(db: Database, now: datetime, days: int) -> bool:
    """Whether no finished run of the last `days` days read everything in full."""
    since = iso(now - timedelta(days=days) + timedelta(hours=12))
    row = db.execute(
        "SELECT count(*) FROM run WHERE full AND finished_at IS NOT NULL AND started_at > ?",
        [since],
    ).fetchone()
    return not row[0]


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
    unread: list[dict[str, Any]] = (
        [{"text": one.text, "after": one.after} for one in reading.unread] if reading else []
    )
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
    row = db.execute(
        "SELECT reasons FROM reading WHERE page = ? AND verdict <> 'failed' AND NOT unchanged"
        " ORDER BY run DESC, id DESC LIMIT 1",
        [page_id],
    ).fetchone()
    return tuple(json.loads(row[0])) if row else ()


def log_night(
    db: Database, run: Run, source: str, verdict: Verdict, *, pages: int, items: int | None
) -> None:
    """One row per source and run. Call inside a transaction."""
    insert(
        db,
        "source_night",
        run=run.id,
        source=source,
        at=iso(run.now),
        verdict=verdict.state,
        reasons=json.dumps(verdict.reasons, ensure_ascii=False),
        pages=pages,
        items=items,
    )


class SourceStatus(Struct, frozen=True):
    """What is known of a source's health, newest night first.

    Attributes:
        source: its id.
        verdict: of the last night; None before the first.
        reasons: of the last night.
        last_at: when it was last read, well or not.
        last_good_at: when it was last read well and in full.
        last_seen_at: when it was last read well or in part: then it was not blind.
        since: when the present verdict began.
    """

    source: str
    verdict: str | None = None
    reasons: tuple[str, ...] = ()
    last_at: str | None = None
    last_good_at: str | None = None
    last_seen_at: str | None = None
    since: str | None = None


def statuses(db: Database, sources: Sequence[str]) -> tuple[SourceStatus, ...]:
    """The health of each source, in the given order."""
    return tuple(_status(db, source) for source in sources)


def _status(db: Database, source: str) -> SourceStatus:
    last = db.execute(
        "SELECT verdict, reasons, at FROM source_night WHERE source = ? ORDER BY run DESC LIMIT 1",
        [source],
    ).fetchone()
    if last is None:
        return SourceStatus(source)
    verdict, reasons, at = last
    good, seen = db.execute(
        "SELECT max(at) FILTER (WHERE verdict = 'ok'), max(at) FILTER (WHERE verdict <> 'failed')"
        " FROM source_night WHERE source = ?",
        [source],
    ).fetchone()
    since = db.execute(
        "SELECT min(at) FROM source_night WHERE source = :source AND run > coalesce("
        " (SELECT max(run) FROM source_night WHERE source = :source AND verdict <> :verdict), 0)",
        {"source": source, "verdict": verdict},
    ).fetchone()[0]
    return SourceStatus(source, verdict, tuple(json.loads(reasons)), at, good, seen, since)


def last_reading_of(db: Database, source: str) -> str | None:
    """When the source was last read, well or not (ISO 8601), or None."""
    found: str | None = db.execute(
        "SELECT max(at) FROM source_night WHERE source = ?", [source]
    ).fetchone()[0]
    return found


def turn(db: Database, run: Run, source: str, text: str, *, red: bool) -> bool:
    """Note that a source turned red or recovered; gives whether it is news.

    Staying red, or staying well, is none. Call inside a transaction.
    """
    last = db.execute(
        "SELECT turn FROM notice WHERE source = ? ORDER BY id DESC LIMIT 1", [source]
    ).fetchone()
    was_red = last is not None and last[0] == "red"
    if red == was_red:
        return False
    word = "red" if red else "recovered"
    insert(db, "notice", at=iso(run.now), run=run.id, source=source, turn=word, text=text)
    return True


def counts(db: Database, run: Run, source: str) -> dict[str, int]:
    """How many events of each kind the run gave for a source; `baseline` for those on the first."""
    rows = db.execute(
        "SELECT iif(event.baseline, 'baseline', event.kind), count(*) FROM event"
        " JOIN item ON item.id = event.item WHERE event.run = ? AND item.source = ?"
        " GROUP BY 1 ORDER BY 1",
        [run.id, source],
    )
    return dict(rows.fetchall())


def items_shown(db: Database, source: str) -> int:
    """How many items the source's pages show now."""
    row = db.execute(
        "SELECT count(DISTINCT sighting.item) FROM sighting JOIN page ON page.id = sighting.page"
        " WHERE page.source = ? AND sighting.gone_at IS NULL",
        [source],
    ).fetchone()
    return int(row[0])
