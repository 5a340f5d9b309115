"""GOV.UK: what the national Panel publishes, and the DfE's reports on case reviews.

Search says which pages there are and when each last changed; the Content API says what a page is.
The Panel's output is listed whole in one request. Of the DfE's, which is large, those documents
are listed that carry one of a few phrases. The Panel's feed is read besides: made from the same
index, it shows a new page even on a night when search is down.

The interfaces: GOV.UK's search documentation (`docs/using-the-search-api.md` of its search-api)
and its content schemas.
"""

from urllib.parse import quote, urlencode

from repo_watch.errors import ReadingError
from repo_watch.model import UNLISTED, Page, Reading, Request, State
from repo_watch.reading.govuk import CONTENT, SEARCH
from repo_watch.sources.declared import declared, facts

_ASKED = facts(__file__)["asked"]


def plan(state: State) -> tuple[Request, ...]:
    """What is worth asking for now.

    Always: the searches, the result pages known to follow them, and the Panel's feed. Besides:
    each page whose marker moved since it was last read well, and on a full night each page that
    was ever listed, because a replaced file moves no marker. What is listed comes before what no
    longer is: a publication that moved is met at its new address before the old one says so.
    """
    base = state.urls[0].rstrip("/")
    queries = [{"q": f'"{one}"', **_ASKED["with_a_phrase"]} for one in _ASKED["phrases"]]
    first = []
    for query in (_ASKED["of_the_panel"], *queries):
        asked = urlencode(query | _ASKED["always"], doseq=True, quote_via=quote)
        first.append(Request(f"{base}{SEARCH}?{asked}", "phrase" if "q" in query else "search"))
    panel = _ASKED["of_the_panel"]["filter_organisations"]
    first.append(Request(f"{base}/government/organisations/{panel}.atom", "feed"))
    begun = {request.url for request in first}
    more = [
        Request(url, "more", marker="")
        for url in state.pages
        if url.startswith(f"{base}{SEARCH}?") and url not in begun
    ]
    content = [
        Request(url, "content", marker=known.wanted)
        for url, known in state.pages.items()
        if url.startswith(f"{base}{CONTENT}/") and (state.full or known.wanted != known.have)
    ]
    content.sort(key=lambda request: request.marker == UNLISTED)
    return (*first, *more, *content)


def read(page: Page) -> Reading:
    """What a page of GOV.UK says, by its kind."""
    from repo_watch.reading.govuk.content import read_content
    from repo_watch.reading.govuk.listing import read_feed, read_search

    match page.request.kind:
        case "search" | "phrase" | "more":
            return read_search(page)
        case "feed":
            return read_feed(page)
        case "content":
            return read_content(page)
        case kind:
            raise ReadingError(f"GOV.UK has no pages of kind {kind!r}", url=page.request.url)


SOURCE = declared(__file__, plan, read)
