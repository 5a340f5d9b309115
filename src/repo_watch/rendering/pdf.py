"""PDF/UA-1 and PDF/A-2a by Typst, made from an issue's words.

The texts reach Typst as data, so that nothing in them is markup. The same words and the same moment
give the same bytes.
"""

import base64
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import structlog

from repo_watch.digest.text import fit
from repo_watch.rendering.tree import View

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
_UNSET = {"id", "url", "language"}
"""What goes to Typst but is not set in type: addresses and anchors stay as they are."""
_log = structlog.get_logger()


def render(view: View, at: datetime) -> bytes:
    """The issue as a PDF.

    Args:
        view: its words.
        at: the moment that the file bears, UTC.
    """
    # Heavy: a quiet night does without them.
    import typst

    words = msgspec.to_builtins(view) | {"title": view.title}
    if missing := _missing(words):
        _log.warning("characters_replaced", issue=view.title, characters=" ".join(sorted(missing)))
    made = typst.compile(
        str(_HERE / "templates" / "issue.typ"),
        root=str(_HERE / "templates"),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_fitted(words) | _picture(view), ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    return _compact(made)


def _picture(view: View) -> dict[str, Any]:
    """The logo as Typst takes it: bytes as numbers."""
    if view.logo is None:
        return {}
    head, _, data = view.logo.url.partition(",")
    return {
        "logo": {
            "kind": "svg" if "svg" in head else "png",
            "data": list(base64.b64decode(data)),
            "text": fit(view.logo.text, _font()),
        }
    }


def _compact(pdf: bytes) -> bytes:
    """The same file at about half the size."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )
    return out.getvalue()


@cache
def _font() -> frozenset[int]:
    """Characters that both weights have."""
    return _characters("Regular") & _characters("Bold")


def _characters(weight: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(_FONTS / f"SourceSans3-{weight}.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def _fitted(value: Any) -> Any:  # noqa: ANN401 -- plain data of any shape
    match value:
        case str():
            return fit(value, _font())
        case dict():
            return {key: one if key in _UNSET else _fitted(one) for key, one in value.items()}
        case list() | tuple():
            return [_fitted(one) for one in value]
        case _:
            return value


def _missing(value: Any) -> set[str]:  # noqa: ANN401 -- plain data of any shape
    return {
        f"U+{ord(sign):04X}" for text in _texts(value) for sign in text if ord(sign) not in _font()
    }


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 -- plain data of any shape
    match value:
        case str():
            yield value
        case dict():
            yield from _texts([one for key, one in value.items() if key not in _UNSET])
        case list() | tuple():
            for one in value:
                yield from _texts(one)
