"""The analysts' copy: one plain file that opens from a read-only folder while a run writes.

Each copy is made beside its place, checked, and renamed over it: its pages each night, its indexes
and constraints on a full night, and after it until a copy has passed. The night after a month has
closed, the month's last copy is kept under its name (`repo-watch-2026-10.db`), for good: a citation
must not go stale. Only a takedown changes a kept copy. A month in which nothing was found needs
none: the kept copy before it says the same. In its table `provenance` a copy says of itself when it
was made, from which nights, by which version, and how to cite it.
"""

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from contextlib import suppress as suppressed
from datetime import date
from functools import partial
from pathlib import Path
from sqlite3 import Connection as Database
from zoneinfo import ZoneInfo

from repo_watch import __version__
from repo_watch.errors import DatabaseError
from repo_watch.files import beside
from repo_watch.model import Source
from repo_watch.sources import SOURCES
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema import database
from repo_watch.store.times import read
from repo_watch.store.upkeep import SQL
from repo_watch.store.upkeep.rulings import suppress

_UNREACHED = re.compile(r'cannot be reached: [^"]*|leads to [^"]*?a private network: not asked')
"""Why no connection came about: of a name that a page gives it would tell strangers whether there
is such a machine inside."""
_FOUND = {
    **dict.fromkeys(("item", "version", "sighting", "event", "item_link", "item_keyword"), "*"),
    **dict.fromkeys(("item_authority", "fact", "coding", "place"), "*"),
    "sqlite_schema": "type, name, sql",
    "link_check": "url, state, leads_to, pages, title",
}
"""What a copy says of reviews and publications: its tables but those of nights and issues."""
_OWN_LICENCE = (
    "repo-watch's own additions (dates, identity, codes, counts): CC BY 4.0. Titles and texts stay"
    " the publishers': see the rows licence of each source before you republish them."
)
_LONDON = ZoneInfo("Europe/London")


def publish(db: Database, target: Path, sources: Sequence[Source] = SOURCES) -> bool:
    """Bring the copy at `target` up to date, its checksum beside it; gives whether it was written.

    A night always is: its rows of coverage are what tells an analyst how fresh the copy is. The
    checksum is as `sha256sum --check` reads it. No transaction is open.

    A `DatabaseError` where the folder cannot be written, the disk is full or the copy does not pass
    SQLite's check; the old copy stays.
    """
    renewed = _renew(db, target, sources)
    gone = db.execute(SQL["suppressed"]).fetchall()
    for path in kept(target) if gone else ():
        _correct(path, gone)
    return renewed


