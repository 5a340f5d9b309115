import os
import shutil
import tempfile
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from repo_watch.demo.tour import tour
from repo_watch.rendering import pdf

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


@pytest.fixture(autouse=True)
def _pdfs_of_this_process(request, monkeypatch):
    """A process for each of a thousand small PDFs would take longer than what is tested."""
    if request.path.stem != "test_pdf_process":
        monkeypatch.setattr(pdf, "_set_apart", pdf._set)


@pytest.fixture(scope="session")
def toured(tmp_path_factory):
    """A whole demo, which takes a while: its folder, its exit status and what it said."""
    folder = tmp_path_factory.mktemp("demo")
    said = []
    return folder, tour(folder, said.append), "\n".join(said)


def pytest_collection_modifyitems(items):
    """Put what looks at the demo first: one worker begins with it, and so plays it once."""
    items.sort(key=lambda item: "toured" not in item.fixturenames)
