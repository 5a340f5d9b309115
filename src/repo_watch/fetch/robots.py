"""robots.txt, wildcard rules included (RFC 9309), read once per host; unreadable means "no"."""

import re
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import urlsplit

from protego import Protego

from repo_watch.errors import FORBIDDEN, FaultError
from repo_watch.fetch.wire import Reply

AGENT = "repo-watch"
"""The product name that rules for us would be written under."""
_LOGGED = f"{AGENT}/"

_OK = 200
_ABSENT = frozenset({404, 410})

_GROUP = re.compile(r"\s*user(?:-|\s*)agent(?:\s*:\s*|\s+)(?P<name>[^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)
"""A product token (RFC 9309, 2.2.1): a group's name up to its version or remark."""

_Rules: TypeAlias = tuple[Protego, ...]
"""What is asked in turn; each must allow an address."""


class Robots:
    """The rules of every host asked so far.

    One function gives the reply at the address of a robots.txt, or raises FaultError; the other is
    told the address and seconds of a Crawl-delay that is meant for us.
    """

    def __init__(
        self, fetch: Callable[[str], Reply], on_delay: Callable[[str, float], None]
    ) -> None:
        self._fetch, self._on_delay = fetch, on_delay
        self._rules: dict[str, _Rules | str] = {}
        self._texts: dict[str, str] = {}

    def permit(self, url: str) -> None:
        """Returns when the address may be fetched.

        Raises:
            FaultError: its host forbids it, or the host's rules could not be read.
        """
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = self._read(site)
        rules = self._rules[site]
        if isinstance(rules, str):
            why = f"nothing of this host is fetched, as its robots.txt cannot be read: {rules}"
            raise FaultError("robots", why, url=url)
        if not all(each.can_fetch(url, AGENT) for each in rules):
            why = f"{FORBIDDEN}: its robots.txt keeps us from this address"
            raise FaultError("robots", why, url=url)

    def text(self, url: str) -> str | None:
        """The robots.txt that governs the address, as received; None where none was read."""
        return self._texts.get(_site(url))

    def _read(self, site: str) -> _Rules | str:
        """The rules of a site, or what was wrong with them."""
        try:
            reply = self._fetch(f"{site}/robots.txt")
        except FaultError as error:
            return error.reason
        if reply.status in _ABSENT:
            return ()
        if reply.status != _OK:
            return f"HTTP {reply.status}"
        if "html" in reply.headers.get("content-type", "") or reply.body.lstrip().startswith(b"<"):
            return "a web page is in its place"
        self._texts[site] = reply.body.decode("utf-8-sig", errors="replace")
        rules = _rules(self._texts[site])
        for each in rules:
            if (delay := each.crawl_delay(AGENT)) is not None:
                self._on_delay(site, float(delay))
        return rules


def _rules(text: str) -> _Rules:
    """The rules under our token, and those under our name as servers log it ("repo-watch/0.2.0").

    The parser looks for a group's name within ours: it would take "repo" for us, and would not see
    the name with a version. So each name is cut to its token first and must be ours whole. Where
    both spellings have a group, either may refuse; where neither has, the rules for all hold.
    """
    lines = [(line, _whose(line)) for line in text.splitlines()]
    named = [one for one in (_LOGGED, AGENT) if any(whose == one for _, whose in lines)]
    return tuple(_as_asked(lines, spelling) for spelling in named or [AGENT])


def _as_asked(lines: list[tuple[str, str]], spelling: str) -> Protego:
    """The rules as the parser is to read them, as far as one spelling is asked about."""
    names = {"*": "*", spelling: AGENT}
    read = (
        f"User-agent: {names.get(whose, 'another')}" if whose else line for line, whose in lines
    )
    return Protego.parse("\n".join(read))


def _whose(line: str) -> str:
    """Whose group a line opens: "*" for all, either spelling of ours; "" where it opens none."""
    if not (match := _GROUP.match(line)):
        return ""
    name = match["name"].strip()
    name = name.strip("* ") or name[:1]
    token = _TOKEN.match(name)
    if token is None or token[0].lower() != AGENT:
        return name
    return AGENT if name.lower() == AGENT else _LOGGED


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
