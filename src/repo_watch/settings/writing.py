"""Settings -> the repo-watch.toml that a new installation starts with."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from types import MappingProxyType
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import fields

from repo_watch.errors import SettingsError
from repo_watch.model import Source
from repo_watch.settings.definitions import (
    FetchSettings,
    LinkSettings,
    PartnershipSettings,
    Settings,
    SourceSettings,
    description,
)
from repo_watch.settings.delivery import DropSettings, MailSettings
from repo_watch.settings.editions import EditionSettings
from repo_watch.settings.reading import FIRST_LINE, LAST_LINE, UnfitError, group
from repo_watch.settings.watching import LogSettings, MetricsSettings

_PARTNERSHIP = PartnershipSettings(
    url="http://iscp.gg/article/152724/Case-Reviews",
    title="Islands Safeguarding Children Partnership",
    authority="Guernsey",
)
"""The partnership that asked for this project, as the example; the address is of 2020."""

_EDITION = EditionSettings(
    title="Case reviews: Channel Islands and Isle of Man",
    organisation="Islands Safeguarding Children Partnership",
    logo=Path("logo.png"),
    nations=("Guernsey", "Jersey", "Isle of Man"),
)


def template(
    sources: Sequence[Source],
    contact: str = "",
    partnerships: Sequence[PartnershipSettings] = (),
) -> str:
    """The settings file that `repo-watch init` writes: every setting, explained, at its default.

    Args:
        sources: each gets a table with the addresses it ships.
        contact: the value for `fetch.contact`.
        partnerships: those that are read from the first night on.

    Raises:
        SettingsError: the contact cannot be sent with a request.
    """
    try:
        fetch = group({"contact": contact}, FetchSettings, "fetch")
    except UnfitError as error:
        raise SettingsError(str(error)) from error
    lines = [
        FIRST_LINE,
        *_comment(
            "Every setting is here with its default; a line may be left"
            " out. A source whose [sources.ID] heading is left out is not read, save the NSPCC's"
            " lists and GOV.UK; `repo-watch status` names what is not read. An unknown name is an"
            " error, so that a slip of the pen does not go unnoticed."
        ),
        *_assignments(Settings(), {"public_dir": "data/public"}),
        *_group("fetch", fetch),
        *_group("links", LinkSettings()),
        *_group("mail", MailSettings(), {"password_file": "mail-password", "dry_run": "data/mail"}),
        *_group("drop", DropSettings(), {"folder": "/mnt/intranet/case-reviews"}),
        *_group("metrics", MetricsSettings(), {"file": "/var/lib/node_exporter/repo-watch.prom"}),
        *_group("log", LogSettings(), {"file": "data/repo-watch.log"}),
        "",
        *_comment(SourceSettings.__doc__),
        *_explanations(SourceSettings),
    ]
    for source in sources:
        match source.setting:
            case "urls":
                shipped = SourceSettings(urls=source.urls or None, enabled=bool(source.urls))
            case "base":
                shipped = SourceSettings(base=source.urls[0])
            case "partnerships":
                shipped = SourceSettings()
        lines += ["", *_comment(f"{source.title} ({source.publisher})"), f"[sources.{source.id}]"]
        example = {"urls": ("https://library.example/search",)} if not shipped.enabled else {}
        lines += _assignments(shipped, example, explain=False)
    lines += ["", *_comment(PartnershipSettings.__doc__)]
    lines += _example(_PARTNERSHIP, "partnerships.iscp")
    for one in partnerships:
        lines += ["", section(one).rstrip()]
    lines += ["", *_comment(EditionSettings.__doc__), *_example(_EDITION, "editions.islands")]
    return "\n".join([*lines, "", LAST_LINE]) + "\n"


def section(one: PartnershipSettings) -> str:
    """The table of one partnership as it stands in the settings file, named after its title."""
    words = re.sub(r"[^a-z0-9]+", "-", (one.title or urlsplit(one.url).netloc).lower()).strip("-")
    said = ((field.name, getattr(one, field.name)) for field in fields(one))
    lines = [f"{name} = {_toml(value)}" for name, value in said if value]
    return "\n".join((f"[partnerships.{words}]", *lines, ""))


def _group(
    name: str, group: Struct, unset: Mapping[str, object] = MappingProxyType({})
) -> list[str]:
    return ["", *_comment(group.__doc__), f"[{name}]", *_assignments(group, unset)]


def _explanations(kind: type[Struct]) -> list[str]:
    """A paragraph for each setting of a group whose tables come without them."""
    return [
        line
        for field in fields(kind)
        for line in _comment(f"{field.name}: {description(kind, field.name)}")
    ]


def _example(group: Struct, where: str) -> list[str]:
    """A table that only shows how it is done."""
    lines = [*_explanations(type(group)), f"#[{where}]"]
    for field in fields(group):
        value = json.dumps(getattr(group, field.name), default=str, ensure_ascii=False)
        lines.append(f"#{field.name} = {value}")
    return lines


def _assignments(
    group: Struct, unset: Mapping[str, object] = MappingProxyType({}), *, explain: bool = True
) -> list[str]:
    """`name = value` for each setting of a group; `unset` has examples where there is no value."""
    lines: list[str] = []
    for field in fields(group):
        value, explained = getattr(group, field.name), description(type(group), field.name)
        if not explained or (value is None and field.name not in unset):
            continue
        if explain:
            lines += ["", *_comment(explained)]
        if value is None:
            example = f"{field.name} = {_toml(unset[field.name])}"
            lines += (f"#{line}" for line in example.splitlines())
        else:
            lines.append(f"{field.name} = {_toml(value)}")
    return lines


def _toml(value: object) -> str:
    """A value as TOML; for text, numbers, booleans and lists JSON is written the same way."""
    if isinstance(value, tuple):
        return "[\n" + "".join(f"    {_toml(each)},\n" for each in value) + "]"
    return json.dumps(value, default=str)


def _comment(text: str | None) -> list[str]:
    return [f"# {line}" for line in wrap(text or "", 98, break_on_hyphens=False)]
