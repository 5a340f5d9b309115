"""A source as its module declares it: what it does in Python, and what is known of it in TOML."""

import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import msgspec

from repo_watch.model import Expectations, Page, Reading, Request, Source, State


def facts(module: str) -> dict[str, Any]:
    """What the TOML beside a module says; what `plan` has to ask for is under `asked`."""
    return tomllib.loads(Path(module).with_suffix(".toml").read_text(encoding="utf-8"))


def declared(
    module: str,
    plan: Callable[[State], tuple[Request, ...]],
    read: Callable[[Page], Reading],
    explain: Callable[[Page], Iterable[tuple[str, str]]] | None = None,
) -> Source:
    """The source of the module with this `__file__`: named like it, with the facts beside it."""
    known = facts(module)
    known.pop("asked", None)
    known["urls"] = tuple(known["urls"])
    known["expects"] = msgspec.convert(known["expects"], dict[str, Expectations])
    id_ = Path(module).stem.replace("_", "-")
    return Source(**known, id=id_, plan=plan, read=read, explain=explain)


def reader(name: str) -> Callable[[Page], Any]:
    """A function of a reading room, imported when a page is read: a quiet night reads none."""
    return partial(_read, f"repo_watch.reading.{name}")


def _read(name: str, page: Page) -> Any:  # noqa: ANN401 -- what the function gives
    return resolve_name(name)(page)
