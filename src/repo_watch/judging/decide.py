"""What a reading does to what is known.

`decide` is a pure function of what is known, what was read, the verdict and the moment. `failed`
changes nothing; `partial` may add and update, never miss; only `ok` may count an absence: a day
counts once, and three are needed before something is believed to be gone.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec.structs import replace

from repo_watch.judging.changes import (
    LASTING,
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
    Turned,
    state_of,
)
from repo_watch.judging.fingerprint import changed_fields, content_hash, fields
from repo_watch.judging.identity import BY_ID, match, same_publication
from repo_watch.model import Entry, Item, Publication, Reading, Verdict

MISSES_BELIEVED = 3
"""Complete ok readings without an item, each on another day, before it counts as absent."""
YEARS_LISTED = 5
"""The list holds the last five years: older entries leave it by design."""
_ABSENT = {"listed": "absent", "live": "missing"}
"""What an item that was there becomes: a review is absent, a publication is missing."""


def decide(
    known: Known,
    here: Here,
    reading: Reading,
    verdict: Verdict,
    now: datetime,
    *,
    cause: Cause = "source",
    matches: Sequence[Match | None] | None = None,
) -> Changes:
    """What one page's reading changes.

    `known` has candidates, and everything last seen on this page. `cause` is "source" for tonight's
    page, "reader" when an archived one is read again, "hand" when that is because an operator
    decided what it shows. `matches`: what `identity.match` says of the reading's entries, where it
    was asked before.
    """
    changes = Changes()
    if verdict.state == "failed":
        return changes
    items = [item for item in reading.items if not known.ruled("suppress", item)]
    entries = [item for item in items if isinstance(item, Entry)]
    if matches is None or len(entries) < len(reading.entries):
        matches = match(entries, known)
    publications = [item for item in items if isinstance(item, Publication)]
    same = [same_publication(one, known, here) for one in publications]
    for shown in (zip(entries, matches, strict=True), zip(publications, same, strict=True)):
        _befall(changes, known, here, list(shown), now, cause)
    listed = {request.url for request in reading.listed}
    changes.listed_baseline = known.is_old(len(listed & known.pages), len(listed))
    if verdict.state == "ok" and cause == "source" and not known.document:
        there = {found.id for found in (*matches, *same) if found}
        missing = [item for item in known.items if item.here and item.id not in there]
        _absences(changes, missing, here, now, entries)
    return changes


def unchanged(known: Known, here: Here, verdict: Verdict, now: datetime) -> Changes:
    """What follows from a page that is the same as when last read: misses go on counting."""
    changes = Changes()
    if verdict.state == "ok" and not known.document:
        on_page = [one for one in known.items if one.here]
        missing = [one for one in on_page if one.here and one.here.misses]
        entries = [one.item for one in on_page if isinstance(one.item, Entry)]
        _absences(changes, missing, here, now, entries)
    return changes


def _befall(
    changes: Changes,
    known: Known,
    here: Here,
    shown: Sequence[tuple[Item, Match | None]],
    now: datetime,
    cause: Cause,
) -> None:
    """What befalls the reviews, or the publications, that a page shows: each with what it is."""
    baseline = known.is_old(sum(found is not None for _, found in shown), len(shown))
    olds = {old.id: old for old in known.items}
    new: dict[str, New] = {}
    for item, found in shown:
        if found is None:
            if state_of(item) in LASTING:  # what we never knew cannot be gone
                # An id names but one publication.
                id_ = item.content_id if isinstance(item, Publication) else None
                new.setdefault(id_ or content_hash(item), New(item, baseline))
        elif state_of(item) == "missing":
            _not_found(changes, olds[found.id], now)
        else:
            _again(changes, olds[found.id], item, found, here, cause)
    changes.new += new.values()


def _again(
    changes: Changes, old: KnownItem, item: Item, found: Match, here: Here, cause: Cause
) -> None:
    """What befalls a known item that the page shows."""
    if isinstance(item, Publication) and item.state not in LASTING:
        # Such an answer carries no text: what the publication said stays on record.
        why = {"reason": item.reason, "redirect_to": item.redirect_to}
        item = replace(old.item, state=item.state, **why)
    said = content_hash(item)
    if not old.settled(said):
        changes.seen.append((found, said))
    if old.state in _ABSENT.values() and (state := state_of(old.item)) != old.state:
        changes.turned.append(Turned(old.id, state, Event("back")))
    leads, a_review = here.rank <= old.lead_rank, isinstance(item, Entry)
    if said != old.hash:
        said_before = old.here is not None and old.here.hash == said
        if not (a_review and leads and cause == "source" and said_before):
            changes.revised += _revised(old, item, found, here, cause)
    elif a_review and leads and cause != "source" and item != old.item:
        changes.reset[old.id] = item


def _revised(
    old: KnownItem, item: Item, found: Match, here: Here, cause: Cause
) -> Iterator[Revised]:
    """A new version, unless another page's wording leads.

    The catalogue's number is taken over whoever shows it, and kept when others do not.
    """
    before = old.item
    if here.rank > old.lead_rank:
        item, cause = _numbered(before, item), "witness"
    elif cause == "source" and old.here is None and found.rule not in BY_ID:
        cause = "witness"
    item = _numbered(item, before)
    changed = changed_fields(before, item)
    if changed:
        events = tuple(_events(before, item, changed, cause))
        yield Revised(old.id, item, changed, cause, events)


def _numbered(item: Item, other: Item) -> Item:
    if isinstance(item, Entry) and isinstance(other, Entry):
        return replace(item, accession=item.accession or other.accession)
    return item


def _events(before: Item, now: Item, changed: tuple[str, ...], cause: Cause) -> Iterator[Event]:
    if changed == ("organisations",):
        return  # a publisher that takes another name publishes nothing
    if cause == "reader" or (cause == "hand" and isinstance(now, Publication)):
        yield Event("corrected", changed)
    if cause != "source":
        return
    if isinstance(now, Entry) and fields(before).keys() - fields(now).keys() >= {"links"}:
        yield Event("report_retired", ("links",))
        changed = tuple(name for name in changed if name != "links")
    state = state_of(now)
    if state_of(before) != state:
        yield Event("restored" if state == "live" else state, changed)
    elif changed:
        yield Event("changed", changed)


def _absences(
    changes: Changes, missing: list[KnownItem], here: Here, now: datetime, shown: Sequence[Entry]
) -> None:
    """Count one more reading without these items, and believe what was counted often enough."""
    for item in missing:
        missed = _one_more(item, now, believed=here.believed)
        if missed is None:
            continue
        changes.missed.append(missed)
        if missed.gone and not here.rolls and not item.elsewhere and item.state in _ABSENT:
            year = item.item.year if isinstance(item.item, Entry) else None
            newer = (one.year - year for one in shown if one.year and year)
            expected = any(years >= YEARS_LISTED for years in newer)
            event = Event(_ABSENT[item.state], ("expected",) if expected else ())
            changes.turned.append(Turned(item.id, event.kind, event))


def _not_found(changes: Changes, old: KnownItem, now: datetime) -> None:
    """A 404 may be a fault: three on three days are believed."""
    missed = _one_more(old, now)
    if missed:
        changes.missed.append(missed)
    if missed and missed.gone:
        said, changed = replace(old.item, state="missing"), ("state",)
        event = Event("missing", changed)
        changes.revised.append(Revised(old.id, said, changed, "source", (event,)))
    elif old.here and not old.here.gone:
        changes.look_again = True


def _one_more(item: KnownItem, now: datetime, *, believed: bool = False) -> Missed | None:
    """One more miss of an item; None where it is gone already, or was missed today."""
    sighting = item.here
    if sighting is None or sighting.gone or sighting.missed_on == now.date():
        return None
    misses = sighting.misses + 1
    return Missed(item.id, misses, gone=believed or misses >= MISSES_BELIEVED)
