"""The mail's HTML in a real browser: readable at a window's and a telephone's width, silent."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import in_chromium
from post_office import make_coverage, make_digest

from repo_watch.delivery.letter import letter
from repo_watch.settings import MailSettings

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MAIL = MailSettings(sender="digest@watch.example")
FILES = {"case-reviews-2026-10.html": b"", "case-reviews-2026-10.pdf": b""}

pytestmark = in_chromium


@pytest.mark.parametrize("width", [600, 320])
def test_a_mail_is_accessible_whole_and_silent(browser, tmp_path, width):
    blind = make_coverage(well=0, failed=31, last_well=None)
    digest = make_digest(12, coverage=(blind,), note="The note of an editor.")
    page_file = tmp_path / "mail.html"
    page_file.write_text(letter(digest, FILES, MAIL, "https://watch.example").html, "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    found = Axe().run(page, options={"runOnly": RULES}).response
    assert [one["id"] for one in found["violations"] + found["incomplete"]] == []
    assert found["passes"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [page_file.as_uri()]
    page.close()
