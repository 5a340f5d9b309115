"""Files written beside their place and renamed over it: a reader sees the old or the new, whole."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from repo_watch.errors import EnvironmentFailure


@contextlib.contextmanager
def beside(folder: Path, contents: Mapping[str, bytes]) -> Iterator[None]:
    """Write files beside their places, run the body, then rename them over their places.

    The names beside are fixed, so that what a killed run left is written over by the next. When
    the body raises, nothing was put in place.

    Args:
        folder: made where it is missing.
        contents: bytes by file name.

    Raises:
        EnvironmentFailure: disk or permission.
    """
    waiting = {folder / name: folder / f".{name}.new" for name in contents}
    try:
        with _told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for path, new in waiting.items():
                _write(new, contents[path.name])
        yield
        with _told(folder):
            for path, new in waiting.items():
                new.replace(path)
            _sync(folder)
    except BaseException:
        for new in waiting.values():
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
        raise


def write_if_changed(folder: Path, contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write those files whose bytes differ from what is there; gives their names.

    Raises:
        EnvironmentFailure: disk or permission.
    """
    changed = {name: new for name, new in contents.items() if read(folder / name) != new}
    if changed:
        with beside(folder, changed):
            pass
    return tuple(changed)


def read(path: Path) -> bytes | None:
    """A file's bytes, or None where there is no such file.

    Raises:
        EnvironmentFailure: disk or permission.
    """
    with _told(path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def remove(path: Path) -> None:
    """Take a file away; it may be gone already.

    Raises:
        EnvironmentFailure: permission.
    """
    with _told(path):
        path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the renames themselves outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise EnvironmentFailure(
            f"{where}: {error.strerror or error}; check the disk and who may write there"
        ) from error
