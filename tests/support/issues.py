"""Databases as the nightly run writes them, and what the digest is made with."""

import shutil
from dataclasses import replace

import pytest
from house import SOURCES, House, make_source


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "watch.db")
    yield made
    made.db.close()


@pytest.fixture
def public(tmp_path):
    return tmp_path / "public"


@pytest.fixture(scope="session")
def sources():
    return SOURCES


@pytest.fixture(scope="session")
def house_at():
    """The builder itself, for tests that need several databases."""
    return House


@pytest.fixture(scope="session")
def pdftotext():
    """Poppler's reader of PDF text, where the machine has it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (Debian: poppler-utils)")


@pytest.fixture(scope="session")
def monthly():
    """A source that is read every four weeks."""
    return replace(make_source("an-archive", "The archive", fresh_days=40), every_days=28)
