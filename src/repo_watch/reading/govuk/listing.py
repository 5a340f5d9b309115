"""Reads what leads to GOV.UK's publications: result pages of its search, and its Atom feeds.

Both name pages; neither describes them well enough to be a record (search leaves out fields, a
feed shows 20 entries and major updates only), so both become requests to the Content API, each
with a marker that moves when the page does.
"""

import itertools
import re
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import quote, urlsplit
from xml.sax import SAXParseException

import msgspec

from repo_watch.errors import ChallengePageError, CutShortError, ReadingError
from repo_watch.model import Page, Reading, Request, Unread
from repo_watch.reading.govuk import CONTENT, PUBLIC, moment
from repo_watch.reading.govuk.content import Count, absolute, base_of, decode, one_line
from repo_watch.reading.page.feed import parsed_feed

MOST_RESULTS = 5000
"""More results than any question of ours has: the filters were not applied."""

_HTML_PUBLICATION = re.compile(
    r"(/government/(?:publications|consultations|calls-for-evidence|statistics)"
    r"/(?!announcements/)[^/]+)/[^/]+"
)
_ABOUT_A_BODY = re.compile(r"/?(?:https?://[^/]+/)?(?:[^:]*/)?government/organisations/")
"""Its own page, "About us", terms of reference, complaints procedure: no publications."""
_ENDED_STATES = frozenset({"closed", "devolved"})
_LOCALE = re.compile(r"\.[a-z]{2}(?:-[a-z0-9]{2,4})?$")
_START = re.compile(r"&start=(\d{1,9})")
_HOST = urlsplit(PUBLIC).netloc
_ENDED = "this feed has ended"


class _Result(msgspec.Struct):
    link: str | None = None
    title: str | None = None
    public_timestamp: str | None = None
    format: str | None = None
    content_store_document_type: str | None = None
    is_withdrawn: bool | None = None
    organisation_state: str | None = None
    organisation_closed_state: str | None = None
    superseding_organisations: list[object] | None = None


class _Results(msgspec.Struct):
    results: list[_Result]
    total: Count


def read_search(page: Page) -> Reading:
    """The pages that a page of search results leads to.

    `listed` holds one request of kind "content" for each page and, when the search has more
    results than were shown, one of kind "more" for the next ones. A marker is the result's
    `public_timestamp` in UTC ("" when absent), followed by " withdrawn" where it is: a withdrawal
    does not move the timestamp. An HTML publication is read under its parent.

    `claimed_total` is how many requests `listed` should hold: the search's `total`, less the
    results on other pages of the same search, those passed over (recommended links, the pages that
    tell of an organisation, a second result for the same page) and those unread, plus one for the
    next page. So it differs from the length of `listed` exactly when results that were claimed are
    lacking. `words` counts results; a result whose address is on another site, is no address, or
    whose timestamp is none, is unread. An organisation that its own row calls closed or renamed
    is a doubt that names its successors.

    Raises:
        ReadingError: the page is no result page, or claims more results than can be.
    """
    if page.status != HTTPStatus.OK:
        raise ReadingError(f"search answered {page.status}", url=page.request.url)
    found = decode(page, _Results)
    if found.total > MOST_RESULTS:
        reason = f"search claims {found.total} results: it did not apply our filters"
        raise ReadingError(reason, url=page.request.url)
    pages = (one for one in found.results if one.format != "recommended-link")
    listed, unread = _collect(page, itertools.filterfalse(_is_organisation, pages))
    asked = _START.search(page.request.url)
    start = int(asked[1]) if asked else 0
    shown = len(found.results)
    more = shown > 0 and start + shown < found.total
    rest = f"{_START.sub('', page.request.url)}&start={start + shown}"
    further = (Request(rest, "more", marker=""),) if more else ()
    due = shown + 1 if more else max(found.total - start, 0)
    return Reading(
        listed=listed + further,
        claimed_total=due - (shown - len(listed)),
        words=shown,
        unread=unread,
        doubts=tuple(filter(None, map(_end_of, filter(_is_organisation, found.results)))),
    )


