"""Atom (RFC 4287): a feed of an edition's issues, and one of the reviews in them."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from repo_watch.digest.nouns import Edition
from repo_watch.rendering import html
from repo_watch.rendering.listing import Listed
from repo_watch.rendering.tree import Entry
from repo_watch.rendering.view import view
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
        updated=_newest(issues, began),
        entries=[
            (one, _urn(edition.name, one.months.text), view(one.digest)) for one in issues[:_ISSUES]
        ],
    )


def of_reviews(
    issues: Sequence[Listed], edition: Edition, base: str, began: datetime | None
) -> bytes:
    """The newest reviews, an entry each; arguments as for `of_issues`."""
    entries: list[tuple[Listed, str, Entry]] = []
    for issue in issues:
        if len(entries) >= _REVIEWS:
            break
        parts = view(issue.digest).parts
        entries += [
            (issue, _urn(edition.name, entry.id), entry)
            for part in parts
            for group in part.groups
            for entry in group.entries
            if entry.id.startswith("review-")
        ]
    return html.fill(
        "reviews.xml.j2",
        edition=edition,
        base=base,
        id=_urn(edition.name, "reviews"),
        updated=_newest(issues, began),
        entries=entries[:_REVIEWS],
    )


def _newest(issues: Sequence[Listed], began: datetime | None) -> str:
    first = times.iso(began) if began else "1970-01-01T00:00:00Z"
    return max((one.updated for one in issues), default=first)


def _urn(*names: str) -> str:
    return uuid.uuid5(_NAMESPACE, "/".join(names)).urn
