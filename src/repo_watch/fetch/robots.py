"""robots.txt, wildcard rules included (RFC 9309), read once per host; unreadable means "no"."""

from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from repo_watch.errors import FetchError
from repo_watch.fetch.faults import FaultError
from repo_watch.fetch.wire import Reply

AGENT = "repo-watch"
"""The product name that rules for us would be written under."""

_OK = 200
_ABSENT = frozenset({404, 410})


class Robots:
    """The rules of every host asked so far.

    Args:
        fetch: gives the reply at the address of a robots.txt; raises FetchError.
        on_delay: told the address and seconds of a Crawl-delay that is meant for us.
    """

    def __init__(
        self, fetch: Callable[[str], Reply], on_delay: Callable[[str, float], None]
    ) -> None:
        self._fetch, self._on_delay = fetch, on_delay
        self._rules: dict[str, Protego | str] = {}
        self._texts: dict[str, str] = {}

    def permit(self, url: str) -> None:
        """Returns when the address may be fetched.

        Raises:
            FaultError: its host forbids it, or the host's rules could not be read.
        """
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = self._read(f"{site}/robots.txt")
        rules = self._rules[site]
        if isinstance(rules, str):
            raise FaultError(
                "robots",
                f"nothing of this host is fetched, as its robots.txt cannot be read: {rules}",
                url=url,
            )
        if not rules.can_fetch(url, AGENT):
            raise FaultError("robots", "robots.txt of this host forbids this address", url=url)

    def text(self, url: str) -> str | None:
        """The robots.txt that governs the address, as received; None where none was read."""
        return self._texts.get(_site(url))

    def _read(self, url: str) -> Protego | str:
        """The rules at the address, or what was wrong with it."""
        try:
            reply = self._fetch(url)
        except FetchError as error:
            return error.reason
        if reply.status in _ABSENT:
            return Protego.parse("")
        if reply.status != _OK:
            return f"HTTP {reply.status}"
        if "html" in reply.headers.get("content-type", "") or reply.body.lstrip().startswith(b"<"):
            return "a web page is in its place"
        text = reply.body.decode("utf-8-sig", errors="replace")
        self._texts[url.removesuffix("/robots.txt")] = text
        rules = Protego.parse(text)
        if (delay := rules.crawl_delay(AGENT)) is not None:
            self._on_delay(url, float(delay))
        return rules


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
