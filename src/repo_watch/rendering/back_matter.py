"""The last parts of an issue: coverage, where to find help, and about the digest."""

from repo_watch.digest.model import Coverage, Digest
from repo_watch.rendering import words
from repo_watch.rendering.view_model import Block, Part, Table


def coverage(digest: Digest) -> Part | None:
    """How well each source was read."""
    if not digest.coverage:
        return None
    said = words.fixed()["coverage"]
    return Part(
        id="coverage",
        title=said["title"],
        lead=(said["lead"],),
        table=Table(
            f"How each source was read in {digest.months.prose}",
            ("Source", "How it was read"),
            tuple((one.title, _read(one)) for one in digest.coverage),
        ),
    )


def _read(one: Coverage) -> str:
    last = f"Last read in full on {words.day(one.last_well)}." if one.last_well else ""
    others = [
        f"{what} on {words.count(number, 'night')}"
        for what, number in (
            ("read in part", one.partly),
            ("could not be read", one.failed),
            ("not checked", one.unchecked),
        )
        if number
    ]
    gaps = words.first_upper(words.sequence(others)) + "." if others else ""
    well = f"Read in full on {one.well} of {words.count(one.nights, 'night')}."
    if one.well == one.nights:
        well = f"Read in full on {'the one night' if one.well == 1 else f'all {one.well} nights'}."
    forbidden = f"Forbidden by the site: {', '.join(one.forbidden)}." if one.forbidden else ""
    return " ".join(part for part in (well, gaps, last, forbidden) if part)


def where_to_find_help() -> Part:
    """Whom to call."""
    said = words.fixed()["help"]
    return Part(id="help", title=said["title"], blocks=(Block("", points=tuple(said["points"])),))


def about(digest: Digest) -> Part:
    """What the digest is, where its texts come from, and under which terms."""
    edition, said = digest.edition, words.fixed()["about"]
    facts = {
        "rhythm": "two-monthly" if edition.pairs_begin else "monthly",
        "organisation": edition.organisation,
        "ask": f"write to {edition.contact}"
        if edition.contact
        else "ask whoever sent you this issue",
    }
    origins = tuple(
        f"{one.title} ({one.publisher}). {one.licence}".rstrip(". ") + "." for one in digest.origins
    )
    return Part(
        id="about",
        title=said["title"],
        blocks=tuple(
            Block(label, text.format(**facts), () if text else origins)
            for label, text in said["blocks"].items()
            if edition.organisation or label != "Issued by"
        ),
    )
