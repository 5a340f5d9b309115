"""Verdicts: is this reading what a healthy page gives, and what this page gave before?

`failed`: something that is read wrongly could be stored, so nothing is.
`partial`: each item may be believed, but not that the others are gone.
`ok`: what is not there is missing.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from repo_watch.judging.changes import Known, KnownItem, Match
from repo_watch.judging.fingerprint import fields
from repo_watch.judging.identity import match
from repo_watch.model import Expectations, Item, Reading, Request, Verdict

_ENOUGH_TO_COMPARE = 5
"""Fill rates of fewer items than this say nothing, save that every item must have a field."""
_Seen: TypeAlias = tuple[frozenset[object], frozenset[object]]
_FILL_DROP = 0.5
"""A field that most items had and now has this much less is a page read wrongly."""


def judge(
    reading: Reading,
    expects: Expectations,
    known: Known,
    matches: Sequence[Match | None] | None = None,
) -> Verdict:
    """The verdict on one page's reading, from its source's expectations and its own past.

    Args:
        reading: what was read.
        expects: of this kind of page.
        known: with `here` on each item that the page showed when last read well.
        matches: what `identity.match` says of the reading's entries, where it was asked before.
    """
    if matches is None:
        matches = match(reading.entries, known)
    seen = _identities(reading, known, matches)
    failures = tuple(_failures(reading, expects, known, seen))
    if failures:
        return Verdict("failed", failures)
    doubts = tuple(_doubts(reading, expects, seen))
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


def _failures(reading: Reading, expects: Expectations, known: Known, seen: _Seen) -> Iterator[str]:
    count = len(reading.items) or len(reading.listed)
    if count < expects.at_least:
        yield f"It shows {count} items where at least {expects.at_least} were expected."
    if count > expects.at_most:
        yield f"It shows {count} items where at most {expects.at_most} were expected."
    before = [seen for seen in known.items if seen.here and not seen.here.gone]
    if before and not reading.items and expects.largest_drop is not None:
        yield f"It shows no items where the last good reading had {len(before)}."
    if reading.items:
        yield from _foreign(expects, seen)
        yield from _unfilled(reading.items, before, expects)


def _foreign(expects: Expectations, seen: _Seen) -> Iterator[str]:
    """A sound page, but of other items altogether."""
    if expects.largest_drop is not None and expects.largest_drop < 1:
        before, now = seen
        if len(before) >= _ENOUGH_TO_COMPARE and not before & now:
            yield f"It shows none of the {len(before)} items of the last good reading."


def _unfilled(
    items: Sequence[Item], before: Sequence[KnownItem], expects: Expectations
) -> Iterator[str]:
    """Fields that a page read rightly would have."""
    count = len(items)
    said = [fields(item).keys() for item in items]
    for name, least in expects.filled.items():
        share = _filled(said, name)
        if share < least and (least == 1 or count >= _ENOUGH_TO_COMPARE):
            yield (
                f"Only {share:.0%} of {count} items have {_words(name)}"
                f" where at least {least:.0%} were expected."
            )
        elif min(count, len(before)) >= _ENOUGH_TO_COMPARE and 1 - share >= _FILL_DROP:
            past = _filled([fields(seen.item).keys() for seen in before], name)
            if past - share >= _FILL_DROP:
                yield (
                    f"Only {share:.0%} of {count} items have {_words(name)}"
                    f" where the last good reading had {past:.0%}."
                )


def _doubts(reading: Reading, expects: Expectations, seen: _Seen) -> Iterator[str]:
    from repo_watch.reading.terms.headings import resembles_heading

    yield from reading.doubts
    if expects.largest_drop is not None:
        before, now = seen
        missing = len(before - now)
        if before and missing / len(before) > expects.largest_drop:
            yield (
                f"{missing} of the {len(before)} items of the last good reading are not there;"
                f" more than {expects.largest_drop:.0%} is not believed."
            )
    if reading.claimed_total is not None:
        count = len(reading.items) or len(reading.listed)
        if count != reading.claimed_total:
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


def _identities(reading: Reading, known: Known, matches: Sequence[Match | None]) -> _Seen:
    """What the page showed when last read well, and what of all that is known it shows now."""
    if reading.listed and not reading.entries:
        return known.listed, frozenset(request.url for request in reading.listed)
    before = frozenset(
        seen.id for seen in known.items if seen.is_review and seen.here and not seen.here.gone
    )
    # What moved to another page of the same list is not missing.
    moved = (seen.id for seen in known.items if reading.listed and seen.elsewhere)
    return before, frozenset((*moved, *(found.id for found in matches if found)))


def _filled(said: Sequence[Collection[str]], name: str) -> float:
    return sum(name in names for names in said) / len(said)


def _words(name: str) -> str:
    return name.replace("_", " ")
