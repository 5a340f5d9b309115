"""Options and helpers that several commands share."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import click

from repo_watch.model import Page, Request
from repo_watch.settings import Settings, load, place
from repo_watch.sources import SOURCES
from repo_watch.templates import fill

_F = TypeVar("_F", bound=Callable[..., Any])

FILE = "repo-watch settings file"
"""The key of the settings file's path in a command's context."""
loaded: list[Settings] = []
"""The settings of the command at work, for whoever tells why it failed."""


A_FILE = click.Path(dir_okay=False, path_type=Path)
A_FOLDER = click.Path(file_okay=False, path_type=Path)
A_DAY = click.DateTime(["%Y-%m-%d"])


def with_settings(command: _F, *, passed: bool = True) -> _F:
    """`--config FILE`: the command's argument `settings`, or for other options alone."""

    def read(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Settings:
        ctx.meta[FILE] = place(value)[0]
        loaded[:] = [load(value, SOURCES)]
        return loaded[0]

    return click.option(
        "--config",
        "settings",
        type=A_FILE,
        callback=read,
        is_eager=True,
        expose_value=passed,
        help="Settings file; else REPO_WATCH_CONFIG, else ./repo-watch.toml, else defaults.",
    )(command)


def with_now(command: _F) -> _F:
    """`--now TIMESTAMP`: the moment the command believes it is; UTC where it names no zone."""

    def read(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime:
        try:
            moment = datetime.fromisoformat(value) if value else datetime.now(UTC)
        except ValueError:
            raise click.BadParameter(
                f"{value!r} is not a moment such as 2026-10-01T02:15:00Z"
            ) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    return click.option(
        "--now",
        metavar="TIMESTAMP",
        callback=read,
        help="The moment to believe it is (ISO 8601), for drills.",
    )(command)


def with_json(command: _F) -> _F:
    """`--json`: facts for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def complete(
    names: Callable[[Settings | None], Iterable[str]],
) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """What a shell completes an argument to: those of the names that begin as what was typed.

    Settings that cannot be read are None: the command itself says what is wrong with them.
    """

    def completed(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
        known = names(ctx.params.get("settings"))
        return [name for name in known if name.startswith(typed)]

    return completed


complete_source = complete(lambda _settings: (one.id for one in SOURCES))
complete_edition = complete(lambda settings: settings.all_editions if settings else ())


def saved_page(body: bytes, request: Request) -> Page:
    """A page that somebody saved, as if it had been fetched from the request's address."""
    digest, never = sha256(body).hexdigest(), datetime.fromtimestamp(0, UTC)
    return Page(request, request.url, 200, {}, body, digest, never, whole=True)


def print_json(value: object) -> None:
    """One JSON document, readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def tell(facts: object, text: str, *, as_json: bool) -> None:
    """What was found, for a program or a person.

    Args:
        facts: what JSON can hold.
        text: the same in words, with its last line end.
        as_json: which of the two.
    """
    if as_json:
        print_json(facts)
    else:
        click.echo(text, nl=False)


def words(template: str, **facts: object) -> str:
    """A screenful: a template of `templates/`, filled in."""
    return fill("repo_watch.cli", f"{template}.txt.j2", day=day, plural=plural, **facts)


def day(iso: str | None) -> str:
    """`2026-10-01T02:15:00Z` as a person writes the day: 1 October 2026."""
    if iso is None:
        return "never"
    moment = datetime.fromisoformat(iso)
    return f"{moment.day} {moment:%B %Y}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
