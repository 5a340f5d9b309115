"""Databases as the nightly run writes them, and what the digest is made with."""

from browsing import browser  # noqa: F401 -- a fixture
from issues import *  # noqa: F403 -- fixtures are found by name in each folder's conftest
from printed import paper, plain, said  # noqa: F401 -- fixtures
