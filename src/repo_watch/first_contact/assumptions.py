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

from repo_watch.errors import FaultError
from repo_watch.first_contact.visits import Contact, Visit
from repo_watch.model import Entry, Source
from repo_watch.reading.terms.keywords import normalise

Found: TypeAlias = tuple[bool | None, str]
"""Whether an assumption holds (None: could not be seen), and what was found.

The words are ours and hold figures, addresses and names of headers, never a page's prose.
"""

NOT_SEEN: Found = (None, "no such page was seen")

_MOSTLY = 0.9
_YEARS = range(2, 8)
_FEED_LENGTH = 20
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RESULT = ("link", "content_store_document_type", "public_timestamp")
_ATTACHMENT = ("id", "attachment_type", "title", "url")
_LABELLED = ("learning", "recommendations", "key_issues")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|'[^']{3,}'")


class Assumption(Struct, frozen=True):
    """One thing taken for granted: what, and how it is checked.

    Its id is `WHAT` of a whole source, `KIND/WHAT` of one kind of its pages.
    """

    id: str
    statement: str
    how: str


class Checked(Assumption, frozen=True):
    """An assumption with what was `found`, and whether it `holds`; see `Found`."""

    holds: bool | None
    found: str


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


def check(contact: Contact) -> tuple[Checked, ...]:
    """Each assumption of a source with what was found."""
    found = ((one, _check(contact, one.id)) for one in assumed_of(contact.source))
    return tuple(
        Checked(one.id, one.statement, one.how, holds, without_quotes(words))
        for one, (holds, words) in found
    )


def without_quotes(reason: str) -> str:
    """A reason without the words of a page that it quotes."""
    return _QUOTED.sub("(a quotation)", reason)


def _check(contact: Contact, id_: str) -> Found:
    kind, _, what = id_.rpartition("/")
    if of_source := _OF_SOURCE.get(id_):
        return of_source(contact)
    visit = contact.visits.get(kind)
    if visit is None:
        return NOT_SEEN
    if of_any := _OF_ANY_PAGE.get(what):
        return of_any(visit)
    return _OF_PAGE[id_](visit) if visit.reading else NOT_SEEN


# ------------------------------------------------------------------------------ of every source


def _robots(contact: Contact) -> Found:
    if not contact.visits:
        return NOT_SEEN
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
    if visit.page is None:
        return NOT_SEEN
    if visit.reading is None:
        return False, visit.error.reason if visit.error else "refused"
    items, listed = len(visit.reading.items), len(visit.reading.listed)
    return True, f"{items} items, leads to {listed} pages"


def _healthy(visit: Visit) -> Found:
    if visit.reading is None:
        return NOT_SEEN
    state = visit.verdict.state
    return state == "ok", " ".join(visit.verdict.reasons) or state


# ------------------------------------------------------------------- of the NSPCC's case reviews


def _headers(visit: Visit) -> Mapping[str, str]:
    return visit.page.headers if visit.page else {}


def _entries(visit: Visit | None) -> tuple[Entry, ...]:
    return visit.reading.entries if visit and visit.reading else ()


def _share(hits: Iterable[bool], words: str, *, of_none: bool = False) -> Found:
    """Whether most are so: nine in ten; and how many."""
    told = list(hits)
    holds = sum(told) / len(told) >= _MOSTLY if told else of_none
    return holds, f"{sum(told)} of {len(told)} {words}"


def _years(visit: Visit) -> Found:
    years = sorted({entry.year for entry in _entries(visit) if entry.year})
    words = f"{len(years)} years" + (f", {years[0]} to {years[-1]}" if years else "")
    return len(years) in _YEARS, words


def _sorted(visit: Visit) -> Found:
    years = groupby(_entries(visit), key=lambda entry: entry.year)
    named = [[e.authority_text.casefold() for e in of if e.authority_text] for _, of in years]
    in_order = [first <= second for names in named for first, second in pairwise(names)]
    return _share(in_order, "neighbours within a year are in order", of_none=True)


def _labelled(visit: Visit) -> Found:
    labelled = (not entry.sections.keys().isdisjoint(_LABELLED) for entry in _entries(visit))
    return _share(labelled, "entries have a labelled section")


