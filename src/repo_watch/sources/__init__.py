"""The watched sources: what is known of each page in; what to ask for next, and its reader, out.

A source knows whose a page is; it must not know the network, or how its reader reads.
"""

from collections.abc import Sequence

from repo_watch.errors import SettingsError
from repo_watch.model import Source
from repo_watch.settings import Settings
from repo_watch.sources import partnerships
from repo_watch.sources.govuk_reviews import SOURCE as GOVUK_REVIEWS
from repo_watch.sources.incident_notifications import SOURCE as INCIDENT_NOTIFICATIONS
from repo_watch.sources.nspcc_briefings import SOURCE as NSPCC_BRIEFINGS
from repo_watch.sources.nspcc_catalogue import SOURCE as NSPCC_CATALOGUE
from repo_watch.sources.nspcc_history import SOURCE as NSPCC_HISTORY
from repo_watch.sources.nspcc_reviews import SOURCE as NSPCC_REVIEWS
from repo_watch.sources.panel_site import SOURCE as PANEL_SITE
from repo_watch.sources.partnerships import SOURCE as PARTNERSHIPS
from repo_watch.sources.research_archives import SOURCE as RESEARCH_ARCHIVES

SOURCES: tuple[Source, ...] = (
    NSPCC_REVIEWS,
    GOVUK_REVIEWS,
    NSPCC_BRIEFINGS,
    INCIDENT_NOTIFICATIONS,
    PANEL_SITE,
    PARTNERSHIPS,
    RESEARCH_ARCHIVES,
    NSPCC_HISTORY,
    NSPCC_CATALOGUE,
)


def configured(settings: Settings, sources: Sequence[Source] = SOURCES) -> tuple[Source, ...]:
    """The sources as this installation has them: the partnerships are those of its settings."""
    theirs = partnerships.configured(settings.partnerships.values())
    return tuple(theirs if one.id == theirs.id else one for one in sources)


def source(id_: str) -> Source:
    """The source with this id.

    Raises:
        SettingsError: there is none.
    """
    known = {one.id: one for one in SOURCES}
    if id_ not in known:
        raise SettingsError(f"{id_}: no such source; there are {', '.join(known)}")
    return known[id_]
