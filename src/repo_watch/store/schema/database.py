"""Opening the database: ours and not newer, or refused; and the one way to write to it."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib.resources import files
from itertools import chain
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any, Literal

from repo_watch.errors import DamagedError, DatabaseError
from repo_watch.files import beside
from repo_watch.store.schema import APPLICATION_ID, SCHEMA_VERSION

_MIGRATIONS = "_sqlite_migrations"
"""The table in which sqlite-utils keeps which migrations were applied."""
_BUSY_SECONDS = {"ro": 10.0, "rw": 120.0, "rwc": 120.0}
"""By mode: a back-up may read for a minute and more; that must not cost a night."""
_HELD = "another program holds it; try again when that has ended"
_ADVICE = {
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_FULL: "free some disk space, also for temporary files; nothing was lost",
}


def connect(path: Path, *, create: bool = False, keep: bool = False) -> Database:
    """The database at `path`, brought up to this release's schema.

    Journal mode DELETE and synchronous FULL: SQLite before 3.51.3 can corrupt a WAL database
    that two connections write and checkpoint together, and one nightly writer needs no WAL.

    A run `create`s a missing file, a question does not; where told to `keep` one, it leaves a copy
    beside it before a newer release changes its shape. A `DatabaseError` where the file is missing,
    not ours, newer than us, damaged or not writable.
    """
    if create:
        with environment(path):
            path.parent.mkdir(parents=True, exist_ok=True)
    return opened(path, "rwc" if create else "rw", partial(prepare, path=path, keep=keep))


def opened(
    path: Path,
    mode: Literal["ro", "rw", "rwc"],
    check: Callable[[Database], object] = lambda _: None,
) -> Database:
    """A file, open in one of SQLite's modes once it passed a check; else a `DatabaseError`."""
    if mode != "rwc" and not path.exists():
        raise DatabaseError(f"{path}: there is no database yet; `repo-watch run` makes it")
    uri, seconds = f"{path.absolute().as_uri()}?mode={mode}", _BUSY_SECONDS[mode]
    with environment(path):
        db = sqlite3.connect(uri, uri=True, timeout=seconds, isolation_level=None)
        try:
            check(db)
        except BaseException:
            db.close()
            raise
    return db


@contextlib.contextmanager
def looked_into(path: Path) -> Iterator[Database]:
    """A file of ours as it is, whichever release made it, only to be read.

    Failures of the environment are a `DatabaseError`, in the body too.
    """
    with environment(path), contextlib.closing(opened(path, "ro")) as db:
        yield db


def kept_before(path: Path) -> Path:
    """Where `connect` keeps the copy that it makes before it brings a database up to date."""
    return path.with_name(f"{path.stem}.before-schema-{SCHEMA_VERSION}{path.suffix}")


def damage(path: Path) -> str:
    """What is wrong with a database of ours, in a line; "" where it is sound."""
    try:
        with questions(path, current=False) as db, environment(path):
            said = str(value(db, "PRAGMA integrity_check(1)"))
            return "" if said == "ok" else said.splitlines()[0]
    except (DatabaseError, UnicodeDecodeError) as error:
        return str(error)


@contextlib.contextmanager
def questions(path: Path, *, current: bool = True) -> Iterator[Database]:
    """The database for questions: nothing is migrated, locked or written, and it is closed again.

    Where it need not be `current`, one of an older schema will do. A `DatabaseError` where the file
    is missing, not ours, of another schema, or damaged, which may show on the way.
    """
    db = opened(path, "ro", partial(_check, path=path, current=current))
    with contextlib.closing(db), sqlite_told(path):
        yield db


def copy_in_memory(db: Database) -> Database:
    """A copy that a dry run may write to and nobody sees."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    db.backup(copy)
    return copy


@contextlib.contextmanager
def transaction(db: Database) -> Iterator[None]:
    """A write transaction that takes its lock at once.

    A deferred one that reads and then writes can fail "locked" without waiting.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def statements(package: str, name: str) -> list[str]:
    """The statements of a file of SQL; `executescript` would commit the transaction."""
    return (files(package) / name).read_text("utf-8").split(";\n\n")


def named(package: str, name: str) -> dict[str, str]:
    """The statements of a file of SQL, each by the name that stands above it."""
    return {one[3 : one.index(":")]: one for one in statements(package, name)}


def insert(db: Database, table: str, **row: object) -> int:
    """Write one row, values by the names of their columns; gives its id. Inside a transaction."""
    return int(db.execute(_insertion(table, row), [*row.values()]).lastrowid or 0)


