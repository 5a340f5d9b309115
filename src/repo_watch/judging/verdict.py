"""Verdicts: is this reading what a healthy page gives, and what this page gave before?

`failed`: something that is read wrongly could be stored, so nothing is.
`partial`: each item may be believed, but not that the others are gone.
`ok`: what is not there is missing.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from repo_watch.judging.changes import Known, KnownItem, Match
from repo_watch.judging.fingerprint import fields
from repo_watch.model import Expectations, Item, Reading, Request, Verdict

_ENOUGH_TO_COMPARE = 5
"""Fill rates of fewer items than this say nothing, save that every item must have a field."""
_FILL_DROP = 0.5
"""A field that most items had and now has this much less is a page read wrongly."""
_Shown: TypeAlias = frozenset[object]
"""What identifies the items, or the listed pages, that a page shows."""


def judge(
    reading: Reading, expects: Expectations, known: Known, matches: Sequence[Match | None] = ()
) -> Verdict:
    """The verdict on one page's reading, from its source's expectations and its own past.

    `known` has `here` on each item that the page showed when last read well; `matches` is what
    `identity.match` says of the reading's entries, empty where nothing is known.
    """
    before, now = _shown(reading, known, matches)
    failures = tuple(_failures(reading, expects, known, before, now))
    if failures:
        return Verdict("failed", failures)
    doubts = tuple(_doubts(reading, expects, before, now))
    return Verdict("partial" if doubts else "ok", (*doubts, *reading.notes))


def combine(pages: Iterable[tuple[Request, Verdict]]) -> Verdict:
    """A source's verdict for a night: failed when every page failed or none was asked for."""
    verdicts = list(pages)
    reasons = tuple(
        f"{request.url}: {reason}" for request, verdict in verdicts for reason in verdict.reasons
    )
    states = {verdict.state for _, verdict in verdicts}
    if states == {"ok"}:
        return Verdict("ok", reasons)
    return Verdict("failed" if states <= {"failed"} else "partial", reasons)


def is_red(pages: Iterable[tuple[Request, Verdict]]) -> bool:
    """Whether the operator must hear of it: a page that no listing leads to failed.

    One document of many that a listing leads to is asked for again the next night.
    """
    return any(verdict.state == "failed" and request.marker is None for request, verdict in pages)


def _failures(
    reading: Reading, expects: Expectations, known: Known, before: _Shown, now: _Shown
) -> Iterator[str]:
    count = len(reading.items) or len(reading.listed)
    if count < expects.at_least:
        yield f"It shows {count} items where at least {expects.at_least} were expected."
    if count > expects.at_most:
        yield f"It shows {count} items where at most {expects.at_most} were expected."
    was = [one for one in known.items if one.shown]
    drop = expects.largest_drop
    if was and not reading.items and drop is not None:
        yield f"It shows no items where the last good reading had {len(was)}."
    if reading.items:
        if drop is not None and drop < 1 and len(before) >= _ENOUGH_TO_COMPARE and not before & now:
            # A sound page, but of other items altogether.
            yield f"It shows none of the {len(before)} items of the last good reading."
        yield from _unfilled(reading.items, was, expects)


def _unfilled(
    items: Sequence[Item], before: Sequence[KnownItem], expects: Expectations
) -> Iterator[str]:
    """Fields that a page read rightly would have."""
    count = len(items)
    said = [fields(item).keys() for item in items]
    for name, least in expects.filled.items():
        share = _filled(said, name)
        some = f"{share:.0%} of {count} items have {name.replace('_', ' ')}"
        if share < least and (least == 1 or count >= _ENOUGH_TO_COMPARE):
            yield f"Only {some} where at least {least:.0%} were expected."
        elif min(count, len(before)) >= _ENOUGH_TO_COMPARE and 1 - share >= _FILL_DROP:
            past = _filled([fields(one.item).keys() for one in before], name)
            if past - share >= _FILL_DROP:
                yield f"Only {some} where the last good reading had {past:.0%}."


def _filled(said: Sequence[Collection[str]], name: str) -> float:
    return sum(name in names for names in said) / len(said)


def _doubts(reading: Reading, expects: Expectations, before: _Shown, now: _Shown) -> Iterator[str]:
    from repo_watch.reading.terms.headings import resembles_heading

    yield from reading.doubts
    missing, drop = len(before - now), expects.largest_drop
    if drop is not None and before and missing / len(before) > drop:
        yield (
            f"{missing} of the {len(before)} items of the last good reading are not there;"
            f" more than {drop:.0%} is not believed."
        )
    count = len(reading.items) or len(reading.listed)
    if reading.claimed_total not in (None, count):
        yield f"It shows {count} items and says itself that there are {reading.claimed_total}."
    lost = sum(resembles_heading(unread.text) for unread in reading.unread)
    if lost:
        yield (
            f"{lost} unread lines look like the heading of a review:"
            " `repo-watch parse --explain` shows them."
        )
    left = sum(len(unread.text.split()) for unread in reading.unread)
    if reading.words and left / reading.words > expects.unread:
        yield (
            f"{left} of {reading.words} words were not understood"
            f" (at most {expects.unread:.0%} expected): `repo-watch parse --explain` shows them."
        )


def _shown(
    reading: Reading, known: Known, matches: Sequence[Match | None]
) -> tuple[_Shown, _Shown]:
    """What the page showed when last read well, and what of all that is known it shows now."""
    if reading.listed and not reading.entries:
        return known.listed, frozenset(request.url for request in reading.listed)
    # That it is a review its state tells: to look at the item would be to decode it.
    reviews = (one for one in known.items if one.state in {"listed", "absent"})
    before = frozenset(one.id for one in reviews if one.shown)
    # What moved to another page of the same list is not missing.
    moved = (one.id for one in known.items if reading.listed and one.elsewhere)
    return before, frozenset((*moved, *(found.id for found in matches if found)))
