"""The connections of a session: which machines they may lead to, and how long an answer may take.

A page may link to anything, and a name may resolve to anything. So the very address that is to be
connected to is looked at: a look-up of our own beforehand could be told something else. A private
one is not even connected to, so that nobody learns which doors stand open there.

The HTTP library limits each wait for more bytes. A server that sends one now and then, be it in a
status line, a header, a chunk's size or a trailer, could keep us for as long as it likes; so when
the time is over the connections themselves are ended, whatever is being read from them.
"""

import math
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_address
from threading import Event, Lock, Thread
from time import monotonic
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, LocationParseError, NewConnectionError

from repo_watch.errors import FaultError

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


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local ..."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def names_private(host: str) -> bool:
    """Whether a host is written as an IP address that is not of the open internet."""
    try:
        return not is_public(host)
    except ValueError:
        return False


class TimeLimit:
    """For a body, and another after it: when one takes more seconds, `end` is called beside it.

    Then the time of the last one has `passed`. One thread looks after them all: no later body's
    time is over before it looks again. It is gone when there was none to look after, or by `stop`.
    """

    def __init__(self, seconds: float, end: Callable[[], None]) -> None:
        self._seconds, self._end = seconds, end
        self.passed, self._over, self._lock = False, math.inf, Lock()
        self._stopped: Event | None = None

    def __enter__(self) -> None:
        with self._lock, suppress(RuntimeError):  # without a thread each wait has its own limit
            self.passed, self._over = False, monotonic() + self._seconds
            if self._stopped is None:
                stopped = Event()
                Thread(target=self._watch, args=(stopped,), daemon=True).start()
                self._stopped = stopped

    def __exit__(self, *_raised: object) -> None:
        with self._lock:
            self._over = math.inf

    def stop(self) -> None:
        """Let the thread go; a body after that has another."""
        with self._lock:
            if self._stopped:
                self._stopped.set()
            self._stopped = None

    def _watch(self, stopped: Event) -> None:
        left = self._seconds
        while 0 < left < math.inf and not stopped.wait(left):
            with self._lock:
                left = self._over - monotonic()
                if not 0 < left < math.inf:
                    self._stopped = None
                if left <= 0:
                    self.passed = True
                    self._end()


class Connections:
    """What one session has open: it is ended when an answer has had its `seconds`.

    Hosts that are `trusted`, as `host_of` names them, may lie on a private network. The time of the
    last answer, whose `limit` this is, has passed where it was over before that was whole.
    """

    def __init__(self, seconds: float) -> None:
        self.trusted: set[str] = set()
        self._open: dict[HTTPConnection, socket.socket] = {}
        self._seconds, self._ends = seconds, 0.0
        self.limit = TimeLimit(seconds, self._end)

    def adapter(self) -> HTTPAdapter:
        """For a session: one connection per host, each of them made by `connect`.

        A proxy of the environment resolves names itself and is asked without a look.
        """
        adapter = HTTPAdapter(pool_connections=32, pool_maxsize=1)
        ours = {"_new_conn": lambda asked: self.connect(asked)}  # noqa: PLW0108 -- to be a method
        adapter.poolmanager.pool_classes_by_scheme = {
            scheme: type("_Pool", (pool,), {"ConnectionCls": type("_Made", (made,), ours)})
            for scheme, pool, made in (
                ("http", HTTPConnectionPool, HTTPConnection),
                ("https", HTTPSConnectionPool, HTTPSConnection),
            )
        }
        return adapter

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """Do the body, whose connections are ended when it has had its time."""
        self._ends = monotonic() + self._seconds
        try:
            with self.limit:
                yield
        finally:
            self.forget()

    def connect(self, asked: HTTPConnection) -> socket.socket:
        """A connection to the first of the host's addresses that answers in what time is left.

        Where none does, it raises as urllib3 itself would.

        Raises:
            FaultError: an address is of a private network, and the host not trusted.
        """
        try:
            found = socket.getaddrinfo(asked.host.strip("[]"), asked.port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise LocationParseError(f"'{asked.host}', label empty or too long") from error
        except OSError as error:
            raise NewConnectionError(asked, str(error)) from error
        cause: OSError | None = None
        for family, kind, protocol, _, address in found:
            if (left := self._ends - monotonic()) <= 0:
                break
            self._look(asked, str(address[0]))
            reached = socket.socket(family, kind, protocol)
            try:
                for option in asked.socket_options or ():
                    reached.setsockopt(*option)
                reached.settimeout(left)
                reached.connect(address)
            except OSError as error:
                reached.close()
                cause = error
                continue
            # Of the same connection, for TLS takes the first one over and the library closes it.
            self._let_go(asked)
            self._open[asked] = reached.dup()
            return reached
        if self._ends <= monotonic():
            raise ConnectTimeoutError(asked, "no connection in time") from cause
        raise NewConnectionError(asked, str(cause)) from cause

    def forget(self, *, every: bool = False) -> None:
        """Let go of the connections that the library has closed, or of every one."""
        for asked in [one for one in self._open if every or one.sock is None]:
            self._let_go(asked)
        if every:
            self.limit.stop()

    def _look(self, asked: HTTPConnection, address: str) -> None:
        scheme = "https" if isinstance(asked, HTTPSConnection) else "http"
        name = f"[{asked.host}]" if ":" in asked.host else asked.host
        url = f"{scheme}://{name}:{asked.port}"
        if host_of(url) not in self.trusted and not is_public(address):
            reason = f"leads to {address}, an address of a private network: not asked"
            raise FaultError("redirect", reason, url=url)

    def _let_go(self, asked: HTTPConnection) -> None:
        if kept := self._open.pop(asked, None):
            kept.close()

    def _end(self) -> None:
        for kept in list(self._open.values()):
            with suppress(OSError):
                kept.shutdown(socket.SHUT_RDWR)
