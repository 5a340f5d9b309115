"""An issue's files, and the programs of others that come from npm."""

import shutil
from pathlib import Path

import pytest
from browsing import browser  # noqa: F401 -- a fixture
from issues import *  # noqa: F403 -- fixtures are found by name in each folder's conftest
from printed import paper, plain, said  # noqa: F401 -- fixtures


@pytest.fixture(scope="session")
def node():
    """The folder of our scripts and the pinned packages, as `make readers` lays it."""
    folder = Path(__file__).parents[2] / "build" / "readers"
    if shutil.which("node") is None or not (folder / "node_modules").is_dir():
        pytest.skip("needs node and its packages: make readers")
    return folder
