"""The polite session: from a Request to a Page, or one line that says why there is none.

The rules are those of courtesy (robots.txt, pace, one connection per host, Retry-After) and of
doubt (limits of size, time, form and place): whatever breaks one is an error, never an empty page.
"""

import math
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from hashlib import sha256
from typing import Literal, Self
from urllib.parse import urlsplit

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from repo_watch.errors import FaultError, PassingFaultError
from repo_watch.fetch.connections import host_of, names_private
from repo_watch.fetch.links import followed, target
from repo_watch.fetch.robots import Robots
from repo_watch.fetch.wire import Form, Reply, Wire, form_of, proves_its_end
from repo_watch.model import DOCUMENTS, Page, Request, Validators
from repo_watch.settings import FetchSettings, is_loopback

LEAST_SECONDS = 1.0
"""Between the starts of two requests to a host that is not this machine, whatever is set."""

MOST_SECONDS = 30.0
"""Of a Crawl-delay that are honoured; a site asking for more would keep a night from ending."""

LONGEST_WAIT = 120.0
"""Seconds of a Retry-After that are waited for; a host that wants more is left alone tonight."""

FAILURES_IN_A_ROW = 5
"""Addresses of one host that may fail one after the other before it is left alone tonight.

Several hundred addresses of a host that is down would else be asked for three times each.
"""

_OK, _NOT_MODIFIED, _TOO_MANY = 200, 304, 429
_PASSING = frozenset({_TOO_MANY, 500, 502, 503, 504})
_ABSENT = frozenset({404, 410})
_A_DAY = timedelta(days=1)
_EXPLAINED = dict.fromkeys(
    _ABSENT, ": if the page has moved, set its new address in the settings"
) | {_NOT_MODIFIED: " (not changed), although nothing was known of it"}
_MAY_BE_ABSENT = DOCUMENTS | {"feed"}


