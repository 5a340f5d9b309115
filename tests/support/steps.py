"""Steps that the tests of `repo_watch.workers` hand out; a worker imports them from here."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


def squared(number):
    return number * number


def by(_):
    """The process that does it."""
    return os.getpid()


def refused(number):
    raise ValueError(number)


def fatal(file):
    """Ends the first process that does it at once; any other answers."""
    with suppress(FileExistsError):
        Path(file).touch(exist_ok=False)
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def held(given):
    """Never ends, but in the process that is named."""
    number, process = given
    while os.getpid() != process:
        time.sleep(60)
    return number * number


def slow(number):
    """Long enough that it is under way when its worker is killed."""
    time.sleep(0.3)
    return number * number
