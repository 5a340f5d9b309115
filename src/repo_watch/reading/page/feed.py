"""A feed (RSS or Atom) as feedparser takes it apart."""

import io
from typing import Any

from repo_watch.errors import CutShortError
from repo_watch.model import Page

_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
"""What the parser raises on bytes that nobody wrote so, such as references to no character."""


def parsed_feed(page: Page) -> Any:  # noqa: ANN401 -- feedparser's own dict
    """What the parser makes of a page's bytes; where it stumbles, they are cut short."""
    import feedparser

    try:
        return feedparser.parse(
            # A stream: bytes that look like an address or a file name would be opened as one.
            io.BytesIO(page.body),
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _STUMBLES as error:
        raise CutShortError("the feed is cut short or damaged", url=page.request.url) from error
