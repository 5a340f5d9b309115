"""HTML: one self-contained file without script, made from an issue's words."""

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repo_watch.rendering.tree import Line, View

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"


def render(view: View, beside: tuple[Line, ...] = ()) -> bytes:
    """The issue as a web page; `beside` are links to what stands in the same folder."""
    return fill("issue.html.j2", view=view, beside=beside)


def fill(template: str, **values: Any) -> bytes:  # noqa: ANN401 -- whatever the template names
    """A template of this folder, filled in; every text in it is text, never markup."""
    environment = _environment()
    return (environment.get_template(template).render(values) + "\n").encode()


def set_rows(page: bytes, rows: Iterable[tuple[str, str]]) -> bytes:
    """A page with these for the rows of its first table, and no need of its template."""
    before, begin, rest = page.partition(b"<tbody>\n")
    _, end, after = rest.partition(b"</tbody>")
    said = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>\n'
        for name, value in rows
    )
    return b"".join((before, begin, said.encode(), end, after))


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(_TEMPLATES),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    css = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    script = (_TEMPLATES / "search.js").read_text(encoding="utf-8")
    environment.globals["css"] = Markup(css)  # noqa: S704 -- our own file
    environment.globals["search"] = {
        "script": Markup(script),  # noqa: S704 -- our own file
        "hash": f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}",
    }
    return environment
