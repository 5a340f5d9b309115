"""A back-up of an installation into a folder, and back again on this machine or another.

    FOLDER/archive/            the pages as they came; only those that are missing are copied
    FOLDER/public/             the dated copies of the database, which nothing can make again
    FOLDER/2026-11-29T021500Z/ all else of one moment; whole once its SHA256SUMS is there

A restore checks every sum first, and moves what was in the way aside: nothing is written over.
"""

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection as Database

from msgspec import Struct

from repo_watch import __version__, files
from repo_watch.errors import DatabaseError, SettingsError
from repo_watch.fetch.archive import Archive
from repo_watch.nightly.fence import open_database
from repo_watch.settings import Settings
from repo_watch.store.rows import runs
from repo_watch.store.schema import database as schema
from repo_watch.store.upkeep import rulings, snapshot

_SUMS = "SHA256SUMS"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_DATABASE, _SETTINGS = "repo-watch.db", "repo-watch.toml"
_DAMAGED = (DatabaseError, sqlite3.Error, UnicodeDecodeError)
_BESIDE_A_DATABASE = ("", "-journal", "-wal", "-shm")


class Restored(Struct, frozen=True):
    """From where what was brought back, and when its last run had begun (ISO 8601).

    The database that had been there went `aside`; so many decisions were taken over from it.
    """

    source: Path
    as_of: str
    aside: Path | None
    decisions: int


def backup(settings: Settings, folder: Path, now: datetime, written: Path | None = None) -> Path:
    """Copy everything of an installation that cannot be made again; gives this copy's folder.

    The `folder` of all back-ups, such as a mounted share, has to be there. The settings file goes
    along where one was `written`; no password file does.

    Raises:
        LockedError: a run is at work.
        EnvironmentFailure: the database is damaged, or disk or permission failed it.
        SettingsError: there is no such folder.
    """
    if not folder.is_dir():
        raise SettingsError(f"{folder}: is not there; is the disk or share mounted?")
    place = folder / f"{now:%Y-%m-%dT%H%M%SZ}"
    with open_database(settings) as db, schema.environment(folder):
        place.mkdir(mode=0o700, exist_ok=True)
        (place / _SUMS).unlink(missing_ok=True)
        with files.beside(place / _DATABASE) as (new,):
            db.execute("VACUUM INTO ?", [str(new)])
            if wrong := schema.damage(new):
                raise DatabaseError(f"{settings.database}: its copy is damaged: {wrong}")
        if (book := settings.deliveries).exists():
            with (
                closing(schema.opened(book, "ro")) as sent,
                files.beside(place / book.name) as (new,),
            ):
                new.touch(mode=0o600)  # recipients' addresses stand in it
                sent.execute("VACUUM INTO ?", [str(new)])
        if written and written.exists():
            _copy(written, place / _SETTINGS)
        for one in (settings.notes, settings.previews):
            _copy_missing(one, place / one.name)
        _copy_missing(settings.archive, folder / "archive")
        for one in snapshot.kept(settings.public / _DATABASE):
            for path in (one, one.with_name(f"{one.name}.sha256")):
                if files.read(folder / "public" / path.name) != path.read_bytes():
                    _copy(path, folder / "public" / path.name)
        sums = [f"{_sum(path)}  {path.relative_to(place)}\n" for path in _files(place)]
        files.write(place / _SUMS, "".join(sums))
    files.write(settings.data_dir / "last-backup", f"{folder.absolute()}\n")
    return place


def restore(
    settings: Settings, source: Path | None, now: datetime, *, replace: bool = False
) -> Restored:
    """Bring an installation back; its own settings file is left alone.

    The `source` is a folder of back-ups, one of them, or a copy of the database; None for the
    newest good copy that is known here. A sound database is only moved aside to `replace` it.

    Raises:
        SettingsError: nothing good is there to restore, or the database is sound as it is.
        LockedError: a run is at work.
        EnvironmentFailure: disk or permission failed it.
    """
    found = _found(source) if source else newest(settings)
    if found is None:
        where = source or f"{settings.data_dir} and {settings.public}"
        raise SettingsError(f"{where}: no whole back-up or sound copy of the database is there")
    place, database = found.parent, settings.database
    whole = (place / _SUMS).exists()
    with schema.environment(settings.data_dir):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    with files.locked(settings.lock), schema.environment(database):
        if database.exists() and not replace and not schema.damage(database):
            raise SettingsError(
                f"{database}: is there and sound; --replace moves it aside and restores"
            )
        aside = Path(f"{database}.replaced") if database.exists() else None
        # A journal would spoil the one that takes its place.
        for one in (Path(f"{database}{end}") for end in _BESIDE_A_DATABASE):
            if one.exists():
                one.replace(f"{one}.replaced")
        _copy(found, database)
        if whole:
            # What is there knows of later mails; only where there is none may one go out twice.
            sent, book = place / settings.deliveries.name, settings.deliveries
            if sent.exists() and not book.exists():
                _copy(sent, book)
            for one in (settings.notes, settings.previews):
                _copy_missing(place / one.name, one)
            _copy_missing(place.parent / "archive", settings.archive)
            _copy_missing(place.parent / "public", settings.public)
        with closing(schema.connect(database)) as db:
            salvaged = _salvage(settings, db, aside, now) if aside else 0
            snapshot.publish(db, settings.public / _DATABASE)
    return Restored(found, _as_of(found), aside, salvaged)


