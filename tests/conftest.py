import gc
import os
import shutil
import tempfile
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pytest
import structlog
from coverage import Coverage
from hypothesis import settings

gc.set_threshold(20_000)  # as the program does

# How long an example takes says what else the machine does; `make bench` measures speed.
settings.register_profile("repo-watch", deadline=None)
settings.load_profile("repo-watch")

# None of the thousands of small databases has to outlive its test: they spare the disk its
# waits where memory has room for them.
MEMORY = Path("/dev/shm")
ROOM = 4 << 30
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("TMPDIR", str(MEMORY))
    tempfile.tempdir = None


def _log_plainly():
    """Colours and drawn tracebacks are a sixth of the time of a suite that nobody watches."""
    structlog.configure(
        [structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    )


_log_plainly()


@pytest.fixture(autouse=True)
def _logs_of_its_own():
    """A command configures logging for its own process; here many share one."""
    yield
    structlog.reset_defaults()
    _log_plainly()


@lru_cache(maxsize=500)
def _facts(body):
    from repo_watch.fetch.links import read_pdf

    return read_pdf(body)


def _pdfs_take_few_processes(patch):
    """One for each of a thousand small PDFs would take longer than what is tested.

    What is set in type is set here; what was fetched is read by a process when it is first met.
    """
    from repo_watch.nightly import links  # not above: who hands out the tests needs none of it
    from repo_watch.rendering import pdf

    patch.setattr(pdf, "_set_apart", pdf._set)
    patch.setattr(links, "read_pdf", _facts)


@pytest.fixture(autouse=True)
def _few_processes(request, monkeypatch):
    if request.path.stem != "test_pdf_process":
        _pdfs_take_few_processes(monkeypatch)


@pytest.fixture(scope="session")
def toured(tmp_path_factory):
    """A whole demo, which takes a while: its folder, its exit status and what it said."""
    from repo_watch.demo.tour import tour

    folder = tmp_path_factory.mktemp("demo")
    said = []
    with _untraced(), pytest.MonkeyPatch.context() as patch:
        _pdfs_take_few_processes(patch)
        return folder, tour(folder, said.append), "\n".join(said)


@contextmanager
def _untraced():
    tracer = Coverage.current()
    if tracer:
        tracer.stop()
    try:
        yield
    finally:
        if tracer:
            tracer.start()


def pytest_collection_modifyitems(items):
    """Put what looks at the demo first: one worker begins with it, and so plays it once.

    A tracer takes as long as what it watches. What is asked a hundred times over, or by a browser,
    goes without, as the demo does: other tests show that each branch is tested.
    """
    items.sort(key=lambda item: "toured" not in item.fixturenames)
    for item in items:
        if getattr(item.obj, "is_hypothesis_test", False) or item.get_closest_marker("browser"):
            item.add_marker("no_cover")
