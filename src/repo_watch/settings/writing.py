"""Settings -> the repo-watch.toml that a new installation starts with."""

import json
import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from repo_watch.errors import SettingsError
from repo_watch.model import Source
from repo_watch.settings.definitions import (
    EditionSettings,
    FetchSettings,
    PartnershipSettings,
    Settings,
    SourceSettings,
    description,
    examples,
)
from repo_watch.settings.reading import FIRST_LINE, LAST_LINE, UnfitError, group


def template(
    sources: Sequence[Source], contact: str = "", partnerships: Sequence[PartnershipSettings] = ()
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
        *_assignments(Settings()),
        *_groups(Settings(fetch=fetch)),
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
        lines += _assignments(shipped, example=not shipped.enabled, explain=False)
    lines += _example(PartnershipSettings, "partnerships.iscp")
    for one in partnerships:
        lines += ["", section(one).rstrip()]
    lines += _example(EditionSettings, "editions.islands")
    return "\n".join([*lines, "", LAST_LINE]) + "\n"


def section(one: PartnershipSettings) -> str:
    """The table of one partnership as it stands in the settings file, named after its title."""
    words = re.sub(r"[^a-z0-9]+", "-", (one.title or urlsplit(one.url).netloc).lower()).strip("-")
    said = ((field.name, getattr(one, field.name)) for field in fields(one))
    lines = [f"{name} = {_toml(value)}" for name, value in said if value]
    return "\n".join((f"[partnerships.{words}]", *lines, ""))


def _groups(settings: Settings) -> Iterator[str]:
    """The tables of those groups of which there is one each."""
    for field in fields(settings):
        group = getattr(settings, field.name)
        if isinstance(group, Struct):
            yield from ("", *_comment(group.__doc__), f"[{field.name}]", *_assignments(group))


def _explanations(kind: type[Struct]) -> list[str]:
    """A paragraph for each setting of a group whose tables come without them."""
    return [
        line
        for field in fields(kind)
        for line in _comment(f"{field.name}: {description(kind, field.name)}")
    ]


def _example(kind: type[Struct], where: str) -> list[str]:
    """A table that only shows how it is done."""
    shown = msgspec.convert(examples(kind), kind, dec_hook=lambda path, value: path(value))
    lines = ["", *_comment(kind.__doc__), *_explanations(kind), f"#[{where}]"]
    for field in fields(kind):
        value = json.dumps(getattr(shown, field.name), default=str, ensure_ascii=False)
        lines.append(f"#{field.name} = {value}")
    return lines


def _assignments(group: Struct, *, explain: bool = True, example: bool = True) -> list[str]:
    """`name = value` for each setting of a group; an example behind "#" where there is no value."""
    lines: list[str] = []
    kind = type(group)
    instead = examples(kind) if example else {}
    for field in fields(group):
        value, explained = getattr(group, field.name), description(kind, field.name)
        shown, mark = (value, "") if value is not None else (instead.get(field.name), "#")
        if not explained or shown is None:
            continue
        if explain:
            lines += ["", *_comment(explained)]
        lines += (f"{mark}{line}" for line in f"{field.name} = {_toml(shown)}".splitlines())
    return lines


def _toml(value: object) -> str:
    """A value as TOML; for text, numbers, booleans and lists JSON is written the same way."""
    if isinstance(value, (tuple, list)):
        return "[\n" + "".join(f"    {_toml(each)},\n" for each in value) + "]"
    return json.dumps(value, default=str)


def _comment(text: str | None) -> list[str]:
    return [f"# {line}" for line in wrap(text or "", 98, break_on_hyphens=False)]
