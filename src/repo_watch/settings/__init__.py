"""Every value that an installation may choose: definitions, reading and writing of the file."""

from repo_watch.settings.definitions import (
    FetchSettings,
    LinkSettings,
    PartnershipSettings,
    Settings,
    SourceSettings,
    description,
    is_loopback,
    is_reachable,
)
from repo_watch.settings.delivery import DropSettings, MailSettings
from repo_watch.settings.editions import EditionSettings
from repo_watch.settings.reading import DEFAULT_FILE, ENVIRONMENT, load, place
from repo_watch.settings.watching import LogSettings, MetricsSettings
from repo_watch.settings.writing import section, template

__all__ = [
    "DEFAULT_FILE",
    "ENVIRONMENT",
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
