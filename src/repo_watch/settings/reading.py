"""repo-watch.toml -> Settings, or one line that says which setting is wrong and what is allowed."""

import os
import re
import reprlib
import tomllib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields, replace

from repo_watch.errors import SettingsError
from repo_watch.model import Source
from repo_watch.settings import (
    EDITION_NAME,
    EditionSettings,
    MailSettings,
    Settings,
    SourceSettings,
    description,
    is_loopback,
)

_T = TypeVar("_T", bound=Struct)
_HERE = Path()

DEFAULT_FILE = "repo-watch.toml"
"""Read from the current folder when neither the command line nor the environment names a file."""

ENVIRONMENT = "REPO_WATCH_CONFIG"
"""The environment variable that names a settings file."""

FIRST_LINE = (
    '# Settings of repo-watch. Their last line is "# End of the settings.", lest half be used.'
)
LAST_LINE = "# End of the settings."
"""A file that `init` began says where it ends, so that one that was cut off is no file of ours."""


def place(path: Path | None, environ: Mapping[str, str] = os.environ) -> tuple[Path, bool]:
    """The settings file, and whether somebody named it; see `load`."""
    named = path or (Path(environ[ENVIRONMENT]) if environ.get(ENVIRONMENT) else None)
    return named or Path(DEFAULT_FILE), named is not None


