"""The settings of editions: for whom a digest is made, and what comes first in it."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from repo_watch.settings.delivery import Address

NATIONAL = "national"
"""The edition that is there without any setting; its files stand directly in the public folder."""

EDITION_NAME = r"[a-z][a-z0-9-]{0,39}"
"""The name becomes a folder: nothing in it can leave the public folder or meet a file there."""

Names: TypeAlias = tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...]


class EditionSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One edition of the digest, with its own issues, page and feeds; "national" is built in."""

    title: Annotated[str, Meta(min_length=1, max_length=100)] = "Case reviews"
    organisation: Annotated[str, Meta(max_length=200)] = ""
    logo: Path | None = None
    introduction: Annotated[str, Meta(max_length=2000)] = ""
    contact: Annotated[str, Meta(max_length=200)] = ""
    nations: Names = ()
    regions: Names = ()
    authorities: Names = ()
    keywords: Names = ()
    themes: Names = ()
    rest: Literal["after", "none"] = "after"
    rhythm: Literal["month", "two months"] = "month"
    pairs_begin: Annotated[int, Meta(ge=1, le=12)] = 12
    group_by: Literal["authority", "theme"] = "authority"
    approval: bool = False
    recipients: tuple[Address, ...] = ()

    @property
    def features(self) -> bool:
        """Whether some reviews come first."""
        return bool(
            self.nations or self.regions or self.authorities or self.keywords or self.themes
        )
