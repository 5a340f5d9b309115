"""Who was sent what: a file of its own, `deliveries.db`.

Recipients' addresses are private. The analysts' snapshot is a copy of the database, so what is not
in the database cannot get into it. The file refers to issues by edition, months and number, never
by a row's id: it stays true when the database is restored or made anew.
"""

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from repo_watch.errors import DatabaseError
from repo_watch.store.schema.database import environment, names, transaction
from repo_watch.store.times import iso, read

APPLICATION_ID = 0x52_57_44_4C  # "RWDL" in the file's header
SCHEMA_VERSION = 1

State: TypeAlias = Literal["sending", "sent", "filed", "waiting", "refused", "given_up"]

_SCHEMA = (
    # Whom the settings name, and since when we know of them.
    """CREATE TABLE recipient (
        edition TEXT NOT NULL,
        channel TEXT NOT NULL CHECK (channel IN ('mail', 'drop')),
        address TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (edition, channel, address)
    ) STRICT, WITHOUT ROWID""",
    # 'sending' before, the outcome after: what a killed run left is 'sending'. 'filed' was only
    # written by a trial run, 'waiting' is tried again, 'refused' and 'given_up' are not.
    """CREATE TABLE delivery (
        edition TEXT NOT NULL,
        first_month TEXT NOT NULL,
        last_month TEXT NOT NULL,
        number INTEGER NOT NULL,
        channel TEXT NOT NULL,
        address TEXT NOT NULL,
        state TEXT NOT NULL CHECK (
            state IN ('sending', 'sent', 'filed', 'waiting', 'refused', 'given_up')),
        attempts INTEGER NOT NULL,
        first_at TEXT NOT NULL,
        last_at TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (edition, first_month, last_month, number, channel, address),
        FOREIGN KEY (edition, channel, address) REFERENCES recipient ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID""",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


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
    attempts: int
    first_at: datetime


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """The file, made where it is missing, readable for its owner alone.

    Raises:
        DatabaseError: the file is not ours, newer than us, damaged or cannot be written.
    """
    with environment(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        db = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    try:
        with environment(path):
            _prepare(db, path)
            yield db
    finally:
        db.close()


@contextmanager
def looked_at(path: Path) -> Iterator[Database | None]:
    """The file as it is, only to be read; None where there is none.

    Raises:
        DatabaseError: the file is damaged or cannot be read.
    """
    if not path.exists():
        yield None
        return
    with environment(path):
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            yield db
        finally:
            db.close()


def _prepare(db: Database, path: Path) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    # An address that is taken out of the settings leaves no trace in the file either.
    db.execute("PRAGMA secure_delete = ON")
    if not names(db, "table"):
        with transaction(db):
            for statement in _SCHEMA:
                db.execute(statement)
    said = tuple(
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    if said != (APPLICATION_ID, SCHEMA_VERSION):
        raise DatabaseError(
            f"{path}: is not a file of deliveries that this repo-watch can use and was left alone;"
            " move it away, or install the newer version"
        )


def note(db: Database, recipients: Collection[Recipient], now: datetime) -> tuple[Recipient, ...]:
    """Bring the known recipients in line with the settings.

    New ones are known from now on. Those that the settings no longer name are forgotten, with
    their deliveries: an address is kept for no longer than it is needed. Gives these.
    """
    known = {
        Recipient(*row) for row in db.execute("SELECT edition, channel, address FROM recipient")
    }
    wanted = set(recipients)
    gone = tuple(sorted(known - wanted))
    if known == wanted:
        return gone
    with transaction(db):
        for one in gone:
            db.execute(
                "DELETE FROM recipient WHERE edition = ? AND channel = ? AND address = ?", [*one]
            )
        for one in sorted(wanted - known):
            db.execute("INSERT INTO recipient VALUES (?, ?, ?, ?)", [*one, iso(now)])
    return gone


def known_since(db: Database) -> dict[Recipient, datetime]:
    """The recipients, each with the moment since which we know of it."""
    rows = db.execute("SELECT edition, channel, address, since FROM recipient")
    return {Recipient(*one): read(since) for *one, since in rows.fetchall()}


def of_issue(db: Database, issue: Number) -> dict[Recipient, list[Delivery]]:
    """What became of an issue and its corrections, by recipient, the newest number last."""
    rows = db.execute(
        "SELECT channel, address, number, state, attempts, first_at FROM delivery"
        " WHERE edition = ? AND first_month = ? AND last_month = ? ORDER BY number",
        [issue.edition, issue.first_month, issue.last_month],
    )
    found: dict[Recipient, list[Delivery]] = {}
    for channel, address, number, state, attempts, first_at in rows.fetchall():
        one = Recipient(issue.edition, channel, address)
        found.setdefault(one, []).append(Delivery(number, state, attempts, read(first_at)))
    return found


def undelivered(
    db: Database, recipients: Collection[Recipient]
) -> list[tuple[Number, State, str, str]]:
    """What these did not get of each issue's newest number: number, state, reason, address.

    In the order of number, state and reason. What was planned and never begun has no reason.
    """
    rows = db.execute(
        "SELECT edition, first_month, last_month, number, channel, address, state, reason"
        " FROM delivery WHERE state NOT IN ('sent', 'filed') AND number = ("
        "   SELECT max(number) FROM delivery AS other WHERE other.edition = delivery.edition"
        "   AND other.first_month = delivery.first_month"
        "   AND other.last_month = delivery.last_month)"
        " ORDER BY last_month, first_month, edition, number, state, reason, channel, address"
    ).fetchall()
    return [
        (Number(edition, first, last, number), state, reason, address)
        for edition, first, last, number, channel, address, state, reason in rows
        if Recipient(edition, channel, address) in recipients
    ]


# What the operator is told, for as long as it goes on. An older repo-watch passes it over.
_TOLD = """CREATE TABLE IF NOT EXISTS told (
    key TEXT PRIMARY KEY, since TEXT NOT NULL, text TEXT NOT NULL,
    sent INTEGER NOT NULL CHECK (sent IN (0, 1))
) STRICT"""


def untold(db: Database, turns: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Of what holds now, and of what could not be told before, what the operator was not told.

    What was told and holds no more is forgotten: when it comes again, it is told again.
    """
    with transaction(db):
        db.execute(_TOLD)
        for (key,) in db.execute("SELECT key FROM told WHERE sent").fetchall():
            if key not in turns:
                db.execute("DELETE FROM told WHERE key = ?", [key])
        for key, text in turns.items():
            db.execute(
                "INSERT INTO told VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING", [key, iso(now), text]
            )
    rows = db.execute("SELECT key, text FROM told WHERE NOT sent ORDER BY rowid")
    return dict(rows.fetchall())


def note_told(db: Database, keys: Iterable[str]) -> None:
    """Note that the operator was told these."""
    with transaction(db):
        for key in keys:
            db.execute("UPDATE told SET sent = 1 WHERE key = ?", [key])


_ONE = (
    "WHERE edition = ? AND first_month = ? AND last_month = ? AND number = ?"
    " AND channel = ? AND address = ?"
)


def plan(db: Database, issue: Number, recipients: Collection[Recipient], now: datetime) -> None:
    """Note that these are to get the issue: the days of trying count from now.

    What is under way goes on; what had ended without being sent begins anew.
    """
    with transaction(db):
        for one in recipients:
            db.execute(
                "INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?, '')"
                " ON CONFLICT DO UPDATE SET state = 'waiting', attempts = 0,"
                " first_at = excluded.first_at WHERE state NOT IN ('sending', 'waiting', 'sent')",
                [*issue, one.channel, one.address, iso(now), iso(now)],
            )


def begin(db: Database, issue: Number, to: Recipient, now: datetime) -> None:
    """Note that the sending begins, before it does."""
    with transaction(db):
        db.execute(
            f"UPDATE delivery SET state = 'sending', attempts = attempts + 1, last_at = ? {_ONE}",  # noqa: S608 -- a constant
            [iso(now), *issue, to.channel, to.address],
        )


def end(db: Database, issue: Number, to: Recipient, state: State, reason: str) -> None:
    """Note what came of it."""
    with transaction(db):
        db.execute(
            f"UPDATE delivery SET state = ?, reason = ? {_ONE}",  # noqa: S608 -- a constant
            [state, reason, *issue, to.channel, to.address],
        )
