"""What repo-watch assumes of the sites, as data: a statement, how it is checked, and the check.

docs/sources.md lists them; a test holds the two together. Those here go for every source and follow
from its `expects`; those that are known of one site are in a module for it.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from importlib.resources import files

from msgspec import Struct
from msgspec.structs import replace

from repo_watch.fetch.faults import FaultError
from repo_watch.first_contact.visits import Contact, Visit


class Found(Struct, frozen=True):
    """What a check found: whether the assumption holds (None: could not be seen), and in words.

    The words are ours and hold figures, addresses and names of headers, never a page's prose.
    """

    holds: bool | None
    words: str


class Assumption(Struct, frozen=True):
    """One thing taken for granted.

    Attributes:
        id: `WHAT` of a whole source, `KIND/WHAT` of one kind of its pages.
        statement: what is assumed.
        how: how it is checked.
        check: does so, on what a source was like.
    """

    id: str
    statement: str
    how: str
    check: Callable[[Contact], Found]


NOT_SEEN = Found(None, "no such page was seen")


def of_visit(kind: str, check: Callable[[Visit], Found]) -> Callable[[Contact], Found]:
    """A check of what came when one kind of page was asked for."""

    def checked(contact: Contact) -> Found:
        visit = contact.visits.get(kind)
        return check(visit) if visit else NOT_SEEN

    return checked


def of_page(kind: str, check: Callable[[Visit], Found]) -> Callable[[Contact], Found]:
    """A check of one kind of page, for pages that were read; else it could not be seen."""
    return of_visit(kind, lambda visit: check(visit) if visit.reading else NOT_SEEN)


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files(__package__).joinpath("assumptions.toml").read_text("utf-8"))


def stated(source: str, checks: Mapping[str, Callable[[Contact], Found]]) -> Iterator[Assumption]:
    """The assumptions of `assumptions.toml` about a source, each with its check."""
    for id_, said in _table()[source].items():
        yield Assumption(id_, said["statement"], said["how"], checks[id_])


def for_every_source(kinds: Mapping[str, object]) -> Iterator[Assumption]:
    """The assumptions that go for a source with these kinds of page."""
    yield from stated("every-source", {"robots": _robots})
    for kind in kinds:
        checks = {
            "answers": of_visit(kind, _answers),
            "read": of_visit(kind, _is_read),
            "healthy": of_page(kind, _healthy),
        }
        for one in stated("every-page", checks):
            yield replace(one, id=f"{kind}/{one.id}")


def _robots(contact: Contact) -> Found:
    if not contact.visits:
        return NOT_SEEN
    for visit in contact.visits.values():
        if isinstance(visit.error, FaultError) and visit.error.fault == "robots":
            return Found(holds=False, words=f"{visit.request.url}: {visit.error.reason}")
    lines = len((contact.robots or "").splitlines())
    words = "there is none" if contact.robots is None else f"{lines} lines"
    return Found(holds=True, words=words)


def _answers(visit: Visit) -> Found:
    if visit.page is None:
        return Found(holds=False, words=visit.error.reason if visit.error else "no answer")
    said = visit.page.headers.get("content-type", "no content type")
    words = f"{visit.page.status}, {said}, {len(visit.page.body)} bytes"
    if visit.page.url != visit.request.url:
        return Found(holds=False, words=f"{words}, at {visit.page.url}")
    return Found(holds=visit.page.status == HTTPStatus.OK, words=words)


def _is_read(visit: Visit) -> Found:
    if visit.page is None:
        return NOT_SEEN
    if visit.reading is None:
        return Found(holds=False, words=visit.error.reason if visit.error else "refused")
    items, listed = len(visit.reading.items), len(visit.reading.listed)
    return Found(holds=True, words=f"{items} items, leads to {listed} pages")


def _healthy(visit: Visit) -> Found:
    reasons = " ".join(visit.verdict.reasons)
    return Found(holds=visit.verdict.state == "ok", words=reasons or visit.verdict.state)
