"""The analysts' copy: one plain file that opens from a read-only folder while a run writes.

Each copy is made beside its place, checked, and renamed over it. The night after a month has
closed, the month's last copy is kept under its name (`repo-watch-2026-10.db`), for good: a citation
must not go stale. Only a takedown changes a kept copy. A month in which nothing
was found needs none: the kept copy before it says the same.
"""

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection as Database

from repo_watch import __version__
from repo_watch.errors import DatabaseError
from repo_watch.files import beside
from repo_watch.model import Source
from repo_watch.sources import SOURCES
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import connect, environment
from repo_watch.store.times import read
from repo_watch.store.upkeep import provenance
from repo_watch.store.upkeep.suppress import suppress

_PRIVATE = (
    "DELETE FROM ruling",
    "DELETE FROM notice",
    "DELETE FROM item_mark",
    "UPDATE issue_without SET reason = ''",
    "UPDATE event SET fields = json_remove(fields, '$[1]') WHERE kind IN ('merged', 'split')",
    "UPDATE page SET headers = NULL, etag = NULL, last_modified = NULL",
)
"""The operator's reasons and messages, what servers said to this installation alone, and checksums
that serve only who reads pages."""

_UNREACHED = re.compile(r'cannot be reached: [^"]*|leads to [^"]*?a private network: not asked')
"""Why no connection came about: of a name that a page gives it would tell strangers whether there
is such a machine inside."""
_TELL = """UPDATE {0} SET {1} = told({1}) WHERE {1} LIKE '%cannot be reached: %'
    OR {1} LIKE '%a private network: not asked%'"""
_TOLD = (("link_check", "reason"), ("reading", "reasons"), ("source_night", "reasons"))

_FOUND = {
    "sqlite_schema": "type, name, sql",
    "link_check": "url, state, leads_to, pages, title",
} | dict.fromkeys(
    [
        "item",
        "version",
        "sighting",
        "event",
        "item_link",
        "item_keyword",
        "item_authority",
        "fact",
        "coding",
        "place",
    ],
    "*",
)
"""What a copy says of reviews and publications: its tables but those of nights and issues."""


def publish(db: Database, target: Path, sources: Sequence[Source] = SOURCES) -> bool:
    """Bring the copy at `target` up to date; gives whether it was written.

    A night always is: its rows of coverage are what tells an analyst how fresh the copy is.

    Args:
        db: the database, with no transaction open.
        target: the copy's place; its checksum goes beside it, as `sha256sum --check` reads it.
        sources: all that there are.

    Raises:
        DatabaseError: the folder cannot be written, the disk is full or the copy does not pass
            SQLite's check; the old copy stays.
    """
    renewed = _renew(db, target, sources)
    correct(db, target)
    return renewed


def _renew(db: Database, target: Path, sources: Sequence[Source]) -> bool:
    counter = _writes(db)
    before = _said_by(target)
    if (
        counter
        and before.get("original_writes") == counter
        and before.get("version") == __version__
    ):
        return False
    with environment(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target) as new, environment(target):
        # Cleaned in a file without a name, which is gone once it is closed.
        draft = sqlite3.connect("", isolation_level=None)
        with closing(draft), _each_once(db), _each_once(draft):
            db.backup(draft)
            draft.execute("PRAGMA journal_mode = OFF")
            _clean(draft)
            provenance.write(draft, sources, counter=counter)
            made_at = provenance.of(draft)["made_at"]
            draft.execute("VACUUM INTO ?", [str(new)])
        # Not one that only reads: SQLite would not look at constraints.
        with closing(sqlite3.connect(new)) as copy:
            _check(copy, target)
        then = provenance.month(before.get("made_at", ""))
        if then and then < provenance.month(made_at):
            last = kept(target)[-1:]
            if not (last and _says_the_same(target, *last)):
                _keep(target, kept_name(target, then))
    return True


def kept_name(target: Path, month: str) -> Path:
    """Where the last copy of a month (`2026-10`) is kept."""
    return target.with_name(f"{target.stem}-{month}{target.suffix}")


def kept(target: Path) -> tuple[Path, ...]:
    """The kept copies of closed months, oldest first."""
    name = re.compile(rf"{re.escape(target.stem)}-\d{{4}}-\d\d{re.escape(target.suffix)}")
    return tuple(path for path in sorted(target.parent.glob("*")) if name.fullmatch(path.name))


