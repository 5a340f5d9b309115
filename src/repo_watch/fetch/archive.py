"""The archive: every body that was read, once, under its sha256."""

import gzip
import zlib
from hashlib import sha256
from pathlib import Path

from repo_watch import files
from repo_watch.errors import EnvironmentFailure

_LEVEL = 5
"""The next (6) takes a fifth to two thirds as much time again for a hundredth of the room."""


class Archive:
    """Bodies in `root/ab/ab12....gz`, made with the first. One writer at a time (the run's lock).

    Every method raises EnvironmentFailure, in one line, when the disk keeps it from working.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, body: bytes) -> str:
        """Keeps a body and gives its sha256; nothing is written when it is there already.

        When it returns, the body is on the disk: the database may refer to it.
        """
        digest = sha256(body).hexdigest()
        path = self._path(digest)
        if not path.exists():
            with files.beside(path) as (new,):
                new.write_bytes(gzip.compress(body, _LEVEL, mtime=0))
        return digest

    def get(self, digest: str) -> bytes:
        """The body of that sha256, checked against it."""
        path = self._path(digest)
        try:
            body = gzip.decompress(path.read_bytes())
        except FileNotFoundError:
            raise EnvironmentFailure(f"{path}: this page is not in the archive") from None
        except (gzip.BadGzipFile, EOFError, zlib.error):
            body = b""
        except OSError as error:
            raise EnvironmentFailure(f"{path}: cannot be read: {error.strerror}") from error
        if sha256(body).hexdigest() != digest:
            raise EnvironmentFailure(
                f"{path}: this archived page is damaged; restore it from a backup or remove it"
            )
        return body

    def remove(self, digest: str) -> None:
        """Takes a body out for good (a takedown); no error when it is not here."""
        files.remove(self._path(digest))

    def tidy(self) -> None:
        """Takes away what a killed run left half-written. Nothing reads it."""
        for path in self._root.glob("??/.*.new"):
            files.remove(path)

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / f"{digest}.gz"
