"""The Digest: what an issue says, as plain data.

HTML, PDF, feed and whatever else comes are renderings of this one object, so they cannot disagree.
It is stored with the issue as JSON. Texts are clean (`repo_watch.digest.text.clean`) and are text,
never markup; dates are London's.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from repo_watch.digest.months import Month, Months
from repo_watch.digest.text import web_address

OPEN_STATES = frozenset({"unchecked", "ok", "moved", "replaced", "unknown"})
"""Of a link that a reader may follow."""


class Features(Struct, frozen=True, kw_only=True):
    """What an edition puts first: a review that any of these names. Compared without case."""

    nations: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is put first."""
        return self.of_places or bool(self.keywords or self.themes)

    @property
    def of_places(self) -> bool:
        """Whether places are among them."""
        return bool(self.nations or self.regions or self.authorities)


class Logo(Struct, frozen=True):
    """A picture file, checked (`repo_watch.digest.logo`)."""

    kind: Literal["png", "svg"]
    data: bytes


class Edition(Struct, frozen=True, kw_only=True):
    """For whom the digest is made.

    Settings, database and feed call it by its `name`, its issues have its `title`. At `contact`
    readers ask for other formats or report a mistake. `features` come first; `rest` says whether
    the other reviews come after them, or are left out. With `pairs_begin` an issue covers two
    months, the first of which may be this one (1 to 12). `approval`: a closed month waits for an
    editor. What nobody said is "" or None.
    """

    name: str = "national"
    title: str = "Case reviews"
    contact: str = ""
    organisation: str = ""
    logo: Logo | None = None
    introduction: str = ""
    features: Features = Features()
    rest: Literal["after", "none"] = "after"
    pairs_begin: int | None = None
    group_by: Literal["authority", "theme"] = "authority"
    approval: bool = False

    @property
    def folder(self) -> str:
        """Where its files stand inside the public folder; "" for directly in it."""
        return "" if self.name == NATIONAL.name else self.name

    def address(self, public_url: str) -> str:
        """The web address of that folder; "" where that of the public folder is not known."""
        place = f"{public_url.rstrip('/')}/{self.folder}".rstrip("/")
        return (public_url and web_address(f"{place}/")) or ""


NATIONAL = Edition()


class Section(Struct, frozen=True):
    """A labelled part of a review.

    Its `name` is of `repo_watch.model.SECTIONS`, its `text` in the lines of its source, none of
    them empty; `points` are those, from 0, that are items of a list.
    """

    name: str
    text: str
    points: tuple[int, ...] = ()


class ReportLink(Struct, frozen=True, kw_only=True):
    """A link to a report: its label as the source shows it, and what is known of the report.

    `kind` is of `repo_watch.reading.terms.link_kinds`; `url` is None where the source's address
    cannot be opened safely. Type, size in bytes and pages are those of the document as last seen
    there; None where nobody looked.
    """

    label: str
    kind: str
    url: str | None
    state: Literal["unchecked", "ok", "moved", "replaced", "retired", "missing", "unknown"]
    state_since: date
    content_type: str | None = None
    file_size: int | None = None
    pages: int | None = None


NOT_STATED = "Authority not stated"
"""In place of an authority that the source neither names nor withholds."""


class Departure(Struct, frozen=True):
    """An item that its source showed no more when the issue was made: how, and since when."""

    kind: str
    on: date | None


class Review(Struct, frozen=True, kw_only=True):
    """One case review as an issue carries it; `item` is its id in the database.

    The title is the heading as its source shows it. `authority` has the authorities' names, or the
    heading's own words where they are not resolved; `NOT_STATED` where the source names none; None
    when anonymous. `places` are the region (England) or nation of each, without repeats. Sections
    stand in the order of `SECTIONS`. Keywords are as written, `terms` the same in the normalised
    vocabulary, the themes; `ages`, for each child whose age is stated, the least and most completed
    months; `outcome` death, serious_harm, other, or None where the entry does not say. Where its
    source shows it no more there is a `departure`. `featured`: the edition puts it first.
    """

    item: int
    title: str
    authority: str | None
    places: tuple[str, ...]
    review_type: str | None
    sections: tuple[Section, ...]
    keywords: tuple[str, ...]
    terms: tuple[str, ...]
    ages: tuple[tuple[int, int], ...]
    outcome: str | None
    links: tuple[ReportLink, ...]
    first_seen: date
    departure: Departure | None
    featured: bool = False


class Document(Struct, frozen=True, kw_only=True):
    """An attachment of a publication. Size in bytes; None where the source does not say."""

    title: str
    url: str | None
    content_type: str | None
    file_size: int | None
    pages: int | None


