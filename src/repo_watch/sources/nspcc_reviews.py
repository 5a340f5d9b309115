"""NSPCC Learning: the list of recently published case reviews, and the monthly update.

Two addresses whose content rolls over. The list holds several year sections and loses its oldest
with the turn of the year; the update shows what was added to the collection in a month. Where both
show a review, the wording of the list, which is kept longer, leads.
"""

from urllib.parse import urlsplit

from repo_watch.model import Request, State
from repo_watch.sources.declared import declared, reader


def plan(state: State) -> tuple[Request, ...]:
    """One request per configured address; the order of the settings is the order of preference."""
    return tuple(Request(url, _kind(url), rank) for rank, url in enumerate(state.urls))


def _kind(url: str) -> str:
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2].lower()
    return "update" if "update" in name or name.startswith("monthly") else "list"


SOURCE = declared(
    __file__, plan, reader("case_list.entries:read_list"), reader("case_list.entries:explain")
)