def correct(db: Database, target: Path) -> tuple[Path, ...]:
    """Take what was suppressed out of the kept copies too; gives those that were changed.

    Raises:
        DatabaseError: a kept copy cannot be read or written.
    """
    gone = db.execute(
        "SELECT item.id, (SELECT max(at) FROM event WHERE event.item = suppressed.id) FROM item"
        " JOIN item AS suppressed ON suppressed.id IN (item.id, item.merged_into)"
        " WHERE suppressed.state = 'suppressed'"
    ).fetchall()
    return tuple(path for path in (kept(target) if gone else ()) if _corrected(path, gone))


def _corrected(path: Path, gone: Sequence[tuple[int, str]]) -> bool:
    with _look(path) as copy:
        shown = dict(copy.execute("SELECT id, state FROM item").fetchall())
    still = [(id_, at) for id_, at in gone if shown.get(id_, "suppressed") != "suppressed"]
    if not still:
        return False
    with _beside(path) as new:
        with environment(path):
            shutil.copyfile(path, new)
        with _open(new) as copy:
            run = int(copy.execute("SELECT max(id) FROM run").fetchone()[0])
            for id_, at in still:
                suppress(copy, Run(run, read(at), full=False), id_, "")
            _clean(copy)
            copy.execute(
                "INSERT OR REPLACE INTO provenance VALUES ('corrected_at', ?)",
                [max(at for _, at in still)],
            )
            copy.execute("VACUUM")
            _check(copy, path)
    return True


def _keep(target: Path, place: Path) -> None:
    if not place.exists():
        with _beside(place) as new, environment(place):
            shutil.copyfile(target, new)


def _says_the_same(one: Path, other: Path) -> bool:
    """Whether two copies tell the same of all that was found."""
    sides = ("main", "other"), ("other", "main")
    try:
        with _look(one) as copy:
            copy.execute("ATTACH ? AS other", [f"{other.absolute().as_uri()}?mode=ro"])
            return not any(
                copy.execute(
                    f"SELECT {said} FROM {this}.{name} EXCEPT SELECT {said} FROM {that}.{name}"  # noqa: S608 -- constants
                ).fetchone()
                for name, said in _FOUND.items()
                for this, that in sides
            )
    except DatabaseError:
        return False


def _clean(copy: Database) -> None:
    copy.create_function("told", 1, lambda text: _UNREACHED.sub("cannot be reached", text))
    for statement in (*_PRIVATE, *(_TELL.format(*where) for where in _TOLD)):
        copy.execute(statement)


def _check(copy: Database, target: Path) -> None:
    said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise DatabaseError(f"{target}: the new copy is damaged ({said}); the old one stays")


def _said_by(target: Path) -> dict[str, str]:
    """The provenance of the copy that is there; empty where none is or it cannot be read."""
    if not target.exists():
        return {}
    try:
        with _look(target) as copy:
            return dict(provenance.of(copy))
    except DatabaseError:
        return {}


def _writes(db: Database) -> str:
    """How often the database file was written to (SQLite file format, header bytes 24 to 27).

    "" where a tool has turned the file to WAL: then SQLite does not count.
    """
    if db.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return ""
    (path,) = (row[2] for row in db.execute("PRAGMA database_list") if row[1] == "main")
    with environment(Path(path)), Path(path).open("rb") as file:
        return str(int.from_bytes(file.read(28)[24:]))


@contextmanager
def _look(path: Path) -> Iterator[Database]:
    """A copy to look into, whichever release made it."""
    with environment(path):
        copy = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            yield copy
        finally:
            copy.close()


@contextmanager
def _open(path: Path) -> Iterator[Database]:
    """A copy to write to, brought up to this release's schema; `_beside` sees it to the disk.

    Without a journal, which `VACUUM` would fill with the whole of it: one that fails is dropped.
    """
    copy = connect(path)
    try:
        copy.execute("PRAGMA synchronous = OFF")
        copy.execute("PRAGMA journal_mode = OFF")
        with environment(path), _each_once(copy):
            yield copy
    finally:
        copy.close()


@contextmanager
def _each_once(db: Database) -> Iterator[None]:
    """For a body that wants each page of a database once: SQLite keeps few of them in memory."""
    (usual,) = db.execute("PRAGMA cache_size").fetchone()
    db.execute("PRAGMA cache_size = -256")  # KiB
    yield
    db.execute(f"PRAGMA cache_size = {usual}")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A name beside `target`; when the body ends well, file and checksum are put in place."""
    with beside(target, target.with_name(f"{target.name}.sha256")) as (new, sums):
        yield new
        with new.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        sums.write_text(f"{digest}  {target.name}\n", encoding="ascii")
