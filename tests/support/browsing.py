"""Debian's Chromium, where the machine has it."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

_CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")

in_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(not _CHROMIUM.exists(), reason="needs Debian's chromium"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(_CHROMIUM), args=list(_ARGUMENTS))
        yield running
        running.close()
