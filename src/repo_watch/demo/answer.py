"""What a site of the replica answers, before HTTP: a template filled in, a file, an error."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from repo_watch.demo import pdf
from repo_watch.templates import fill

Json: TypeAlias = dict[str, Any]
Query: TypeAlias = Mapping[str, Sequence[str]]
"""The values of each parameter."""

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


class Answer(Struct, frozen=True):
    """A response.

    Attributes:
        body: the whole body.
        status: HTTP status.
        content_type: value of that header.
        headers: further headers; an ETag or Last-Modified here makes the server answer 304.
        breaks_at: number of bytes of the body after which the connection breaks, though the full
            length was announced; None when all is sent.
    """

    body: bytes
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = {}
    breaks_at: int | None = None


def render(template: str, **facts: object) -> bytes:
    """The template filled in, as UTF-8."""
    return fill("repo_watch.demo", template, **facts).encode()


def data(template: str, **facts: object) -> Json:
    """A template of JSON filled in, as an object."""
    found: Json = json.loads(render(template, **facts))
    return found


def etag(body: bytes, *, weak: bool = False) -> str:
    """An ETag for these bytes."""
    quoted = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return f"W/{quoted}" if weak else quoted


def page(body: bytes) -> Answer:
    """A page under its ETag."""
    return Answer(body, headers={"ETag": etag(body)})


def robots(rules: str) -> Answer:
    """A robots.txt."""
    return Answer(rules.encode(), content_type="text/plain; charset=utf-8")


def report(title: str) -> Answer:
    """A document: a PDF of one page, under its ETag."""
    body = pdf.tiny(title)
    return Answer(body, content_type="application/pdf", headers={"ETag": etag(body)})


def error_page(status: int, title: str, headers: Mapping[str, str] | None = None) -> Answer:
    """An error as both real sites send it: an HTML page, whatever was asked for."""
    return Answer(render("error.html", title=title), status=status, headers=headers or {})


NOT_FOUND = error_page(404, "Page not found")
