"""The Child Safeguarding Practice Review Panel's own site, launched in spring 2026.

Future reports of the Panel may appear only there. The configured pages lead to reports and to
further listings; a report is a page that names a file or a day of publication. WordPress's feed is
read besides, from the night on which a page announces one; its JSON is not needed for that.

The wrong date: the one report page that is known says "Published 2 February 2024" of a report that
cannot have been out then. The day is kept in `first_published_at`, as what the source says, and
nothing is concluded from it; where GOV.UK has the same report, GOV.UK's date is the right one. Two
publications are one report, as far as this site can tell, when the Panel is among `organisations`
of both and `titles.title_key` of both titles is equal; an equal number of pages of an attachment,
or an equal ISBN, confirms it. `content_id` begins with "panel:" here and with nothing there.
"""

from repo_watch.model import Page, Reading, Request, State
from repo_watch.sources.declared import declared


def plan(state: State) -> tuple[Request, ...]:
    """The configured pages, what they are known to lead on through, and each report that is new.

    A listing does not say when a report changed, so all are read again on a full night, and one
    that has left every listing once more.
    """
    from repo_watch.reading.panel import RANK, kind_of

    first = tuple(Request(url, "listing", RANK) for url in state.urls)
    others = {url: kind_of(url) for url in state.pages if url not in state.urls}
    more = [Request(url, kind, RANK, "") for url, kind in others.items() if kind != "document"]
    documents = [
        Request(url, "document", RANK, known.wanted or "")
        for url, known in state.pages.items()
        if others.get(url) == "document"
        and (state.full or known.have is None or known.wanted not in {None, known.have})
    ]
    return (*first, *more, *documents)


def read(page: Page) -> Reading:
    """What a page of the site says, by its address; the configured pages are listings."""
    from repo_watch.reading.panel import kind_of, read_feed, read_listing, read_report

    kind = kind_of(page.request.url)
    if page.request.kind == "listing" or kind == "further":
        return read_listing(page)
    return read_feed(page) if kind == "feed" else read_report(page)


SOURCE = declared(__file__, plan, read)
