"""The watched sources: a module each, and this one tuple."""

from repo_watch.errors import SettingsError
from repo_watch.model import Source
from repo_watch.sources.govuk_reviews import SOURCE as GOVUK_REVIEWS
from repo_watch.sources.incident_notifications import SOURCE as INCIDENT_NOTIFICATIONS
from repo_watch.sources.nspcc_briefings import SOURCE as NSPCC_BRIEFINGS
from repo_watch.sources.nspcc_catalogue import SOURCE as NSPCC_CATALOGUE
from repo_watch.sources.nspcc_history import SOURCE as NSPCC_HISTORY
from repo_watch.sources.nspcc_reviews import SOURCE as NSPCC_REVIEWS

SOURCES: tuple[Source, ...] = (
    NSPCC_REVIEWS,
    GOVUK_REVIEWS,
    NSPCC_BRIEFINGS,
    INCIDENT_NOTIFICATIONS,
    NSPCC_HISTORY,
    NSPCC_CATALOGUE,
)


def source(id_: str) -> Source:
    """The source with this id.

    Raises:
        SettingsError: there is none.
    """
    for one in SOURCES:
        if one.id == id_:
            return one
    ids = ", ".join(one.id for one in SOURCES)
    raise SettingsError(f"{id_}: no such source; there are {ids}")
