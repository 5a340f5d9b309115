"""One polite look at each kind of page of a source; nothing is stored."""

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from msgspec import Struct

from repo_watch.errors import SourceError
from repo_watch.fetch.connections import hosts_of
from repo_watch.fetch.session import Fetcher
from repo_watch.judging.changes import Known
from repo_watch.judging.verdict import judge
from repo_watch.model import Page, Reading, Request, Source, State, Validators, Verdict
from repo_watch.settings import Settings, is_loopback


class Visit(Struct, frozen=True):
    """One page of a source: what was asked for, what came, what it was read as.

    Nothing came where there is no page, and what came was refused where there is no reading; the
    error says why. The verdict is what a run would have made of it, with nothing known from before.
    """

    request: Request
    page: Page | None
    reading: Reading | None
    verdict: Verdict
    error: SourceError | None = None


class Contact(Struct, frozen=True):
    """What one source was like, with a visit to each kind of page that could be found.

    `robots` is the robots.txt of its first address, None where there was none to read; `besides`,
    by address, what a HEAD found where there may be something to read.
    """

    source: Source
    addresses: tuple[str, ...]
    robots: str | None
    visits: Mapping[str, Visit]
    besides: Mapping[str, str]


BESIDES: Mapping[str, tuple[str, ...]] = {
    "nspcc-reviews": ("/sitemap.xml", "/rss"),
    "panel-site": ("/feed/", "/wp-json/wp/v2/", "/wp-sitemap.xml"),
}
"""By source id, paths of which nobody knows whether the site has them."""


def meet(settings: Settings, source: Source, fetcher: Fetcher) -> Contact:
    """Ask for one page of each kind: those of the plan, then one of each kind they lead to.

    The fetcher is shared by all sources for the sake of pace.
    """
    addresses = settings.addresses(source)
    visits: dict[str, Visit] = {}
    while request := next(_ahead(source, addresses, visits), None):
        page, reading, error = None, None, None
        try:
            page = fetcher.get(request, Validators(), hosts=hosts_of(addresses))
            reading = source.read(page)
            verdict = judge(reading, source.expects[request.kind], Known())
        except SourceError as refused:
            error, verdict = refused, Verdict("failed", (refused.reason,))
        visits[request.kind] = Visit(request, page, reading, verdict, error)
    known = [urljoin(first, path) for first in addresses[:1] for path in BESIDES.get(source.id, ())]
    besides = {url: _knock(fetcher, url) for url in known}
    rules = fetcher.rules(addresses[0]) if addresses else None
    return Contact(source, addresses, rules, visits, besides)


def _knock(fetcher: Fetcher, url: str) -> str:
    """What a HEAD finds at an address, in words."""
    try:
        reply = fetcher.peek(url, method="HEAD", near=is_loopback(url))
    except SourceError as error:
        return error.reason
    kind = reply.headers.get("content-type", "no content type")
    return f"HTTP {reply.status}, {reply.location or kind}"


def _ahead(
    source: Source, addresses: tuple[str, ...], visits: Mapping[str, Visit]
) -> Iterator[Request]:
    readings = (visit.reading for visit in visits.values() if visit.reading)
    listed = (request for reading in readings for request in reading.listed)
    planned = source.plan(State(addresses)) if addresses else ()
    return (one for one in (*planned, *listed) if one.kind not in visits)
