"""One wall-clock limit for a whole answer, from the connection to its last byte.

The HTTP library limits each wait for more bytes. A server that sends one now and then, be it in a
status line, a header, a chunk's size or a trailer, could keep us for as long as it likes; so when
the time is over the connections themselves are ended, whatever is being read from them.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from time import monotonic

from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, LocationParseError, NewConnectionError


@contextmanager
def ended_after(seconds: float, end: Callable[[], None]) -> Iterator[None]:
    """Do the body; whatever it waits for, `end` is called beside it when the time is over."""
    timer = Timer(seconds, end)
    timer.daemon = True
    with suppress(RuntimeError):  # where no thread can be started, each wait has its own limit
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


class Deadline:
    """Ends what one session has open when an answer has had its time.

    Attributes:
        passed: whether the last answer's time was over before it was whole.
    """

    def __init__(self) -> None:
        self._open: dict[HTTPConnection, socket.socket] = {}
        self._ends = 0.0
        self.passed = False

    @contextmanager
    def of(self, seconds: float) -> Iterator[None]:
        """Do the body, whose connections are ended after so many seconds."""
        self.passed, self._ends = False, monotonic() + seconds
        try:
            with ended_after(seconds, self._end):
                yield
        finally:
            self.forget()

    def connect(self, asked: HTTPConnection, look: Callable[[str], None]) -> socket.socket:
        """A connection to the first of the host's addresses that answers in what time is left.

        Args:
            asked: whose host and port it is.
            look: raises where an IP address may not be connected to.

        Raises:
            NewConnectionError: none answers.
            ConnectTimeoutError: the time is over.
            LocationParseError: the name can be no host's.
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
            look(str(address[0]))
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

    def _let_go(self, asked: HTTPConnection) -> None:
        if kept := self._open.pop(asked, None):
            kept.close()

    def _end(self) -> None:
        self.passed = True
        for kept in list(self._open.values()):
            with suppress(OSError):
                kept.shutdown(socket.SHUT_RDWR)
