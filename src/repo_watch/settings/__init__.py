"""Every value that an installation may choose: definitions, reading and writing of the file."""

from repo_watch.settings.definitions import (
    PASSWORD_VARIABLE,
    DropSettings,
    EditionSettings,
    FetchSettings,
    LinkSettings,
    LogSettings,
    MailSettings,
    MetricsSettings,
    PartnershipSettings,
    Settings,
    SourceSettings,
    description,
    is_loopback,
    is_reachable,
)
from repo_watch.settings.reading import DEFAULT_FILE, ENVIRONMENT, load, place
from repo_watch.settings.writing import section, template

__all__ = [
    "DEFAULT_FILE",
    "ENVIRONMENT",
    "PASSWORD_VARIABLE",
    "DropSettings",
    "EditionSettings",
    "FetchSettings",
    "LinkSettings",
    "LogSettings",
    "MailSettings",
    "MetricsSettings",
    "PartnershipSettings",
    "Settings",
    "SourceSettings",
    "description",
    "is_loopback",
    "is_reachable",
    "load",
    "place",
    "section",
    "template",
]