def newest(settings: Settings) -> Path | None:
    """The newest sound copy of the database that is known here, with all or without."""
    public = settings.public / _DATABASE
    noted = files.read(settings.data_dir / "last-backup") or b""
    some = [public, schema.kept_before(settings.database), *snapshot.kept(public)]
    with suppress(OSError):
        if noted and (whole := _found(Path(noted.decode("utf-8", "replace").strip()))):
            some.insert(0, whole)
    # What a back-up has, a public copy of the same night lacks: the first of equals stays.
    ordered = sorted((one for one in some if one.exists()), key=_as_of, reverse=True)
    return next((one for one in ordered if not schema.damage(one)), None)


def advice(settings: Settings) -> str:
    """Which copy to restore, in a sentence for whoever meets a damaged database."""
    found = newest(settings)
    if found is None:
        return "no sound copy of it is known here: name a back-up, `repo-watch restore FOLDER`"
    return f"the newest good copy is {found} ({_as_of(found)}): `repo-watch restore` takes it"


def _found(source: Path) -> Path | None:
    """The database of the newest back-up below a folder whose sums hold; or the file itself."""
    if source.is_file():
        return None if schema.damage(source) else source
    inside = [source, *(one for one in source.glob("*") if _MOMENT.fullmatch(one.name))]
    for place in sorted(inside, key=lambda one: one.name, reverse=True):
        if (place / _SUMS).exists():
            said = (place / _SUMS).read_text("utf-8").splitlines()
            sums = {place / name: sum_ for sum_, name in (line.split("  ", 1) for line in said)}
            if all(path.exists() and _sum(path) == sum_ for path, sum_ in sums.items()):
                return place / _DATABASE
    return None


def _salvage(settings: Settings, db: Database, old: Path, now: datetime) -> int:
    """What was decided by hand since the copy was made, as far as the old file can be read."""
    rows: list[tuple[str, str, bytes, int, str]] = []
    with suppress(*_DAMAGED), closing(schema.opened(old, "ro")) as damaged:
        for row in damaged.execute("SELECT at, kind, sketch, item, reason FROM ruling ORDER BY id"):
            rows.append(row)  # noqa: PERF402 -- what came before the damage counts
    known = set(db.execute("SELECT at, kind, sketch, item FROM ruling").fetchall())
    items = {id_ for (id_,) in db.execute("SELECT id FROM item").fetchall()}
    missing = [row for row in rows if row[:4] not in known and row[3] in items]
    if missing:
        with schema.transaction(db):
            run = runs.begin(db, now, version=__version__, mode="hand", full=False)
            columns = ("at", "kind", "sketch", "item", "reason")
            schema.insert_all(
                db, "ruling", [dict(zip(columns, row, strict=True)) for row in missing]
            )
            runs.finish(db, run, now, 0)
        for item, reason in {row[3]: row[4] for row in missing if row[1] == "suppress"}.items():
            for sha256 in rulings.suppress(db, run, item, reason).bodies:
                Archive(settings.archive).remove(sha256)
    return len(missing)


def _as_of(database: Path) -> str:
    """When the last run of a copy began (ISO 8601); "" where it has none."""
    try:
        with schema.questions(database, current=False) as db:
            return str(db.execute("SELECT max(started_at) FROM run").fetchone()[0] or "")
    except _DAMAGED:
        return ""


def _copy(source: Path, target: Path) -> None:
    with files.beside(target) as (new,):
        shutil.copy(source, new)


def _copy_missing(source: Path, target: Path) -> None:
    """Whatever is in one folder and not in the other; half-written files are left out."""
    for path in _files(source):
        if not (target / path.relative_to(source)).exists():
            _copy(path, target / path.relative_to(source))


def _files(folder: Path) -> Iterable[Path]:
    found = (one for one in folder.rglob("*") if one.is_file())
    return sorted(one for one in found if one.suffix != ".new")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
