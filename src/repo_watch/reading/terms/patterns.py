"""The words that readers look for: regular expressions, in the TOML beside the module that asks.

A pattern may be broken over lines; the breaks do not count. `(?&name)` stands for the text of the
entry of that name, as in PCRE. Where capitals do not count, the pattern begins with `(?i)`.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

_PART = re.compile(r"\(\?&(\w+)\)")


class Patterns:
    """The patterns of a module as attributes, each compiled when it is first asked for."""

    def __init__(self, module: str, **parts: str) -> None:
        """The patterns beside a module (its `__file__`), which may name texts of other modules."""
        found = Path(module).with_suffix(".toml").read_text(encoding="utf-8")
        self._entries: dict[str, Any] = parts | tomllib.loads(found)

    def text(self, name: str) -> str:
        """The text of an entry, each part in its place."""
        whole = self._entries[name].replace("\n", "")
        return _PART.sub(lambda part: self.text(part[1]), whole)

    def list_of(self, name: str) -> tuple[str, ...]:
        """The names in an entry that lists them with spaces between."""
        return tuple(self._entries[name].split())

    def table(self, name: str) -> dict[str, str]:
        """The texts of a table, in order, with neither parts nor line breaks."""
        return {key: text.replace("\n", "") for key, text in self._entries[name].items()}

    def __getattr__(self, name: str) -> re.Pattern[str]:
        pattern = re.compile(self.text(name))
        setattr(self, name, pattern)
        return pattern
