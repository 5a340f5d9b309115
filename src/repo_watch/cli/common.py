"""Options and helpers that several commands share."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from repo_watch.settings import Settings
from repo_watch.settings.reading import DEFAULT_FILE, load, place
from repo_watch.sources import SOURCES
from repo_watch.templates import fill

_T = TypeVar("_T")

_FILE = "repo-watch settings file"
"""The key of the settings file's path in a command's context."""
loaded: list[Settings] = []
"""The settings of the command at work, for whoever tells why it failed."""

A_FILE = click.Path(dir_okay=False, path_type=Path)
A_FOLDER = click.Path(file_okay=False, path_type=Path)
A_DAY = click.DateTime(["%Y-%m-%d"])


class Asked(msgspec.Struct, frozen=True):
    """What many commands are asked with, each by the options that it `takes`.

    The file is that of the settings and may not be there; the copy is the database for analysts.
    """

    file: Path
    settings: Settings = Settings()
    now: datetime = datetime.max.replace(tzinfo=UTC)
    as_json: bool = False
    copy: Path = Path()

    def show(self, facts: object, template: str, **values: object) -> None:
        """What was found: for a program the facts as JSON, else a template filled in."""
        known = {"day": day, "plural": plural, **values}
        text = "" if self.as_json else fill("repo_watch.cli", f"{template}.txt.j2", **known)
        self.tell(facts, text)

    def tell(self, facts: object, text: str) -> None:
        """What was found: for a program the facts as JSON, else the text with its last line end."""
        if self.as_json:
            plain = msgspec.to_builtins
            click.echo(json.dumps(facts, default=plain, ensure_ascii=False, indent=2))
        else:
            click.echo(text, nl=False)


def _settings(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Settings:
    ctx.meta[_FILE] = place(value)[0]
    loaded[:] = [load(value, SOURCES)]
    return loaded[0]


def _now(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if value else datetime.now(UTC)
    except ValueError:
        wrong = f"{value!r} is not a moment such as 2026-10-01T02:15:00Z"
        raise click.BadParameter(wrong) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_SHARED = {
    "settings": click.option(
        "--config",
        "settings",
        type=A_FILE,
        callback=_settings,
        is_eager=True,
        help="Settings file; else REPO_WATCH_CONFIG, else ./repo-watch.toml, else defaults.",
    ),
    "copy": click.option(
        "--database",
        "copy",
        type=A_FILE,
        callback=lambda ctx, _, value: value or ctx.params["settings"].public / "repo-watch.db",
        help="A copy of the database; else public_dir's repo-watch.db.",
    ),
    "now": click.option(
        "--now",
        metavar="TIMESTAMP",
        callback=_now,
        help="The moment to believe it is (ISO 8601), for drills.",
    ),
    "as_json": click.option("--json", "as_json", is_flag=True, help="Print JSON."),
}


def takes(*options: str) -> Callable[[Callable[..., _T]], Callable[..., _T]]:
    """Give a command those of the shared options, as an `Asked` before its own arguments."""

    def decorated(command: Callable[..., _T]) -> Callable[..., _T]:
        @wraps(command)
        def called(**chosen: Any) -> _T:  # noqa: ANN401 -- click's
            shared = {name: chosen.pop(name) for name in options}
            file = click.get_current_context().meta.get(_FILE, Path(DEFAULT_FILE))
            return command(Asked(file, **shared), **chosen)

        shown: Callable[..., _T] = called
        for name in reversed(options):
            shown = _SHARED[name](shown)
        return shown

    return decorated


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


def day(iso: str | None) -> str:
    """`2026-10-01T02:15:00Z` as a person writes the day: 1 October 2026."""
    if iso is None:
        return "never"
    moment = datetime.fromisoformat(iso)
    return f"{moment.day} {moment:%B %Y}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
