"""Atom (RFC 4287): a feed of an edition's issues, and one of the reviews in them."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice, takewhile
from operator import itemgetter

from repo_watch.digest.model import Digest, Edition
from repo_watch.rendering import html
from repo_watch.rendering.view import view
from repo_watch.rendering.view_model import Entry, Listed
from repo_watch.store import times

_ISSUES = 24
_REVIEWS = 100
_NAMESPACE = uuid.UUID("6f0d3a52-9a0e-5d0b-8a53-3a1f6b6c2d10")
"""Of the ids of feed entries: they never change, so that no reader shows an issue twice."""


def render(
    issues: Sequence[Listed], edition: Edition, base: str, began: datetime | None
) -> dict[str, bytes]:
    """The newest issues, and the newest reviews with an entry each: the feeds by their names.

    The issues are the edition's, newest first. `base` stands before each link: the web address of
    the edition's folder, or "". A feed without entries is as old as the installation, which `began`
    to look then.
    """

    def urn(*names: str) -> str:
        return uuid.uuid5(_NAMESPACE, "/".join((edition.name, *names))).urn

    told = [(one.updated, urn(one.months.text), one, view(one.digest)) for one in issues[:_ISSUES]]
    reviews = [
        (updated, urn(entry.id), issue, entry)
        for updated, issue, entry in islice(_reviews(issues), _REVIEWS)
    ]
    oldest = times.iso(began) if began else "1970-01-01T00:00:00Z"
    return {
        name: html.fill(
            f"{name}.j2",
            edition=edition,
            base=base,
            id=id_,
            updated=max((updated for updated, *_ in entries), default=oldest),
            entries=entries,
        )
        for name, id_, entries in (
            ("feed.xml", urn(), told),
            ("reviews.xml", urn("reviews"), reviews),
        )
    }


def _reviews(issues: Sequence[Listed]) -> Iterator[tuple[str, Listed, Entry]]:
    """Each review, as old as the number of its issue that first said what it says now."""
    for issue in issues:
        numbers = [(times.iso(one.issued_at), _by_id(one)) for one in issue.digests]
        for id_, entry in numbers[0][1].items():
            same = takewhile(itemgetter(1), ((at, of.get(id_) == entry) for at, of in numbers))
            yield min(at for at, _ in same), issue, entry


def _by_id(digest: Digest) -> dict[str, Entry]:
    entries = (entry for part in view(digest).parts for entry in part.entries)
    return {entry.id: entry for entry in entries if entry.id.startswith("review-")}
