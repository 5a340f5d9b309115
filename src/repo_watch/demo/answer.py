"""What a site of the replica answers, before HTTP."""

import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
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
    headers: Mapping[str, str] = field(default_factory=dict)
    breaks_at: int | None = None


def etag(body: bytes, *, weak: bool = False) -> str:
    """An ETag for these bytes."""
    quoted = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return f"W/{quoted}" if weak else quoted


def error_page(status: int, title: str, headers: Mapping[str, str] | None = None) -> Answer:
    """An error as both real sites send it: an HTML page, whatever was asked for."""
    shown = html.escape(title)
    body = (
        f'<!DOCTYPE html><html lang="en"><head><title>{shown}</title></head>'
        f"<body><h1>{shown}</h1><p>Please try again later.</p></body></html>"
    )
    return Answer(body.encode(), status=status, headers=headers or {})
