"""An issue as the page, the feeds and the search know it."""

from msgspec import Struct

from repo_watch.digest.model import Digest
from repo_watch.digest.months import Months


class Listed(Struct, frozen=True, kw_only=True):
    """An issue as the page lists it: "Case reviews March 2017 [1Mb]", and what it `holds`.

    `digests` are what it says and said: the newest number first, then what that corrected.
    """

    months: Months
    title: str
    holds: str
    size: str
    pdf_bytes: int
    corrected: str
    updated: str
    digests: tuple[Digest, ...]

    @property
    def digest(self) -> Digest:
        """What it says now."""
        return self.digests[0]
