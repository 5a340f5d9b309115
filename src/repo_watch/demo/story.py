"""Two months of nights at the watched sites, and what a reader who misses nothing would find.

The texts come from `library`; here is what goes wrong when, and a line for each night. What is
expected of a night follows from what the sound pages of that night show: it is worked out by
keeping count as an ideal reader would, not written down beside the data.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple, TypeAlias

from repo_watch.demo import library
from repo_watch.demo.library import Historic, Publication, Publications, Review
from repo_watch.demo.sites import learning, statistics

Site: TypeAlias = Literal[
    "nspcc", "govuk", "statistics", "panel", "partnership", "archive", "catalogue"
]
FaultKind: TypeAlias = Literal["challenge", "outage", "cut", "broken"]

SOURCES: Mapping[Site, str] = {"nspcc": "nspcc-reviews", "govuk": "govuk-reviews"}
"""The source that reads each site."""

RUNS_AT = time(2, 15, tzinfo=UTC)
FIRST, LAST = date(2026, 8, 31), date(2026, 11, 2)

PLACES: Mapping[str, str] = {
    "Aldersea": "South East",
    "Brackenford": "West Midlands",
    "Bro Wennol": "Wales",
    "Calderbeck": "North West",
    "Copperwick": "Yorkshire and The Humber",
    "Drumlarne": "Northern Ireland",
    "Dunmarsh and Fenlow": "East of England",
    "Eastmere": "East of England",
    "Fallowshire": "East Midlands",
    "Greystow": "North East",
    "Harrowfen": "East Midlands",
    "Inverlarrick": "Scotland",
    "Isle of Merren": "Crown dependencies",
    "Kelsingham": "London",
    "Ostley": "West Midlands",
    "Penmarrow": "South West",
    "Pont-y-gwŷdd": "Wales",
    "Ravensholt": "Yorkshire and The Humber",
    "Rookhaven & Sandle": "South East",
    "Saltersby": "North West",
    "Silverdean": "London",
    "Stoke-under-Marl": "South West",
    "Tarnshire": "North West",
    "Underfell": "North East",
    "Vale of Tamble": "South East",
    "Wexmouth": "South West",
    "Winterhythe": "East of England",
}
"""The invented authorities and where each is said to lie. No real place is named in the story."""


class Further(NamedTuple):
    """A source beyond the two of `SOURCES`: its id, its site, and what it shows on a night."""

    id: str
    site: Site
    titles: Callable[[date], tuple[str, ...]]


FURTHER = (
    Further("nspcc-briefings", "nspcc", learning.titles),
    Further("incident-notifications", "statistics", statistics.titles),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A bad night of a site.

    `challenge`: each page but robots.txt is a bot check answered with 200. `outage`: everything
    answers 503. `cut`: the yearly list ends in mid-entry, though HTTP is satisfied. `broken`: the
    connection ends before the announced length of the yearly list.
    """

    on: date
    site: Site
    kind: FaultKind


FAULTS = (
    Fault(date(2026, 9, 17), "nspcc", "challenge"),
    Fault(date(2026, 9, 24), "govuk", "outage"),
    Fault(date(2026, 10, 8), "nspcc", "outage"),
    Fault(date(2026, 10, 8), "govuk", "outage"),
    Fault(date(2026, 10, 20), "nspcc", "cut"),
    Fault(date(2026, 10, 27), "nspcc", "broken"),
)

