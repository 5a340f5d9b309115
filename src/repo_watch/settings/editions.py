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

    title: Annotated[
        str, Meta(min_length=1, max_length=100, description="What its issues are called.")
    ] = "Case reviews"
    organisation: Annotated[
        str, Meta(max_length=200, description="Who issues it, as readers know them.")
    ] = ""
    logo: Annotated[
        Path | None,
        Meta(
            description="A PNG or SVG file of at most 100000 bytes; it is put into each issue, and"
            " those who cannot see it are told the organisation. Without this line, none."
        ),
    ] = None
    introduction: Annotated[
        str, Meta(max_length=2000, description="A few sentences at the head of each issue.")
    ] = ""
    contact: Annotated[
        str,
        Meta(
            max_length=200,
            description="Where readers ask for other formats or report a mistake. Empty:"
            " fetch.contact.",
        ),
    ] = ""
    nations: Annotated[
        Names,
        Meta(
            description="Reviews of these nations come first: England, Wales, Scotland, Northern"
            " Ireland or an island. A review comes first when any line of this list or of the next"
            " four names it."
        ),
    ] = ()
    regions: Annotated[
        Names, Meta(description='Regions of England whose reviews come first: "South West".')
    ] = ()
    authorities: Annotated[
        Names, Meta(description='Local authorities whose reviews come first: "Devon".')
    ] = ()
    keywords: Annotated[
        Names,
        Meta(description="Reviews with one of these keywords, as their source writes them."),
    ] = ()
    themes: Annotated[
        Names,
        Meta(description="Reviews with one of these themes, as `repo-watch search` names them."),
    ] = ()
    rest: Annotated[
        Literal["after", "none"],
        Meta(
            description='"after" or "none": whether the other reviews come after those, or are'
            " left out. National publications are in every edition."
        ),
    ] = "after"
    rhythm: Annotated[
        Literal["month", "two months"],
        Meta(description='"month" or "two months": what an issue covers.'),
    ] = "month"
    pairs_begin: Annotated[
        int,
        Meta(
            ge=1,
            le=12,
            description="For two months: a month with which a pair begins, 1 to 12. 12 is December"
            " and January, February and March, up to October and November; 1 is January and"
            " February, and so on.",
        ),
    ] = 12
    group_by: Annotated[
        Literal["authority", "theme"],
        Meta(
            description='"authority" or "theme": how reviews are grouped. Each stands once: under'
            " the one of its themes that most reviews of the issue share."
        ),
    ] = "authority"
    approval: Annotated[
        bool,
        Meta(
            description="true or false: whether a closed month waits as a draft until `repo-watch"
            " digest MONTH --approve`."
        ),
    ] = False
    recipients: Annotated[
        tuple[Address, ...],
        Meta(
            description="Who gets it by mail: a list of plain addresses. For the national edition"
            " they join mail.recipients."
        ),
    ] = ()

    @property
    def features(self) -> bool:
        """Whether some reviews come first."""
        return bool(
            self.nations or self.regions or self.authorities or self.keywords or self.themes
        )
