"""NSPCC Learning besides its lists: briefings, news on case reviews, the collection's own page.

Two indexes lead to the documents, each of which is a publication known by its path. The page of the
national collection is one too: what it is read for is the number of reviews that it states.
"""

from urllib.parse import urlsplit

from repo_watch.model import Page, Reading, Request, State
from repo_watch.reading.nspcc import BRIEFINGS, NEWS
from repo_watch.sources.declared import declared


def plan(state: State) -> tuple[Request, ...]:
    """The configured pages, and each listed document that is new, or has left its index.

    An index does not say when a document changed, so all are read again on a full night.
    """
    first = tuple(Request(url, kind_of(url), rank) for rank, url in enumerate(state.urls))
    documents = tuple(
        Request(url, "document", marker=known.wanted or "")
        for url, known in state.pages.items()
        if url not in state.urls
        and (state.full or known.have is None or known.wanted not in {None, known.have})
    )
    return first + documents


def read(page: Page) -> Reading:
    """What a page says, by its address."""
    from repo_watch.reading.nspcc.learning import READERS

    return READERS[kind_of(page.request.url)](page)


def kind_of(url: str) -> str:
    """The kind of an address: any that is no index and not the collection's is a document."""
    path = urlsplit(url).path.strip("/").lower()
    name = path.rpartition("/")[2]
    if path.endswith(BRIEFINGS):
        return "briefings"
    if name == NEWS:
        return "news"
    return "collection" if name.endswith(("repository", "collection")) else "document"


SOURCE = declared(__file__, plan, read)
