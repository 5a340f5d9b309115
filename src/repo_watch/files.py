"""Files written beside their place and renamed over it: a reader sees the old or the new, whole.

Each function raises EnvironmentFailure, in one line, where disk or permission keeps it from that.
"""

import contextlib
import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from filelock import FileLock, Timeout

from repo_watch.errors import EnvironmentFailure, LockedError

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe.

    Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if text.startswith(_FORMULAS) else text


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV (RFC 4180) with a header, every cell safe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(
        [safe_cell(value) if isinstance(value, str) else value for value in row] for row in rows
    )
    return text.getvalue()


def within(root: Path, name: str) -> Path:
    """The folder of that name in a folder, or that folder itself where the name is empty.

    It must be no link: what is written there would be written elsewhere.
    """
    place = root / name
    if name and place.is_symlink():
        raise EnvironmentFailure(f"{place}: is a link and was left alone; put a real folder there")
    return place


@contextlib.contextmanager
def beside(*places: Path) -> Iterator[tuple[Path, ...]]:
    """Names to write to, one for each place; renamed over the places when the body ends well.

    The names beside are fixed, so that what a killed run left is written over by the next. When
    the body raises, nothing was put in place. After it, all of it outlasts a power cut. Folders
    are made where they are missing.
    """
    waiting = {place.with_name(f".{place.name}.new"): place for place in places}
    folders = {place.parent for place in places}
    try:
        with _told(places[0]):
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            for new in waiting:
                new.unlink(missing_ok=True)
            yield tuple(waiting)
            for new, place in waiting.items():
                _sync(new)
                new.replace(place)
            for folder in folders:
                _sync(folder)  # without this the rename itself could be lost
    finally:
        for new in waiting:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)


@contextlib.contextmanager
def staged(folder: Path, contents: Mapping[str, bytes]) -> Iterator[None]:
    """Write files, bytes by name, beside their places; rename them when the body has run."""
    with beside(*(folder / name for name in contents)) as waiting:
        for new, content in zip(waiting, contents.values(), strict=True):
            new.write_bytes(content)
            _sync(new)  # a full disk is to be noticed before the body records anything
        yield


def write(path: Path, text: str) -> Path:
    """Write a text file, UTF-8 with plain line ends; gives its path."""
    with beside(path) as (new,):
        new.write_text(text, encoding="utf-8", newline="")
    return path


def write_if_changed(folder: Path, contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write those files whose bytes differ from what is there; gives their names."""
    changed = {name: new for name, new in contents.items() if read(folder / name) != new}
    if changed:
        with staged(folder, changed):
            pass
    return tuple(changed)


def read(path: Path) -> bytes | None:
    """A file's bytes, or None where there is no such file."""
    with _told(path), contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    return None


def remove(path: Path) -> None:
    """Take a file away; it may be gone already."""
    with _told(path):
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Let what a file or folder holds outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where, why = error.filename or path, error.strerror or error
        raise EnvironmentFailure(
            f"{where}: {why}; check the disk and who may write there"
        ) from error


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file while the body runs.

    Raises:
        LockedError: a run holds it.
        OSError: it cannot be used.
    """
    try:
        lock = FileLock(path, timeout=0).acquire()
    except Timeout:
        raise LockedError(
            f"{path}: another run is at work; nothing was done, try again after it"
        ) from None
    with lock:
        yield


def is_locked(path: Path) -> bool:
    """Whether a run holds a lock file; an OSError where that cannot be told."""
    if path.exists():
        try:
            with locked(path):
                pass
        except LockedError:
            return True
    return False
