"""NSPCC Learning besides its lists: briefings, news on case reviews, the collection's own page.

Two indexes lead to the documents, each of which is a publication known by its path. The page of the
national collection is one too: what it is read for is the number of reviews that it states.
"""

from urllib.parse import urlsplit

from repo_watch.model import Expectations, Page, Reading, Request, Source, State
from repo_watch.reading.nspcc import BRIEFINGS, NEWS, PUBLISHER

_LEARNING = "https://learning.nspcc.org.uk"


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
    """What a page says, by its address.

    Raises:
        ReadingError: the page cannot be vouched for.
    """
    from repo_watch.reading.nspcc.learning import (
        read_briefings,
        read_collection,
        read_document,
        read_news,
    )

    match kind_of(page.request.url):
        case "briefings":
            return read_briefings(page)
        case "news":
            return read_news(page)
        case "collection":
            return read_collection(page)
        case _:
            return read_document(page)


def kind_of(url: str) -> str:
    """The kind of an address: any that is no index and not the collection's is a document."""
    path = urlsplit(url).path.strip("/").lower()
    name = path.rpartition("/")[2]
    if path.endswith(BRIEFINGS):
        return "briefings"
    if name == NEWS:
        return "news"
    return "collection" if name.endswith(("repository", "collection")) else "document"


SOURCE = Source(
    id="nspcc-briefings",
    title="NSPCC briefings and news on case reviews",
    publisher=PUBLISHER,
    licence="Metadata and links only; copyright stays with the NSPCC.",
    setting="urls",
    urls=(
        f"{_LEARNING}/{BRIEFINGS}",
        f"{_LEARNING}/{NEWS}",
        f"{_LEARNING}/case-reviews/national-case-review-repository",
    ),
    expects={
        # The series has run for ten years: an index without a briefing is another page, and a
        # third of the series does not go in a night.
        "briefings": Expectations(
            at_least=1,
            at_most=200,
            largest_drop=0.34,
            unread=0.0,
            fresh_days=7,  # a briefing a day late is no harm: it is not tonight's review
        ),
        # The newest items only: those on reviews are few, often none, and scroll off.
        "news": Expectations(at_least=0, at_most=100, largest_drop=1.0, unread=0.0, fresh_days=7),
        # One page, one publication; without a size it is believed, but partial.
        "collection": Expectations(
            at_least=1,
            at_most=1,
            filled={"title": 1.0},
            largest_drop=None,
            unread=0.0,
            fresh_days=7,
        ),
        # One page, one document, whatever its state: one that is gone has an address alone.
        "document": Expectations(
            at_least=1,
            at_most=1,
            filled={"url": 1.0},
            largest_drop=None,
            unread=0.0,
            fresh_days=14,  # read again once a week
        ),
    },
    by_default=False,
    reader_version=1,
    plan=plan,
    read=read,
)
