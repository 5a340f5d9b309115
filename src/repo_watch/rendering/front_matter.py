"""The first lines of an issue: how many reviews, on what, and whether anything was out of sight.

A month in which a source could not be read is never called one without new reviews.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from repo_watch.digest.model import Coverage, Digest
from repo_watch.digest.months import london_day
from repo_watch.rendering import words
from repo_watch.rendering.glance import above_the_rest, themes
from repo_watch.rendering.view_model import DRAFT

_THEMES = 3


def headline(digest: Digest) -> str:
    """The number of new reviews, or that it is not known."""
    reviews = "case review" if digest.back_issue else "new case review"
    if digest.reviews:
        return words.count(len(digest.reviews), reviews) + _where(digest)
    if digest.left_out("hidden"):
        return "No case reviews in this issue"
    if not _is_checked(digest):
        return f"The {digest.months.noun} could not be checked in full"
    began = _began(digest)
    return f"No {reviews}s{_where(digest)}" + (f" since {words.day(began)}" if began else "")


def standfirst(digest: Digest) -> tuple[str, ...]:
    """Sentences below the headline: themes, what else there is, how a back issue was made."""
    lines = (_featured(digest), _themes(digest), _quiet(digest), _also(digest), _left_out(digest))
    return tuple(filter(None, lines))


def draft(digest: Digest) -> str:
    """What a draft says of itself, the same in each rendering of the same facts."""
    if digest.issued_at < digest.months.window.end:
        as_of = words.day(london_day(digest.issued_at))
        return f"{DRAFT}: {digest.months.prose} has not ended; this is how it stood on {as_of}."
    what = "correction" if digest.number > 1 else "issue"
    return f"{DRAFT}: this {what} is not published yet."


def alerts(digest: Digest) -> Iterator[str]:
    """A sentence for each source that was out of sight, wholly or at the end.

    One sentence does for all sources of which the same is to be said.
    """
    if digest.unprinted:
        items = words.count(digest.unprinted, "item")
        yield f"{items} could not be printed in this issue, and will come in a later one."
    months, sources = digest.months.prose, digest.coverage
    begun: dict[date, list[str]] = defaultdict(list)
    told: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in sources:
        if one.since:
            begun[one.since].append(one.title)
        if case := _out_of_sight(one):
            told[_said_of(one, case, months)].append(one.title)
    for day, titles in sorted(begun.items()):
        who = f"{months} was" if len(titles) == len(sources) else f"{words.sequence(titles)}:"
        yield (
            f"{who} watched from {words.day(day)} on. What was there before is in the database and"
            " is not reported as new."
        )
    for one in sources:
        if one.forbidden:
            yield (
                f"{one.title}: forbidden by the site: {', '.join(one.forbidden)}. Whether anything"
                " was published there is not known."
            )
    for (of_some, of_all, rest), titles in told.items():
        every = len(titles) == len(sources) > 1
        yield f"{of_all if every else f'{words.sequence(titles)}: {of_some}'}. {rest}"


def _said_of(one: Coverage, case: str, months: str) -> tuple[str, ...]:
    """What is said of such sources, of all sources where all are such, and what follows from it."""
    some, every = words.fixed()["tried"]["failed" if one.failed else "unchecked"]
    day = words.day(one.last_well) if one.last_well else ""
    said = words.fixed()["out_of_sight"][case]
    return tuple(text.format(some=some, every=every, months=months, day=day) for text in said)


def _out_of_sight(one: Coverage) -> str:
    if one.blind:
        return "blind" if one.known else "never_read"
    if one.stale:
        return "stale" if one.last_well else "never_in_full"
    return ""


def _is_checked(digest: Digest) -> bool:
    """Whether silence means that nothing was new: each source was watched up to the end."""
    seen = all(one.compared and not one.blind and not one.stale for one in digest.coverage)
    read = any(one.well for one in digest.coverage)
    return digest.back_issue or (seen and read and not digest.unprinted)


def _began(digest: Digest) -> date | None:
    """The night from which on all sources were watched, where the window began before it."""
    return max((one.since for one in digest.coverage if one.since), default=None)


def _where(digest: Digest) -> str:
    """What an edition that leaves out the rest says of each number."""
    edition = digest.edition
    return f" {words.featured(edition.features)}" if edition.rest == "none" else ""


def _featured(digest: Digest) -> str:
    """How many of the new reviews the edition puts first, where others follow."""
    edition, every = digest.edition, len(digest.reviews)
    if not (edition.features and edition.rest == "after" and every):
        return ""
    number = sum(one.featured for one in digest.reviews)
    if number == every:
        who = "It is" if number == 1 else "All are"
    else:
        some = {0: "None of them is", 1: "One of them is"}
        who = some.get(number, f"{number} of them are")
    return f"{who} {words.featured(edition.features)}."


def _themes(digest: Digest) -> str:
    every = themes(digest.reviews)
    if not every:
        return ""
    figures = [
        f"{name} ({words.count(number, 'review') if at == 0 else number})"
        for at, (name, number) in enumerate(above_the_rest(every, _THEMES))
    ]
    names = words.sequence(name for name, _ in every[:_THEMES])
    if len(digest.reviews) == 1:
        return f"Its themes include {names}."
    match figures:
        case []:
            return f"Their themes include {names}."
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
    if digest.reviews or digest.left_out("hidden") or not _is_checked(digest):
        return ""
    began = _began(digest)
    when = f"after {words.day(began)}" if began else f"in {digest.months.prose}"
    return f"The sources were checked, and showed no new case review{_where(digest)} {when}."


def _also(digest: Digest) -> str:
    late = len(digest.late_reviews) + len(digest.late_publications)
    counted = (
        (len(digest.publications), "national publication", ""),
        (late, "late item", ""),
        (len(digest.changes), "earlier item that changed", "earlier items that changed"),
    )
    parts = [words.count(number, one, many) for number, one, many in counted if number]
    return f"Also in this issue: {words.sequence(parts)}." if parts else ""


def _left_out(digest: Digest) -> str:
    """What the issue could have carried and does not."""
    elsewhere, hidden = digest.left_out("elsewhere"), digest.left_out("hidden")
    others = words.count(elsewhere, "other review is", "other reviews are")
    items = words.count(hidden, "item was", "items were")
    parts = (
        f"{others} not for this edition." if elsewhere else "",
        f"{items} left out by the editor." if hidden else "",
    )
    return " ".join(filter(None, parts))
