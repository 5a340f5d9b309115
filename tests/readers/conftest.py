"""An issue's files, and the programs of others that come from npm."""

import shutil
import subprocess
from pathlib import Path

import pytest
from browsing import browser  # noqa: F401 -- a fixture
from issues import *  # noqa: F403 -- fixtures are found by name in each folder's conftest
from printed import paper, plain, said  # noqa: F401 -- fixtures

_HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def node():
    """A folder with our scripts and the pinned packages; it is kept in build/."""
    if shutil.which("npm") is None:
        pytest.skip("needs node and npm")
    folder = _HERE.parents[1] / "build" / "readers"
    folder.mkdir(parents=True, exist_ok=True)
    for one in (*_HERE.glob("*.mjs"), _HERE / "package.json"):
        shutil.copy(one, folder)
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder
