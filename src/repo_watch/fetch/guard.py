"""Which machines may be spoken to: public ones, and those that the settings name.

A page may link to anything, and a name may resolve to anything. So the very address that is to be
connected to is looked at: a look-up of our own beforehand could be told something else. A private
one is not even connected to, so that nobody learns which doors stand open there.
"""

from collections.abc import Callable
from functools import partial
from ipaddress import IPv6Address, ip_address
from socket import socket

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from repo_watch.fetch.addresses import host_of
from repo_watch.fetch.deadline import Deadline
from repo_watch.fetch.faults import FaultError

Permits = Callable[[str, str], bool]
"""Whether a connection may be used: the host as `host_of` names it, and the IP address reached."""


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


def guarded(permits: Permits, deadline: Deadline) -> HTTPAdapter:
    """An adapter with one connection per host, which `permits` has seen and `deadline` can end.

    A proxy of the environment resolves names itself and is asked without this look.
    """

    class Plain(HTTPConnection):
        """A connection over HTTP."""

        def _new_conn(self) -> socket:
            return deadline.connect(self, partial(_look, self, "http", permits))

    class Secure(HTTPSConnection):
        """A connection over TLS."""

        def _new_conn(self) -> socket:
            return deadline.connect(self, partial(_look, self, "https", permits))

    class PlainPool(HTTPConnectionPool):
        """The pool of the first."""

        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        """The pool of the second."""

        ConnectionCls = Secure

    adapter = HTTPAdapter(pool_connections=32, pool_maxsize=1)
    adapter.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return adapter


def _look(asked: HTTPConnection, scheme: str, permits: Permits, address: str) -> None:
    name = f"[{asked.host}]" if ":" in asked.host else asked.host
    url = f"{scheme}://{name}:{asked.port}"
    if not permits(host_of(url), address):
        raise FaultError(
            "redirect", f"leads to {address}, an address of a private network: not asked", url=url
        )
