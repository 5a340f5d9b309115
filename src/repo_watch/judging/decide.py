"""What a reading does to what is known: new, changed, missed, absent, back.

`decide` is a pure function of what is known, what was read, the verdict and the moment. `failed`
changes nothing; `partial` may add and update, never miss; only `ok` may count an absence, and three
of them on three days are needed before it is believed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from repo_watch.judging.changes import (
    Cause,
    Changes,
    Event,
    Known,
    KnownItem,
    Match,
    Missed,
    New,
    Revised,
    Seen,
    Turned,
)
from repo_watch.judging.fingerprint import changed_fields, content_hash, fold
from repo_watch.judging.identity import match
from repo_watch.model import Entry, Publication, Reading, Verdict

MISSES_BELIEVED = 3
"""Complete ok readings without an item, each on another day, before it counts as absent."""
YEARS_LISTED = 5
"""The list holds the last five years: older entries leave it by design."""


@dataclass(frozen=True, slots=True)
class Here:
    """The page that was read: its source and rank, and whether it rolls over by design.

    An entry that leaves a page which rolls over (a monthly update) says nothing of the review.
    `believed`: an operator holds that what the page does not show is gone; one reading will do.
    """

    source: str = ""
    rank: int = 0
    rolls: bool = False
    believed: bool = False


def decide(
    known: Known,
    here: Here,
    reading: Reading,
    verdict: Verdict,
    now: datetime,
    *,
    cause: Cause = "source",
) -> Changes:
    """What one page's reading changes.

    Args:
        known: candidates, and everything last seen on this page.
        here: which page.
        reading: what it says.
        verdict: whether that may be believed.
        now: the night's moment, UTC.
        cause: "source" for tonight's page, "reader" when an archived one is read again.
    """
    if verdict.state == "failed":
        return Changes()
    entries = tuple(
        item
        for item in reading.items
        if isinstance(item, Entry) and not known.ruled("suppress", item)
    )
    publications = tuple(
        item
        for item in reading.items
        if isinstance(item, Publication) and not known.ruled("suppress", item)
    )
    return _merge(
        _reviews(known, here, entries, verdict, now, cause),
        *(_publication(known, here, item, now, cause) for item in publications),
        Changes(listed_baseline=_news_is_old(known, {one.url for one in reading.listed})),
    )


def _news_is_old(known: Known, listed: set[str]) -> bool:
    """Whether what a listing leads to was there before we looked: the baseline."""
    joined = len(listed & known.pages)
    return known.first_night or (known.first_reading and joined * 2 < len(listed))


def unchanged(known: Known, here: Here, verdict: Verdict, now: datetime) -> Changes:
    """What follows from a page that is the same as when last read: misses go on counting."""
    if verdict.state != "ok":
        return Changes()
    missing = [item for item in known.items if item.here and item.here.misses]
    return _absences(missing, here, now, newest_year=_newest_year(known))


def _reviews(
    known: Known,
    here: Here,
    entries: tuple[Entry, ...],
    verdict: Verdict,
    now: datetime,
    cause: Cause,
) -> Changes:
    matches = match(entries, known)
    joined = sum(found is not None for found in matches)
    # A list that moved to a new address brings its old entries along; a page that shares
    # little with what is known is a new collection, and what it holds is no news.
    baseline = known.first_night or (known.first_reading and joined * 2 < len(entries))
    reviews = {item.id: (item, item.item) for item in known.items if isinstance(item.item, Entry)}
    new: dict[str, New] = {}
    seen: list[Seen] = []
    revised: list[Revised] = []
    turned: list[Turned] = []
    for entry, found in zip(entries, matches, strict=True):
        said = content_hash(entry)
        if found is None:
            new.setdefault(said, New(entry, said, baseline, "listed"))
            continue
        old, before = reviews[found.id]
        if old.here is None or old.here.hash != said or old.here.misses or old.here.gone:
            seen.append(Seen(found, said))
        if old.state == "absent":
            turned.append(Turned(old.id, "listed", Event("back")))
        if said != old.hash and (revision := _revision(old, before, entry, here, cause)):
            revised.append(revision)
    changes = Changes(tuple(new.values()), tuple(seen), tuple(revised), (), tuple(turned))
    if verdict.state != "ok" or cause != "source":
        return changes
    shown = {found.id for found in matches if found}
    missing = [item for item, _ in reviews.values() if item.here and item.id not in shown]
    newest = max((entry.year for entry in entries), default=0)
    return _merge(changes, _absences(missing, here, now, newest_year=newest))


def _revision(
    old: KnownItem, before: Entry, entry: Entry, here: Here, cause: Cause
) -> Revised | None:
    """A new version, unless another page's wording leads or this page said so before.

    The catalogue's number is taken over whoever shows it, and kept when others do not.
    """
    if here.rank > old.lead_rank:
        entry = replace(before, accession=before.accession or entry.accession)
        cause = "witness"
    elif cause == "source" and old.here and old.here.hash == content_hash(entry):
        return None
    elif cause == "source" and old.here is None:
        cause = "witness"
    entry = replace(entry, accession=entry.accession or before.accession)
    changed = changed_fields(before, entry)
    if not changed:
        return None
    events = tuple(_events(before, entry, changed, cause))
    return Revised(old.id, entry, content_hash(entry), "listed", changed, cause, events)


def _events(before: Entry, entry: Entry, changed: tuple[str, ...], cause: Cause) -> Iterator[Event]:
    if cause == "reader":
        yield Event("corrected", changed)
    if cause != "source":
        return
    if before.links and not entry.links:
        yield Event("report_retired", ("links",))
        changed = tuple(name for name in changed if name != "links")
    if changed:
        yield Event("changed", changed)


def _absences(missing: list[KnownItem], here: Here, now: datetime, *, newest_year: int) -> Changes:
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
        if gone and not here.rolls and not item.elsewhere and item.state == "listed":
            turned.append(Turned(item.id, "absent", Event("absent", _why(item, newest_year))))
    return Changes(missed=tuple(missed), turned=tuple(turned))


def _why(item: KnownItem, newest_year: int) -> tuple[str, ...]:
    """("expected",) for an entry that is older than the years a list holds."""
    entry = item.item
    aged = isinstance(entry, Entry) and entry.year <= newest_year - YEARS_LISTED
    return ("expected",) if aged else ()


def _newest_year(known: Known) -> int:
    return max(
        (item.item.year for item in known.items if item.here and isinstance(item.item, Entry)),
        default=0,
    )


def _publication(
    known: Known, here: Here, said: Publication, now: datetime, cause: Cause
) -> Changes:
    found = _same_publication(known, here, said)
    if found is None:
        if said.state not in ("live", "withdrawn"):
            return Changes()  # something we never knew is gone: no news
        baseline = known.first_night or known.baseline
        return Changes(new=(New(said, content_hash(said), baseline, said.state),))
    old, before, rule = found
    if said.state == "missing":
        return _missing(old, before, now)
    if said.state in ("gone", "redirected"):
        # Such an answer carries no text: what the publication said stays on record.
        said = replace(before, state=said.state, reason=said.reason, redirect_to=said.redirect_to)
    hash_ = content_hash(said)
    settled = old.here is not None and old.here.hash == hash_ and not old.here.misses
    seen = () if settled else (Seen(Match(old.id, rule, 1.0), hash_),)
    if hash_ == old.hash or here.rank > old.lead_rank:
        return Changes(seen=seen)
    if cause == "source" and rule == _BY_TITLE and old.here is None:
        cause = "witness"
    changed = changed_fields(before, said)
    events = _publication_events(before, said, changed, cause)
    return Changes(
        seen=seen,
        revised=(Revised(old.id, said, hash_, said.state, changed, cause, events),),
    )


_BY_TITLE = "title"
_WORDS_OF_A_TITLE = 4
"""Fewer words ("Annual report") name many publications."""


def _same_publication(
    known: Known, here: Here, said: Publication
) -> tuple[KnownItem, Publication, str] | None:
    """The known publication, what it said, and the rule that found it.

    By content id; by address where the answer (gone, redirected, missing) is another's; by title
    where two sources publish one report, as GOV.UK and the Panel's own site do.
    """
    publications = [(old, old.item) for old in known.items if isinstance(old.item, Publication)]
    for old, item in publications:
        if said.content_id is not None and item.content_id == said.content_id:
            return old, item, "content_id"
    if said.state not in ("live", "withdrawn"):
        return next(
            ((old, item, "address") for old, item in publications if item.url == said.url), None
        )
    title = fold(said.title).casefold()
    if len(title.split()) < _WORDS_OF_A_TITLE:
        return None
    twins = [
        (old, item, _BY_TITLE)
        for old, item in publications
        if fold(item.title).casefold() == title and (old.here or old.source != here.source)
    ]
    return twins[0] if len(twins) == 1 else None


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


def _publication_events(
    before: Publication, said: Publication, changed: tuple[str, ...], cause: Cause
) -> tuple[Event, ...]:
    if cause == "witness":
        return ()
    if cause != "source":
        return (Event("corrected", changed),)
    if before.state == said.state:
        return (Event("changed", changed),)
    kind = "restored" if said.state == "live" else said.state
    return (Event(kind, changed),)


def _merge(*parts: Changes) -> Changes:
    return Changes(
        new=tuple(one for part in parts for one in part.new),
        seen=tuple(one for part in parts for one in part.seen),
        revised=tuple(one for part in parts for one in part.revised),
        missed=tuple(one for part in parts for one in part.missed),
        turned=tuple(one for part in parts for one in part.turned),
        listed_baseline=any(part.listed_baseline for part in parts),
        look_again=any(part.look_again for part in parts),
    )
