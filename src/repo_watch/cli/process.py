"""What the program is started in: signals that stop it, and streams that may be closed or stuck."""

import io
import os
import re
import select
import signal
import sys
import threading
import time
from contextlib import suppress

from repo_watch.errors import Stopped

_GRACE_SECONDS = 4.0
_PATIENCE_SECONDS = 1.0
_PIECE = 4096
"""Bytes of a pipe that is ready which can be written without waiting (POSIX: PIPE_BUF)."""

STOPPED = "repo-watch: stopped; what was stored stays"
_received: list[int] = []
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
"""What steers a terminal, or lets a line read otherwise than it is: pages may hold it."""


def stop_on_signals() -> None:
    """Let SIGTERM and SIGINT stop the program, and end it where that is not heard in time.

    An interrupt waits for what is done outside Python: a look-up, a busy database, a page set in
    type. What the database and the files hold outlasts being ended at any moment.
    """
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)
    with suppress(RuntimeError):  # where no thread can be started, it is heard between steps only
        threading.Thread(target=_end_soon, args=(heard,), daemon=True).start()


def stopped_by() -> int:
    """The exit status of a command that was interrupted: 128 and the signal's number."""
    return 128 + (_received[0] if _received else signal.SIGINT)


def _interrupt(number: int, _frame: object) -> None:
    _received.append(number)
    raise Stopped


def _end_soon(heard: int) -> None:
    numbers = os.read(heard, 1)
    while numbers[0] not in {signal.SIGTERM, signal.SIGINT}:
        numbers = os.read(heard, 1)
    time.sleep(_GRACE_SECONDS)
    with suppress(OSError):
        os.write(2, f"{STOPPED}\n".encode())
    os._exit(128 + numbers[0])


def open_streams() -> None:
    """Let no control sign out; stand in for a stream that the program was started without."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 -- for the process's life
        elif hasattr(stream := getattr(sys, name), "detach"):
            said = {"encoding": stream.encoding, "errors": stream.errors}
            buffered = not (name == "stderr" or stream.isatty())
            setattr(sys, name, _Plain(stream.detach(), line_buffering=not buffered, **said))


class _Plain(io.TextIOWrapper):
    """A stream to a terminal, a file or a pipe; control signs of what it is told are dropped."""

    def write(self, text: str) -> int:
        return super().write(_UNSEEN.sub("", text))


class Patient:
    """Standard error for a log: a line that cannot be written in time is dropped.

    A pipe that nobody reads, a full disk or a closed terminal must not cost the night.
    """

    def write(self, text: str) -> None:
        """Write as much as finds its way."""
        rest = _UNSEEN.sub("", text).encode("utf-8", "backslashreplace")
        with suppress(OSError, ValueError):
            try:
                at = sys.stderr.fileno()
            except io.UnsupportedOperation:  # one held in memory takes whatever comes
                sys.stderr.write(text)
                return
            while rest and select.select((), (at,), (), _PATIENCE_SECONDS)[1]:
                rest = rest[os.write(at, rest[:_PIECE]) :]

    def flush(self) -> None:
        """Nothing is held back."""
