"""When something that a page no longer shows may be held to be gone.

Only a complete ok reading counts, a day counts once, and three are needed before it is believed.
"""

from datetime import datetime

from repo_watch.judging.changes import Changes, Event, Here, KnownItem, Missed, Turned
from repo_watch.model import Entry

MISSES_BELIEVED = 3
"""Complete ok readings without an item, each on another day, before it counts as absent."""
YEARS_LISTED = 5
"""The list holds the last five years: older entries leave it by design."""
_ABSENT = {"listed": "absent", "live": "missing"}
"""What an item that was there becomes: a review is absent, a publication is missing."""


def absences(missing: list[KnownItem], here: Here, now: datetime, *, newest_year: int) -> Changes:
    """Count one more reading without these items, and believe what was counted often enough.

    Args:
        missing: items that this page showed before and does not show now.
        here: the page.
        now: the night's moment, UTC.
        newest_year: of the page's entries.
    """
    missed: list[Missed] = []
    turned: list[Turned] = []
    today = now.date()
    for item in missing:
        sighting = item.here
        if sighting is None or sighting.gone or sighting.missed_on == today:
            continue
        misses = sighting.misses + 1
        gone = here.believed or misses >= MISSES_BELIEVED
        missed.append(Missed(item.id, misses, today, gone))
        if gone and not here.rolls and not item.elsewhere and item.state in _ABSENT:
            state = _ABSENT[item.state]
            turned.append(Turned(item.id, state, Event(state, _why(item, newest_year))))
    return Changes(missed=tuple(missed), turned=tuple(turned))


def _why(item: KnownItem, newest_year: int) -> tuple[str, ...]:
    """("expected",) for an entry that is older than the years a list holds."""
    entry = item.item
    year = entry.year if isinstance(entry, Entry) else None
    return ("expected",) if year and year <= newest_year - YEARS_LISTED else ()
