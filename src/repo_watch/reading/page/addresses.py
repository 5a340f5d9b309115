"""Addresses of links: absolute, http or https, and without tracking parameters."""

from functools import lru_cache
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)


@lru_cache(maxsize=4096)
def address(href: str, base: str) -> str | None:
    """The absolute address of a link, or None where it leads nowhere or to the page itself.

    `href` is as written; where it is relative, it starts from `base`, which is absolute.
    """
    href = href.replace("\n", "").strip()
    if href.startswith("#"):
        return None
    try:
        parts = urlsplit(urljoin(base, href))
        page = urldefrag(base).url
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    pairs = [pair for pair in parts.query.split("&") if pair and not _WORDS.tracking.match(pair)]
    if "sig=" in parts.query:
        pairs = [pair for pair in pairs if not _WORDS.signed.match(pair)]
    found = urlunsplit(parts._replace(query="&".join(pairs))).replace(" ", "%20")
    return None if urldefrag(found).url == page else found


def path_of(url: str) -> str:
    """The path of an address without its outer slashes, in lower case: what stays of it."""
    return urlsplit(url).path.strip("/").lower()
