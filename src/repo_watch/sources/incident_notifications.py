"""Serious incident notifications: the DfE's yearly statistics, from the API that needs no key.

The API most likely does not offer this publication. Where it does not, the night says so as a note:
the announcement and the release on GOV.UK carry the news.
"""

from repo_watch.model import UNLISTED, Request, State
from repo_watch.sources.declared import declared, reader

_SEARCH = "publications?search=serious+incident+notifications&pageSize=40"
"""As many as the API gives at most on a page."""


def plan(state: State) -> tuple[Request, ...]:
    """The search, and each answer whose trail moved since it was read; on a full night, all.

    What no listing leads to any more has lost its trail, so it cannot be read again.
    """
    base = state.urls[0].rstrip("/")
    search = Request(f"{base}/{_SEARCH}", "search")
    answers = (
        Request(url, "content", marker=known.wanted)
        for url, known in state.pages.items()
        if url != search.url
        and url.startswith(f"{base}/")
        and known.wanted not in {None, UNLISTED}
        and (state.full or known.wanted != known.have)
    )
    return (search, *answers)


SOURCE = declared(__file__, plan, reader("statistics:read_statistics"))
