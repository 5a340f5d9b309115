"""Two months of nights at the watched sites, and what a reader who misses nothing would find.

The texts come from `library`; here is what goes wrong when. What is expected of a night is not
written down beside the data: it is counted, as an ideal reader would, on that night's sound pages.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Literal, TypeAlias

from msgspec import Struct

from repo_watch.demo import library
from repo_watch.demo.library import LEARNING, Publications, Review, there

FaultKind: TypeAlias = Literal["challenge", "outage", "cut", "broken"]
"""What a bad night of a site is like.

`challenge`: each page but robots.txt is a bot check answered with 200. `outage`: everything answers
503. `cut`: the yearly list ends in mid-entry, though HTTP is satisfied. `broken`: the connection
ends before the announced length of the yearly list.
"""

RUNS_AT = time(2, 15, tzinfo=UTC)
FIRST, LAST = date(2026, 8, 31), date(2026, 11, 2)


class Course(library.Data, frozen=True):
    """What goes wrong with a site on a night, and a line for each on which something happens."""

    fault: Mapping[str, Mapping[str, FaultKind]]
    what: Mapping[str, str]


COURSE = library.table("story.toml", Course)
QUIET = "Nothing changes."


class Night(Struct, frozen=True, kw_only=True):
    """A night of the story and what a reader who misses nothing finds on it.

    It is told in titles, which are not unique, and of `changed_publications` in the words of
    `library.Change`; what is new on the first night is the baseline, and a review has changed in
    text or links. Of the sources that are `blind` some page cannot be read.
    """

    at: datetime
    what: str
    new_reviews: tuple[str, ...]
    changed_reviews: tuple[str, ...]
    new_publications: tuple[str, ...]
    changed_publications: tuple[str, ...]
    blind: tuple[str, ...]


class Story(Struct, frozen=True):
    """Everything that the replica plays."""

    reviews: Mapping[str, Review]
    publications: Publications
    faults: Mapping[str, Mapping[str, FaultKind]]
    days: tuple[date, ...]

    def fault(self, site: str, night: date) -> FaultKind | None:
        """What is wrong with the site that night."""
        return self.faults.get(site, {}).get(night.isoformat())

    def yearly(self, night: date) -> dict[str, Review]:
        """The yearly list: its reviews by key, in page order."""
        return {k: r.on(night) for k, r in self.reviews.items() if r.listed <= night}

    def monthly(self, night: date) -> dict[str, Review]:
        """The monthly update: its reviews by key, in page order."""
        month = self.month(night)
        return {k: r.on(night) for k, r in self.reviews.items() if month <= r.update <= night}

    def month(self, night: date) -> date:
        """The first of the month whose update is there: it stays until the next one comes."""
        updates = (one.update for one in self.reviews.values() if one.update <= night)
        return max(updates, default=night).replace(day=1)

    def eve_of_last_turn(self, night: date) -> date:
        """The day on which the yearly list was changed last, or was when the story began."""
        each = self.reviews.values()
        turns = (turn for one in each for turn in (one.listed, one.edited, one.retired))
        return max(self.days[0], *(turn for turn in turns if turn <= night)) - timedelta(days=1)

    def readable(self, night: date) -> Mapping[str, Review]:
        """The reviews on those NSPCC pages that are sound that night."""
        match self.fault("nspcc", night):
            case "challenge" | "outage":
                return {}
            case "cut" | "broken":
                return self.monthly(night)
            case _:
                return {**self.yearly(night), **self.monthly(night)}


def briefings(night: date) -> tuple[str, ...]:
    """Titles of the publications to be found on NSPCC's pages beside its lists."""
    documents = there(LEARNING["document"], night)
    found = (one["title"] for one in documents if one.get("about_reviews", True))
    return (*found, LEARNING["collection"])


def figures(night: date) -> tuple[str, ...]:
    """Titles of the publications to be found in the statistics."""
    about = LEARNING["statistics"]
    releases = (one["title"] for one in there(about["release"], night))
    return tuple(f"{about['title']}: {name}" for name in (*releases, *about["data_sets"].values()))


FURTHER: Mapping[str, tuple[str, Callable[[date], tuple[str, ...]]]] = {
    "nspcc-briefings": ("nspcc", briefings),
    "incident-notifications": ("statistics", figures),
}
"""By source beyond the lists and GOV.UK: its site, and what it shows on a night."""


def nights(story: Story) -> tuple[Night, ...]:
    """The story night by night, with what is to be found on each."""
    seen: dict[str, Review] = {}
    read: dict[str, int] = {}
    told = []
    for day in story.days:
        shown = story.readable(day)
        new = tuple(r.title for key, r in shown.items() if key not in seen)
        changed = tuple(r.title for key, r in shown.items() if seen.get(key, r) != r)
        seen.update(shown)

        blind = [f"{site}-reviews" for site in ("nspcc", "govuk") if story.fault(site, day)]
        known = () if "govuk-reviews" in blind else story.publications.known(day)
        found = [
            (one.slug, one.title, [change.kind for change in one.changes(day)])
            for one in known
            if one.about_reviews
        ]
        for source, (site, titles) in FURTHER.items():
            if story.fault(site, day) in {"challenge", "outage"}:
                blind.append(source)
            else:
                found += [(title, title, []) for title in titles(day)]
        published = tuple(title for key, title, _ in found if key not in read)
        events = [kinds[read.get(key, len(kinds)) :] for key, _, kinds in found]
        read |= {key: len(kinds) for key, _, kinds in found}

        told.append(
            Night(
                at=datetime.combine(day, RUNS_AT),
                what=COURSE.what.get(day.isoformat(), QUIET),
                new_reviews=new,
                changed_reviews=changed,
                new_publications=published,
                changed_publications=tuple(chain.from_iterable(events)),
                blind=tuple(blind),
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
