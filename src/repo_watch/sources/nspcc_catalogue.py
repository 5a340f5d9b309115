"""The NSPCC Library's catalogue: the only place that shows a review's accession number.

Off as shipped: what the library's robots.txt says is not known, so no address is shipped and none
is asked for. An operator who has looked may set the address of a search page: one that holds for
every visitor. An address with a session in it is refused, and so are links that carry one.
"""

from repo_watch.errors import SettingsError
from repo_watch.model import Request, State
from repo_watch.reading.nspcc import RECORD
from repo_watch.sources.declared import declared, reader

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
    first = tuple(Request(url, "catalogue", _RANK) for url in state.urls)
    return first + tuple(
        Request(url, RECORD, _RANK, marker="")
        for url, known in state.pages.items()
        if url not in state.urls and (state.full or known.have is None)
    )


SOURCE = declared(__file__, plan, reader("nspcc.catalogue:read_catalogue"))