def insert_all(db: Database, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows with the same columns in the same order. Inside a transaction."""
    left = iter(rows)
    for first in left:
        db.executemany(_insertion(table, first), ([*row.values()] for row in chain([first], left)))


def _insertion(table: str, row: Iterable[str]) -> str:
    columns = [f'"{name}"' for name in row]
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 -- our names


def upsert(db: Database, table: str, key: str, row: Mapping[str, object]) -> None:
    """Write one row, or change the one with its key. Inside a transaction."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in row)
    db.execute(
        f"{_insertion(table, row)} ON CONFLICT ({key}) DO UPDATE SET {changes}", [*row.values()]
    )


def update(db: Database, table: str, id_: int, **row: object) -> None:
    """Change a row, values by the names of their columns. Inside a transaction."""
    columns = ", ".join(f"{name} = ?" for name in row)
    db.execute(f"UPDATE {table} SET {columns} WHERE id = ?", [*row.values(), id_])  # noqa: S608 -- our names


def names(db: Database, kind: str) -> set[str]:
    """The names of what is there of a kind: `table` or `view`."""
    return set(column(db, "SELECT name FROM sqlite_master WHERE type = ?", kind))


def value(db: Database, question: str, *values: object) -> Any:  # noqa: ANN401 -- as asked for
    """What stands first in the first row of an answer; None where there is none."""
    row = db.execute(question, values).fetchone()
    return row and row[0]


def column(db: Database, question: str, *values: object) -> list[Any]:
    """What stands first in each row of an answer."""
    return [first for first, *_ in db.execute(question, values).fetchall()]


def as_dicts(rows: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    """The rows, each by the names of its columns, one after another as they are asked for."""
    columns = [column[0] for column in rows.description]
    return (dict(zip(columns, row, strict=True)) for row in rows)


@contextlib.contextmanager
def environment(path: Path) -> Iterator[None]:
    """Tell failures of disk, permission or file as a `DatabaseError`; bugs of ours pass."""
    try:
        with sqlite_told(path):
            yield
    except OSError as error:
        raise DatabaseError(
            f"{path}: {error.strerror or error}; check that file and folder are there and may be"
            " written"
        ) from error


@contextlib.contextmanager
def sqlite_told(path: Path) -> Iterator[None]:
    """Tell what SQLite could not do as a `DatabaseError`; what is a bug of ours passes as it is.

    The file is held by another program, full, damaged or cannot be written.
    """
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise
    except sqlite3.DatabaseError as error:
        # Python's own errors, such as text that is no UTF-8, have no code: the file is damaged.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code == sqlite3.SQLITE_ERROR:
            raise
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise damaged(path, str(error)) from error
        advice = _ADVICE.get(code, "check that the file and its folder can be written")
        raise DatabaseError(f"{path}: {error}; {advice}") from error


def damaged(path: Path, what: str) -> DamagedError:
    """The error for a file that is damaged."""
    return DamagedError(f"{path}: {what}; the file is damaged: `repo-watch restore` mends that")


def _check(db: Database, *, path: Path, current: bool = False) -> int:
    """The schema version of a file of ours; any other is refused, and what is not `current`."""
    application, version = _marks(db)
    if (application, version) == (0, 0) and (applied := _applied(db)):
        application, version = APPLICATION_ID, applied
    if application != APPLICATION_ID:
        raise DatabaseError(
            f"{path}: this database is not repo-watch's and was left alone; name another data_dir"
        )
    if version > SCHEMA_VERSION:
        raise DatabaseError(
            f"{path}: the database has schema {version}, newer than this repo-watch"
            f" ({SCHEMA_VERSION}); install the newer version"
        )
    if current and version < SCHEMA_VERSION:
        raise DatabaseError(
            f"{path}: the database has schema {version}, this repo-watch needs"
            f" {SCHEMA_VERSION}; one `repo-watch run` brings it up to date"
        )
    return version


def _marks(db: Database) -> tuple[int, int]:
    """The two numbers of the header by which a file is known."""
    return value(db, "PRAGMA application_id"), value(db, "PRAGMA user_version")


def _applied(db: Database) -> int:
    """The schema of a file whose two marks were lost, as by `.dump | sqlite3`; 0: it is not ours.

    The list of migrations is a table, which a dump carries along.
    """
    if not {"item", "version", "run", _MIGRATIONS} <= names(db, "table"):
        return 0
    ours = f"SELECT count(*) FROM {_MIGRATIONS} WHERE migration_set = 'repo_watch'"  # noqa: S608 -- ours
    sound, applied = value(db, "PRAGMA quick_check(1)") == "ok", int(value(db, ours))
    return applied if sound and applied <= SCHEMA_VERSION else 0


def prepare(db: Database, *, path: Path, keep: bool = False) -> None:
    """Bring what is open to this release's schema, as `connect` does with the file at `path`."""
    db.execute("PRAGMA synchronous = FULL")
    # A first run that was stopped at once leaves the migrations' own table and nothing else.
    if names(db, "table") - {_MIGRATIONS}:
        version = _check(db, path=path)
        if _marks(db) == (0, 0):
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {version}")
    else:
        version = 0
        db.execute("PRAGMA journal_mode = DELETE")
    if version < SCHEMA_VERSION:
        if keep and version:
            with beside(kept_before(path)) as (new,):
                db.execute("VACUUM INTO ?", [str(new)])
        from sqlite_utils import Database as Wrapped

        from repo_watch.store.schema.migrations import migrations

        migrations.apply(Wrapped(db, recursive_triggers=False))
        db.execute("VACUUM")  # the room that an old table left would be copied each night
    # Only now: a table that is made anew takes over what somebody's hand left without its item.
    db.execute("PRAGMA foreign_keys = ON")
