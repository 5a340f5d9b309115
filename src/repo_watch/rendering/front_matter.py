"""The first lines of an issue: how many reviews, on what, and whether anything was out of sight.

A month in which a source could not be read is never called one without new reviews.
"""

from collections.abc import Iterator
from datetime import date

from repo_watch.digest.model import Coverage, Digest
from repo_watch.digest.months import london_day
from repo_watch.rendering import words
from repo_watch.rendering.glance import themes
from repo_watch.rendering.view_model import DRAFT

_THEMES = 3


def headline(digest: Digest) -> str:
    """The number of new reviews, or that it is not known."""
    number, new = len(digest.reviews), "" if digest.back_issue else "new "
    where = _where(digest)
    if number:
        return words.count(number, f"{new}case review") + where
    if digest.hidden:
        return "No case reviews in this issue"
    if not _is_checked(digest):
        return f"The {digest.months.noun} could not be checked in full"
    if began := _began(digest):
        return f"No {new}case reviews{where} since {words.day(began)}"
    return f"No {new}case reviews{where}"


def _is_checked(digest: Digest) -> bool:
    """Whether silence means that nothing was new: each source was watched up to the end."""
    if digest.back_issue:
        return True
    seen = all(one.compared and not one.blind and not one.stale for one in digest.coverage)
    return seen and any(one.well for one in digest.coverage) and not digest.unprinted


def _began(digest: Digest) -> date | None:
    """The night from which on all sources were watched, where the window began before it."""
    return max((one.since for one in digest.coverage if one.since), default=None)


def standfirst(digest: Digest) -> tuple[str, ...]:
    """Sentences below the headline: themes, what else there is, how a back issue was made."""
    lines = (_featured(digest), _themes(digest), _quiet(digest), _also(digest), _left_out(digest))
    return tuple(line for line in lines if line)


def draft(digest: Digest) -> str:
    """What a draft says of itself, the same in each rendering of the same facts."""
    if digest.issued_at < digest.months.window.end:
        as_of = words.day(london_day(digest.issued_at))
        return f"{DRAFT}: {digest.months.prose} has not ended; this is how it stood on {as_of}."
    what = "correction" if digest.number > 1 else "issue"
    return f"{DRAFT}: this {what} is not published yet."


def _featured(digest: Digest) -> str:
    """How many of the new reviews the edition puts first, where others follow."""
    edition, number = digest.edition, sum(one.featured for one in digest.reviews)
    if not (edition.features and edition.rest == "after" and digest.reviews):
        return ""
    where = words.featured(edition.features)
    if not number:
        return f"None of them is {where}."
    if number == len(digest.reviews):
        return f"It is {where}." if number == 1 else f"All are {where}."
    return f"{'One' if number == 1 else number} of them {'is' if number == 1 else 'are'} {where}."


def _left_out(digest: Digest) -> str:
    """What the issue could have carried and does not."""
    parts = []
    if digest.elsewhere:
        others = words.count(digest.elsewhere, "other review is", "other reviews are")
        parts.append(f"{others} not for this edition.")
    if digest.hidden:
        items = words.count(digest.hidden, "item was", "items were")
        parts.append(f"{items} left out by the editor.")
    return " ".join(parts)


def _themes(digest: Digest) -> str:
    every = themes(digest.reviews)
    if not every:
        return ""
    names = [name for name, _ in every[:_THEMES]]
    if len(digest.reviews) == 1:
        return f"Its themes include {words.sequence(names)}."
    # Of several that are named as often, none is more so.
    next_most = max((number for _, number in every[_THEMES:]), default=1)
    figures = [
        f"{name} ({words.count(number, 'review') if at == 0 else number})"
        for at, (name, number) in enumerate(every[:_THEMES])
        if number > next_most
    ]
    match figures:
        case []:
            return f"Their themes include {words.sequence(names)}."
        case [one]:
            return f"The theme named most often is {one}."
        case _:
            return f"The themes named most often are {words.sequence(figures)}."


def _quiet(digest: Digest) -> str:
    if digest.back_issue:
        return (
            "This back issue was made from what the sources themselves date to"
            f" {digest.months.prose}. Reviews without a stated month are not in it."
        )
    if digest.reviews or digest.hidden or not _is_checked(digest):
        return ""
    began = _began(digest)
    when = f"after {words.day(began)}" if began else f"in {digest.months.prose}"
    return f"The sources were checked, and showed no new case review{_where(digest)} {when}."


def _where(digest: Digest) -> str:
    """What an edition that leaves out the rest says of each number."""
    edition = digest.edition
    return f" {words.featured(edition.features)}" if edition.rest == "none" else ""


def _also(digest: Digest) -> str:
    late = len(digest.late_reviews) + len(digest.late_publications)
    parts = [
        words.count(number, one, many)
        for number, one, many in (
            (len(digest.publications), "national publication", ""),
            (late, "late item", ""),
            (len(digest.changes), "earlier item that changed", "earlier items that changed"),
        )
        if number
    ]
    return f"Also in this issue: {words.sequence(parts)}." if parts else ""


def alerts(digest: Digest) -> Iterator[str]:
    """A sentence for each source that was out of sight, wholly or at the end."""
    if digest.unprinted:
        items = words.count(digest.unprinted, "item")
        yield f"{items} could not be printed in this issue, and will come in a later one."
    yield from _first_nights(digest)
    # One sentence for all sources of which the same is to be said.
    told: dict[tuple[str, str, str], list[str]] = {}
    for one in digest.coverage:
        if one.forbidden:
            yield (
                f"{one.title}: forbidden by the site: {', '.join(one.forbidden)}. Whether anything"
                " was published there is not known."
            )
        if out := _out_of_sight(one, digest.months.prose):
            told.setdefault(out, []).append(one.title)
    for (of_some, of_all, rest), titles in told.items():
        every = len(titles) == len(digest.coverage) > 1
        yield f"{of_all if every else f'{words.sequence(titles)}: {of_some}'}. {rest}"


def _out_of_sight(one: Coverage, months: str) -> tuple[str, str, str] | None:
    """What is said of such sources, of all sources where all are such, and what follows from it."""
    if one.blind:
        case = "blind" if one.known else "never_read"
    elif one.stale:
        case = "stale" if one.last_well else "never_in_full"
    else:
        return None
    some, every = words.fixed()["tried"]["failed" if one.failed else "unchecked"]
    day = words.day(one.last_well) if one.last_well else ""
    of_some, of_all, rest = (
        text.format(some=some, every=every, months=months, day=day)
        for text in words.fixed()["out_of_sight"][case]
    )
    return of_some, of_all, rest


def _first_nights(digest: Digest) -> Iterator[str]:
    """From which night on the sources were watched, where they were not all the time."""
    begun: dict[date, list[str]] = {}
    for one in digest.coverage:
        if one.since:
            begun.setdefault(one.since, []).append(one.title)
    for day, titles in sorted(begun.items()):
        every = len(titles) == len(digest.coverage)
        who = f"{digest.months.prose} was" if every else f"{words.sequence(titles)}:"
        yield (
            f"{who} watched from {words.day(day)} on. What was there before is in the database and"
            " is not reported as new."
        )
