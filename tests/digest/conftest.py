"""Databases as the nightly run writes them, and what the digest is made with."""

from issues import *  # noqa: F403 -- fixtures are found by name in each folder's conftest
