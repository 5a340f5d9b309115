"""Which host an address belongs to."""

from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin, urlsplit

from requests.utils import requote_uri

_DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """The host of an address, in lower case, with its port unless that is the scheme's own.

    So http and https of one site are one host: a site may move its pages from one to the other.
    "" when there is none, or the address is malformed.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f"{host}:{port}"


def hosts_of(urls: Iterable[str]) -> frozenset[str]:
    """The hosts a source may touch: those of its own addresses."""
    return frozenset(map(host_of, urls))


def target(url: str, location: str) -> str:
    """The absolute address that a redirect points to; a malformed one stays as it is written."""
    try:
        return urldefrag(urljoin(url, requote_uri(location))).url
    except ValueError:
        return location
