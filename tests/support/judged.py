"""What is known and what is decided, in few words, for the tests of judging."""

from datetime import timedelta

from fictions import NIGHT
from msgspec.structs import replace

from repo_watch.judging.changes import Here, Known, KnownItem, Sighting
from repo_watch.judging.decide import decide
from repo_watch.judging.fingerprint import content_hash
from repo_watch.model import Reading, Verdict

OK, PARTIAL, FAILED = Verdict("ok"), Verdict("partial"), Verdict("failed")
HERE = Here()


def known_item(id_, item, **facts):
    said = content_hash(item)
    facts.setdefault("here", Sighting(said))
    facts.setdefault("state", "listed")
    return KnownItem(id_, item, said, **facts)


def known(*items, **facts):
    return Known(tuple(known_item(at, item) for at, item in enumerate(items, 1)), **facts)


def decided(facts, items, verdict=OK, here=HERE, now=NIGHT, **more):
    return decide(facts, here, Reading(items=tuple(items)), verdict, now, **more)


def miss(facts, nights, *, verdict=OK, here=HERE, step=timedelta(days=1)):
    """Readings that show everything but the first known item."""
    first, *others = facts.items
    for night in range(nights):
        changes = decided(
            replace(facts, items=(first, *others)),
            [item.item for item in others],
            verdict,
            here,
            NIGHT + night * step,
        )
        for missed in changes.missed:
            on = (NIGHT + night * step).date()
            sighting = replace(first.here, misses=missed.misses, missed_on=on, gone=missed.gone)
            first = replace(first, here=sighting)
        for turned in changes.turned:
            first = replace(first, state=turned.state)
        yield changes, first
