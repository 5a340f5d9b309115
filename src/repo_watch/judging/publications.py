"""What a page's publications do to the known ones: new, seen, revised, missing, back."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from repo_watch.judging.absence import MISSES_BELIEVED
from repo_watch.judging.changes import (
    Cause,
    Changes,
    Event,
    Here,
    Known,
    KnownItem,
    Match,
    Missed,
    New,
    Revised,
    Seen,
    Turned,
    merged,
)
from repo_watch.judging.fingerprint import changed_fields, content_hash
from repo_watch.model import Publication
from repo_watch.reading.terms.titles import title_key

_BY_TITLE = "title"
_WORDS_OF_A_TITLE = 4
"""Fewer words ("Annual report") name many publications."""


def publications(
    known: Known, here: Here, shown: Sequence[Publication], now: datetime, cause: Cause
) -> tuple[Changes, frozenset[int]]:
    """What the publications of one page change, and which known ones they are."""
    found = [_known_as(known, here, said) for said in shown]
    baseline = known.is_old(sum(one is not None for one in found), len(shown))
    changes: list[Changes] = []
    added: set[str | None] = set()
    for said, known_as in zip(shown, found, strict=True):
        if known_as is not None:
            changes.append(_again(known_as, here, said, now, cause))
        elif said.state in ("live", "withdrawn"):  # what we never knew cannot be gone
            new = New(said, content_hash(said), baseline, said.state)
            if said.content_id is None or said.content_id not in added:  # an id names but one
                changes.append(Changes(new=(new,)))
            added.add(said.content_id)
    return merged(*changes), frozenset(old.id for old, _, _ in filter(None, found))


_KnownAs = tuple[KnownItem, Publication, str]
"""A known publication, what it said, and the rule by which something is held to be it."""


def _known_as(known: Known, here: Here, said: Publication) -> _KnownAs | None:
    """The known publication that something is.

    By content id; by address where the answer (gone, redirected, missing) is another's; by title
    where two sources publish one report, as GOV.UK and the Panel's own site do.
    """
    olds = [(old, old.item) for old in known.items if isinstance(old.item, Publication)]
    for old, item in olds:
        if said.content_id is not None and item.content_id == said.content_id:
            return old, item, "content_id"
    if said.state not in ("live", "withdrawn"):
        return next(((old, item, "address") for old, item in olds if item.url == said.url), None)
    if len(said.title.split()) < _WORDS_OF_A_TITLE:
        return None
    twins = [
        (old, item, _BY_TITLE)
        for old, item in olds
        if title_key(item.title) == title_key(said.title)
        and (old.here or old.source != here.source)
        and _may_be_one(item, said)
    ]
    return twins[0] if len(twins) == 1 else None


def _may_be_one(one: Publication, other: Publication) -> bool:
    """Every partnership has an annual report: named publishers must have one in common."""
    return not (one.organisations and other.organisations) or bool(
        set(one.organisations) & set(other.organisations)
    )


def _again(
    known_as: _KnownAs, here: Here, said: Publication, now: datetime, cause: Cause
) -> Changes:
    old, before, rule = known_as
    if said.state == "missing":
        return _missing(old, before, now)
    if said.state in ("gone", "redirected"):
        # Such an answer carries no text: what the publication said stays on record.
        said = replace(before, state=said.state, reason=said.reason, redirect_to=said.redirect_to)
    hash_ = content_hash(said)
    seen = () if old.settled(hash_) else (Seen(Match(old.id, rule, 1.0), hash_),)
    back = old.state == "missing" and before.state == "live"
    turned = (Turned(old.id, before.state, Event("back")),) if back else ()
    # Not by the hash: a stored one may be of older rules.
    changed = changed_fields(before, said)
    if not changed or here.rank > old.lead_rank:
        return Changes(seen=seen, turned=turned)
    if cause == "source" and rule == _BY_TITLE and old.here is None:
        cause = "witness"
    events = _events(before, said, changed, cause)
    revised = Revised(old.id, said, hash_, said.state, changed, cause, events)
    return Changes(seen=seen, revised=(revised,), turned=turned)


def _missing(old: KnownItem, before: Publication, now: datetime) -> Changes:
    """A 404 may be a fault: three on three days are believed."""
    sighting = old.here
    if sighting is None or sighting.gone:
        return Changes()
    if sighting.missed_on == now.date():
        return Changes(look_again=True)
    misses = sighting.misses + 1
    missed = (Missed(old.id, misses, now.date(), misses >= MISSES_BELIEVED),)
    if misses < MISSES_BELIEVED:
        return Changes(missed=missed, look_again=True)
    said = replace(before, state="missing")
    return Changes(
        missed=missed,
        revised=(
            Revised(
                old.id, said, content_hash(said), "missing", ("state",), "source",
                (Event("missing", ("state",)),),
            ),
        ),
    )  # fmt: skip


def _events(
    before: Publication, said: Publication, changed: tuple[str, ...], cause: Cause
) -> tuple[Event, ...]:
    if cause == "witness" or changed == ("organisations",):
        return ()  # a publisher that takes another name publishes nothing
    if cause != "source":
        return (Event("corrected", changed),)
    if before.state == said.state:
        return (Event("changed", changed),)
    kind = "restored" if said.state == "live" else said.state
    return (Event(kind, changed),)
