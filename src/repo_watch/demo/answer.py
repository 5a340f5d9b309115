"""What a site of the replica is asked and answers, before HTTP: a template filled in, a file."""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct
from pikepdf import Dictionary, Name, new

from repo_watch.demo.story import Story
from repo_watch.templates import fill

Json: TypeAlias = dict[str, Any]

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


class Get(Struct, frozen=True):
    """A GET of a path without query, on a night of the story.

    Links are made with `base`, the address of the site without a final slash.
    """

    story: Story
    night: date
    path: str
    query: Mapping[str, Sequence[str]] = {}
    base: str = ""


class Answer(Struct, frozen=True):
    """A response, with further headers: an ETag or Last-Modified makes the server answer 304.

    Where `breaks_at` is a number, the connection breaks after as many bytes of the body, though the
    full length was announced.
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


def page(body: bytes, content_type: str = HTML) -> Answer:
    """A page under its ETag."""
    return Answer(body, content_type=content_type, headers={"ETag": etag(body)})


def robots(rules: bytes) -> Answer:
    """A robots.txt."""
    return Answer(rules, content_type="text/plain; charset=utf-8")


def tiny_pdf(title: str) -> bytes:
    """A sound one-page PDF that shows the title (Latin-1; other characters become `?`)."""
    text = title.replace("–", "-").encode("latin-1", "replace")
    with new() as made, io.BytesIO() as file:
        only = made.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        only.Resources = Dictionary(Font=Dictionary(F1=font))
        only.Contents = made.make_stream(f"BT /F1 14 Tf 60 770 Td <{text.hex()}> Tj ET".encode())
        made.docinfo["/Title"] = text.decode("latin-1")
        made.save(file, deterministic_id=True)
        return file.getvalue()


def report(title: str) -> Answer:
    """A document: a PDF of one page, under its ETag."""
    return page(tiny_pdf(title), "application/pdf")


def error_page(status: int, title: str, headers: Mapping[str, str] | None = None) -> Answer:
    """An error as both real sites send it: an HTML page, whatever was asked for."""
    return Answer(render("error.html", title=title), status=status, headers=headers or {})


NOT_FOUND = error_page(404, "Page not found")
