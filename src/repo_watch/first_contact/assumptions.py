"""What repo-watch assumes of the sites: `assumptions.toml` states it, here it is checked.

docs/sources.md lists them; a test holds the two together. What goes for every source follows from
its `expects`; the rest is known of one site.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from itertools import groupby, pairwise
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from repo_watch.errors import FaultError
from repo_watch.first_contact.visits import Contact, Visit
from repo_watch.model import Page, Reading, Source
from repo_watch.reading.terms.keywords import normalise

Found: TypeAlias = tuple[bool | None, str]
"""Whether an assumption holds (None: could not be seen), and what was found.

The words are ours and hold figures, addresses and names of headers, never a page's prose.
"""

_MOSTLY = 0.9
_YEARS = range(2, 8)
_FEED_LENGTH = 20
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RESULT = ("link", "content_store_document_type", "public_timestamp")
_ATTACHMENT = ("id", "attachment_type", "title", "url")
_LABELLED = ("learning", "recommendations", "key_issues")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|'[^']{3,}'")


class Assumption(Struct, frozen=True):
    """One thing taken for granted: what, how it is checked, and what came of that; see `Found`.

    Its id is `WHAT` of a whole source, `KIND/WHAT` of one kind of its pages.
    """

    id: str
    statement: str
    how: str
    holds: bool | None = None
    found: str = ""


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files(__package__).joinpath("assumptions.toml").read_text("utf-8"))


def stated(about: str, prefix: str = "") -> Iterator[Assumption]:
    """The assumptions of `assumptions.toml` about a source or, with a prefix, a kind of page."""
    for id_, said in _table().get(about, {}).items():
        yield Assumption(prefix + id_, said["statement"], said["how"])


def for_every_source(kinds: Iterable[str]) -> Iterator[Assumption]:
    """The assumptions that go for a source with these kinds of page."""
    yield from stated("every-source")
    for kind in kinds:
        yield from stated("every-page", f"{kind}/")


def assumed_of(source: Source) -> tuple[Assumption, ...]:
    """Everything that is assumed of a source, in the order of docs/sources.md."""
    return (*for_every_source(source.expects), *stated(source.id))


def check(contact: Contact) -> tuple[Assumption, ...]:
    """Each assumption of a source with what was found."""
    seen = dict(_seen(contact))
    unseen: Found = (None, "no such page was seen")
    checked = ((one, *seen.get(one.id, unseen)) for one in assumed_of(contact.source))
    return tuple(replace(one, holds=so, found=without_quotes(said)) for one, so, said in checked)


def without_quotes(reason: str) -> str:
    """A reason without the words of a page that it quotes."""
    return _QUOTED.sub("(a quotation)", reason)


def _seen(contact: Contact) -> Iterator[tuple[str, Found]]:
    """What was found, by an assumption's id; of what a page that was not read shows, nothing."""
    if contact.visits:
        yield "robots", _robots(contact)
    for kind, visit in contact.visits.items():
        yield f"{kind}/answers", _answers(visit)
        if visit.page is None:
            continue
        yield f"{kind}/read", _is_read(visit)
        if visit.reading is None:
            continue
        state = visit.verdict.state
        yield f"{kind}/healthy", (state == "ok", " ".join(visit.verdict.reasons) or state)
        if of_page := _OF_PAGE.get(kind):
            for what, found in of_page(visit.page, visit.reading):
                yield f"{kind}/{what}", found
    readings = (
        contact.visits[kind].reading for kind in ("list", "update") if kind in contact.visits
    )
    if len(read := [one.entries for one in readings if one and one.entries]) > 1:
        listed, update = read
        titles = {entry.title for entry in listed}
        both = sum(entry.title in titles for entry in update)
        words = f"{both} of the update's {len(update)} entries are in the list"
        yield "update/witness", (both * 2 >= len(update), words)


def _robots(contact: Contact) -> Found:
    for visit in contact.visits.values():
        if isinstance(visit.error, FaultError) and visit.error.fault == "robots":
            return False, f"{visit.request.url}: {visit.error.reason}"
    lines = len((contact.robots or "").splitlines())
    return True, "there is none" if contact.robots is None else f"{lines} lines"


def _answers(visit: Visit) -> Found:
    if visit.page is None:
        return False, visit.error.reason if visit.error else "no answer"
    said = visit.page.headers.get("content-type", "no content type")
    words = f"{visit.page.status}, {said}, {len(visit.page.body)} bytes"
    if visit.page.url != visit.request.url:
        return False, f"{words}, at {visit.page.url}"
    return visit.page.status == HTTPStatus.OK, words


def _is_read(visit: Visit) -> Found:
    if visit.reading is None:
        return False, visit.error.reason if visit.error else "refused"
    items, listed = len(visit.reading.items), len(visit.reading.listed)
    return True, f"{items} items, leads to {listed} pages"


