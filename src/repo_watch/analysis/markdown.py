"""Text of the database made fit for a table in Markdown."""

import re

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d+)?")


def cell(value: object, *, width: int = 90) -> str:
    """A value as a cell: one line, cut to `width` characters, its own markup as text.

    Addresses of this machine, where a demo's pages lie, become a place name that stays the same.
    """
    if value is None:
        return ""
    text = " ".join(_LOOPBACK.sub("replica.example", str(value)).split())
    if len(text) > width:
        text = f"{text[: width - 1]}…"
    return re.sub(r"([\\`*<|]|\](?=\())", r"\\\1", text)


def plain(text: str) -> str:
    """Our own Markdown without its signs: it has no others than those of code."""
    return text.replace("`", "")
