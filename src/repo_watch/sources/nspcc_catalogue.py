"""The NSPCC Library's catalogue: the only place that shows a review's accession number.

Off as shipped: what the library's robots.txt says is not known, so no address is shipped and none
is asked for. An operator who has looked may set the address of a search page: one that holds for
every visitor. An address with a session in it is refused, and so are links that carry one.
"""

from repo_watch.errors import SettingsError
from repo_watch.model import Expectations, Page, Reading, Request, Source, State
from repo_watch.reading.nspcc import RECORD

ID = "nspcc-catalogue"

_RANK = 200
"""After every list: a catalogue's wording is a librarian's."""


def plan(state: State) -> tuple[Request, ...]:
    """The configured search pages, and the records and further results that are new; all if full.

    Raises:
        SettingsError: a configured address belongs to one visitor's session.
    """
    from repo_watch.reading.nspcc.catalogue import has_session

    for url in state.urls:
        if has_session(url):
            raise SettingsError(
                f"sources.{ID}.urls: {url} belongs to one visitor's session and leads nowhere "
                "tomorrow; set the address of a search that holds for every visitor"
            )
    return (
        *(Request(url, "catalogue", _RANK) for url in state.urls),
        *(
            Request(url, RECORD, _RANK, marker="")
            for url, known in state.pages.items()
            if url not in state.urls and (state.full or known.have is None)
        ),
    )


def read(page: Page) -> Reading:
    """The case reviews that a page of the catalogue records.

    Raises:
        ReadingError: the page cannot be vouched for.
    """
    from repo_watch.reading.nspcc.catalogue import read_catalogue

    return read_catalogue(page)


# What tells a review is demanded by the reader; older records may lack an abstract.
_FILLED = {"title": 1.0, "accession": 1.0, "summary": 0.5}

SOURCE = Source(
    id=ID,
    title="NSPCC Library catalogue",
    publisher="NSPCC Library",
    licence="Metadata and links only; copyright of each report stays with the publishing board.",
    setting="urls",
    urls=(),
    every_days=7,
    report_years=5,
    expects={
        # A search gives a page of results, sorted as its address says: what is not on it may be on
        # the next one, so nothing follows from an absence.
        "catalogue": Expectations(
            at_least=1, at_most=2000, filled=_FILLED, largest_drop=None, unread=0.1, fresh_days=21
        ),
        # One record as a rule, and that of another kind of work gives nothing.
        RECORD: Expectations(
            at_least=0, at_most=2000, filled=_FILLED, largest_drop=None, unread=0.1, fresh_days=35
        ),
    },
    by_default=False,
    reader_version=1,
    plan=plan,
    read=read,
)
