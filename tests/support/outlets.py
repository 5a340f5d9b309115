"""An installation that hands its issues out by mail and in a folder."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from world import Installation

from repo_watch.settings import DropSettings, MailSettings

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)
ADDRESS = "reader@example.org"


def night(number):
    return START + timedelta(days=number)


class Outlet(Installation):
    @property
    def settings(self):
        mail = MailSettings(
            host="127.0.0.1", sender=ADDRESS, recipients=(ADDRESS,), dry_run=self.folder / "trial"
        )
        drop = DropSettings(folder=self.folder / "drop")
        drop.folder.mkdir(parents=True, exist_ok=True)
        return replace(super().settings, mail=mail, drop=drop)
