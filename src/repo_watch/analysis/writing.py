"""Files written beside their place and renamed over it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from repo_watch.errors import EnvironmentFailure


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; renamed over it when the body ends well.

    Raises:
        EnvironmentFailure: disk or permission.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        yield new
        new.replace(path)
    except OSError as error:
        raise EnvironmentFailure(
            f"{error.filename or path}: {error.strerror or error}; check the disk and who may write"
        ) from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def write(path: Path, text: str) -> Path:
    """Write a text file, UTF-8 with plain line ends; gives its path.

    Raises:
        EnvironmentFailure: disk or permission.
    """
    with beside(path) as new:
        new.write_text(text, encoding="utf-8", newline="")
    return path
