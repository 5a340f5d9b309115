"""What a page's entries do to the known reviews: new, seen, revised, back."""

from collections.abc import Iterator, Sequence
from typing import cast

from msgspec.structs import replace

from repo_watch.judging.changes import (
    Cause,
    Changes,
    Event,
    Here,
    Known,
    KnownItem,
    Match,
    New,
    Reset,
    Revised,
    Seen,
    Turned,
)
from repo_watch.judging.fingerprint import changed_fields, content_hash
from repo_watch.model import Entry


def reviews(
    known: Known,
    here: Here,
    entries: Sequence[Entry],
    matches: Sequence[Match | None],
    cause: Cause,
) -> Changes:
    """What the entries of one page change.

    Args:
        known: what is known.
        here: the page.
        entries: what it shows.
        matches: for each entry the known review that it is, or None.
        cause: "source" for tonight's page, "reader" when an archived one is read again, "hand"
            when that is because an operator decided what it shows.
    """
    joined = sum(found is not None for found in matches)
    baseline = known.is_old(joined, len(entries))
    olds = {item.id: item for item in known.items if item.is_review}
    new: dict[str, New] = {}
    seen: list[Seen] = []
    revised: list[Revised] = []
    turned: list[Turned] = []
    reset: list[Reset] = []
    for entry, found in zip(entries, matches, strict=True):
        said = content_hash(entry)
        if found is None:
            new.setdefault(said, New(entry, said, baseline, "listed"))
            continue
        old = olds[found.id]
        if not old.settled(said):
            seen.append(Seen(found, said))
        if old.state == "absent":
            turned.append(Turned(old.id, "listed", Event("back")))
        if said != old.hash:
            revised += _revisions(old, entry, here, cause)
        elif cause in {"reader", "hand"} and entry != old.item and here.rank <= old.lead_rank:
            reset.append(Reset(old.id, replace(entry, accession=_before(old).accession)))
    return Changes(
        tuple(new.values()), tuple(seen), tuple(revised), (), tuple(turned), tuple(reset)
    )


def _before(old: KnownItem) -> Entry:
    return cast("Entry", old.item)


def _revisions(old: KnownItem, entry: Entry, here: Here, cause: Cause) -> Iterator[Revised]:
    """A new version, unless another page's wording leads or this page said so before.

    The catalogue's number is taken over whoever shows it, and kept when others do not.
    """
    before = _before(old)
    if here.rank > old.lead_rank:
        entry = replace(before, accession=before.accession or entry.accession)
        cause = "witness"
    elif cause == "source" and old.here and old.here.hash == content_hash(entry):
        return
    elif cause == "source" and old.here is None:
        cause = "witness"
    entry = replace(entry, accession=entry.accession or before.accession)
    changed = changed_fields(before, entry)
    if changed:
        events = tuple(_events(before, entry, changed, cause))
        yield Revised(old.id, entry, content_hash(entry), "listed", changed, cause, events)


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