QUIET = "Nothing changes."
WHAT: Mapping[date, str] = {
    FIRST: "The first night: all that is there becomes the baseline.",
    date(
        2026, 9, 1
    ): "The monthly update turns to September: two reviews, one not yet in the list.",
    date(2026, 9, 3): "The Panel publishes a briefing paper.",
    date(2026, 9, 4): "The yearly list takes in a review that the update named three nights ago.",
    date(2026, 9, 7): "Three reviews appear in the middle of the list.",
    date(2026, 9, 10): "The summary of an older review is edited.",
    date(2026, 9, 14): "A review is added to last year's section.",
    date(2026, 9, 15): "NSPCC publishes a thematic briefing.",
    date(2026, 9, 16): "The department publishes guidance that has nothing to do with reviews.",
    date(2026, 9, 17): "NSPCC answers with a bot check, status 200; a review is added behind it.",
    date(2026, 9, 18): "NSPCC is back, and last night's review is found.",
    date(2026, 9, 21): "The report of a review of 2022 is retired; its entry stays.",
    date(2026, 9, 22): "The department withdraws an old piece of advice.",
    date(2026, 9, 24): "GOV.UK answers 503; a response to a review is published meanwhile.",
    date(2026, 9, 25): "GOV.UK is back, and the response is found.",
    date(2026, 9, 28): "A PDF on GOV.UK is replaced without a word: search shows nothing.",
    date(2026, 9, 30): "One review on the last night of September.",
    date(2026, 10, 1): "The monthly update turns to October: two reviews.",
    date(2026, 10, 2): "The Panel's guidance has a major update, with a change note.",
    date(2026, 10, 5): "Two anonymous reviews, one with a title that the list already holds.",
    date(2026, 10, 6): "NSPCC has news on case reviews.",
    date(2026, 10, 7): "A study appears on GOV.UK under a date of 2009.",
    date(2026, 10, 8): "Both sites answer 503.",
    date(2026, 10, 12): "The monthly update names a review that the list lacks.",
    date(2026, 10, 13): "A briefing paper is redirected to another page.",
    date(2026, 10, 15): "A register is unpublished, with a reason.",
    date(2026, 10, 16): "A page of letters is gone without a reason (410).",
    date(2026, 10, 20): "The yearly list is cut short; a review is added beyond the cut.",
    date(2026, 10, 21): "The list is whole again, and last night's review is found.",
    date(2026, 10, 22): "The monthly update names that review too: nothing new.",
    date(2026, 10, 23): "The yearly list takes in the review that the update named on the 12th.",
    date(2026, 10, 25): "The clocks go back; one review.",
    date(2026, 10, 27): "The connection breaks in the middle of the yearly list.",
    date(2026, 10, 28): "The Panel publishes a national review.",
    date(2026, 10, 30): "The monthly update names a review that the list lacks.",
    date(2026, 10, 31): "One review on the last night of October.",
    date(2026, 11, 1): "The monthly update turns to November: two reviews. October has closed.",
    LAST: "The yearly list takes in the review that the update named on 30 October.",
}
"""A line for each night on which something happens."""


@dataclass(frozen=True, slots=True)
class Event:
    """A change of a publication.

    Attributes:
        title: of the publication, as last published.
        path: its path on GOV.UK.
        kind: what happened, in the words of `library.Change`.
        in_search: whether search results show it; a replaced file shows in content alone.
    """

    title: str
    path: str
    kind: str
    in_search: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
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


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that the replica plays."""

    reviews: Mapping[str, Review]
    historic: Historic
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
        return {k: r.on(night) for k, r in self.reviews.items() if r.in_list(night)}

    def monthly(self, night: date) -> Mapping[str, Review]:
        """The monthly update: its reviews by key, in page order."""
        return {k: r.on(night) for k, r in self.reviews.items() if r.in_update(night)}

    def readable(self, night: date) -> Mapping[str, Review]:
        """The reviews on those NSPCC pages that are sound that night."""
        match self.fault("nspcc", night):
            case "challenge" | "outage":
                return {}
            case "cut" | "broken":
                return self.monthly(night)
            case _:
                return {**self.yearly(night), **self.monthly(night)}


def _events(publication: Publication, night: date, already: int) -> Iterator[Event]:
    for change in publication.changes(night)[already:]:
        in_search = change.kind != "replaced"
        yield Event(publication.title, publication.path, change.kind, in_search)


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
        for publication in story.publications.publication:
            if not (publication.about_reviews and publication.exists(day)):
                continue
            if story.fault("govuk", day):
                continue
            if publication.slug not in read:
                published.append(publication.title)
            else:
                events += _events(publication, day, read[publication.slug])
            read[publication.slug] = len(publication.changes(day))
        for source in FURTHER:
            if not story.dark(source.site, day):
                published += [title for title in source.titles(day) if title not in further]
                further.update(source.titles(day))

        told.append(
            Night(
                at=datetime.combine(day, RUNS_AT),
                what=WHAT.get(day, QUIET),
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
    historic=library.historic(),
    publications=library.publications(),
    faults=FAULTS,
    days=tuple(FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)),
)
NIGHTS = nights(STORY)