def _share(hits: Iterable[bool], words: str, *, of_none: bool = False) -> Found:
    """Whether most are so: nine in ten; and how many."""
    told = list(hits)
    holds = sum(told) / len(told) >= _MOSTLY if told else of_none
    return holds, f"{sum(told)} of {len(told)} {words}"


def _of_list(page: Page, reading: Reading) -> Iterator[tuple[str, Found]]:
    """NSPCC's yearly list."""
    entries = reading.entries
    years = sorted({entry.year for entry in entries if entry.year})
    span = f", {years[0]} to {years[-1]}" if years else ""
    yield "years", (len(years) in _YEARS, f"{len(years)} years{span}")
    by_year = groupby(entries, key=lambda entry: entry.year)
    named = [[e.authority_text.casefold() for e in of if e.authority_text] for _, of in by_year]
    in_order = [first <= second for names in named for first, second in pairwise(names)]
    yield "order", _share(in_order, "neighbours within a year are in order", of_none=True)
    labelled = (not entry.sections.keys().isdisjoint(_LABELLED) for entry in entries)
    yield "labels", _share(labelled, "entries have a labelled section")
    terms = (normalise(keyword) for entry in entries for keyword in entry.keywords)
    yield "keywords", _share((term.known for term in terms), "keywords are in the reviewed table")
    own = urlsplit(page.request.url).netloc
    hosts = sorted({urlsplit(link.url).netloc for entry in entries for link in entry.links})
    strangers = [host for host in hosts if host != own and not host.endswith(".nspcc.org.uk")]
    yield "reports", (bool(hosts) and not strangers, f"on {', '.join(hosts) or 'no host'}")
    precise = reading.dated is not None and reading.dated.precision is not None
    yield "dated", (precise, "a date is shown" if precise else "no date was understood")
    numbered = sum(entry.accession is not None for entry in entries)
    yield "numbers", (not numbered, f"{numbered} entries show one")


def _of_update(page: Page, _reading: Reading) -> Iterator[tuple[str, Found]]:
    """NSPCC's monthly update."""
    sent = {"etag", "last-modified"} & page.headers.keys()
    yield "validators", (bool(sent), f"sends {' and '.join(sorted(sent)) or 'neither'}")


def _of_search(page: Page, _reading: Reading) -> Iterator[tuple[str, Found]]:
    """GOV.UK's search."""
    total, rows = _data(page).get("total"), _lists(_data(page), "results")
    yield "whole", (total == len(rows), f"{len(rows)} shown of {total}")
    lacking = _lacking(rows, _RESULT)
    yield "fields", (bool(rows) and not lacking, lacking or f"{len(rows)} results have all")
    sent = "etag" in page.headers
    yield "validators", (not sent, "sends an ETag" if sent else "sends none")


def _of_feed(page: Page, _reading: Reading) -> Iterator[tuple[str, Found]]:
    """An organisation's feed on GOV.UK."""
    entries, published = page.body.count(b"<entry>"), page.body.count(b"<published>")
    holds = 0 < entries <= _FEED_LENGTH and not published
    yield "form", (holds, f"{entries} entries, {published} with a date of publication")


def _of_content(page: Page, _reading: Reading) -> Iterator[tuple[str, Found]]:
    """A document in GOV.UK's content API."""
    data = _data(page)
    found = bool(_ID.fullmatch(str(data.get("content_id"))))
    yield "id", (found, "is one" if found else "is none")
    etag, cache_control = (page.headers.get(name) for name in ("etag", "cache-control"))
    kind = "no" if not etag else "weak" if etag.startswith("W/") else "strong"
    yield "validators", (bool(etag), f"{kind} ETag, Cache-Control: {cache_control or 'none'}")
    details = data.get("details")
    rows = _lists(details, "attachments") if isinstance(details, dict) else []
    lacking = _lacking(rows, _ATTACHMENT)
    yield "attachments", (not lacking if rows else None, lacking or f"{len(rows)} have all")


def _data(page: Page) -> dict[str, Any]:
    try:
        found = json.loads(page.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _lists(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = data.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _lacking(rows: list[dict[str, Any]], names: tuple[str, ...]) -> str:
    lacking = {name: sum(name not in row for row in rows) for name in names}
    return ", ".join(
        f"{count} of {len(rows)} lack {name}" for name, count in lacking.items() if count
    )


_OF_PAGE: Mapping[str, Callable[[Page, Reading], Iterator[tuple[str, Found]]]] = {
    "list": _of_list,
    "update": _of_update,
    "search": _of_search,
    "feed": _of_feed,
    "content": _of_content,
}
"""By kind of page, what is found of a page that was read."""
