"""Every value that an installation may choose; `reading` and `writing` know the file of them.

Each setting is one field of a struct here. Its type says what is allowed; its explanation stands in
`explained.toml` and is printed in the file that `repo-watch init` writes and in the error for a
value that does not fit; `examples.toml` has a value for the file where there is no default. A new
group of settings is a new struct and one field of `Settings`: of the struct's type for `[group]`, a
dict of it for `[group.NAME]`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from repo_watch.errors import SettingsError
from repo_watch.model import Source

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = rf"(?!\S*=\?){_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
"""An address as people have it (RFC 5322, 3.4.1: dot-atom), which no encoded word can be read into;
no space, comma or line break, so that nothing in it can become a header or a second recipient."""

Address = Annotated[str, Meta(max_length=254, pattern=rf"^{_ADDRESS}\Z")]

PASSWORD_VARIABLE = "REPO_WATCH_MAIL_PASSWORD"  # noqa: S105 -- the variable's name
"""The environment variable that is read where there is no `password_file`."""

NATIONAL = "national"
"""The edition that is there without any setting; its files stand directly in the public folder."""

EDITION_NAME = r"[a-z][a-z0-9-]{0,39}"
"""The name becomes a folder: nothing in it can leave the public folder or meet a file there."""

Names: TypeAlias = tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...]


class FetchSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the watched sites are asked. robots.txt is always obeyed: that is no setting."""

    contact: Annotated[str, Meta(max_length=200, pattern=r"^[ -'*-~]*\Z")] = ""
    seconds_between_requests: Annotated[float, Meta(ge=0, le=60)] = 1.0
    timeout_seconds: Annotated[float, Meta(gt=0, le=600)] = 60.0
    minutes_per_source: Annotated[int, Meta(ge=1, le=1440)] = 60
    minutes_per_night: Annotated[int, Meta(ge=1, le=1440)] = 150
    max_bytes: Annotated[int, Meta(ge=1_000, le=100_000_000)] = 10_000_000
    attempts: Annotated[int, Meta(ge=1, le=5)] = 3


class LinkSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The slow round of the report links: each is asked for about once a month."""

    enabled: bool = True
    per_night: Annotated[int, Meta(ge=1, le=1000)] = 60
    pdfs_per_night: Annotated[int, Meta(ge=0, le=1000)] = 10
    keep_files: bool = False


class SourceSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One watched source: whether it is read, and where."""

    enabled: bool = True
    urls: tuple[str, ...] | None = None
    base: str | None = None


class PartnershipSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One local safeguarding partnership whose page of case reviews is read; there may be many."""

    url: str
    title: Annotated[str, Meta(max_length=200)] = ""
    authority: Annotated[str, Meta(max_length=200)] = ""
    formerly: tuple[str, ...] = ()


class MailSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """New issues by mail, one mail to each recipient. Off while host and recipients are empty."""

    host: Annotated[str, Meta(max_length=253, pattern=r"^[A-Za-z0-9.:-]*\Z")] = ""
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: Annotated[str, Meta(max_length=254, pattern=r"^[!-~]*\Z")] = ""
    password_file: Path | None = None
    sender: Annotated[str, Meta(max_length=254, pattern=rf"^({_ADDRESS})?\Z")] = ""
    reply_to: Annotated[str, Meta(max_length=254, pattern=rf"^({_ADDRESS})?\Z")] = ""
    list_unsubscribe: Annotated[
        str, Meta(max_length=400, pattern=r"^((mailto:|https://)[!-;=?-~]+)?\Z")
    ] = ""
    recipients: tuple[Address, ...] = ()
    operator: Annotated[str, Meta(max_length=254, pattern=rf"^({_ADDRESS})?\Z")] = ""
    attach_below: Annotated[int, Meta(ge=0, le=25_000_000)] = 5_000_000
    timeout_seconds: Annotated[float, Meta(gt=0, le=600)] = 60.0
    dry_run: Path | None = None

    @property
    def answers_to(self) -> str:
        """The address that a reader can write to."""
        return self.reply_to or self.sender


class DropSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """New issues as files in a folder, for those who only copy files."""

    folder: Path | None = None


class EditionSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One edition of the digest, with its own issues, page and feeds; "national" is built in."""

    title: Annotated[str, Meta(min_length=1, max_length=100)] = "Case reviews"
    organisation: Annotated[str, Meta(max_length=200)] = ""
    logo: Path | None = None
    introduction: Annotated[str, Meta(max_length=2000)] = ""
    contact: Annotated[str, Meta(max_length=200)] = ""
    nations: Names = ()
    regions: Names = ()
    authorities: Names = ()
    keywords: Names = ()
    themes: Names = ()
    rest: Literal["after", "none"] = "after"
    rhythm: Literal["month", "two months"] = "month"
    pairs_begin: Annotated[int, Meta(ge=1, le=12)] = 12
    group_by: Literal["authority", "theme"] = "authority"
    approval: bool = False
    recipients: tuple[Address, ...] = ()

    @property
    def features(self) -> bool:
        """Whether some reviews come first."""
        return any((self.nations, self.regions, self.authorities, self.keywords, self.themes))


class MetricsSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What other programs learn of each run. Off while empty."""

    file: Path | None = None
    heartbeat: Annotated[str, Meta(max_length=400, pattern=r"^(https?://[!-~]+)?\Z")] = ""


class LogSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A log of its own, JSON lines, that rotates by itself: for cron, which has none."""

    file: Path | None = None
    megabytes: Annotated[int, Meta(ge=1, le=1000)] = 10
    keep: Annotated[int, Meta(ge=1, le=1000)] = 5


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
        """Whether the nightly run reads the source."""
        return not self.why_not(source)

    def why_not(self, source: Source) -> str:
        """Why no run reads the source, in words that say what to do; "" where one does."""
        if not self._of(source).enabled:
            return f"sources.{source.id}.enabled is false"
        if source.setting == "partnerships":
            return "" if self.partnerships else "no [partnerships.NAME] names a page"
        if not self.addresses(source):
            return f"sources.{source.id}.{source.setting} names no address"
        if source.by_default or source.id in self.sources:
            return ""
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
        """Refuses, by SettingsError, to ask a site beyond this machine without saying who asks."""
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


@lru_cache
def is_loopback(url: str) -> bool:
    """Whether the address can only be this machine: `localhost`, 127.0.0.0/8 or ::1."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@cache
def _table(file: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files(__package__).joinpath(file).read_text("utf-8"))


def description(kind: type[Struct], name: str) -> str:
    """The explanation of one setting of a group, as `explained.toml` has it; "" for a group."""
    return " ".join(_table("explained.toml")[kind.__name__].get(name, "").split())


def examples(kind: type[Struct]) -> Mapping[str, Any]:
    """The values of `examples.toml` for a group's settings that have none of their own."""
    return _table("examples.toml").get(kind.__name__, {})
