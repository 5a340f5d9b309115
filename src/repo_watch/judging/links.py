"""The slow round of the report links: which are due tonight, and what an answer says of one.

A link that is not there is believed to be missing only after three answers on three days that say
so; an error of the server, a time limit or a wall says nothing. Pure functions, like all judging.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import asdict, replace

from repo_watch.judging.decide import MISSES_BELIEVED

ROUND_DAYS = 28
"""A link's turn comes about once a month, on a day that its address gives."""
SOONEST_DAYS = 14
"""Between two checks of a link about which there is no doubt."""
AGAIN_DAYS = 7
"""After a check that could not tell."""

SILENCES_BELIEVED = 3
"""Checks, each on another day, that could not tell before what was known counts as unknown."""

_STAMP = 200
"""Bytes by which a moment that is written into a small file may change its size."""

_ASSET = re.compile(r"https?://[^/]+/media/([0-9a-f]{24})/")
_ASSETS_MOVED = date(2018, 2, 10)

Says: TypeAlias = Literal["there", "absent", "unclear"]
State: TypeAlias = Literal["ok", "moved", "replaced", "retired", "missing", "unknown"]

News: TypeAlias = Literal["lost", "back", "replaced"]


class Document(Struct, frozen=True, kw_only=True):
    """What an answer says of the document behind a link; None where it does not say.

    `leads_to` is where permanent redirects end, when elsewhere; `content_type` is in lower case and
    without parameters; `etag` and `last_modified` are as sent.
    """

    leads_to: str | None = None
    content_type: str | None = None
    size: int | None = None
    etag: str | None = None
    last_modified: str | None = None


class Finding(Struct, frozen=True):
    """What one check of a link found, with the reason for the operator, in a few words.

    `absent`: this address has no such document. `status` is the last answer's, None where there was
    none; `alike`, it was looked into, and reads as before whatever its server says.
    """

    says: Says
    reason: str
    status: int | None = None
    document: Document = Document()
    alike: bool = False


class Checked(Struct, frozen=True):
    """What is known of a link from its checks so far: what the last one `says`, and `on` which day.

    `document` is what was there when last seen, on `seen_on`. `misses` counts the checks in a row,
    each on another day, that did not find it, the last `missed_on`; `silent` those that could not
    tell. A `state` of `missing` may be `retired` where the item's source takes reports down.
    """

    on: date | None = None
    says: Says = "unclear"
    document: Document = Document()
    seen_on: date | None = None
    misses: int = 0
    missed_on: date | None = None
    silent: int = 0
    state: State = "unknown"


class WatchedLink(Struct, frozen=True):
    """An address that some item links to, the ids of these items' sources, and what is known."""

    url: str
    sources: tuple[str, ...]
    checked: Checked = Checked()

    @property
    def host(self) -> str:
        """The network location of the address."""
        return urlsplit(self.url).netloc.lower()


def due(links: Iterable[WatchedLink], today: date, most: int) -> tuple[WatchedLink, ...]:
    """The links to check tonight, at most so many.

    First those that were absent and want another day, then those never checked, then those whose
    turn came longest ago. Equals are ordered by address and day, so that no host is favoured.
    """
    wanted = [(urgency, link) for link in links if (urgency := _urgency(link, today))]
    wanted.sort(key=lambda pair: (pair[0], _number(f"{today} {pair[1].url}")))
    return tuple(link for _, link in wanted[:most])


def _urgency(link: WatchedLink, today: date) -> tuple[int, date] | None:
    checked = link.checked
    if checked.on is None:
        return (1, today)
    if checked.on >= today:
        return None
    if 0 < checked.misses < MISSES_BELIEVED and checked.says == "absent":
        return (0, checked.on)
    waited = (today - checked.on).days
    if checked.says == "unclear":
        return (2, checked.on) if waited >= AGAIN_DAYS else None
    turn = (today.toordinal() - _number(link.url)) % ROUND_DAYS
    return (2, checked.on) if waited >= SOONEST_DAYS and waited > turn else None


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:6])


def in_doubt(findings: Iterable[tuple[WatchedLink, Finding]]) -> frozenset[str]:
    """Hosts at which something was absent tonight and nothing there: perhaps a fault of theirs."""
    said = {(link.host, finding.says) for link, finding in findings}
    return frozenset(at for at, says in said if says == "absent" and (at, "there") not in said)


def controls(links: Iterable[WatchedLink], doubted: frozenset[str]) -> list[WatchedLink]:
    """For each doubted host, one link that was there before: is it there now?

    Best one that was there when last checked; else one that could not be told.
    """
    known = [link for link in links if link.checked.seen_on and not link.checked.misses]
    chosen: dict[str, WatchedLink] = {}
    for link in sorted(known, key=lambda link: link.checked.says != "there"):
        if link.host in doubted:
            chosen.setdefault(link.host, link)
    return list(chosen.values())


