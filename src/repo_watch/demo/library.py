"""What the sites of the replica hold, from the TOML files in `data/`; all of it is invented."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

import msgspec

ALWAYS, NEVER = date.min, date.max
"""The first night of what was there before the story, and of what does not come in it."""

_OFFICE_OPENS = time(9, 30, tzinfo=ZoneInfo("Europe/London"))
_MIGRATED = date(2018, 2, 10)


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a data file; a misspelt key is an error."""


T = TypeVar("T")


class Review(Data, frozen=True):
    """A review as NSPCC's current lists show it, in the yearly one from the night `listed` on.

    The heading is as written, with its dashes and no-break spaces; `reports` are the labels of
    links, and `bulleted` recommendations a list in the markup. From the night `update` on it is in
    the monthly update, from `edited` on in its other wording, from `retired` on without reports.
    """

    heading: str
    summary: str
    learning: tuple[str, ...]
    recommendations: tuple[str, ...]
    keywords: str
    listed: date = ALWAYS
    model: str = ""
    reports: tuple[str, ...] = ("overview report",)
    bulleted: bool = False
    update: date = NEVER
    edited: date = NEVER
    edited_summary: str = ""
    retired: date = NEVER

    @property
    def title(self) -> str:
        """The heading as a reader sees it: white space collapsed."""
        return " ".join(self.heading.split())

    @property
    def year(self) -> str:
        """The year that opens the heading."""
        return self.heading[:4]

    def on(self, night: date) -> "Review":
        """The review in the wording and with the links of that night."""
        summary = self.edited_summary if self.edited <= night else self.summary
        reports = () if self.retired <= night else self.reports
        return msgspec.structs.replace(self, summary=summary, reports=reports)


class Attachment(Data, frozen=True):
    """A document of a publication: a file, a page of its own, or a link to elsewhere."""

    kind: Literal["file", "html", "external"]
    title: str
    filename: str = ""
    slug: str = ""
    url: str = ""
    content_type: str = "application/pdf"
    size: int = 0
    pages: int | None = None
    isbn: str = ""
    unique_reference: str = ""
    command_paper_number: str = ""
    uploaded: date | None = None

    @property
    def asset(self) -> str:
        """A file's 24 hex digits, of which the first 8 are the second of its upload.

        Files from before the migration of February 2018 carry its date instead.
        """
        uploaded = moment(max(self.uploaded or _MIGRATED, _MIGRATED))
        rest = hashlib.sha256(self.filename.encode()).hexdigest()[:16]
        return f"{int(uploaded.timestamp()):08x}{rest}"

    @property
    def path(self) -> str:
        """Where a file lies. On the real site that is another host."""
        return f"/media/{self.asset}/{self.filename}"


class Change(Data, frozen=True):
    """What happens to a publication, visible from the night `on`.

    `updated` is a major update with a change note; `replaced` swaps the file at the index
    `attachment` without a word; the others unpublish, with an explanation in plain text.
    """

    on: date
    kind: Literal["updated", "replaced", "withdrawn", "redirected", "gone"]
    note: str = ""
    to: str = ""
    alternative: str = ""
    attachment: int = 0
    size: int = 0

    @property
    def day(self) -> date:
        """The day on which it happened: a night shows what the day before brought."""
        return self.on - timedelta(days=1)


class Publication(Data, frozen=True):
    """A publication on GOV.UK through its life, which begins on the night `listed`.

    The date `published` may be typed in. Those `about_reviews` repo-watch is there to find; search
    writes their links in the `link_form`, and `subroutes` below the path of each lead to it.
    """

    slug: str
    title: str
    document_type: str
    organisations: tuple[str, ...]
    published: date
    body: str
    attachments: tuple[Attachment, ...]
    listed: date = ALWAYS
    description: str = ""
    collections: tuple[str, ...] = ()
    about_reviews: bool = True
    link_form: Literal["path", "absolute", "no slash"] = "path"
    subroutes: tuple[str, ...] = ()
    change: tuple[Change, ...] = ()

    @property
    def path(self) -> str:
        """Its base path."""
        return f"/government/publications/{self.slug}"

    def changes(self, night: date) -> tuple[Change, ...]:
        """What has happened to it so far, oldest first."""
        return tuple(change for change in self.change if change.on <= night)

    def updates(self, night: date) -> tuple[Change, ...]:
        """Those of its changes that are major updates."""
        return tuple(change for change in self.changes(night) if change.kind == "updated")

    def updated(self, night: date) -> date:
        """The day of its last major update: what search sorts by."""
        return max((one.day for one in self.updates(night)), default=self.published)

    def end(self, night: date) -> Change | None:
        """Its withdrawal, redirection or removal, if that has come."""
        ends = [c for c in self.changes(night) if c.kind in {"withdrawn", "redirected", "gone"}]
        return ends[-1] if ends else None

    def documents(self, night: date) -> tuple[Attachment, ...]:
        """Its attachments, with replaced files in place of those they replaced."""
        documents = list(self.attachments)
        for change in self.changes(night):
            if change.kind == "replaced":
                documents[change.attachment] = msgspec.structs.replace(
                    documents[change.attachment], size=change.size, uploaded=change.day
                )
        return tuple(documents)


class Publications(Data, frozen=True):
    """The national publications and their publishers."""

    organisations: dict[str, dict[str, str]]
    publication: tuple[Publication, ...]

    def known(self, night: date) -> tuple[Publication, ...]:
        """Those that GOV.UK has heard of that night."""
        return tuple(one for one in self.publication if one.listed <= night)


def moment(day: date) -> datetime:
    """When things that are dated on a day happen: at 9.30 in London."""
    return datetime.combine(day, _OFFICE_OPENS)


def slug(text: str) -> str:
    """A text made fit for an address."""
    return "-".join(re.findall(r"\w+", text.lower()))


def there(things: Iterable[Mapping[str, Any]], night: date) -> list[Mapping[str, Any]]:
    """Those of `learning.toml` that are there that night."""
    return [one for one in things if one.get("listed", ALWAYS) <= night]


def table(name: str, shape: type[T]) -> T:
    """A data file of the demo, checked against the shape that it has to have."""
    text = files("repo_watch.demo").joinpath("data", name).read_bytes()
    return msgspec.toml.decode(text, type=shape)


def reviews() -> Mapping[str, Review]:
    """The reviews in page order, under keys that hold for the whole story.

    A key is the title made fit for an address; a title's second review gets a number.
    """
    found: dict[str, Review] = {}
    seen: Counter[str] = Counter()
    for review in table("reviews.toml", dict[str, tuple[Review, ...]])["review"]:
        key = slug(review.title)
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key}-{seen[key]}"] = review
    return found


LEARNING = table("learning.toml", dict[str, Any])
"""What NSPCC shows beside its lists, and the statistics, through the whole story."""
