import pytest
import structlog
from hypothesis import settings

from repo_watch.demo.tour import tour

# How long an example takes says what else the machine does; `make bench` measures speed.
settings.register_profile("repo-watch", deadline=None)
settings.load_profile("repo-watch")


@pytest.fixture(autouse=True)
def _logs_of_its_own():
    """A command configures logging for its own process; here many share one."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def toured(tmp_path_factory):
    """A whole demo, which takes a while: its folder, its exit status and what it said."""
    folder = tmp_path_factory.mktemp("demo")
    said = []
    return folder, tour(folder, said.append), "\n".join(said)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Let one worker do all tests of the demo, so that it is played once.

    First of all hooks, for pytest-xdist's own reads the groups.
    """
    for item in items:
        if "toured" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("demo"))
