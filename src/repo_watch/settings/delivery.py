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

    host: Annotated[
        str,
        Meta(
            max_length=253,
            pattern=r"^[A-Za-z0-9.:-]*\Z",
            description="The mail server that takes our mails, by name or number, without a port.",
        ),
    ] = ""
    port: Annotated[
        int, Meta(ge=1, le=65535, description="Its port: 587 for starttls, 465 for tls.")
    ] = 587
    security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(
            description='"starttls" or "tls": the server has to prove who it is, and no mail'
            ' leaves unencrypted. "none" is for a mail server on this machine (127.0.0.1,'
            " localhost) only. For an organisation's own certificate authority set the environment"
            " variable SSL_CERT_FILE."
        ),
    ] = "starttls"
    username: Annotated[
        str,
        Meta(
            max_length=254,
            pattern=r"^[!-~]*\Z",
            description="The name to log in with, or empty where the server asks for none. Plain"
            " characters without spaces.",
        ),
    ] = ""
    password_file: Annotated[
        Path | None,
        Meta(
            description="A file whose first line is the password. Without this line, the"
            f" environment variable {PASSWORD_VARIABLE}. The password itself never stands here."
        ),
    ] = None
    sender: Annotated[
        str,
        Meta(
            max_length=254,
            pattern=rf"^({_ADDRESS})?\Z",
            description="The address that the mails come from, and to which undeliverable ones go"
            ' back: "digest@example.org".',
        ),
    ] = ""
    reply_to: Annotated[
        str,
        Meta(
            max_length=254,
            pattern=rf"^({_ADDRESS})?\Z",
            description="The address that answers go to. Empty: the sender.",
        ),
    ] = ""
    list_unsubscribe: Annotated[
        str,
        Meta(
            max_length=400,
            pattern=r"^((mailto:|https://)[!-;=?-~]+)?\Z",
            description="Where a recipient can stop the mails: a mailto: or https: address. Empty:"
            " a mail to reply_to.",
        ),
    ] = ""
    recipients: Annotated[
        tuple[Address, ...],
        Meta(
            description="Who gets the national edition: a list of plain addresses. Whoever is"
            " added gets the issues made from then on; `repo-watch deliver MONTH` sends an older"
            " one. Whoever is taken out is forgotten on the next night."
        ),
    ] = ()
    operator: Annotated[
        str,
        Meta(
            max_length=254,
            pattern=rf"^({_ADDRESS})?\Z",
            description="Who looks after this installation: one address. It is told once of each"
            " turn: a source that fails, is blind or is read again, an issue that waits or is"
            " overdue, a delivery that failed, a run that broke off. Empty: nobody.",
        ),
    ] = ""
    attach_below: Annotated[
        int,
        Meta(
            ge=0,
            le=25_000_000,
            description="Largest PDF in bytes that is attached, 0 to 25000000; a larger one is"
            " linked. Without public_url it is always attached.",
        ),
    ] = 5_000_000
    timeout_seconds: Annotated[
        float,
        Meta(
            gt=0,
            le=600,
            description="Seconds that any one answer of the mail server may take, at most 600.",
        ),
    ] = 60.0
    dry_run: Annotated[
        Path | None,
        Meta(
            description="A folder: mails are written there as .eml files and not sent. Without"
            " this line they are sent."
        ),
    ] = None

    @property
    def answers_to(self) -> str:
        """The address that a reader can write to."""
        return self.reply_to or self.sender


class DropSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """New issues as files in a folder, for those who only copy files."""

    folder: Annotated[
        Path | None,
        Meta(
            description="A folder that is there already, such as a network share: the files of"
            " each new issue are put into it once, and may be taken away. Without this line,"
            " nowhere."
        ),
    ] = None