def hosts_seen(links: Iterable[WatchedLink]) -> frozenset[str]:
    """Hosts at which something was there once: one that never was may simply not answer us."""
    return frozenset(link.host for link in links if link.checked.seen_on)


def unbelieved(finding: Finding) -> Finding:
    """An absence at a host where what was there before is absent too."""
    return replace(finding, says="unclear", reason=f"the whole site answers so: {finding.reason}")


def conclude(before: Checked, finding: Finding, today: date) -> Checked:
    """What is known of a link after one more check.

    One unclear answer takes nothing back, nor do two; a third makes the state unknown, unless the
    link is believed to be missing.
    """
    if finding.says == "unclear":
        silent = before.silent + (before.on != today)
        kept = silent < SILENCES_BELIEVED or before.state == "missing"
        state = before.state if kept else "unknown"
        return replace(before, on=today, says="unclear", silent=silent, state=state)
    if finding.says == "absent":
        misses = before.misses + (before.missed_on != today)
        state = "missing" if misses >= MISSES_BELIEVED else before.state
        return replace(
            before, on=today, says="absent", misses=misses, missed_on=today, silent=0, state=state
        )
    # An answer that says nothing of the document, such as a mirror's, leaves it as it was.
    seen = before.document if finding.document == Document() else finding.document
    # A file on GOV.UK that is replaced answers 301 to the new one.
    there = asset(seen.leads_to or "")
    other_asset = there is not None and there != asset(before.document.leads_to or "")
    other = is_other(before.document, seen) and not finding.alike
    if other or (before.seen_on and other_asset):
        return Checked(today, "there", seen, today, state="replaced")
    # What this answer left out is as before.
    said = {name: value for name, value in asdict(seen).items() if value not in (None, "")}
    document = replace(before.document, **{"leads_to": None} | said)
    state = "moved" if seen.leads_to else "ok"
    return Checked(today, "there", document, today, state=state)


def wants_a_look(before: Checked, finding: Finding) -> bool:
    """Whether an answer says that another document is there, which only a look can tell."""
    now = finding.document
    seen = before.seen_on is not None and finding.says == "there"
    return seen and now != Document() and is_other(before.document, now)


def may_be_alike(before: Document, now: Document, *, stamped: bool) -> bool:
    """Whether two documents may read alike, by their sizes.

    A stamp is a few bytes; `stamped`, the document's server makes it anew at each request.
    """
    if before.size is None or now.size is None:
        return stamped
    slack = max(before.size // 100, _STAMP) if stamped else 0
    return abs(before.size - now.size) <= slack


def is_other(before: Document, now: Document) -> bool:
    """Whether another document is there now than before, from what servers say of it.

    A new ETag beside an unmoved date is a server that was set up anew (RFC 9110, 8.8.3: servers
    behind one address may differ), so it counts only where nothing speaks against it.
    """
    if None not in (before.size, now.size) and before.size != now.size:
        return True
    tags = (_tag(before.etag), _tag(now.etag))
    dates = (before.last_modified, now.last_modified)
    if None not in tags:
        return tags[0] != tags[1] and (None in dates or dates[0] != dates[1])
    return None not in dates and dates[0] != dates[1]


def asset(url: str) -> str | None:
    """The id of the GOV.UK asset at an address; None where it names none."""
    match = _ASSET.match(url)
    return match and match[1]


def uploaded_on(url: str) -> date | None:
    """The day on which a GOV.UK asset was uploaded, which the first 8 digits of its id tell.

    None for another address, and for 10 February 2018, when older assets were given new ids.
    """
    id_ = asset(url)
    on = datetime.fromtimestamp(int(id_[:8], 16), UTC).date() if id_ else None
    return None if on == _ASSETS_MOVED else on


def _tag(etag: str | None) -> str | None:
    """An ETag without what differs between the plain and the packed form of one document."""
    return etag and etag.removeprefix("W/").strip('"').removesuffix("-gzip")


def state_of(checked: Checked, *, year: int | None, keeps: int | None, today: date) -> State:
    """The state of a link of an item of a year, whose source `keeps` reports for so many years."""
    if checked.state == "missing" and year and keeps and year <= today.year - keeps:
        return "retired"
    return checked.state


def news(before: Checked, now: Checked) -> News | None:
    """What befell a link at this check. That one which was never there is not there is no news."""
    if before.seen_on is None:
        return None
    if now.misses >= MISSES_BELIEVED > before.misses:
        return "lost"
    if now.says == "there" and before.misses >= MISSES_BELIEVED:
        return "back"
    return "replaced" if now.says == "there" and now.state == "replaced" else None
