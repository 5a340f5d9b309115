"""The settings there are. Each is one field of a struct, here or in `groups`.

Its type says what is allowed; its explanation stands in `explained.toml` and is printed in the file
that `repo-watch init` writes and in the error for a value that does not fit; `examples.toml` has a
value for the file where there is no default. A new group of settings is a new struct and one field
of `Settings`: of the struct's type for `[group]`, a dict of it for `[group.NAME]`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from repo_watch.errors import SettingsError
from repo_watch.model import Source
from repo_watch.settings.groups import (
    NATIONAL,
    DropSettings,
    EditionSettings,
    FetchSettings,
    LinkSettings,
    LogSettings,
    MailSettings,
    MetricsSettings,
    PartnershipSettings,
    SourceSettings,
)


def is_reachable(contact: str) -> bool:
    """Whether a contact looks like an e-mail address or a web page: somebody can be reached."""
    return "@" in contact or contact.startswith(("http://", "https://"))


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything an installation may choose. Paths are absolute once `load` gives them."""

    data_dir: Path = Path("data")
    public_dir: Path | None = None
    public_url: Annotated[str, Meta(max_length=400)] = ""
    workers: (
        Annotated[int, Meta(ge=1, le=64)]
        | Annotated[str, Meta(pattern=r"^dask://[^/:@\s]+:[0-9]{1,5}\Z")]
    ) = 1
    archive_days: Annotated[int, Meta(ge=0, le=36_500)] = 0
    fetch: FetchSettings = FetchSettings()
    sources: dict[str, SourceSettings] = {}
    links: LinkSettings = LinkSettings()
    partnerships: dict[str, PartnershipSettings] = {}
    mail: MailSettings = MailSettings()
    drop: DropSettings = DropSettings()
    metrics: MetricsSettings = MetricsSettings()
    log: LogSettings = LogSettings()
    editions: dict[str, EditionSettings] = {}

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data_dir / "repo-watch.db"

    @property
    def deliveries(self) -> Path:
        """The SQLite file of who was sent what: apart, for readers get copies of the database."""
        return self.data_dir / "deliveries.db"

    @property
    def archive(self) -> Path:
        """The folder of fetched pages, by hash."""
        return self.data_dir / "archive"

    @property
    def lock(self) -> Path:
        """The file that one run at a time holds."""
        return self.data_dir / "repo-watch.lock"

    @property
    def public(self) -> Path:
        """The folder of the files for readers."""
        return self.public_dir or self.data_dir / "public"

    @property
    def previews(self) -> Path:
        """The folder of drafts that nobody has issued."""
        return self.data_dir / "preview"

    @property
    def notes(self) -> Path:
        """The folder of editors' notes on issues."""
        return self.data_dir / "notes"

    @property
    def all_editions(self) -> dict[str, EditionSettings]:
        """Every edition by name, the national one first."""
        return {NATIONAL: EditionSettings()} | self.editions

    def enabled(self, source: Source) -> bool:
        """Whether the nightly run reads the source: it is wanted, and has an address."""
        named = source.id in self.sources or source.setting == "partnerships"
        wanted = self._of(source).enabled and (named or source.by_default)
        return wanted and bool(self.addresses(source))

    def why_not(self, source: Source) -> str:
        """Why no run reads the source, in words that say what to do; "" where one does."""
        if self.enabled(source):
            return ""
        if not self._of(source).enabled:
            return f"sources.{source.id}.enabled is false"
        if source.setting == "partnerships":
            return "no [partnerships.NAME] names a page"
        if not self.addresses(source):
            return f"sources.{source.id}.{source.setting} names no address"
        if not source.every_days:
            return "read once, by `repo-watch backfill`"
        return f"the settings have no [sources.{source.id}]"

    def addresses(self, source: Source) -> tuple[str, ...]:
        """The addresses to read for the source: those of the settings, else those it ships."""
        if source.setting == "partnerships":
            return tuple(one.url for one in self.partnerships.values())
        chosen = self._of(source)
        if chosen.base is not None:
            return (chosen.base.rstrip("/"),)
        return source.urls if chosen.urls is None else chosen.urls

    def require_contact(self, sources: Iterable[Source]) -> None:
        """Refuses to ask anyone else's site without saying who asks.

        Args:
            sources: those that are about to be fetched.

        Raises:
            SettingsError: a source lies beyond this machine and `fetch.contact` is empty.
        """
        if is_reachable(self.fetch.contact):
            return
        for source in sources:
            if url := self.beyond_this_machine(source):
                raise SettingsError(
                    f"fetch.contact is {self.fetch.contact!r}: before {url} is read for"
                    f" {source.id}, set it to an e-mail address or web page at which its owner can"
                    " reach you"
                )

    def _of(self, source: Source) -> SourceSettings:
        return self.sources.get(source.id, SourceSettings())

    def beyond_this_machine(self, source: Source) -> str | None:
        """The first address of the source that is not on this machine, or None."""
        return next((url for url in self.addresses(source) if not is_loopback(url)), None)


def is_loopback(url: str) -> bool:
    """Whether the address can only be this machine: `localhost`, 127.0.0.0/8 or ::1."""
    host = ""
    try:
        host = urlsplit(url).hostname or ""
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@cache
def _table(file: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files(__package__).joinpath(file).read_text("utf-8"))


def description(kind: type[Struct], name: str) -> str:
    """The explanation of one setting of a group, as `explained.toml` has it; "" for a group."""
    return " ".join(_table("explained.toml")[kind.__name__].get(name, "").split())


def examples(kind: type[Struct]) -> Mapping[str, Any]:
    """The values of `examples.toml` for a group's settings that have none of their own."""
    return _table("examples.toml").get(kind.__name__, {})
