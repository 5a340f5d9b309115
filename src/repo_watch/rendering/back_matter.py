"""The last parts of an issue: coverage, where to find help, and about the digest."""

from repo_watch.digest.nouns import Coverage, Digest
from repo_watch.rendering import words
from repo_watch.rendering.tree import Block, Part, Table

HELP = Part(
    id="help",
    title="Where to find help",
    blocks=(
        Block(
            "",
            points=(
                "If a child is in immediate danger, call 999.",
                (
                    "If you are worried about a child, call the NSPCC Helpline on"
                    " 0808\xa0800\xa05000, or contact children\N{RIGHT SINGLE QUOTATION MARK}s"
                    " social care where the child lives."
                ),
                "Children and young people can call Childline, free, on 0800\xa01111.",
            ),
        ),
    ),
)


def coverage(digest: Digest) -> Part | None:
    """How well each source was read."""
    if not digest.coverage:
        return None
    return Part(
        id="coverage",
        title="What was checked",
        lead=(
            (
                "A night on which a source could not be read in full is never taken to mean that"
                " nothing was new."
            ),
        ),
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


def about(digest: Digest) -> Part:
    """What the digest is, where its texts come from, and under which terms."""
    contact = digest.edition.contact
    ask = f"write to {contact}" if contact else "ask whoever sent you this issue"
    issued_by = digest.edition.organisation
    rhythm = "two-monthly" if digest.edition.pairs_begin else "monthly"
    return Part(
        id="about",
        title="About this digest",
        blocks=(
            Block(
                "What it is",
                f"A {rhythm} list of case reviews and national publications that became available,"
                " made from public pages. A review belongs to the month in which it was first"
                " seen. The summaries are those of the sources; the reports are theirs too and"
                " can be read there.",
            ),
            *([Block("Issued by", f"{issued_by}.")] if issued_by else ()),
            Block(
                "What the figures are",
                "Themes are the sources\N{RIGHT SINGLE QUOTATION MARK} keywords. Age, outcome and"
                " type of review are read from the entry by fixed rules; where the entry does not"
                " say, they count as not stated. Of a review that the NSPCC does not list they are"
                " provisional.",
            ),
            Block(
                "Sources and licences",
                points=tuple(
                    words.sentence(
                        (f"{one.title} ({one.publisher})", one.licence.removesuffix("."), "")
                    )
                    + "."
                    for one in digest.origins
                ),
            ),
            Block(
                "Other formats and corrections",
                "This issue comes as a web page, a PDF and a table (CSV). For another format, or"
                f" to report a mistake, {ask}.",
            ),
        ),
    )
