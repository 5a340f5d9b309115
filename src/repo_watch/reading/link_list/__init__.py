"""A partnership's page of links: lines in; its reviews and other publications out.

It knows how boards lay out documents; it must not know any one board's site.
"""

from typing import Final

from msgspec import Struct

RANK: Final = 10
"""Behind the NSPCC's pages, whose entries have a text."""
NOWHERE: Final = "https://address.invalid/"
"""The address of a saved page of which nobody told it."""


class Publisher(Struct, frozen=True):
    """Who publishes a page of documents, by name, and for which local authority.

    The `scope` is that within which a title stands for one document: source, host of the page.
    """

    scope: tuple[str, ...]
    title: str = ""
    authority: str | None = None
