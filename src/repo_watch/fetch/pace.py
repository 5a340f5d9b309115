"""When the next request to a host may start."""

import math
from collections.abc import Callable

from repo_watch.fetch.addresses import host_of
from repo_watch.settings import is_loopback

LEAST_SECONDS = 1.0
"""Between the starts of two requests to a host that is not this machine, whatever is set."""

MOST_SECONDS = 30.0
"""Of a Crawl-delay that are honoured; a site asking for more would keep a night from ending."""


class Pace:
    """Keeps the starts of requests to one host apart, by a clock that nobody can set."""

    def __init__(
        self, seconds: float, *, sleep: Callable[[float], None], monotonic: Callable[[], float]
    ) -> None:
        self._seconds, self._sleep, self._monotonic = seconds, sleep, monotonic
        self._started: dict[str, float] = {}
        self._delays: dict[str, float] = {}

    def slow_down(self, url: str, seconds: float) -> None:
        """Takes a host's own wish (Crawl-delay) into account from now on."""
        self._delays[host_of(url)] = min(seconds, MOST_SECONDS)

    def wait(self, url: str) -> None:
        """Returns when a request to the address may start, and counts it as started."""
        host, least = host_of(url), 0.0 if is_loopback(url) else LEAST_SECONDS
        apart = max(self._seconds, least, self._delays.get(host, 0.0))
        ahead = self._started.get(host, -math.inf) + apart - self._monotonic()
        if ahead > 0:
            self._sleep(ahead)
        self._started[host] = self._monotonic()
