"""The groups of settings, `[group]` or `[group.NAME]` in the file: a struct for each."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

_ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
"""An address as people have it (HTML, "valid e-mail address"); no space, comma or line break, so
that nothing in it can become a header or a second recipient."""

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
        return bool(
            self.nations or self.regions or self.authorities or self.keywords or self.themes
        )


class MetricsSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What other programs learn of each run. Off while empty."""

    file: Path | None = None
    heartbeat: Annotated[str, Meta(max_length=400, pattern=r"^(https?://[!-~]+)?\Z")] = ""


class LogSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A log of its own, JSON lines, that rotates by itself: for cron, which has none."""

    file: Path | None = None
    megabytes: Annotated[int, Meta(ge=1, le=1000)] = 10
    keep: Annotated[int, Meta(ge=1, le=1000)] = 5