class NationalPublication(Struct, frozen=True, kw_only=True):
    """A national publication as an issue carries it.

    `published` is the source's own statement; `url` is None where there is nothing to read.
    """

    item: int
    title: str
    description: str
    document_type: str
    organisations: tuple[str, ...]
    published: date | None
    url: str | None
    documents: tuple[Document, ...]
    first_seen: date
    departure: Departure | None


class Edit(Struct, frozen=True):
    """A passage or member of a field as it was and as it is; "" where there was or is none."""

    field: str
    old: str
    new: str


class Happening(Struct, frozen=True):
    """One thing that happened to an item: an event's kind, the day, and the fields concerned.

    `edits` say what became of these fields, where their texts are kept.
    """

    kind: str
    on: date
    fields: tuple[str, ...]
    edits: tuple[Edit, ...] = ()


class Change(Struct, frozen=True, kw_only=True):
    """What happened in the window to one item that is not new in this issue.

    `title` and a publication's `url`, its address or where it went, are of the newest version; the
    latter is None where there is nothing to read. `withdrawn` is the day that the publisher states,
    `reason` the publisher's notice. Of what happened edits come first, then by time.
    """

    item: int
    kind: Literal["review", "publication"]
    title: str
    url: str | None
    links: tuple[ReportLink, ...]
    withdrawn: date | None
    reason: str
    happenings: tuple[Happening, ...]


class Coverage(Struct, frozen=True, kw_only=True):
    """How well one source was read in the window.

    Of the `nights` on which it was to be read, `well` had a complete good reading; `partly`, only
    part of it could be read, and `failed`, nothing. The last good one before the window's end was
    on `last_well`; it is `stale` where something new may have been missed since. Where it was first
    read within the window and after its first day, `since` is that night: what it showed then is
    baseline. `known` says whether it was ever read, by the window's end; `forbidden`, which pages
    and files their site's robots.txt keeps us from.
    """

    source: str
    title: str
    nights: int
    well: int
    partly: int
    failed: int
    last_well: date | None
    stale: bool
    since: date | None = None
    known: bool = True
    forbidden: tuple[str, ...] = ()

    @property
    def unchecked(self) -> int:
        """Nights on which nothing was tried."""
        return self.nights - self.well - self.partly - self.failed

    @property
    def blind(self) -> bool:
        """Whether not one night of the window gave anything to go by."""
        return self.nights > 0 and not self.well and not self.partly

    @property
    def compared(self) -> bool:
        """Whether, after the night that gave the baseline, another one was read."""
        return self.well + self.partly > (self.since is not None)


class MonthCount(Struct, frozen=True):
    """How many reviews were first seen in a month, `until` a day where it has not ended."""

    month: Month
    reviews: int
    until: date | None = None


class Origin(Struct, frozen=True):
    """A source as the issue names it."""

    title: str
    publisher: str
    licence: str


class Without(Struct, frozen=True):
    """An item that an issue could have carried: hidden by its editor, or not for its edition.

    The editor's reason is no part of an issue.
    """

    item: int
    why: Literal["hidden", "elsewhere"]
    late: bool


class Digest(Struct, frozen=True, kw_only=True):
    """One issue. Its `number` is 1; a correction has a greater one.

    This number was made at `issued_at`, UTC, number 1 at `first_issued_at`; a `back_issue`, for
    months before the installation's first run. `reviews` are new in the window, in print order;
    `late_reviews` were first seen before it and are in no other issue. The same holds for
    publications. `changes` are what happened to items of earlier issues and of the baseline;
    `left_by_age` counts reviews that left their list because it holds the last years only. The
    `history` is reviews first seen per month, up to twelve before the window and the window's own;
    empty where there is nothing to compare with. The note is the editor's. Items that it goes
    `without` count as carried; the number of those that could not be printed, and come late, is
    `unprinted`.
    """

    edition: Edition
    months: Months
    number: int
    issued_at: datetime
    first_issued_at: datetime
    back_issue: bool
    reviews: tuple[Review, ...]
    late_reviews: tuple[Review, ...]
    publications: tuple[NationalPublication, ...]
    late_publications: tuple[NationalPublication, ...]
    changes: tuple[Change, ...]
    left_by_age: int
    coverage: tuple[Coverage, ...]
    history: tuple[MonthCount, ...]
    origins: tuple[Origin, ...]
    note: str = ""
    without: tuple[Without, ...] = ()
    unprinted: int = 0

    def left_out(self, why: Literal["hidden", "elsewhere"]) -> int:
        """How many items are not printed for that reason."""
        return sum(one.why == why for one in self.without)

    @property
    def items(self) -> dict[int, bool]:
        """The items that the issue carries, each with whether it came late."""
        new = {one.item: False for some in (self.reviews, self.publications) for one in some}
        came_late = (self.late_reviews, self.late_publications)
        late = {one.item: True for some in came_late for one in some}
        return new | late