def _renew(db: Database, target: Path, sources: Sequence[Source]) -> bool:
    counter, before = _writes(db), _said_by(target)
    if counter and (before.get("original_writes"), before.get("version")) == (counter, __version__):
        return False
    with database.environment(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    full = "SELECT 1 FROM run WHERE full AND started_at > ?"
    thorough = not before or bool(database.value(db, full, before.get("made_at", "")))
    with _remade(target, db, thorough=thorough) as copy:
        made_at = _introduce(copy, sources, counter=counter)
        then = _month(before.get("made_at", ""))
        if then and then < _month(made_at):
            _keep(target, target.with_name(f"{target.stem}-{then}{target.suffix}"))
    return True


def _keep(target: Path, place: Path) -> None:
    """Keep the last copy of a month, unless the one that was kept last says the same."""
    last = kept(target)[-1:]
    if not place.exists() and not (last and _says_the_same(target, *last)):
        with _beside(place) as new, database.environment(place):
            shutil.copyfile(target, new)


def kept(target: Path) -> tuple[Path, ...]:
    """The kept copies of closed months, oldest first."""
    name = re.compile(rf"{re.escape(target.stem)}-\d{{4}}-\d\d{re.escape(target.suffix)}")
    return tuple(path for path in sorted(target.parent.glob("*")) if name.fullmatch(path.name))


def _correct(path: Path, gone: Sequence[tuple[int, str]]) -> None:
    """Take what was suppressed, each at a moment, out of a kept copy too."""
    with database.looked_into(path) as copy:
        shown = dict(copy.execute("SELECT id, state FROM item").fetchall())
    still = [(id_, at) for id_, at in gone if shown.get(id_, "suppressed") != "suppressed"]
    if still:
        with database.looked_into(path) as kept, _remade(path, kept) as copy:
            run = int(database.value(copy, "SELECT max(id) FROM run"))
            for id_, at in still:
                suppress(copy, Run(run, read(at), full=False), id_, "")
            row = {"name": "corrected_at", "value": max(at for _, at in still)}
            database.upsert(copy, "provenance", "name", row)


def _says_the_same(one: Path, other: Path) -> bool:
    """Whether two copies tell the same of all that was found."""
    sides = ("main", "other"), ("other", "main")
    with suppressed(DatabaseError), database.looked_into(one) as copy:
        copy.execute("ATTACH ? AS other", [f"{other.absolute().as_uri()}?mode=ro"])
        return not any(
            copy.execute(
                f"SELECT {said} FROM {this}.{name} EXCEPT SELECT {said} FROM {that}.{name}"  # noqa: S608 -- constants
            ).fetchone()
            for name, said in _FOUND.items()
            for this, that in sides
        )
    return False


def _said_by(target: Path) -> dict[str, str]:
    """The provenance of the copy that is there; empty where none is or it cannot be read."""
    with suppressed(DatabaseError), database.looked_into(target) as copy:
        return dict(provenance(copy))
    return {}


def _writes(db: Database) -> str:
    """How often the database file was written to (SQLite file format, header bytes 24 to 27).

    "" where a tool has turned the file to WAL: then SQLite does not count.
    """
    if database.value(db, "PRAGMA journal_mode") == "wal":
        return ""
    path = Path(database.value(db, "SELECT file FROM pragma_database_list WHERE name = 'main'"))
    with database.environment(path), path.open("rb") as file:
        return str(int.from_bytes(file.read(28)[24:]))


@contextmanager
def _remade(target: Path, db: Database, *, thorough: bool = True) -> Iterator[Database]:
    """What a database holds, to be changed, of this release's schema.

    When the body ends well it is cleaned, checked and put in place. Written anew, so that no byte
    is left of what was taken out; where SQLite works on it, a file has no name.
    """
    with _beside(target) as new, database.environment(target), _each_once(db):
        with closing(sqlite3.connect("", isolation_level=None)) as copy, _each_once(copy):
            copy.execute("PRAGMA journal_mode = OFF")
            db.backup(copy)
            database.prepare(copy, path=target)
            copy.execute("PRAGMA synchronous = OFF")  # what is put in place was synced
            yield copy
            copy.create_function("told", 1, partial(_UNREACHED.sub, "cannot be reached"))
            for statement in database.statements(__package__, "private.sql"):
                copy.execute(statement)
            copy.execute("VACUUM INTO ?", [str(new)])
        # What may not write passes over the constraints, which is half of the work.
        with closing(database.opened(new, "rw" if thorough else "ro")) as made, _each_once(made):
            said = database.value(made, f"PRAGMA {'integrity' if thorough else 'quick'}_check")
        if said != "ok":
            raise DatabaseError(f"{target}: the new copy is damaged ({said}); the old one stays")


@contextmanager
def _each_once(db: Database) -> Iterator[None]:
    """For a body that wants each page of a database once: SQLite keeps few of them in memory."""
    usual = database.value(db, "PRAGMA cache_size")
    db.execute("PRAGMA cache_size = -256")  # KiB
    try:
        yield
    finally:
        db.execute(f"PRAGMA cache_size = {usual}")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A name beside `target`; when the body ends well, file and checksum are put in place."""
    with beside(target, target.with_name(f"{target.name}.sha256")) as (new, sums):
        yield new
        with new.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        sums.write_text(f"{digest}  {target.name}\n", encoding="ascii")


def _introduce(copy: Database, sources: Sequence[Source], *, counter: str) -> str:
    """Fill the table `provenance` of a copy; gives when that was made.

    `sources` are all that there are, for their licences; `counter` is how often the original had
    been written to, as its own header counts, "" unknown.
    """
    question, *shape = database.statements(__package__, "provenance.sql")
    (facts,) = database.as_dicts(copy.execute(question))
    first, last = facts["first_night"], facts["last_night"]
    nights = f"nights of {_day(first)} to {_day(last)}" if first else "no night yet"
    cite = (
        f"repo-watch {__version__}: case reviews and national publications in the United Kingdom"
        f" and the Crown dependencies (database, {nights}); with the sources named in each row."
    )
    rows = {**facts, "version": __version__, "licence": _OWN_LICENCE, "cite": cite}
    rows |= {f"licence {one.id}": f"{one.publisher}: {one.licence}" for one in sources}
    with database.transaction(copy):
        for statement in shape:
            copy.execute(statement)
        every = {**rows, "original_writes": counter}.items()
        copy.executemany("INSERT INTO provenance (name, value) VALUES (?, ?)", every)
    return str(facts["made_at"])


def provenance(copy: Database) -> Mapping[str, str]:
    """What a copy says of itself; empty for a database that is no copy."""
    if "provenance" not in database.names(copy, "table"):
        return {}
    return dict(copy.execute("SELECT name, value FROM provenance").fetchall())


def _month(made_at: str) -> str:
    """The month (`2026-10`) that London's calendar showed at a moment; "" for an empty one."""
    return f"{read(made_at).astimezone(_LONDON):%Y-%m}" if made_at else ""


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"
