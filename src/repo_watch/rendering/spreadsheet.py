"""CSV: the issue's reviews, one a row, for those who sort and filter."""

from collections.abc import Iterator

from repo_watch.digest.model import Digest, Review, Section
from repo_watch.files import csv_text
from repo_watch.model import SECTIONS
from repo_watch.rendering import words

_HEAD = (
    *("Item", "Title", "Authority", "Region or nation", "Type of review", "Outcome"),
    *("First seen", "Late", "Put first", "Note"),
    *(name.replace("_", " ").capitalize() for name in SECTIONS),
    *("Keywords", "Themes", "Reports", "Report addresses"),
)


def render(digest: Digest) -> bytes:
    """The reviews in print order, late ones last, as CSV (RFC 4180).

    With the mark of UTF-8, without which Excel takes it for another encoding. A text that could
    be read as a formula has an apostrophe before it.
    """
    rows = [
        *(_cells(review, late="no") for review in digest.reviews),
        *(_cells(review, late="yes") for review in digest.late_reviews),
    ]
    return csv_text(_HEAD, rows).encode("utf-8-sig")


def _cells(review: Review, *, late: str) -> Iterator[str]:
    yield str(review.item)
    yield review.title
    yield review.authority or "Anonymous"
    yield "; ".join(review.places)
    yield words.kind(review.review_type)
    yield words.named("outcomes", review.outcome) or "Not stated"
    yield review.first_seen.isoformat()
    yield late
    yield "yes" if review.featured else "no"
    yield words.say("departure", review.departure)[0] if review.departure else ""
    said = {one.name: _text(one) for one in review.sections}
    yield from (said.get(name, "") for name in SECTIONS)
    yield "; ".join(review.keywords)
    yield "; ".join(review.terms)
    yield "; ".join(words.say("report", one, review.title)[0] for one in review.links)
    yield " ".join(one.url for one in review.links if one.url)


def _text(section: Section) -> str:
    lines = enumerate(section.text.split("\n"))
    return "\n".join(f"• {line}" if at in section.points else line for at, line in lines)
