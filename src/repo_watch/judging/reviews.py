"""What a page's entries do to the known reviews: new, seen, revised, back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

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
    olds = {item.id: (item, item.item) for item in known.items if isinstance(item.item, Entry)}
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
        old, before = olds[found.id]
        if not old.settled(said):
            seen.append(Seen(found, said))
        if old.state == "absent":
            turned.append(Turned(old.id, "listed", Event("back")))
        if (
            said == old.hash
            and cause in {"reader", "hand"}
            and entry != before
            and here.rank <= old.lead_rank
        ):
            reset.append(Reset(old.id, replace(entry, accession=before.accession)))
        if said != old.hash and (revision := _revision(old, before, entry, here, cause)):
            revised.append(revision)
    return Changes(
        tuple(new.values()), tuple(seen), tuple(revised), (), tuple(turned), tuple(reset)
    )


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
