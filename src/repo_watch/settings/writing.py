"""Settings -> the repo-watch.toml that a new installation starts with."""

import json
import re
from collections.abc import Iterator, Sequence
from textwrap import fill as wrapped
from textwrap import indent
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from repo_watch.model import Source
from repo_watch.settings import (
    EditionSettings,
    FetchSettings,
    PartnershipSettings,
    Settings,
    SourceSettings,
    description,
    examples,
)
from repo_watch.settings.reading import FIRST_LINE, LAST_LINE, group
from repo_watch.templates import fill


def template(
    sources: Sequence[Source], contact: str = "", partnerships: Sequence[PartnershipSettings] = ()
) -> str:
    """The settings file that `repo-watch init` writes: every setting, explained, at its default.

    Each source gets a table with the addresses it ships. A contact that cannot be sent with a
    request is a SettingsError.
    """
    settings = Settings(fetch=group({"contact": contact}, FetchSettings, "fetch"))
    values = ((field.name, getattr(settings, field.name)) for field in fields(settings))
    return fill(
        "repo_watch.settings",
        "file.txt.j2",
        first=FIRST_LINE,
        last=LAST_LINE,
        settings=settings,
        groups=[(name, value) for name, value in values if isinstance(value, Struct)],
        sources=[(source, _shipped(source)) for source in sources],
        partnerships=[section(one) for one in partnerships],
        kinds={
            "sources": SourceSettings,
            "partnerships.iscp": PartnershipSettings,
            "editions.islands": EditionSettings,
        },
        comment=lambda text: wrapped(
            text, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False, width=100
        ),
        explained=lambda kind: [(one.name, description(kind, one.name)) for one in fields(kind)],
        assigned=_assigned,
        example=_example,
    )


def section(one: PartnershipSettings) -> str:
    """The table of one partnership as it stands in the settings file, named after its title."""
    words = re.sub(r"[^a-z0-9]+", "-", (one.title or urlsplit(one.url).netloc).lower()).strip("-")
    said = ((field.name, getattr(one, field.name)) for field in fields(one))
    lines = [f"{name} = {_toml(value)}" for name, value in said if value]
    return "\n".join((f"[partnerships.{words}]", *lines, ""))


def _shipped(source: Source) -> SourceSettings:
    if source.setting == "base":
        return SourceSettings(base=source.urls[0])
    nowhere = source.setting == "urls" and not source.urls
    return SourceSettings(urls=source.urls or None, enabled=not nowhere)


def _assigned(group: Struct, *, example: bool = True) -> Iterator[tuple[str, str]]:
    """Each setting's explanation and `name = value`, an example behind "#" where it has none."""
    kind = type(group)
    instead = examples(kind) if example else {}
    for field in fields(group):
        value, explained = getattr(group, field.name), description(kind, field.name)
        shown = instead.get(field.name) if value is None else value
        if explained and shown is not None:
            line = f"{field.name} = {_toml(shown)}"
            yield explained, indent(line, "#") if value is None else line


def _example(kind: type[Struct]) -> Iterator[tuple[str, str]]:
    """The settings of a table that only shows how it is done, each in one line."""
    shown = msgspec.convert(examples(kind), kind, dec_hook=lambda path, value: path(value))
    for field in fields(kind):
        value = getattr(shown, field.name)
        yield field.name, json.dumps(value, default=str, ensure_ascii=False)


def _toml(value: object) -> str:
    """A value as TOML; for text, numbers, booleans and lists JSON is written the same way."""
    if isinstance(value, (tuple, list)):
        return "[\n" + "".join(f"    {_toml(each)},\n" for each in value) + "]"
    return json.dumps(value, default=str)
