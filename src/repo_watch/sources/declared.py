"""A source as its module declares it: what it does in Python, and what is known of it in TOML."""

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from repo_watch.model import Expectations, Page, Reading, Request, Source, State


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
    path = Path(module)
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    expects = msgspec.convert(facts.pop("expects"), dict[str, Expectations])
    facts["urls"] = tuple(facts["urls"])
    id_ = path.stem.replace("_", "-")
    return Source(**facts, id=id_, expects=expects, plan=plan, read=read, explain=explain)