def load(
    path: Path | None = None,
    sources: Sequence[Source] = (),
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """Reads and checks the settings.

    The file is the one named on the command line, else in the environment, else `DEFAULT_FILE`. A
    named file that is missing, and a setting that is unknown, does not fit or is for other sources
    than these, is a SettingsError of one line.
    """
    file, named = place(path, environ)
    try:
        # Some editors begin a file with a byte order mark, which TOML does not know.
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        text = ""
        if named:
            wrong = f"{file}: no such settings file; `repo-watch init` writes one"
            raise SettingsError(wrong) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8 text"
        raise SettingsError(f"{file}: cannot be read as settings: {reason}") from error
    lines = text.splitlines()
    if FIRST_LINE in lines and LAST_LINE not in lines:
        raise SettingsError(
            f"{file}: was cut off: its last line, {LAST_LINE!r}, is missing; bring it back from a"
            " backup, or add that line if all settings are there"
        )
    folder = file.absolute().parent
    try:
        settings = _settings(tomllib.loads(text), {one.id: one for one in sources}, folder)
    except ValueError as error:  # TOML's own, or Python's for a number of 5,000 digits
        raise SettingsError(f"{file}: is not TOML: {error}") from error
    except RecursionError:
        raise SettingsError(f"{file}: is not TOML: brackets within brackets without end") from None
    except SettingsError as error:
        raise SettingsError(f"{file}: {error}") from error
    return replace(settings, data_dir=folder / settings.data_dir)


def _settings(table: Mapping[str, Any], known: Mapping[str, Source], folder: Path) -> Settings:
    settings = group(_from_its_old_place(table), Settings, "", folder)
    for name, chosen in settings.sources.items():
        _check_source(name, chosen, known)
    pages: dict[str, str] = {}
    for name, partnership in settings.partnerships.items():
        where = f"partnerships.{name}.url"
        _check_addresses(where, partnership.url)
        _check_addresses(f"partnerships.{name}.formerly", *partnership.formerly)
        if other := pages.get(partnership.url):
            raise SettingsError(f"{where}: is the page of partnerships.{other} too; name it once")
        pages[partnership.url] = name
    if settings.public_url:
        _check_addresses("public_url", settings.public_url)
    _check_mail(settings.mail)
    for name, edition in settings.editions.items():
        _check_edition(name, edition, settings.mail)
    if settings.fetch.seconds_between_requests < 1:
        for source in filter(settings.enabled, known.values()):
            if url := settings.beyond_this_machine(source):
                raise SettingsError(
                    "fetch.seconds_between_requests: must be at least 1, because the source "
                    f"{source.id} reads {url}, which is not on this machine"
                )
    return settings


def _from_its_old_place(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings with public_url, which stood below [mail] once, where it stands now."""
    mail = table.get("mail")
    if isinstance(mail, dict) and "public_url" in mail:
        return {"public_url": mail.pop("public_url"), **table}
    return table


def _check_edition(name: str, edition: EditionSettings, mail: MailSettings) -> None:
    where = f"editions.{name}"
    if not re.fullmatch(EDITION_NAME, name):
        raise SettingsError(
            f"{where}: cannot be a folder's name; allowed: small letters, digits and hyphens"
        )
    if edition.rest == "none" and not edition.features:
        raise SettingsError(
            f"{where}.rest: 'none' would leave out every review; name nations, regions,"
            " authorities, keywords or themes, or take 'after'"
        )
    if edition.logo and not edition.organisation:
        raise SettingsError(f"{where}.logo: needs {where}.organisation, which says whose it is")
    if edition.recipients and not (mail.sender and (mail.host or mail.dry_run)):
        raise SettingsError(
            f"{where}.recipients: need mail.sender, and mail.host or mail.dry_run for a trial"
        )


def _check_mail(mail: MailSettings) -> None:
    for name, verb in (("recipients", "need"), ("operator", "needs")):
        where = f"mail.{name}: {verb}"
        if getattr(mail, name) and not mail.host and not mail.dry_run:
            raise SettingsError(f"{where} mail.host, or mail.dry_run for a trial")
        if getattr(mail, name) and not mail.sender:
            raise SettingsError(f"{where} mail.sender, the address that mails come from")
    host = f"[{mail.host}]" if ":" in mail.host else mail.host
    if mail.security == "none" and mail.host and not is_loopback(f"smtp://{host}"):
        raise SettingsError(
            f"mail.security: 'none' is for a mail server on this machine, and {mail.host} is not;"
            " allowed: 'starttls' or 'tls'"
        )


def _check_source(name: str, chosen: SourceSettings, known: Mapping[str, Source]) -> None:
    where = f"sources.{name}"
    if name not in known:
        raise SettingsError(f"{where}: no such source; allowed: {', '.join(known) or 'none'}")
    takes = known[name].setting
    instead = "[partnerships.NAME]" if takes == "partnerships" else repr(takes)
    for other in {"urls", "base"} - {takes}:
        if getattr(chosen, other) is not None:
            raise SettingsError(f"{where}.{other}: this source takes {instead} instead")
    if chosen.urls == ():
        raise SettingsError(f"{where}.urls: is empty; name a page, or set enabled = false")
    _check_addresses(f"{where}.urls", *(chosen.urls or ()))
    _check_addresses(f"{where}.base", *([] if chosen.base is None else [chosen.base]))


def _check_addresses(where: str, *urls: str) -> None:
    for url in urls:
        if not _is_address(url):
            raise SettingsError(
                f"{where}: {url!r} is not an address; allowed: http://... or https://... with a "
                "host, without spaces or a user name"
            )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0 and parts.username is None
    except ValueError:
        return False
    plain = url.isprintable() and " " not in url
    return parts.scheme in {"http", "https"} and named and plain


def group(value: object, kind: type[_T], where: str, folder: Path = _HERE) -> _T:
    """A table of settings as its struct; `where` is its name in the file, "" for the top.

    Relative paths start in the folder. What is no table, unknown or unfit is a SettingsError.
    """
    dot = where and where + "."
    if not isinstance(value, Mapping):
        raise SettingsError(f"{where}: must be a table of settings, such as [{where}]")
    names = {field.name: field for field in fields(kind)}
    for name in value:
        if name not in names:
            raise SettingsError(f"{dot}{name}: unknown setting; allowed: {', '.join(names)}")
    for name, field in names.items():
        if field.required and name not in value:
            raise SettingsError(f"{dot}{name}: is missing. {description(kind, name)}")
    return kind(
        **{name: _value(each, kind, names[name], dot, folder) for name, each in value.items()}
    )


def _value(value: object, owner: type[Struct], field: FieldInfo, dot: str, folder: Path) -> object:
    where = dot + field.name
    if isinstance(field.type, type) and issubclass(field.type, Struct):
        return group(value, field.type, where, folder)
    if get_origin(field.type) is dict:
        if not isinstance(value, dict):
            raise SettingsError(f"{where}: must be tables of settings, such as [{where}.NAME]")
        kind = get_args(field.type)[1]
        return {name: group(each, kind, f"{where}.{name}", folder) for name, each in value.items()}
    try:
        return msgspec.convert(value, field.type, dec_hook=partial(_path, folder))
    except msgspec.ValidationError:
        raise SettingsError(
            f"{where}: {reprlib.repr(value)} does not fit. {description(owner, field.name)}"
        ) from None


def _path(folder: Path, kind: type, value: object) -> object:
    if kind is not Path or not isinstance(value, str) or not value or "\0" in value:
        raise ValueError("not a path")
    try:
        return folder / Path(value).expanduser()
    except RuntimeError as error:
        raise ValueError("no such user's home") from error
