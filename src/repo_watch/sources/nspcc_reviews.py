"""NSPCC Learning: the list of recently published case reviews, and the monthly update.

Two addresses whose content rolls over. The list holds several year sections and loses its oldest
with the turn of the year; the update shows what was added to the collection in a month. Where both
show a review, the wording of the list, which is kept longer, leads.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from repo_watch.model import Expectations, Page, Reading, Request, Source, State

_CASE_REVIEWS = "https://learning.nspcc.org.uk/case-reviews"


def plan(state: State) -> tuple[Request, ...]:
    """One request per configured address; the order of the settings is the order of preference."""
    return tuple(
        Request(url=url, kind=_kind(url), rank=rank) for rank, url in enumerate(state.urls)
    )


def _kind(url: str) -> str:
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2].lower()
    return "update" if "update" in name or name.startswith("monthly") else "list"


def read(page: Page) -> Reading:
    """The case reviews of a page.

    Raises:
        ReadingError: the page cannot be vouched for.
    """
    from repo_watch.reading.case_list.entries import read_list

    return read_list(
        page.body, url=page.url, content_type=page.headers.get("content-type"), whole=page.whole
    )


def explained(page: Page) -> Iterator[tuple[str, str]]:
    """What each stretch of the page's text was taken for.

    Raises:
        ReadingError: the page cannot be vouched for.
    """
    from repo_watch.reading.case_list.entries import explain

    return explain(
        page.body, url=page.url, content_type=page.headers.get("content-type"), whole=page.whole
    )


# Every entry since 2012 has a summary, and all but a few have keywords. A report link is taken down
# on request, and labels change with the years, so neither is demanded of each entry.
_FILLED = {"title": 1.0, "case_name": 1.0, "summary": 0.95, "keywords": 0.9, "links": 0.5}

SOURCE = Source(
    id="nspcc-reviews",
    title="NSPCC case reviews",
    publisher="NSPCC Learning",
    licence="Metadata and links only; copyright of each report stays with the publishing board.",
    setting="urls",
    urls=(
        f"{_CASE_REVIEWS}/recently-published-case-reviews",
        f"{_CASE_REVIEWS}/monthly-case-reviews-update",
    ),
    report_years=5,
    expects={
        "list": Expectations(
            at_least=1,  # an empty list cannot be: it holds years
            at_most=1500,  # the whole collection; five years are 375 to 700
            filled=_FILLED,
            largest_drop=0.3,  # a year section of five goes at New Year: a fifth, or a little more
            unread=0.02,  # a stray note here and there; one entry of fifty not understood is more
            fresh_days=3,  # read nightly: two bad nights are weather, three are not
        ),
        "update": Expectations(
            at_least=0,  # a month may bring nothing
            at_most=150,  # bursts of 40 were seen; a year brings 75 to 140
            filled=_FILLED,
            largest_drop=None,  # it begins anew each month
            unread=0.02,
            fresh_days=3,
        ),
    },
    reader_version=2,
    plan=plan,
    read=read,
    explain=explained,
)
