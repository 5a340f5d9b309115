"""Replay: the pages of the archive, handed out as if they had just been fetched."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from repo_watch.errors import EnvironmentFailure, FetchError
from repo_watch.fetch.archive import Archive
from repo_watch.fetch.wire import proves_its_end
from repo_watch.model import Page, Request, Validators


class ArchivedPage(Struct, frozen=True):
    """The last good answer of one address.

    Attributes:
        sha256: of its body.
        headers: names in lower case.
        fetched_at: when it came.
        status: its HTTP status.
    """

    sha256: str
    headers: Mapping[str, str]
    fetched_at: datetime
    status: int = 200


class Replay:
    """Stands in for a Fetcher when a run is offline.

    Args:
        archive: where the bodies are.
        pages: the last good answer of each address.
    """

    def __init__(self, archive: Archive, pages: Mapping[str, ArchivedPage]) -> None:
        self._archive, self._pages = archive, pages

    def get(
        self,
        request: Request,
        validators: Validators,
        *,
        hosts: frozenset[str],  # noqa: ARG002 -- the signature is that of Fetcher.get
    ) -> Page:
        """Gives the archived page of an address, `unchanged` when the validators know its hash.

        Raises:
            FetchError: the address was never read well, or its body is missing or damaged.
        """
        known = self._pages.get(request.url)
        if known is None:
            raise FetchError(
                "not in the archive: it is read at the next run online", url=request.url
            )
        unchanged = known.sha256 == validators.sha256
        try:
            body = b"" if unchanged else self._archive.get(known.sha256)
        except EnvironmentFailure as error:
            raise FetchError(str(error), url=request.url) from error
        return Page(
            request=request,
            url=request.url,
            status=known.status,
            headers=known.headers,
            body=body,
            sha256=known.sha256,
            fetched_at=known.fetched_at,
            unchanged=unchanged,
            whole=proves_its_end(known.headers),
        )
