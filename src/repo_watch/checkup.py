"""`repo-watch doctor`: what this machine and this installation need in order to work."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from importlib.resources import files as resources
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from repo_watch import __version__, files
from repo_watch.errors import DatabaseError, SettingsError
from repo_watch.nightly.status import Need, needs
from repo_watch.settings import Settings
from repo_watch.sources import SOURCES
from repo_watch.store.questions.status import Worth, worth
from repo_watch.store.schema.database import damage, damaged, questions

LEAST_FREE = 500_000_000
"""Bytes: a run copies the database for the analysts, and SQLite needs as much again meanwhile."""

_LEAST_PYTHON = (3, 11)
_LEAST_SQLITE = (3, 37)
"""The first with STRICT tables."""


class Check(Struct, frozen=True):
    """One thing looked at: its name, whether it will do, and what was found, in one line."""

    name: str
    well: bool
    found: str


class Checkup(Struct, frozen=True):
    """Everything that `examine` found."""

    checks: tuple[Check, ...]
    worth: Worth
    needs: tuple[Need, ...]

    @property
    def well(self) -> bool:
        """Whether a run can work here, and nothing waits for a person."""
        return all(check.well for check in self.checks) and not self.needs


def examine(settings: Settings, now: datetime, written: Path | None = None) -> Checkup:
    """Look at the machine, the folders and, as of `now`, the database; nothing is changed.

    `written` is the settings file, if there is one.
    """
    database, look_at, left = _database(settings, now)
    here = (*_machine(), *_folders(settings), _private(settings, written))
    return Checkup((*here, *_settings(settings), database), look_at, left)


def _machine() -> Iterator[Check]:
    python = sys.version_info[:3]
    yield Check("python", python >= _LEAST_PYTHON, ".".join(map(str, python)))
    yield Check("repo-watch", well=True, found=__version__)
    new, lacks = sqlite3.sqlite_version_info >= _LEAST_SQLITE, ""
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
        except sqlite3.OperationalError:
            lacks = ", without full-text search (FTS5)"
    yield Check("sqlite", new and not lacks, sqlite3.sqlite_version + lacks)
    try:
        ZoneInfo("Europe/London")
        yield Check("time zones", well=True, found="Europe/London is known")
    except ZoneInfoNotFoundError:
        yield Check("time zones", well=False, found="Europe/London is unknown: install tzdata")
    fonts = [one.name for one in (resources("repo_watch") / "rendering" / "fonts").iterdir()]
    found = [name for name in fonts if name.endswith((".ttf", ".otf"))]
    yield Check("fonts", bool(found), f"{len(found)} for the digest" if found else "none")
    typst = find_spec("typst") is not None
    yield Check("typst", typst, "is here" if typst else "is missing: no PDF can be made")


def _folders(settings: Settings) -> Iterator[Check]:
    for name, folder in (("data_dir", settings.data_dir), ("public_dir", settings.public)):
        there = _existing(folder)
        well = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
        if not there.is_dir():
            found = f"{there} is a file, not a folder"
        elif not well:
            found = f"{there} cannot be written by this user"
        else:
            found = f"{folder}{'' if there == folder else ' (not there yet)'}"
        yield Check(name, well, found)
    free = shutil.disk_usage(_existing(settings.data_dir)).free
    yield Check("disk", free >= LEAST_FREE, f"{free / 1e9:.1f} GB free for data_dir")
    size = sum(one.stat().st_size for one in settings.archive.rglob("*.gz"))
    kept = f"for {settings.archive_days} days" if settings.archive_days else "for good"
    told = f"{size / 1e6:.1f} MB; what pages showed is kept {kept}"
    yield Check("archive", well=True, found=told)


def _private(settings: Settings, written: Path | None) -> Check:
    """Where recipients or a password stand, nobody else of this machine may read."""
    mail = settings.mail
    held = [settings.deliveries, mail.password_file, mail.dry_run]
    if mail.recipients or any(one.recipients for one in settings.editions.values()):
        held.append(written)
    there = [one for one in held if one and one.exists()]
    if bad := [one for one in there if one.stat().st_mode & 0o077]:
        many = ", ".join(f"chmod {700 if one.is_dir() else 600} {one}" for one in bad)
        return Check("private", well=False, found=f"others may read them: {many}")
    return Check("private", well=True, found=f"{len(there)}, for their owner alone")


def _existing(path: Path) -> Path:
    """The path, or the nearest above it that exists."""
    return next(one for one in (path, *path.parents) if one.exists())


def _settings(settings: Settings) -> Iterator[Check]:
    watched = [source for source in SOURCES if settings.enabled(source)]
    try:
        settings.require_contact(watched)
        yield Check("contact", well=True, found=settings.fetch.contact or "not needed here")
    except SettingsError as error:
        yield Check("contact", well=False, found=str(error))
    yield Check("sources", bool(watched), ", ".join(one.id for one in watched) or "none enabled")
    pace = f"{settings.fetch.seconds_between_requests:g} s between requests to a host"
    public = settings.public_url or (
        "none: mails have no links to the issues, and the links of feeds and fragment hold only"
        " beside the files; set public_url"
    )
    yield Check("public_url", well=True, found=public)
    yield Check("pace", well=True, found=pace)
    links = f"at most {settings.links.per_night} a night" if settings.links.enabled else "unchecked"
    yield Check("links", well=True, found=links)
    try:
        # A run at work is nothing bad; only a lock file that cannot be used is.
        found = "a run is at work now" if files.is_locked(settings.lock) else "free"
        yield Check("lock", well=True, found=found)
    except OSError as error:
        yield Check("lock", well=False, found=f"{settings.lock}: {error.strerror}")


def _database(settings: Settings, now: datetime) -> tuple[Check, Worth, tuple[Need, ...]]:
    path = settings.database
    if not path.exists():
        return Check("database", well=True, found="not there yet; a run makes it"), Worth(), ()
    try:
        with questions(path) as db:
            if wrong := damage(path):
                raise damaged(path, wrong)
            look_at = worth(db)
            left = needs(settings, db, now, [one for one in SOURCES if settings.enabled(one)])
    except DatabaseError as error:
        return Check("database", well=False, found=str(error)), Worth(), ()
    said = f"{path}, sound, {path.stat().st_size / 1e6:.1f} MB"
    return Check("database", well=True, found=said), look_at, left
