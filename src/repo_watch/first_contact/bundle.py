"""What was found, as one small file that can be sent to the maintainers."""

import platform
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import to_builtins

from repo_watch import __version__
from repo_watch.first_contact.assumptions import check, without_quotes
from repo_watch.first_contact.outline import outline
from repo_watch.first_contact.visits import Contact, Visit
from repo_watch.store.times import iso

_MOST_ROBOTS = 20_000
_MOST_VALUE = 300
_SECRETS = frozenset({"set-cookie", "set-cookie2"})


def bundle(contacts: Sequence[Contact], now: datetime) -> dict[str, Any]:
    """All contacts as data for JSON, without prose and without the operator's name."""
    return {
        "what": "repo-watch doctor --live",
        "made_at": iso(now),
        "repo_watch": __version__,
        "python": platform.python_version(),
        "sources": [_contact(contact) for contact in contacts],
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "id": contact.source.id,
        "reader_version": contact.source.reader_version,
        "addresses": contact.addresses,
        "robots": contact.robots and contact.robots[:_MOST_ROBOTS],
        "assumptions": to_builtins(check(contact)),
        "pages": [_visit(visit) for visit in contact.visits.values()],
        "besides": dict(contact.besides),
    }


def _visit(visit: Visit) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": visit.request.kind, "url": visit.request.url}
    if visit.error:
        facts["error"] = {
            "kind": getattr(visit.error, "fault", type(visit.error).__name__),
            "reason": without_quotes(visit.error.reason),
        }
    if visit.page:
        facts |= {
            "answered_at": visit.page.url,
            "status": visit.page.status,
            "headers": {
                name: "(left out)" if name in _SECRETS else value[:_MOST_VALUE]
                for name, value in visit.page.headers.items()
            },
            "bytes": len(visit.page.body),
            "sha256": visit.page.sha256,
            "outline": outline(visit.page, visit.reading),
        }
    if visit.reading:
        reading = visit.reading
        places = {getattr(one, "title", ""): at for at, one in enumerate(reading.items, start=1)}
        facts |= {
            "items": len(reading.items),
            "leads_to": len(reading.listed),
            "claimed_total": reading.claimed_total,
            "words": reading.words,
            # How many words were left over, and after which item; 0 is before the first.
            "unread": [
                {"after_item": places.get(one.after, 0), "words": len(one.text.split())}
                for one in reading.unread
            ],
            "verdict": visit.verdict.state,
            "reasons": [without_quotes(reason) for reason in visit.verdict.reasons],
        }
    return facts
