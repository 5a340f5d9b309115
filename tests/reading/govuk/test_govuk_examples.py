"""GOV.UK's own published examples and schemas, where they are at hand beside the checkout."""

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from repo_watch.model import Page, Request
from repo_watch.reading.govuk.content import read_content

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT.parent / "shared" / "govuk"
EXAMPLES = sorted((PUBLISHED / "examples").glob("*.json"))
SCHEMAS = PUBLISHED / "schemas"
RECORDED = sorted((ROOT / "tests" / "pages" / "govuk-reviews").glob("content-*/page.json"))

pytestmark = pytest.mark.skipif(not EXAMPLES, reason="GOV.UK's published examples are not at hand")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_published_example_is_read(path):
    body = path.read_bytes()
    raw = json.loads(body)
    url = "https://www.gov.uk/api/content" + raw["base_path"]
    page = Page(Request(url, "content"), url, 200, {}, body, "", datetime(2031, 6, 3, tzinfo=UTC))
    (item,) = read_content(page).items
    kind = "redirected" if raw["schema_name"] == "redirect" else raw["schema_name"]
    state = kind if kind in ("redirected", "gone") else "live"
    assert item.state == ("withdrawn" if raw.get("withdrawn_notice") else state)
    assert item.content_id == raw.get("content_id")
    assert item.title == (raw.get("title") or "")
    assert item.url == "https://www.gov.uk" + raw["base_path"]
    assert (item.redirect_to is not None) == (
        state == "redirected" or bool(raw.get("details", {}).get("alternative_path"))
    )
    assert len(item.attachments) == len(raw.get("details", {}).get("attachments", []))
    assert (item.reason is not None) == (item.state in ("withdrawn", "gone"))


SOUND = [
    "content-live", "content-withdrawn", "content-redirect", "content-gone", "content-collection",
    "content-announcement",
]  # fmt: skip


@pytest.mark.parametrize("path", [path for path in RECORDED if path.parent.name in SOUND])
def test_our_recorded_pages_are_what_the_schemas_allow(path):
    document = json.loads(path.read_text("utf-8"))
    schema = json.loads((SCHEMAS / f"{document['schema_name']}.json").read_text("utf-8"))
    jsonschema.validate(document, schema)
