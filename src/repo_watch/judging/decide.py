"""What a reading does to what is known.

`decide` is a pure function of what is known, what was read, the verdict and the moment. `failed`
changes nothing; `partial` may add and update, never miss; only `ok` may count an absence.
"""

from collections.abc import Sequence
from datetime import datetime

from repo_watch.judging.absence import absences
from repo_watch.judging.changes import Cause, Changes, Here, Known, Match, merged
from repo_watch.judging.identity import match
from repo_watch.judging.publications import publications
from repo_watch.judging.reviews import reviews
from repo_watch.model import Entry, Publication, Reading, Verdict


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

    Args:
        known: candidates, and everything last seen on this page.
        here: which page.
        reading: what it says.
        verdict: whether that may be believed.
        now: the night's moment, UTC.
        cause: "source" for tonight's page, "reader" when an archived one is read again, "hand"
            when that is because an operator decided what it shows.
        matches: what `identity.match` says of the reading's entries, where it was asked before.
    """
    if verdict.state == "failed":
        return Changes()
    items = [item for item in reading.items if not known.ruled("suppress", item)]
    entries = [item for item in items if isinstance(item, Entry)]
    if matches is None or len(entries) < len(reading.entries):
        matches = match(entries, known)
    of_publications, shown = publications(
        known, here, [item for item in items if isinstance(item, Publication)], now, cause
    )
    listed = {request.url for request in reading.listed}
    changes = merged(
        reviews(known, here, entries, matches, cause),
        of_publications,
        Changes(listed_baseline=known.is_old(len(listed & known.pages), len(listed))),
    )
    if verdict.state != "ok" or cause != "source" or known.document:
        return changes
    shown |= {found.id for found in matches if found}
    missing = [item for item in known.items if item.here and item.id not in shown]
    newest = max((entry.year or 0 for entry in entries), default=0)
    return merged(changes, absences(missing, here, now, newest_year=newest))


def unchanged(known: Known, here: Here, verdict: Verdict, now: datetime) -> Changes:
    """What follows from a page that is the same as when last read: misses go on counting."""
    if verdict.state != "ok" or known.document:
        return Changes()
    missing = [item for item in known.items if item.here and item.here.misses]
    newest = max(
        (one.item.year or 0 for one in known.items if one.here and isinstance(one.item, Entry)),
        default=0,
    )
    return absences(missing, here, now, newest_year=newest)
