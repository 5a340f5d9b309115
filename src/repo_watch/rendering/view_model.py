"""An issue in words and parts, before it has a look.

The templates of HTML and PDF both set this one tree and add no words of their own, so that what
one says the other says too.
"""

from msgspec import Struct

from repo_watch.digest.model import Digest
from repo_watch.digest.months import Months

DRAFT = "DRAFT"


class Block(Struct, frozen=True):
    """A labelled text, or labelled points. The label may be "" and the text too."""

    label: str
    text: str = ""
    points: tuple[str, ...] = ()


class Line(Struct, frozen=True):
    """A link, or a line that takes its place; `url` is None where there is nothing to follow."""

    text: str
    url: str | None = None
    language: str | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """A review, a publication or a change. `id` is an anchor that stays the same."""

    id: str
    title: str
    about: str = ""
    blocks: tuple[Block, ...] = ()
    lines: tuple[Line, ...] = ()


class Group(Struct, frozen=True):
    """Entries under a common heading; "" for none."""

    name: str
    entries: tuple[Entry, ...]


class Table(Struct, frozen=True):
    """A table of two columns: caption, heads, rows."""

    caption: str
    heads: tuple[str, str]
    rows: tuple[tuple[str, str], ...]


class Row(Struct, frozen=True):
    """One figure: what, how many, and the length of its bar as a share of the longest.

    `part` is set where more may still be counted.
    """

    label: str
    count: int
    share: float
    part: bool = False


class Bars(Struct, frozen=True):
    """A table of figures, with the heads of its two columns and a note or "".

    Wide tables come first; narrow ones fit side by side.
    """

    caption: str
    head: str
    rows: tuple[Row, ...]
    note: str = ""
    wide: bool = False
    unit: str = "Reviews"


class Part(Struct, frozen=True, kw_only=True):
    """A chapter of the issue."""

    id: str
    title: str
    lead: tuple[str, ...] = ()
    bars: tuple[Bars, ...] = ()
    groups: tuple[Group, ...] = ()
    table: Table | None = None
    blocks: tuple[Block, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Those of all groups."""
        return tuple(entry for group in self.groups for entry in group.entries)


class View(Struct, frozen=True, kw_only=True):
    """The whole issue, its chapters in print order; what is not said is "" or None.

    `series` is what the issues are called, `months` in the partnership's form. The headline tells
    the number of new reviews, with sentences below it (`standfirst`) and one for each source that
    was blind (`alerts`). The notice is what to know before reading, the note is the editor's, the
    introduction the edition's own. The contents name `every_entry`, or reviews by authority alone.
    A draft says on each page that it is one. The logo's address has the picture itself.
    """

    series: str
    months: str
    headline: str
    standfirst: tuple[str, ...]
    alerts: tuple[str, ...]
    issued: str
    notice: Block
    every_entry: bool
    parts: tuple[Part, ...]
    draft: str = ""
    logo: Line | None = None
    introduction: str = ""
    contents: str = "Contents"
    note: Block | None = None

    @property
    def title(self) -> str:
        """As in "Case reviews October 2026"; a draft's says that it is one."""
        title = f"{self.series} {self.months}"
        return f"{DRAFT}: {title}" if self.draft else title


class Listed(Struct, frozen=True, kw_only=True):
    """An issue as page, feeds and search know it: "Case reviews March 2017 [1Mb]", what it `holds`.

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
