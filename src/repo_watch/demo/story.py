"""Two months of nights at the watched sites, and what a reader who misses nothing would find.

The texts come from `library`; here is what goes wrong when, and a line for each night. What is
expected of a night follows from what the sound pages of that night show: it is worked out by
keeping count as an ideal reader would, not written down beside the data.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from repo_watch.demo import library
from repo_watch.demo.library import Publications, Review
from repo_watch.demo.sites import learning, statistics

Site: TypeAlias = Literal["nspcc", "govuk", "statistics"]
FaultKind: TypeAlias = Literal["challenge", "outage", "cut", "broken"]

SOURCES: Mapping[Site, str] = {"nspcc": "nspcc-reviews", "govuk": "govuk-reviews"}
"""The source that reads each site."""

RUNS_AT = time(2, 15, tzinfo=UTC)
FIRST, LAST = date(2026, 8, 31), date(2026, 11, 2)


class Further(NamedTuple):
    """A source beyond the two of `SOURCES`: its id, its site, and what it shows on a night."""

    id: str
    site: Site
    titles: Callable[[date], tuple[str, ...]]


FURTHER = (
    Further("nspcc-briefings", "nspcc", learning.titles),
    Further("incident-notifications", "statistics", statistics.titles),
)


class Fault(Struct, frozen=True):
    """A bad night of a site.

    `challenge`: each page but robots.txt is a bot check answered with 200. `outage`: everything
    answers 503. `cut`: the yearly list ends in mid-entry, though HTTP is satisfied. `broken`: the
    connection ends before the announced length of the yearly list.
    """

    on: date
    site: Site
    kind: FaultKind


class Course(Struct, frozen=True):
    """What goes wrong on a night, and a line for each on which something happens."""

    fault: tuple[Fault, ...]
    what: Mapping[str, str]


COURSE = library.table("story.toml", Course)
QUIET = "Nothing changes."


class Event(Struct, frozen=True):
    """A change of a publication.

    Attributes:
        title: of the publication, as last published.
        path: its path on GOV.UK.
        kind: what happened, in the words of `library.Change`.
    """

    title: str
    path: str
    kind: str


class Night(Struct, frozen=True, kw_only=True):
    """A night of the story and what a reader who misses nothing finds on it.

    Attributes:
        at: when the nightly run starts.
        what: one line on what happens.
        new_reviews: titles seen for the first time (on the first night: the baseline). A title may
            come twice: titles are not unique.
        changed_reviews: titles of reviews whose text or links changed.
        new_publications: titles seen for the first time.
        changed_publications: what happened to known ones.
        blind: ids of sources of which some page cannot be read.
    """

    at: datetime
    what: str
    new_reviews: tuple[str, ...]
    changed_reviews: tuple[str, ...]
    new_publications: tuple[str, ...]
    changed_publications: tuple[Event, ...]
    blind: tuple[str, ...]


class Story(Struct, frozen=True):
    """Everything that the replica plays."""

    reviews: Mapping[str, Review]
    publications: Publications
    faults: tuple[Fault, ...]
    days: tuple[date, ...]

    def fault(self, site: Site, night: date) -> FaultKind | None:
        """What is wrong with the site that night."""
        return next((f.kind for f in self.faults if (f.on, f.site) == (night, site)), None)

    def dark(self, site: Site, night: date) -> bool:
        """Whether no page of the site can be read that night."""
        return self.fault(site, night) in ("challenge", "outage")

    def yearly(self, night: date) -> Mapping[str, Review]:
        """The yearly list: its reviews by key, in page order."""
        return {k: r.on(night) for k, r in self.reviews.items() if r.listed <= night}

    def monthly(self, night: date) -> Mapping[str, Review]:
        """The monthly update: its reviews by key, in page order."""
        month = self.month(night)
        return {k: r.on(night) for k, r in self.reviews.items() if month <= r.update <= night}

    def month(self, night: date) -> date:
        """The first of the month whose update is there: it stays until the next one comes."""
        updates = (one.update for one in self.reviews.values() if one.update <= night)
        return max(updates, default=night).replace(day=1)

    def readable(self, night: date) -> Mapping[str, Review]:
        """The reviews on those NSPCC pages that are sound that night."""
        match self.fault("nspcc", night):
            case "challenge" | "outage":
                return {}
            case "cut" | "broken":
                return self.monthly(night)
            case _:
                return {**self.yearly(night), **self.monthly(night)}


def nights(story: Story) -> tuple[Night, ...]:
    """The story night by night, with what is to be found on each."""
    seen: dict[str, Review] = {}
    read: dict[str, int] = {}
    further: set[str] = set()
    told = []
    for day in story.days:
        shown = story.readable(day)
        new = tuple(r.title for key, r in shown.items() if key not in seen)
        changed = tuple(r.title for key, r in shown.items() if seen.get(key, r) != r)
        seen.update(shown)

        published: list[str] = []
        events: list[Event] = []
        known = story.publications.known(day)
        for publication in known if not story.fault("govuk", day) else ():
            if not publication.about_reviews:
                continue
            if publication.slug not in read:
                published.append(publication.title)
            else:
                fresh = publication.changes(day)[read[publication.slug] :]
                events += [Event(publication.title, publication.path, one.kind) for one in fresh]
            read[publication.slug] = len(publication.changes(day))
        for source in FURTHER:
            if not story.dark(source.site, day):
                published += [title for title in source.titles(day) if title not in further]
                further.update(source.titles(day))

        told.append(
            Night(
                at=datetime.combine(day, RUNS_AT),
                what=COURSE.what.get(day.isoformat(), QUIET),
                new_reviews=new,
                changed_reviews=changed,
                new_publications=tuple(published),
                changed_publications=tuple(events),
                blind=(
                    *(name for site, name in SOURCES.items() if story.fault(site, day)),
                    *(source.id for source in FURTHER if story.dark(source.site, day)),
                ),
            )
        )
    return tuple(told)


STORY = Story(
    reviews=library.reviews(),
    publications=library.table("publications.toml", Publications),
    faults=COURSE.fault,
    days=tuple(FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)),
)
NIGHTS = nights(STORY)
