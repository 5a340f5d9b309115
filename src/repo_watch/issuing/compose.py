"""Selecting and rendering an issue, without the one item or source that cannot be printed.

One review that no renderer can set, or one source that cannot be counted, is a fault of ours and
must not keep all others from their readers: it is found by halving, left out, and told.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from sqlite3 import Connection as Database
from typing import TypeAlias

import structlog
from msgspec import Struct
from msgspec.structs import replace

from repo_watch.digest.model import NATIONAL, Digest, Edition
from repo_watch.digest.months import Months
from repo_watch.digest.notes import NOTHING, Notes
from repo_watch.digest.select import candidates, select
from repo_watch.errors import RepoWatchError
from repo_watch.model import Source
from repo_watch.store import times

_log = structlog.get_logger()

Render = Callable[[Digest], Mapping[str, bytes]]
_Unit: TypeAlias = int | Source
"""An item by its id, or a source."""


class Composed(Struct, frozen=True):
    """An issue and its files' bytes by name, with a line for each thing that was left out."""

    digest: Digest
    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()


def compose(
    db: Database,
    months: Months,
    render: Render,
    *,
    issued_at: datetime,
    sources: Sequence[Source],
    edition: Edition = NATIONAL,
    notes: Notes = NOTHING,
) -> Composed:
    """What an issue says, set by `render`; see `repo_watch.digest.select.select`.

    Raises:
        SettingsError: as `select` does.
        Exception: a fault that lies in no single item or source.
    """

    def composed(
        without: Sequence[int], of: Sequence[Source], left_out: Sequence[str] = ()
    ) -> Composed:
        hidden = {item: why for item, why in notes.hidden.items() if item not in without}
        digest = select(
            db,
            months,
            issued_at=issued_at,
            sources=of,
            edition=edition,
            notes=replace(notes, hidden=hidden),
            without=without,
        )
        return Composed(digest, render(digest), tuple(left_out))

    try:
        return composed((), sources)
    except (RepoWatchError, sqlite3.Error, MemoryError):
        raise
    except Exception:  # noqa: BLE001 -- told below, or raised again where it lies nowhere
        _log.exception("fault", edition=edition.name, months=months.text)
    items = _touched(db, months, edition)

    def prints(some: Sequence[_Unit]) -> bool:
        without = [item for item in items if item not in some]
        try:
            composed(without, [one for one in some if isinstance(one, Source)])
        except Exception:  # noqa: BLE001 -- the question is whether there is one
            return False
        return True

    faulty = _faulty([*items, *sources], prints) if prints(()) else []
    left = [one for one in faulty if isinstance(one, int)]
    named = [f"item {one}" if isinstance(one, int) else one.title for one in faulty]
    return composed(left, [one for one in sources if one not in faulty], named)


def _touched(db: Database, months: Months, edition: Edition) -> list[int]:
    """Every item that the issue could speak of: its own, and those to which something happened."""
    changed = db.execute(
        "SELECT DISTINCT item FROM event WHERE at >= ? AND at < ?",
        [times.iso(at) for at in months.window],
    )
    return sorted({*candidates(db, months, edition), *(item for (item,) in changed.fetchall())})


def _faulty(some: Sequence[_Unit], prints: Callable[[Sequence[_Unit]], bool]) -> list[_Unit]:
    """Those that cannot be printed, by halving: a few trials for each that cannot."""
    if prints(some):
        return []
    if len(some) == 1:
        return list(some)
    half = len(some) // 2
    return _faulty(some[:half], prints) + _faulty(some[half:], prints)
