"""HTML: self-contained files, made from an issue's words."""

import base64
import hashlib
import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from typing import Any

from repo_watch import templates
from repo_watch.rendering.view_model import Line, View


def render(view: View, beside: tuple[Line, ...] = ()) -> bytes:
    """The issue as a web page without script; `beside` link to what is in the same folder."""
    return fill("issue.html.j2", view=view, beside=beside)


def fill(template: str, **values: Any) -> bytes:  # noqa: ANN401 -- whatever the template names
    """A template of this room, filled in; every text in it is text, never markup."""
    return templates.fill(__package__, template, **values).encode()


def search_hash() -> str:
    """What the list page says of its own script, so that a browser runs no other."""
    script = (files(__package__) / "templates" / "search.js").read_bytes()
    return f"sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}"


def set_rows(page: bytes, rows: Iterable[tuple[str, str]]) -> bytes:
    """A page with these for the rows of its first table, and no need of its template."""
    said = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>\n'
        for name, value in rows
    ).encode()
    return re.sub(rb"(?s)(?<=<tbody>\n).*?(?=</tbody>)", lambda _: said, page, count=1)
