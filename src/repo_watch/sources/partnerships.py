"""Local safeguarding partnerships: pages of links to their reviews, one for each in the settings.

There is no list of all partnerships, no feed and no common form: each installation names the pages
it wants, as `[partnerships.NAME]`. None is read by default. Reports stay "for at least a year" and
then go, so a review that leaves such a page is no longer at its source; it is not withdrawn.

What a page cannot say, its settings do. `authority` becomes the authority of every entry, so that
the NSPCC's entry of the same review can be found to be the same; without it an entry's authority is
not known (`authority_text` None, and not anonymous). Where both show a review, the NSPCC's wording,
which has a summary, leads. A partnership that moved or replaced another goes on under `formerly`,
the addresses before: what was known from there is known.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import urlsplit

from msgspec.structs import replace

from repo_watch.model import CASE, FURTHER, UNLISTED, Page, Reading, Request, Source, State
from repo_watch.reading.link_list import NOWHERE, RANK, Publisher
from repo_watch.settings import PartnershipSettings
from repo_watch.sources.declared import declared, reader

ID = "partnerships"
_MOST_PAGES = 40
_MOST_CASES = 60
"""Pages about one review that are asked for in a night; the others wait for the next."""


def plan(state: State) -> tuple[Request, ...]:
    """One request per configured page, and the pages that it led on to.

    Further pages of a list are read every night; a page about one review when it is new, when its
    list says something else of it, and once a week.
    """
    first = [Request(url, "links", rank=RANK) for url in state.urls]
    pages = [
        (url, known.wanted, known.have)
        for url, known in state.pages.items()
        if url not in state.urls and known.wanted not in {None, UNLISTED}
    ]
    further = [Request(url, FURTHER, RANK, "") for url, wanted, _ in pages if not wanted]
    cases = [
        Request(url, CASE, RANK - 1, wanted)
        for url, wanted, have in sorted(pages, key=lambda page: page[1] == page[2])
        if wanted and (state.full or wanted != have)
    ]
    return (*first, *further[:_MOST_PAGES], *cases[:_MOST_CASES])


def read(page: Page, known: Mapping[str, PartnershipSettings] | None = None) -> Reading:
    """What a page of one of the known partnerships leads to, or the review that stands on it."""
    from repo_watch.reading.link_list.pages import read_case, read_list

    if page.request.kind == CASE:
        return read_case(page)
    return read_list(page, _publisher(page.request.url or NOWHERE, known or {}))


def configured(partnerships: Iterable[PartnershipSettings]) -> Source:
    """The source for these partnerships: it reads their pages and knows who they are."""
    known = {one.url: one for one in partnerships}
    return replace(SOURCE, urls=tuple(known), read=partial(read, known=known))


def _publisher(url: str, known: Mapping[str, PartnershipSettings]) -> Publisher:
    """Who publishes a page: the board under whose address it is, else its host alone.

    The host, or that of the board's first address, keeps documents of one title apart.
    """
    of = [one for one in known if url.startswith(one.partition("?")[0].rstrip("/"))]
    who = known[max(of, key=len)] if of else PartnershipSettings(url=url)
    host = urlsplit((*who.formerly, url)[0]).netloc.lower()
    return Publisher((ID, host), who.title or host, who.authority or None)


SOURCE = declared(__file__, plan, read, reader("link_list.pages:explain_list"))