def _is_organisation(one: _Result) -> bool:
    return "organisation" in {one.format, one.content_store_document_type}


def _end_of(one: _Result) -> str:
    """What an organisation's own row says of its end; "" where it goes on."""
    successors = [
        str(named.get("title") or named.get("slug") or "") if isinstance(named, dict) else named
        for named in one.superseding_organisations or ()
    ]
    state = one.organisation_closed_state or one.organisation_state or ""
    if not (one.organisation_state in _ENDED_STATES or one.organisation_closed_state or successors):
        return ""
    how = one_line(state.replace("_", " ")) or "superseded"
    names = ", ".join(one_line(str(name)) for name in successors) or "none is named"
    return (
        f"GOV.UK calls {one_line(one.title) or 'this organisation'} no longer what it was ({how}); "
        f"its successor: {names}. What the successor publishes is not read: it needs a new setting."
    )


def read_feed(page: Page) -> Reading:
    """The pages that an Atom feed leads to, with the entries' times as markers.

    Organisation feeds (id `ADDRESS#TIMESTAMP`) and finder feeds (a lasting `tag:` id) are read
    alike, by link and time. An entry without a time has marker "". A feed that is not there (404,
    410) leads nowhere, which is no fault: a feed is a trigger and a fallback, search is the
    record. For the same reason nothing may be concluded from what a feed does not show.

    Raises:
        ReadingError: no Atom feed, one cut short, or one that says that it has ended.
    """
    if page.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Reading()
    parsed = parsed_feed(page)
    if not str(parsed.get("version", "")).startswith("atom"):
        raise ChallengePageError("no Atom feed came", url=page.request.url)
    if isinstance(parsed.get("bozo_exception"), SAXParseException):
        raise CutShortError("the feed is cut short or damaged", url=page.request.url)
    entries = []
    for entry in parsed["entries"]:
        # dict.get: feedparser's own makes up a missing `updated` from other fields.
        names = ("link", "title", "updated")
        link, title, updated = (str(dict.get(entry, name) or "") for name in names)
        entries.append(_Result(link, title, updated))
    if any(one_line(one.title).lower() == _ENDED for one in entries):
        raise ReadingError("the feed says that it has ended", url=page.request.url)
    listed, unread = _collect(page, entries)
    return Reading(listed=listed, words=len(entries), unread=unread)


def _collect(
    page: Page, results: Iterable[_Result]
) -> tuple[tuple[Request, ...], tuple[Unread, ...]]:
    """One content request a page, with its newest marker, and the rows that lead nowhere."""
    base = base_of(page.url)
    markers: dict[str, str] = {}
    unread: list[Unread] = []
    before = ""
    for one in results:
        if _ABOUT_A_BODY.match(one.link or ""):
            continue
        when, flag = one.public_timestamp, " withdrawn" if one.is_withdrawn else ""
        url = content_url(base, one.link)
        marker = moment(when) or ""
        if url is None or (when and not marker):
            unread.append(Unread(one_line(when if url else one.link) or "no address", before))
        if url is not None:
            markers[url] = max(marker + flag, markers.get(url, ""))
        before = one_line(one.title)
    requests = (Request(url, "content", marker=marker) for url, marker in markers.items())
    return tuple(requests), tuple(unread)


def content_url(base: str, link: str | None) -> str | None:
    """The Content API address of a page, from a link that may lack its slash or be absolute.

    None where the link leads to another site or is none. An HTML publication's is its parent's,
    a translation's (`.cy`) that of the English page, whose content id it shares.
    """
    found, home = urlsplit(absolute(base, link) or ""), urlsplit(base)
    path = "/" + found.path.lstrip("/")
    if found.netloc == home.netloc:
        path = path.removeprefix(home.path)
    elif found.netloc != _HOST:
        return None
    if not path.strip("/") or "/../" in f"{path}/":
        return None
    path = _LOCALE.sub("", path)
    if parent := _HTML_PUBLICATION.fullmatch(path):
        path = parent[1]
    return base + CONTENT + quote(path, safe="/%!$&'()*+,;=:@~")
