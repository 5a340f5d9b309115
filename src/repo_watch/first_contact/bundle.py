"""What was found, as one small file that can be sent to the maintainers."""

import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from repo_watch import __version__
from repo_watch.first_contact import govuk, nspcc
from repo_watch.first_contact.assumptions import Assumption, Found, for_every_source
from repo_watch.first_contact.outline import outline
from repo_watch.first_contact.visits import Contact, Visit
from repo_watch.model import Source, Unread
from repo_watch.store.times import iso

OF_ONE_SITE: Mapping[str, Callable[[], Iterator[Assumption]]] = {
    "nspcc-reviews": nspcc.assumptions,
    "govuk-reviews": govuk.assumptions,
}
"""By source id, what is assumed of it besides what goes for every source."""

_MOST_ROBOTS = 20_000
_MOST_VALUE = 300
_SECRETS = frozenset({"set-cookie", "set-cookie2"})
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|'[^']{3,}'")


class Checked(Struct, frozen=True):
    """An assumption and what was found of it."""

    assumption: Assumption
    found: Found


def assumed_of(source: Source) -> tuple[Assumption, ...]:
    """Everything that is assumed of a source, in the order of docs/sources.md."""
    own = OF_ONE_SITE.get(source.id, lambda: iter(()))
    return (*for_every_source(source.expects), *own())


def check(contact: Contact) -> tuple[Checked, ...]:
    """Each assumption of a source with what was found."""
    found = ((one, one.check(contact)) for one in assumed_of(contact.source))
    return tuple(Checked(one, Found(it.holds, without_quotes(it.words))) for one, it in found)


def bundle(contacts: Sequence[Contact], now: datetime) -> dict[str, Any]:
    """All contacts as data for JSON, without prose and without the operator's name.

    Args:
        contacts: one for each source.
        now: the moment, aware.
    """
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
        "assumptions": [
            {
                "id": one.assumption.id,
                "statement": one.assumption.statement,
                "how": one.assumption.how,
                "holds": one.found.holds,
                "found": one.found.words,
            }
            for one in check(contact)
        ],
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
            "headers": _headers(visit.page.headers),
            "bytes": len(visit.page.body),
            "sha256": visit.page.sha256,
            "outline": outline(visit.page, visit.reading),
        }
    if visit.reading:
        reading = visit.reading
        facts |= {
            "items": len(reading.items),
            "leads_to": len(reading.listed),
            "claimed_total": reading.claimed_total,
            "words": reading.words,
            "unread": _unread(reading.unread, [getattr(one, "title", "") for one in reading.items]),
            "verdict": visit.verdict.state,
            "reasons": [without_quotes(reason) for reason in visit.verdict.reasons],
        }
    return facts


def _unread(unread: Sequence[Unread], titles: Sequence[str]) -> list[dict[str, int]]:
    """How many words were left over, and after which item (0: before the first)."""
    places = {title: number for number, title in enumerate(titles, start=1)}
    return [
        {"after_item": places.get(one.after, 0), "words": len(one.text.split())} for one in unread
    ]


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {
        name: "(left out)" if name in _SECRETS else value[:_MOST_VALUE]
        for name, value in headers.items()
    }


def without_quotes(reason: str) -> str:
    """A reason without the words of a page that it quotes."""
    return _QUOTED.sub("(a quotation)", reason)
