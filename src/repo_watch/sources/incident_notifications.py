"""Serious incident notifications: the DfE's yearly statistics, from the API that needs no key.

The API most likely does not offer this publication. Where it does not, the night says so as a note:
the announcement and the release on GOV.UK carry the news.
"""

from repo_watch.model import UNLISTED, Expectations, Page, Reading, Request, Source, State


def plan(state: State) -> tuple[Request, ...]:
    """The search, and each answer whose trail moved since it was read; on a full night, all.

    What no listing leads to any more has lost its trail, so it cannot be read again.
    """
    from repo_watch.reading.statistics.notifications import search_address

    base = state.urls[0].rstrip("/")
    search = Request(search_address(base), "search")
    return (
        search,
        *(
            Request(url, "content", marker=known.wanted)
            for url, known in state.pages.items()
            if url != search.url
            and url.startswith(f"{base}/")
            and known.wanted not in {None, UNLISTED}
            and (state.full or known.wanted != known.have)
        ),
    )


def read(page: Page) -> Reading:
    """What an answer of the API says, by its address.

    Raises:
        ReadingError: the answer cannot be vouched for.
    """
    from repo_watch.reading.statistics.notifications import read_answer, read_search

    base = page.request.url.partition("/publications")[0].partition("/data-sets/")[0]
    if page.request.url.startswith(f"{base}/publications?"):
        return read_search(page, base)
    return read_answer(page, base)


SOURCE = Source(
    id="incident-notifications",
    title="Serious incident notifications",
    publisher="Department for Education",
    licence="Contains public sector information licensed under the Open Government Licence v3.0.",
    setting="base",
    urls=("https://api.education.gov.uk/statistics/v1",),
    alarm=False,  # figures of a year, in an API that may not have them
    expects={
        # None is a note of the reader's own; two would be another publication of that name.
        "search": Expectations(
            at_least=0,
            at_most=2,
            largest_drop=None,
            unread=0.0,
            fresh_days=28,  # the statistics are yearly
        ),
        # Data sets, releases, or one publication: a handful of each. A title is not demanded, since
        # a data set that is gone has none.
        "content": Expectations(
            at_least=0,
            at_most=60,
            filled={"url": 1.0},
            largest_drop=0.5,
            unread=0.0,
            fresh_days=28,  # asked for when its trail moves and once a week
        ),
    },
    by_default=False,
    reader_version=1,
    plan=plan,
    read=read,
)
