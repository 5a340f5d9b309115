"""NSPCC's yearly lists of 2012 to 2018, on two former sites: read once, for the back issues.

The pages do not change any more and may be gone, so the nightly run passes them over (`every_days`
is 0) and `repo-watch backfill` reads them. Where they are gone, the settings can name copies. What
the current list shows of a review leads, and from what an old page lacks nothing follows.
"""

from repo_watch.model import Request, State
from repo_watch.sources.declared import declared, reader

_RANK = 100
"""After the lists that are still kept."""


def plan(state: State) -> tuple[Request, ...]:
    """One request per configured address; a later site's wording goes before an earlier one's."""
    return tuple(Request(url, "history", _RANK + at) for at, url in enumerate(state.urls))


SOURCE = declared(__file__, plan, reader("case_list.entries:read_list"))
