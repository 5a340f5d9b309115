"""PDF/UA-1 and PDF/A-2a by Typst, made from an issue's words.

The texts reach Typst as data, so that nothing in them is markup. The same words and the same moment
give the same bytes.
"""

import base64
import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repo_watch.digest.text import fit
from repo_watch.errors import EnvironmentFailure, SettingsError

# What a process of its own imports, it imports for each issue.
if TYPE_CHECKING:
    from repo_watch.rendering.view_model import View

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
_UNSET = {"id", "language"}
"""What goes to Typst but is not set in type stays as it is; addresses do too."""
_HEADINGS = {"title", "name"}
_JOINED = range(0xFB00, 0xFB07)
_USUAL = {code: code for code in (*range(0x20, 0x7F), *map(ord, "£·–—‘’“”•…"))} | {0xA0: 0x20}
"""What `_font` says of the signs of most texts; for these no font is opened."""
_LONGEST_ADDRESS = 8_000
"""Typst links no longer one."""
_LONGEST_HEADING = 2_000
"""A heading is also a bookmark, one string of the file: PDF/A allows none over 32,767 bytes."""


def render(view: "View", at: datetime, *, apart: bool = False) -> bytes:
    """The issue's words as a PDF that bears a moment in UTC.

    Set by a process of its own (`apart`), with which goes the memory that it takes, 40 MB and more;
    where none can be started, here.

    Raises:
        EnvironmentFailure: that process was ended by the machine.
        SettingsError: the edition's logo looks sound, and cannot be set.
    """
    import msgspec

    words = msgspec.to_builtins(view) | {"title": view.title}
    given = msgspec.json.encode((words, at.astimezone(UTC).replace(microsecond=0)))
    made, missing = _set_apart(given) if apart else _set(given)
    if missing:
        import structlog

        structlog.get_logger().warning(
            "characters_replaced", issue=view.title, characters=" ".join(missing)
        )
    return _finished(made)  # here: a process for each issue would import for each what it takes


def _set_apart(given: bytes) -> tuple[bytes, list[str]]:
    """As `_set`. What fails there fails here as well, and tells why."""
    try:
        done = subprocess.run(  # noqa: S603 -- this module; -P: not one from where we stand
            [sys.executable, "-P", "-m", __name__], input=given, capture_output=True, check=False
        )
    except OSError:
        return _set(given)
    if done.returncode < 0:
        raise EnvironmentFailure(
            f"the process that sets the PDF was ended by signal {-done.returncode}; is there"
            " enough memory on this machine?"
        )
    if done.returncode:
        return _set(given)
    missing, _, made = done.stdout.partition(b"\n")
    return made, json.loads(missing)


def _set(given: bytes) -> tuple[bytes, list[str]]:
    """Typst's PDF of an issue's words and moment as JSON, and what signs no font of ours has."""
    said, moment = json.loads(given)
    at = datetime.fromisoformat(moment)
    replaced: set[str] = set()
    words = _settable(said, "", replaced)
    if said["logo"]:
        head, _, data = said["logo"]["url"].partition(",")
        kind = "svg" if "svg" in head else "png"
        words["logo"] |= {"kind": kind, "data": list(base64.b64decode(data))}
    try:
        made = _compiled(words, at)
    except RuntimeError as error:
        if not words["logo"]:
            raise
        _compiled(words | {"logo": None}, at)  # else the fault lies elsewhere
        raise SettingsError(f"the edition's logo cannot be set in type: {error}") from error
    return made, sorted(replaced)


def _compiled(words: Mapping[str, Any], at: datetime) -> bytes:
    try:
        import typst  # heavy: a quiet night does without
    except ModuleNotFoundError:
        raise
    except ImportError as error:  # it is there, and finds no room
        raise MemoryError(str(error)) from error
    try:
        made: bytes = typst.compile(
            str(_HERE / "templates" / "issue.typ"),
            root=str(_HERE / "templates"),
            font_paths=[str(_FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=at,
        )
    except BaseException as error:
        # Rust ends what it cannot go on with by an exception that no handler of errors takes.
        if type(error).__name__ != "PanicException":
            raise
        if "ThreadPoolBuildError" in str(error):
            raise EnvironmentFailure(
                "the PDF cannot be set: this machine lets no further thread start (ulimit -u)"
            ) from error
        raise RuntimeError(f"Typst: {error}") from error
    return made


def _finished(pdf: bytes) -> bytes:
    """The same file at about half the size, with what Typst has no means to say."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for table in _tables(document.Root.StructTreeRoot.K):
            for row in (row for part in table.K if part.S == "/TBody" for row in part.K):
                # Each row's first cell is its header, as the web page has it.
                head, *cells = row.K
                head.S = pikepdf.Name.TH
                head.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
                for cell in cells:
                    # A list of headers that names the column's alone would keep the row's unread.
                    del cell.A
        packed = pikepdf.ObjectStreamMode.generate
        # What Typst says of the file stays as it is: to write it anew would import lxml.
        document.save(
            out, object_stream_mode=packed, deterministic_id=True, fix_metadata_version=False
        )
    return out.getvalue()


def _tables(some: Any) -> Iterator[Any]:  # noqa: ANN401 -- PDF objects
    """The tables below a structure element, those in the contents and in lists left out."""
    from pikepdf import Array, Dictionary

    if isinstance(some, Array):
        for one in some:
            yield from _tables(one)
    elif isinstance(some, Dictionary):
        if some.get("/S") == "/Table":
            yield some
        elif some.get("/S") in {"/Document", "/Div"}:
            yield from _tables(some.K)


@cache
def _font() -> dict[int, int]:
    """Characters that both weights have, each with the first that has the same glyph.

    A file in which one glyph stands for two characters says which by a means at which several
    readers stop. Unseen signs and joined letters are no characters of ours.
    """
    from fontTools.ttLib import TTFont

    regular, bold = (
        TTFont(_FONTS / f"SourceSans3-{weight}.ttf").getBestCmap() for weight in ("Regular", "Bold")
    )
    first: dict[str, int] = {}
    return {
        code: first.setdefault(glyph, code)
        for code, glyph in sorted(regular.items())
        if code in bold and code not in _JOINED and unicodedata.category(chr(code)) != "Cf"
    }


def _settable(value: Any, name: str, replaced: set[str]) -> Any:  # noqa: ANN401 -- plain data of any shape
    """What a field holds as Typst can set it: no long address, a long heading cut, signs that fit.

    Characters that the font lacks are noted in `replaced`.
    """
    match value:
        case dict():
            return {key: _settable(one, key, replaced) for key, one in value.items()}
        case list() | tuple():
            return [_settable(one, "", replaced) for one in value]
        case str() if name == "url":
            return value if len(value) <= _LONGEST_ADDRESS else None
        case str() if name not in _UNSET:
            if name in _HEADINGS and len(value) > _LONGEST_HEADING:
                value = f"{value[:_LONGEST_HEADING]}…"
            unusual = {*map(ord, value)} - _USUAL.keys()
            replaced |= {f"U+{code:04X}" for code in unusual if code not in _font()}
            return fit(value, _font() if unusual else _USUAL)
        case _:
            return value


if __name__ == "__main__":
    paper, signs = _set(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(signs).encode() + b"\n" + paper)
    sys.stdout.flush()
    os._exit(0)  # to put away what is loaded would take a twentieth of the whole
