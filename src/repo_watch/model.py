"""The nouns of repo-watch, in the order in which the flow makes them.

    Source --plan--> Request --fetch--> Page --read--> Reading --judge--> Verdict
           --decide--> Changes --store--> SQLite --select--> Digest --render--> files

All are frozen: a room that wants another value makes another object. Times are UTC and aware.
The Digest, which is made from the database and not from a page, lives in `repo_watch.digest`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Literal, TypeAlias

from msgspec import Struct

Precision: TypeAlias = Literal["day", "month", "year"]

SECTIONS = (
    "summary",
    "background",
    "key_issues",
    "learning",
    "recommendations",
    "good_practice",
    "model",
)
"""Names of an entry's sections, in the order in which a digest prints them."""


# ------------------------------------------------------------------ what is watched and asked for


class Request(Struct, frozen=True):
    """One absolute address to fetch.

    `kind` is the form of page that is expected there ("list", "update", "search", "content", ...),
    the key into `Source.expects` and what `Source.read` goes by. Of several pages that show one
    review the smallest `rank` leads with its wording. `marker` is what a listing says of the page's
    state (GOV.UK: `public_timestamp`).
    """

    url: str
    kind: str
    rank: int = 0
    marker: str | None = None


class KnownPage(Struct, frozen=True):
    """What the database knows of one address of a source.

    `wanted` is the marker under which listings show it now, `UNLISTED` when none does any more,
    None for a page that no listing leads to; under `have` it was last read well, None for never.
    """

    wanted: str | None
    have: str | None


CASE = "case"
"""Kind of a page about one review, to which a list of reviews leads."""

DOCUMENTS = frozenset({"content", "document", CASE})
"""Kinds of pages that are one document each: listings lead to them, and 404 is a state of them."""

FURTHER = "further"
"""Kind of a page on which a list goes on: another page of the list leads to it."""

UNLISTED = "unlisted"
"""Marker of a page that was listed once and is in no listing now: worth one more look."""


class State(Struct, frozen=True):
    """What `Source.plan` may know: settings and the past, never the clock or the network.

    That is the source's addresses from the settings (GOV.UK: one, the base), whether tonight
    everything is to be read in full (once a week), and every address that the database knows.
    """

    urls: tuple[str, ...]
    full: bool = False
    pages: Mapping[str, KnownPage] = {}


class Expectations(Struct, frozen=True, kw_only=True):
    """What a healthy reading of one kind of page looks like; shares are from 0 to 1.

    It has `at_least` and `at_most` so many items (or listed pages): more is furniture read as such.
    `filled` is the least share of items that have a field; `largest_drop` that of the last good
    reading's items that may be missing before absences are no longer believed, None where the page
    rolls over by design; `unread` the largest share of the region's words that may be left. After
    `fresh_days` without a good reading the source counts as blind.
    """

    at_least: int
    at_most: int
    filled: Mapping[str, float] = {}
    largest_drop: float | None = None
    unread: float
    fresh_days: int


class Source(Struct, frozen=True, kw_only=True):
    """One watched family of pages: data and two pure functions.

    Attributes:
        id: the name in settings, database and command line; `title` is what staff call it.
        licence: under what terms its metadata may be shown; the digest prints it.
        setting: whether the settings give its addresses as `urls`, as one `base`, or as
            `[partnerships.NAME]`.
        urls: its addresses where the settings say nothing.
        every_days: nights from one reading to the next; 0: only when it is asked for by name, as
            `repo-watch backfill` does.
        by_default: whether it is read where the settings do not name it.
        alarm: whether a failure is worth telling the operator.
        report_years: years after which it takes report links down by its own rules, or None.
        expects: for each kind of page.
        reader_version: raised when `read` improves, so that archived pages are read again.
        plan: from what is known to the requests that are worth making now; it is asked again after
            each round until it names nothing new.
        read: from a page to what it says; raises `ReadingError` on one it cannot vouch for.
        explain: what each stretch of a page's text was taken for, as (what, text) in page order;
            None where pages are data.
    """

    id: str
    title: str
    publisher: str
    licence: str
    setting: Literal["urls", "base", "partnerships"]
    urls: tuple[str, ...]
    every_days: int = 1
    by_default: bool = True
    alarm: bool = True
    report_years: int | None = None
    expects: Mapping[str, Expectations]
    reader_version: int
    plan: Callable[[State], tuple[Request, ...]]
    read: Callable[["Page"], "Reading"]
    explain: Callable[["Page"], Iterable[tuple[str, str]]] | None = None


# ------------------------------------------------------------------------------- what came back


class Validators(Struct, frozen=True):
    """What lets a server, or a hash, say "the same as before".

    They are stored in the transaction that stores what they validate.
    """

    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None


