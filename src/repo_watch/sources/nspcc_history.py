"""NSPCC's yearly lists of 2012 to 2018, on two former sites: read once, for the back issues.

The pages do not change any more and may be gone, so the nightly run passes them over (`every_days`
is 0) and `repo-watch backfill` reads them. Where they are gone, the settings can name copies. What
the current list shows of a review leads, and from what an old page lacks nothing follows.
"""

from repo_watch.model import Expectations, Page, Reading, Request, Source, State

_FIRST_SITE = "https://www.nspcc.org.uk/Inform/resourcesforprofessionals/scrs"
_SECOND_SITE = "https://www.nspcc.org.uk/preventing-abuse/child-protection-system/case-reviews"

_RANK = 100
"""After the lists that are still kept."""


def plan(state: State) -> tuple[Request, ...]:
    """One request per configured address; a later site's wording goes before an earlier one's."""
    return tuple(Request(url, "history", _RANK + at) for at, url in enumerate(state.urls))


def read(page: Page) -> Reading:
    """The case reviews of a page.

    Raises:
        ReadingError: the page cannot be vouched for.
    """
    from repo_watch.reading.case_list.entries import read_list

    return read_list(
        page.body, url=page.url, content_type=page.headers.get("content-type"), whole=page.whole
    )


SOURCE = Source(
    id="nspcc-history",
    title="NSPCC case reviews, 2012 to 2018",
    publisher="NSPCC",
    licence="Metadata and links only; copyright of each report stays with the publishing board.",
    setting="urls",
    urls=(
        *(f"{_SECOND_SITE}/{year}/" for year in range(2018, 2012, -1)),
        f"{_FIRST_SITE}/serious_case_reviews_2013_wda94557.html",
        f"{_FIRST_SITE}/serious_case_reviews_2012_wda88142.html",
    ),
    every_days=0,
    report_years=5,
    alarm=False,  # a page of a former site that is gone stays gone
    expects={
        # A year brings 75 to 140; the first pages were begun in mid-year. Keywords closed an entry
        # without a label then, and links stood on the heading, so fewer are sure to be found.
        "history": Expectations(
            at_least=1,
            at_most=300,
            filled={"title": 1.0, "case_name": 1.0, "summary": 0.9, "keywords": 0.75},
            largest_drop=None,
            unread=0.05,
            fresh_days=36500,  # read once
        )
    },
    by_default=False,
    reader_version=2,
    plan=plan,
    read=read,
)
