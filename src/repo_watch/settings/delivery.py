"""The settings of delivery: by mail, and into a folder."""

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

_ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
"""An address as people have it (HTML, "valid e-mail address"); no space, comma or line break, so
that nothing in it can become a header or a second recipient."""

Address = Annotated[str, Meta(max_length=254, pattern=rf"^{_ADDRESS}\Z")]

PASSWORD_VARIABLE = "REPO_WATCH_MAIL_PASSWORD"  # noqa: S105 -- the variable's name
"""The environment variable that is read where there is no `password_file`."""


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