class Page(Struct, frozen=True):
    """The bytes as received, or the news that they are the same as before.

    `url` answered, after redirects; a `status` other than 200, 304, 404 or 410 never becomes a
    page; `headers` are named in lower case. `unchanged` is a 304, or bytes with the hash of the
    last good reading: then the `body` is empty and `sha256` (hex) the last good body's. `whole`:
    the transport proved that nothing is missing at the end, or somebody saved the page.
    """

    request: Request
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    sha256: str
    fetched_at: datetime
    unchanged: bool = False
    whole: bool = False


# ------------------------------------------------------------------------------ what a page says


class DateSpan(Struct, frozen=True):
    """A date that keeps its precision: first and last possible day, and the text as written.

    Ambiguous or absurd dates have no days and no precision; the text is kept.
    """

    first: date | None
    last: date | None
    precision: Precision | None
    raw: str


class Link(Struct, frozen=True):
    """A link as the page shows it: label without a leading "> ", absolute address."""

    label: str
    url: str


class Entry(Struct, frozen=True, kw_only=True, weakref=True):
    """One case review as a list shows it. The conventions are those of `repo-watch parse`.

    `title` is the heading as a reader sees it; `year` and `month` are its own, from 2023 the year
    of addition to the collection, None where a partnership's page states none. `authority_text` is
    as written, None when anonymous: the publisher withholds it; `case_name` is everything after the
    separator that follows. `sections` has text by name (`SECTIONS`), without labels, of those that
    are there: each paragraph, list item and broken line is a line of its own; `points` says which
    lines (from 0) are items of a list. `keywords` are as written, without a final stop; `accession`
    is the number in the NSPCC Library's catalogue (`NC50543`) where shown.
    """

    title: str
    year: int | None
    month: int | None
    authority_text: str | None
    anonymous: bool
    case_name: str
    sections: Mapping[str, str]
    keywords: tuple[str, ...]
    links: tuple[Link, ...]
    accession: str | None = None
    points: Mapping[str, tuple[int, ...]] = {}


class Attachment(Struct, frozen=True, kw_only=True):
    """A document of a publication. Sizes in bytes; None where the source does not say."""

    kind: Literal["file", "html", "external"]
    title: str
    url: str
    content_type: str | None = None
    file_size: int | None = None
    pages: int | None = None
    isbn: str | None = None
    unique_reference: str | None = None
    command_paper_number: str | None = None


class Figure(Struct, frozen=True):
    """A number that a publication states: of what, for which period ("" where none is said).

    `value` is as the source writes it, for a sign such as "c" (withheld) is not nought.
    """

    name: str
    period: str
    value: str


PublicationState: TypeAlias = Literal["live", "withdrawn", "redirected", "gone", "missing"]


class Publication(Struct, frozen=True, kw_only=True, weakref=True):
    """A national publication: a report, an analysis, guidance, statistics.

    `content_id` is the source's lasting id, None where the answer names none (gone, missing);
    `description` and `document_type` (`independent_report`, `research`, ...) are the source's own.
    Of the states, gone is unpublished on purpose, missing is a 404. `organisations` are publishers'
    names. Moments are ISO 8601: the first may be typed in by hand, `public_updated_at` is the last
    major update. `reason` is the notice of a withdrawal or removal, as plain text.
    `change_note` is the newest public one.
    """

    content_id: str | None
    url: str
    title: str = ""
    description: str = ""
    document_type: str = ""
    state: PublicationState = "live"
    organisations: tuple[str, ...] = ()
    first_published_at: str | None = None
    public_updated_at: str | None = None
    withdrawn_at: str | None = None
    reason: str | None = None
    redirect_to: str | None = None
    attachments: tuple[Attachment, ...] = ()
    change_note: str | None = None
    figures: tuple[Figure, ...] = ()


Item: TypeAlias = Entry | Publication


class Unread(Struct, frozen=True):
    """Words of the list's region that no rule understood, with their place.

    `after` is the title of the entry before them, or "" at the top.
    """

    text: str
    after: str


class Reading(Struct, frozen=True, kw_only=True):
    """What one page says: `items` in page order, and the pages that are `listed`, with markers.

    `claimed_total` is how many items the page itself says there are, `dated` when it says it was
    last updated. Of the visible `words` of the list's region some may be left `unread`. `doubts`
    are sentences for the operator that make a reading partial: what a sound page lacks; `notes`
    tell of no fault.
    """

    items: tuple[Item, ...] = ()
    listed: tuple[Request, ...] = ()
    claimed_total: int | None = None
    words: int = 0
    unread: tuple[Unread, ...] = ()
    dated: DateSpan | None = None
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Those of the items that are reviews."""
        return tuple(item for item in self.items if isinstance(item, Entry))


# --------------------------------------------------------------------------- what is believed


class Verdict(Struct, frozen=True):
    """Whether a reading may be believed: `partial` may add and update, only `ok` may miss.

    `reasons` are sentences for the operator: what was expected and what came; of `ok`, notes.
    """

    state: Literal["ok", "partial", "failed"]
    reasons: tuple[str, ...] = ()
