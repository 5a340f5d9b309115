"""Who was sent what: a file of its own, `deliveries.db`.

Recipients' addresses are private. The analysts' snapshot is a copy of the database, so what is not
in the database cannot get into it. The file refers to issues by edition, months and number, never
by a row's id: it stays true when the database is restored or made anew.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from repo_watch.errors import DatabaseError
from repo_watch.store.rows import SQL
from repo_watch.store.schema import database
from repo_watch.store.schema.database import environment, looked_into, transaction, value
from repo_watch.store.times import iso, read

_MARKS = (0x52_57_44_4C, 1)
"""In the file's header: "RWDL", and the schema."""
State: TypeAlias = Literal["sending", "sent", "filed", "waiting", "refused", "given_up"]


class Recipient(NamedTuple):
    """A mail address, or a folder, that an edition goes to."""

    edition: str
    channel: Literal["mail", "drop"]
    address: str


class Number(NamedTuple):
    """One number of an issue; the months as "2026-10"."""

    edition: str
    first_month: str
    last_month: str
    number: int


class Delivery(Struct, frozen=True):
    """How far one number of an issue got on its way to one recipient."""

    number: int
    state: State
    first_at: datetime


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """The file, made where it is missing, readable for its owner alone.

    A `DatabaseError` where it is not ours, newer than us, damaged or cannot be written.
    """
    with environment(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(database.opened(path, "rw", partial(_prepare, path=path))) as db:
            yield db


def looked_at(path: Path) -> AbstractContextManager[Database | None]:
    """The file as it is, only to be read; None where there is none."""
    return looked_into(path) if path.exists() else nullcontext()


def _prepare(db: Database, path: Path) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    # An address that is taken out of the settings leaves no trace in the file either.
    db.execute("PRAGMA secure_delete = ON")
    if not value(db, "SELECT 1 FROM sqlite_master"):
        with transaction(db):
            for statement in database.statements(database.__package__, "deliveries.sql"):
                db.execute(statement)
    said = value(db, "PRAGMA application_id"), value(db, "PRAGMA user_version")
    if said != _MARKS:
        raise DatabaseError(
            f"{path}: is not a file of deliveries that this repo-watch can use and was left alone;"
            " move it away, or install the newer version"
        )


def note(db: Database, recipients: Collection[Recipient], now: datetime) -> tuple[Recipient, ...]:
    """Bring the known recipients in line with the settings.

    New ones are known from now on. Those that the settings no longer name are forgotten, with
    their deliveries: an address is kept for no longer than it is needed. Gives these.
    """
    known, wanted = known_since(db).keys(), set(recipients)
    gone = tuple(sorted(known - wanted))
    if known == wanted:
        return gone
    with transaction(db):
        db.executemany("DELETE FROM recipient WHERE (edition, channel, address) = (?, ?, ?)", gone)
        new = [(*one, iso(now)) for one in sorted(wanted - known)]
        db.executemany("INSERT INTO recipient VALUES (?, ?, ?, ?)", new)
    return gone


def known_since(db: Database) -> dict[Recipient, datetime]:
    """The recipients, each with the moment since which we know of it."""
    rows = db.execute("SELECT edition, channel, address, since FROM recipient")
    return {Recipient(*one): read(since) for *one, since in rows.fetchall()}


def of_issue(db: Database, issue: Number) -> dict[Recipient, list[Delivery]]:
    """What became of an issue and its corrections, by recipient, the newest number last."""
    rows = db.execute(SQL["of_issue"], issue[:3])
    found: dict[Recipient, list[Delivery]] = {}
    for channel, address, number, state, first_at in rows.fetchall():
        one = Recipient(issue.edition, channel, address)
        found.setdefault(one, []).append(Delivery(number, state, read(first_at)))
    return found


def undelivered(
    db: Database, recipients: Collection[Recipient]
) -> list[tuple[Number, State, str, str]]:
    """What these did not get of each issue's newest number: number, state, reason, address.

    In the order of number, state and reason. What was planned and never begun has no reason.
    """
    rows = db.execute(SQL["undelivered"])
    return [
        (Number(edition, first, last, number), state, reason, address)
        for edition, first, last, number, channel, address, state, reason in rows
        if Recipient(edition, channel, address) in recipients
    ]


def untold(db: Database, turns: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Of what holds now, and of what could not be told before, what the operator was not told.

    What was told and holds no more is forgotten: when it comes again, it is told again.
    """
    with transaction(db):
        db.execute(SQL["told"])
        db.execute(SQL["forget_told"], [json.dumps([*turns])])
        rows = [(key, iso(now), text) for key, text in turns.items()]
        db.executemany("INSERT INTO told VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING", rows)
    new = db.execute("SELECT key, text FROM told WHERE NOT sent ORDER BY rowid")
    return dict(new.fetchall())


def note_told(db: Database, keys: Iterable[str]) -> None:
    """Note that the operator was told these."""
    with transaction(db):
        db.executemany("UPDATE told SET sent = 1 WHERE key = ?", [(key,) for key in keys])


def plan(db: Database, issue: Number, recipients: Collection[Recipient], now: datetime) -> None:
    """Note that these are to get the issue: the days of trying count from now.

    What is under way goes on; what had ended without being sent begins anew.
    """
    rows = [(*issue, one.channel, one.address, iso(now), iso(now)) for one in recipients]
    with transaction(db):
        db.executemany(SQL["plan_delivery"], rows)


def begin(db: Database, issue: Number, to: Recipient, now: datetime) -> None:
    """Note that the sending begins, before it does."""
    with transaction(db):
        db.execute(SQL["begin_delivery"], [iso(now), *issue, to.channel, to.address])


def end(db: Database, issue: Number, to: Recipient, state: State, reason: str) -> None:
    """Note what came of it."""
    with transaction(db):
        db.execute(SQL["end_delivery"], [state, reason, *issue, to.channel, to.address])
