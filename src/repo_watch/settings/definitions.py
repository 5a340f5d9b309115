"""The settings there are. Each is one field of a struct here.

Its type says what is allowed; its description is printed in the file that `repo-watch init` writes
and in the error for a value that does not fit. A new group of settings is a new struct and one
field of `Settings`: of the struct's type for `[group]`, a dict of it for `[group.NAME]`.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta, Struct
from msgspec.structs import FieldInfo

from repo_watch.errors import SettingsError
from repo_watch.model import Source
from repo_watch.settings.delivery import DropSettings, MailSettings
from repo_watch.settings.editions import NATIONAL, EditionSettings


class FetchSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the watched sites are asked. robots.txt is always obeyed: that is no setting."""

    contact: Annotated[
        str,
        Meta(
            max_length=200,
            pattern=r"^[ -'*-~]*\Z",
            description="An e-mail address or web page at which the sites' owners can reach you: it"
            " is sent with every request. Plain characters, no brackets. Needed for any site"
            " beyond this machine.",
        ),
    ] = ""
    seconds_between_requests: Annotated[
        float,
        Meta(
            ge=0,
            le=60,
            description="Seconds from one request to the next to the same host, 1 to 60. Less than"
            " 1 is for addresses of this machine (127.0.0.1, localhost) only.",
        ),
    ] = 1.0
    timeout_seconds: Annotated[
        float,
        Meta(
            gt=0,
            le=600,
            description="Seconds one answer may take, from the request to its last byte; at most"
            " 600.",
        ),
    ] = 60.0
    max_bytes: Annotated[
        int,
        Meta(
            ge=1_000,
            le=100_000_000,
            description="Largest page in bytes, unpacked, 1000 to 100000000. A yearly list of 100"
            " reviews has about 400000.",
        ),
    ] = 10_000_000
    attempts: Annotated[
        int,
        Meta(
            ge=1,
            le=5,
            description="How often a page is asked for, 1 to 5, when the site is busy or the"
            " connection fails.",
        ),
    ] = 3


class LinkSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The slow round of the report links: each is asked for about once a month."""

    enabled: Annotated[
        bool,
        Meta(description="true or false: whether the nightly run checks report links."),
    ] = True
    per_night: Annotated[
        int,
        Meta(
            ge=1,
            le=1000,
            description="Most links checked in a night, 1 to 1000. Sixty see 1700 links once a"
            " month.",
        ),
    ] = 60
    pdfs_per_night: Annotated[
        int,
        Meta(
            ge=0,
            le=1000,
            description="Most PDF files fetched in a night to read their title and number of pages,"
            " 0 to 1000; each is fetched once and again when it is replaced.",
        ),
    ] = 10
    keep_files: Annotated[
        bool,
        Meta(
            description="true or false: whether PDF files under the Open Government Licence are"
            " kept in the archive once fetched. No others ever are."
        ),
    ] = False


class SourceSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One watched source: whether it is read, and where."""

    enabled: Annotated[
        bool,
        Meta(description="true or false: whether the nightly run reads this source."),
    ] = True
    urls: Annotated[
        tuple[str, ...] | None,
        Meta(
            description="The pages to read: a list of http or https addresses. Without this line,"
            " those that repo-watch ships."
        ),
    ] = None
    base: Annotated[
        str | None,
        Meta(
            description="The site to read: an http or https address, to which the source adds its"
            " paths. Without this line, the one that repo-watch ships."
        ),
    ] = None


class PartnershipSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One local safeguarding partnership whose page of case reviews is read; there may be many."""

    url: Annotated[
        str,
        Meta(
            description="The page that leads to its case reviews and briefings: an http or https"
            " address."
        ),
    ]
    title: Annotated[
        str,
        Meta(max_length=200, description="What the partnership calls itself."),
    ] = ""
    authority: Annotated[
        str,
        Meta(
            max_length=200,
            description="The local authority, island or region whose reviews these are, as the"
            " NSPCC writes it. Without this line, entries of the page have no authority.",
        ),
    ] = ""


def is_reachable(contact: str) -> bool:
    """Whether a contact looks like an e-mail address or a web page: somebody can be reached."""
    return "@" in contact or contact.startswith(("http://", "https://"))


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything an installation may choose. Paths are absolute once `load` gives them."""

    data_dir: Annotated[
        Path,
        Meta(
            description="Folder of the database and the archive of fetched pages. A relative path"
            " starts at the folder of this file."
        ),
    ] = Path("data")
    public_dir: Annotated[
        Path | None,
        Meta(
            description="Folder of the files for readers: digests, index, feed, the analysts'"
            ' database. Without this line, the folder "public" inside data_dir.'
        ),
    ] = None
    public_url: Annotated[
        str,
        Meta(
            max_length=400,
            description="The web address at which readers find the files of public_dir, for the"
            " links of feeds, mails and the fragment to paste. Empty: mails have no links to the"
            " issues, and the others' links hold only beside the files.",
        ),
    ] = ""
    fetch: FetchSettings = FetchSettings()
    sources: dict[str, SourceSettings] = {}
    links: LinkSettings = LinkSettings()
    partnerships: dict[str, PartnershipSettings] = {}
    mail: MailSettings = MailSettings()
    drop: DropSettings = DropSettings()
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
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def description(field: FieldInfo) -> str:
    """The explanation of one setting, as its definition gives it; "" for a group."""
    metas = getattr(field.type, "__metadata__", ())
    return next((meta.description for meta in metas if isinstance(meta, Meta)), None) or ""
