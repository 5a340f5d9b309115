"""Archived pages read again, by the workers a few ahead of their turn."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import repeat
from sqlite3 import Connection as Database
from typing import TypeAlias, TypeVar

from repo_watch.errors import EnvironmentFailure, SourceError
from repo_watch.fetch.archive import Archive
from repo_watch.fetch.wire import proves_its_end
from repo_watch.model import Page, Reading, Request, Source
from repo_watch.store.rows import pages
from repo_watch.workers import Workers

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")
Reread: TypeAlias = tuple[Page | None, Reading | None]
"""A page and what it says; None for what was not read ahead."""


def read_ahead(
    workers: Workers, source: Source, asked: Sequence[Request], archived: Callable[[Request], Page]
) -> Iterator[Reread]:
    """For each request its archived page and what that says, where the workers read it.

    None of them is troubled where they are this process alone. `archived` gives the page of a
    request that is to be read again, and raises `SourceError` for others.
    """
    if not workers.elsewhere:
        return repeat((None, None), len(asked))
    return workers.each(partial(_quietly, source.read), map(partial(_quietly, archived), asked))


def _quietly(step: Callable[[_Given], _Made], one: _Given | None) -> _Made | None:
    """What is made of it; None where that fails, which is told when it is the page's turn."""
    try:
        return step(one) if one else None
    except SourceError:
        return None


def outdated(source: Source, row: pages.PageRow | None) -> bool:
    """Whether a better reader has come since the page was read."""
    return row is not None and row.reader_version not in (None, source.reader_version)


def archived(archive: Archive, db: Database, source: Source, request: Request) -> Page:
    """A page as it was last read well, as if it had just been fetched.

    Raises:
        SourceError: it was never read well, or its body is missing or damaged.
    """
    for kept in pages.last_good(db, source.id, request.url):
        try:
            body = archive.get(kept.sha256)
        except EnvironmentFailure as error:
            raise SourceError(str(error), url=request.url) from error
        return Page(
            request=request,
            url=request.url,
            status=kept.status,
            headers=kept.headers,
            body=body,
            sha256=kept.sha256,
            fetched_at=kept.read_at,
            whole=proves_its_end(kept.headers),
        )
    raise SourceError("not in the archive: it is read at the next run online", url=request.url)
