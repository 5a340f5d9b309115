"""Heavy, independent steps: done here, by processes of this machine, or by a Dask cluster.

A step is a function without side effects. What a worker could not give, whatever the reason, is
done here, so that who does the work changes nothing but how long it takes.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from functools import partial
from typing import Any, TypeVar

from repo_watch import __version__
from repo_watch.errors import EnvironmentFailure

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

CLUSTER = "dask://"
_SECONDS = 300.0
"""After which a step that was handed out is done here, and nothing more is handed out."""
_CONNECT_SECONDS = 10
_AT_ONCE = 64
"""Steps that are with a cluster at a time; with a pool, two for each process."""


class Workers:
    """Those who do the heavy steps. None is started or asked before there is such a step.

    They are as the setting `workers` says: 1 for this process, a number of processes, or the
    address of a cluster's scheduler, `dask://HOST:PORT`. `trouble` is a line for the operator where
    they could not be used; "" where all went well.
    """

    def __init__(self, who: int | str = 1) -> None:
        self._who = who
        self._open = ExitStack()
        self._executor: Executor | None = None
        self.trouble = ""

    def close(self) -> None:
        """Let those go who were started or asked."""
        self._open.close()

    @property
    def elsewhere(self) -> bool:
        """Whether steps are handed out at all."""
        return self._who != 1 and not self.trouble

    def each(
        self, step: Callable[[_Given], _Made], given: Iterable[_Given]
    ) -> Iterator[tuple[_Given, _Made]]:
        """Each of what is given with what the step makes of it, in the order given.

        Only a few are looked at ahead, so that memory does not grow with their number. The step and
        what goes in and out have to be such as pickle takes, else they are done here.
        """
        at_once = 2 * self._who if isinstance(self._who, int) else _AT_ONCE
        waiting: deque[tuple[_Given, Future[_Made] | None]] = deque()
        for one in given:
            waiting.append((one, self._hand_out(step, one)))
            if not self.elsewhere or len(waiting) > at_once:
                yield self._taken_back(step, *waiting.popleft())
        while waiting:
            yield self._taken_back(step, *waiting.popleft())

    def _hand_out(self, step: Callable[[_Given], _Made], one: _Given) -> "Future[_Made] | None":
        if not self.elsewhere:
            return None
        try:
            self._executor = self._executor or self._started()
            return self._executor.submit(_by_release, __version__, step, one)
        except Exception as error:  # noqa: BLE001 -- a pool breaks in many ways, and we can go on
            self._give_up(error)
            return None

    def _taken_back(
        self, step: Callable[[_Given], _Made], one: _Given, future: "Future[_Made] | None"
    ) -> tuple[_Given, _Made]:
        try:
            if future:
                return one, future.result(_SECONDS if self.elsewhere else 0)
        except TimeoutError as error:
            self._give_up(error)
        except Exception:  # noqa: BLE001, S110 -- if it is the step's own, it raises here too
            pass
        return one, step(one)

    def _give_up(self, error: Exception) -> None:
        said = str(error) or type(error).__name__
        self.trouble = self.trouble or f"workers ({self._who}): {said}; the work is done here"

    def _started(self) -> Executor:
        if isinstance(self._who, int):
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            pool = ProcessPoolExecutor(self._who, mp_context=get_context("spawn"))
            self._open.callback(partial(pool.shutdown, cancel_futures=True))
            return pool
        try:
            from distributed import Client
        except ImportError as error:
            raise EnvironmentFailure(
                "Dask is not installed; pip install 'repo-watch[cluster]'"
            ) from error
        address = f"tcp://{self._who.removeprefix(CLUSTER)}"
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        self._open.callback(client.close)
        executor: Executor = client.get_executor(pure=False)
        return executor


def _by_release(release: str, step: Callable[[Any], Any], one: Any) -> Any:  # noqa: ANN401 -- any step
    """The step, where the worker has the release that asks: another might answer otherwise."""
    if release != __version__:
        raise EnvironmentFailure(f"a worker has release {__version__}, not {release}")
    return step(one)