def _vocabulary(visit: Visit) -> Found:
    terms = (normalise(keyword) for entry in _entries(visit) for keyword in entry.keywords)
    return _share((term.known for term in terms), "keywords are in the reviewed table")


def _own_reports(visit: Visit) -> Found:
    own = urlsplit(visit.request.url).netloc
    urls = [link.url for entry in _entries(visit) for link in entry.links]
    hosts = sorted({urlsplit(url).netloc for url in urls})
    strangers = [host for host in hosts if host != own and not host.endswith(".nspcc.org.uk")]
    return bool(urls) and not strangers, f"on {', '.join(hosts) or 'no host'}"


def _dated(visit: Visit) -> Found:
    dated = visit.reading.dated if visit.reading else None
    precise = dated is not None and dated.precision is not None
    return precise, "a date is shown" if precise else "no date was understood"


def _no_numbers(visit: Visit) -> Found:
    numbered = sum(entry.accession is not None for entry in _entries(visit))
    return not numbered, f"{numbered} entries show one"


def _validator(visit: Visit) -> Found:
    sent = {"etag", "last-modified"} & _headers(visit).keys()
    return bool(sent), f"sends {' and '.join(sorted(sent)) or 'neither'}"


def _witness(contact: Contact) -> Found:
    listed, update = (_entries(contact.visits.get(kind)) for kind in ("list", "update"))
    if not listed or not update:
        return NOT_SEEN
    titles = {entry.title for entry in listed}
    both = sum(entry.title in titles for entry in update)
    return both * 2 >= len(update), f"{both} of the update's {len(update)} entries are in the list"


# ------------------------------------------------------------------------ of GOV.UK's interfaces


def _data(visit: Visit) -> dict[str, Any]:
    try:
        found = json.loads(visit.page.body) if visit.page else {}
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


def _whole(visit: Visit) -> Found:
    data = _data(visit)
    shown = len(_lists(data, "results"))
    return data.get("total") == shown, f"{shown} shown of {data.get('total')}"


def _fields(visit: Visit) -> Found:
    rows = _lists(_data(visit), "results")
    lacking = _lacking(rows, _RESULT)
    return bool(rows) and not lacking, lacking or f"{len(rows)} results have all"


def _no_etag(visit: Visit) -> Found:
    sent = "etag" in _headers(visit)
    return not sent, "sends an ETag" if sent else "sends none"


def _feed(visit: Visit) -> Found:
    body = visit.page.body if visit.page else b""
    entries, published = body.count(b"<entry>"), body.count(b"<published>")
    holds = 0 < entries <= _FEED_LENGTH and not published
    return holds, f"{entries} entries, {published} with a date of publication"


def _id(visit: Visit) -> Found:
    found = bool(_ID.fullmatch(str(_data(visit).get("content_id"))))
    return found, "is one" if found else "is none"


def _etag(visit: Visit) -> Found:
    etag, cache_control = (_headers(visit).get(name) for name in ("etag", "cache-control"))
    kind = "no" if not etag else "weak" if etag.startswith("W/") else "strong"
    return bool(etag), f"{kind} ETag, Cache-Control: {cache_control or 'none'}"


def _attachments(visit: Visit) -> Found:
    details = _data(visit).get("details")
    rows = _lists(details, "attachments") if isinstance(details, dict) else []
    lacking = _lacking(rows, _ATTACHMENT)
    return not lacking if rows else None, lacking or f"{len(rows)} have all"


_OF_SOURCE: Mapping[str, Callable[[Contact], Found]] = {
    "robots": _robots,
    "update/witness": _witness,
}
_OF_ANY_PAGE: Mapping[str, Callable[[Visit], Found]] = {
    "answers": _answers,
    "read": _is_read,
    "healthy": _healthy,
}
_OF_PAGE: Mapping[str, Callable[[Visit], Found]] = {
    "list/years": _years,
    "list/order": _sorted,
    "list/labels": _labelled,
    "list/keywords": _vocabulary,
    "list/reports": _own_reports,
    "list/numbers": _no_numbers,
    "list/dated": _dated,
    "update/validators": _validator,
    "search/whole": _whole,
    "search/fields": _fields,
    "search/validators": _no_etag,
    "feed/form": _feed,
    "content/id": _id,
    "content/validators": _etag,
    "content/attachments": _attachments,
}
"""By id; those of a page that was not read cannot be seen."""
