"""Atom (RFC 4287): a feed of an edition's issues, and one of the reviews in them."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from operator import itemgetter

from repo_watch.digest.model import Digest, Edition
from repo_watch.rendering import html
from repo_watch.rendering.listing import Listed
from repo_watch.rendering.view import view
from repo_watch.rendering.view_model import Entry
from repo_watch.store import times

_ISSUES = 24
_REVIEWS = 100
_NAMESPACE = uuid.UUID("6f0d3a52-9a0e-5d0b-8a53-3a1f6b6c2d10")
"""Of the ids of feed entries: they never change, so that no reader shows an issue twice."""


def of_issues(
    issues: Sequence[Listed], edition: Edition, base: str, began: datetime | None
) -> bytes:
    """The newest issues.

    Args:
        issues: of the edition, newest first.
        edition: whose.
        base: before each link: the web address of the edition's folder, or "".
        began: when the installation first looked; a feed without entries is as old.
    """
    return html.fill(
        "feed.xml.j2",
        edition=edition,
        base=base,
        id=_urn(edition.name),
        updated=_newest([one.updated for one in issues], began),
        entries=[
            (one, _urn(edition.name, one.months.text), view(one.digest)) for one in issues[:_ISSUES]
        ],
    )


def of_reviews(
    issues: Sequence[Listed], edition: Edition, base: str, began: datetime | None
) -> bytes:
    """The newest reviews, an entry each; arguments as for `of_issues`.

    An entry is as old as the number of its issue that first said what it says now.
    """
    entries: list[tuple[Listed, str, str, Entry]] = []
    for issue in issues:
        if len(entries) >= _REVIEWS:
            break
        numbers = [(times.iso(one.issued_at), _reviews(one)) for one in issue.digests]
        for name, entry in numbers[0][1].items():
            same = takewhile(itemgetter(1), ((at, of.get(name) == entry) for at, of in numbers))
            updated = min(at for at, _ in same)
            entries.append((issue, _urn(edition.name, name), updated, entry))
    del entries[_REVIEWS:]
    return html.fill(
        "reviews.xml.j2",
        edition=edition,
        base=base,
        id=_urn(edition.name, "reviews"),
        updated=_newest([updated for _, _, updated, _ in entries], began),
        entries=entries,
    )


def _reviews(digest: Digest) -> dict[str, Entry]:
    return {
        entry.id: entry
        for part in view(digest).parts
        for entry in part.entries
        if entry.id.startswith("review-")
    }


def _newest(moments: Iterable[str], began: datetime | None) -> str:
    return max(moments, default=times.iso(began) if began else "1970-01-01T00:00:00Z")


def _urn(*names: str) -> str:
    return uuid.uuid5(_NAMESPACE, "/".join(names)).urn