class Fetcher:
    """Fetches the pages of one night; a context manager that closes its connections.

    The moment of the `clock`, UTC, becomes `Page.fetched_at`. Whether anything answered so far, be
    it with an error, is `answered`; the `gap` is how far ahead of our clock the site that answered
    last says it is, None where none said.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._sleep, self._attempts = clock, sleep, settings.attempts
        self._apart = settings.seconds_between_requests
        self._wire = Wire(settings)
        self._robots = Robots(self._rules_at, self._slow_down)
        self._started: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._failures: Counter[str] = Counter()
        self._resting: dict[str, str] = {}
        self._own: frozenset[str] = frozenset()
        self.answered = False
        self.gap: timedelta | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._wire.close()

    def get(self, request: Request, validators: Validators, *, hosts: frozenset[str]) -> Page:
        """Fetches one page; `unchanged`, without a body, when the server or the hash says so.

        A 404 or 410 is a page only where the kind is "content" or "document" (there it is a state
        of a publication) or "feed" (not every organisation has one). Empty validators fetch in
        full. The source may touch these hosts alone (`hosts_of` its addresses).

        Raises:
            FaultError: the page did not arrive; `fault` tells in which way.
        """
        self._wire.trusted |= hosts
        self._own |= hosts
        pairs = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
        # A 304 would be of no use without the body that it stands for.
        conditions = {name: value for name, value in pairs.items() if value and validators.sha256}
        reply = self._follow(request.url, hosts, conditions, form_of(request.kind))
        digest, unchanged = sha256(reply.body).hexdigest(), False
        if reply.status == _NOT_MODIFIED and validators.sha256 and reply.url == request.url:
            digest, unchanged = validators.sha256, True
        elif reply.status == _OK:
            unchanged = digest == validators.sha256
        elif not (reply.status in _ABSENT and request.kind in _MAY_BE_ABSENT):
            why = f"answers HTTP {reply.status}{_EXPLAINED.get(reply.status, '')}"
            raise FaultError("status", why, url=reply.url)
        return Page(
            request=request,
            url=reply.url,
            status=reply.status,
            headers=reply.headers,
            body=b"" if unchanged else reply.body,
            sha256=digest,
            fetched_at=self._clock(),
            unchanged=unchanged,
            whole=proves_its_end(reply.headers),
        )

    def peek(self, url: str, *, method: Literal["HEAD", "GET"], near: bool = False) -> Reply:
        """Asks once for the first bytes of what a page links to, on whatever host that is.

        Redirects are not followed: where they lead has to be asked for, and permitted, in turn.
        `near`: the page lies on this machine (a replica). Its links may lead nowhere else, and
        those of other pages anywhere but here or a private network.

        Raises:
            FaultError: there is no answer, or the address may not be asked for.
        """
        self._permit_link(url, near=near)
        return self._ask(url, partial(self._wire.peek, url, method=method), 1)

    def document(self, url: str) -> bytes:
        """The whole document behind a link, no larger than `fetch.max_bytes`; b"" where none comes.

        Each redirect is asked for, and permitted, in turn.
        """

        def ask(at: str) -> Reply:
            self._permit_link(at, near=is_loopback(url))
            return self._once(at)

        try:
            reply, _ = followed(ask, url)
        except FaultError:
            return b""
        return reply.body if reply.status == _OK else b""

    def rules(self, url: str) -> str | None:
        """The text of the robots.txt that governs an address, once something was asked there."""
        return self._robots.text(url)

    def _permit_link(self, url: str, *, near: bool) -> None:
        parts = urlsplit(url if host_of(url) else "")
        if parts.scheme not in {"http", "https"} or parts.username is not None:
            raise FaultError("redirect", "is no plain http or https address: not asked", url=url)
        if is_loopback(url) != near:
            where = "away from" if near else "to"
            raise FaultError("redirect", f"leads {where} this machine: not asked", url=url)
        if not near and host_of(url) not in self._own and names_private(parts.hostname or ""):
            raise FaultError("redirect", "leads to a private network: not asked", url=url)
        if near:
            self._wire.trusted.add(host_of(url))
        self._robots.permit(url)

    def _rules_at(self, url: str) -> Reply:
        host = host_of(url)
        if host in self._own:
            return self._follow(url, frozenset({host}), {})
        # RFC 9309, 2.3.1.2: a site that has moved to another host has moved its rules too.
        return followed(self._once, url)[0]

    def _once(self, url: str) -> Reply:
        return self._ask(url, partial(self._wire.ask, url, {}), 1)

    def _follow(
        self, url: str, hosts: frozenset[str], sent: Mapping[str, str], form: Form | None = None
    ) -> Reply:
        """Asks, and follows redirects as far as the source may go; a robots.txt has no form."""

        def ask(at: str) -> Reply:
            if host_of(at) not in hosts or urlsplit(at).scheme not in {"http", "https"}:
                where = "lies" if at == url else f"has moved to {at}, which lies"
                reason = f"{where} outside the source's own hosts ({', '.join(sorted(hosts))})"
                raise FaultError("redirect", reason, url=url)
            if form:
                self._robots.permit(at)
            # The validators are those of the address that was asked for: another page behind it
            # may be older than they are and would seem unchanged.
            reply = self._ask(at, partial(self._wire.ask, at, sent if at == url else {}, form))
            ahead = target(at, reply.location or "")
            if at.startswith("https:") and ahead.startswith("http:"):
                raise FaultError("redirect", f"redirects from https to {ahead}", url=url)
            return reply

        return followed(ask, url)[0]

    def _ask(self, url: str, ask: Callable[[], Reply], attempts: int | None = None) -> Reply:
        """Asks for one address as often as is decent."""
        attempts, host = attempts or self._attempts, host_of(url)
        if host in self._resting:
            raise FaultError("resting", f"not asked for tonight: {self._resting[host]}", url=url)
        stop, passing = stop_after_attempt(attempts), retry_if_exception_type(PassingFaultError)
        again = Retrying(stop=stop, wait=_pause, retry=passing, sleep=self._sleep, reraise=True)
        try:
            reply: Reply = again(self._ask_once, url, ask)
        except PassingFaultError as error:
            self._failures[host] += 1
            if error.busy or self._failures[host] >= FAILURES_IN_A_ROW:
                self._resting[host] = f"{host} is left alone, as {error.url} {error.reason}"
            tried = f" (asked {attempts} times)" if attempts > 1 else ""
            raise FaultError(error.fault, error.reason + tried, url=url) from error
        self._failures[host] = 0
        return reply

    def _slow_down(self, url: str, seconds: float) -> None:
        """Takes a host's own wish (Crawl-delay) into account from now on."""
        self._delays[host_of(url)] = min(seconds, MOST_SECONDS)

    def _wait(self, url: str) -> None:
        """Keeps the starts of requests to one host apart, by a clock that nobody can set."""
        host, least = host_of(url), 0.0 if is_loopback(url) else LEAST_SECONDS
        apart = max(self._apart, least, self._delays.get(host, 0.0))
        ahead = self._started.get(host, -math.inf) + apart - time.monotonic()
        if ahead > 0:
            self._sleep(ahead)
        self._started[host] = time.monotonic()

    def _ask_once(self, url: str, ask: Callable[[], Reply]) -> Reply:
        self._wait(url)
        reply = ask()
        self.answered = True
        if date := _http_date(reply.headers.get("date", "")):
            gap = date - self._clock()
            # A replica on this machine may live in another time: it only confirms.
            if not is_loopback(url) or abs(gap) < _A_DAY:
                self.gap = gap
        if reply.status not in _PASSING:
            return reply
        wait = _retry_after(reply.headers, self._clock())
        reason = f"answers HTTP {reply.status}"
        if wait > LONGEST_WAIT:
            reason += f" and wants to be left alone for {wait:.0f} s"
            self._resting[host_of(url)] = f"{url} {reason}"
            raise FaultError("status", reason, url=url)
        fault = PassingFaultError("status", reason, url=url)
        fault.retry_after, fault.busy = wait, reply.status == _TOO_MANY
        raise fault


def _pause(state: RetryCallState) -> float:
    """Seconds before the next attempt: 1, 2, 4 ..., or what the server asked for if longer."""
    error = state.outcome and state.outcome.exception()
    asked = error.retry_after if isinstance(error, PassingFaultError) else 0.0
    return max(2.0 ** (state.attempt_number - 1), asked)


def _retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """The seconds of a Retry-After (RFC 9110 section 10.2.3), or 0 where there is no sound one.

    A date is measured by the server's own clock where it tells it.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    until, said = _http_date(value), _http_date(headers.get("date", ""))
    return max(0.0, (until - (said or now)).total_seconds()) if until else 0.0


def _http_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
