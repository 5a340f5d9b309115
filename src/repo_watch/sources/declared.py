"""A source as its module declares it: what it does in Python, and what is known of it in TOML."""

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
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
    """The source of a module: named like it, with the facts of the TOML beside it.

    Args:
        module: its `__file__`.
        plan: as `Source` has it.
        read: as `Source` has it.
        explain: as `Source` has it.
    """
    known = facts(module)
    known.pop("asked", None)
    known["urls"] = tuple(known["urls"])
    known["expects"] = msgspec.convert(known["expects"], dict[str, Expectations])
    id_ = Path(module).stem.replace("_", "-")
    return Source(**known, id=id_, plan=plan, read=read, explain=explain)
