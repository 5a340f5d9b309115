"""Recorded pages: a page beside its `meta.json` and what a person found right about it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from repo_watch.errors import ReadingError
from repo_watch.model import Page, Request

PAGES = Path(__file__).parents[1] / "pages"


def cases(source):
    """Names of the recorded pages of a source."""
    return sorted(path.name for path in (PAGES / source).iterdir())


def recorded(source, case):
    """A recorded page, as it would come from the network."""
    folder = PAGES / source / case
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    (body,) = folder.glob("page.*")
    return Page(
        request=Request(meta["url"], meta["kind"], marker=meta.get("marker")),
        url=meta.get("answered", meta["url"]),
        status=meta["status"],
        headers={},
        body=body.read_bytes(),
        sha256="",
        fetched_at=datetime(2031, 10, 3, tzinfo=UTC),
    )


def said(source, page):
    """What a source makes of a page, or its refusal, as JSON data without what is empty."""
    try:
        reading = source.read(page)
    except ReadingError as refusal:
        return {"error": type(refusal).__name__, "reason": refusal.reason, "url": refusal.url}
    return _filled(msgspec.to_builtins(reading))


def check(source, case):
    """The page is read as expected; a missing expectation is written, for a person to read."""
    expected = PAGES / source.id / case / "expected.json"
    now = said(source, recorded(source.id, case))
    if not expected.exists():
        expected.write_text(json.dumps(now, indent=2, ensure_ascii=False) + "\n", "utf-8")
        pytest.fail(f"{case}: expected.json was missing and is written now: read it, then commit")
    assert now == json.loads(expected.read_text("utf-8"))


def _filled(value):
    if isinstance(value, dict):
        found = {name: _filled(one) for name, one in value.items()}
        return {name: one for name, one in found.items() if one not in (None, [], {}, "", False)}
    return [_filled(one) for one in value] if isinstance(value, (list, tuple)) else value
