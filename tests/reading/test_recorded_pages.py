"""Recorded pages of case-review lists, each beside what a person found right about it.

`meta.json` holds the address, the content type and, for a page that must be refused, the error. A
page without its expectation gets one written, and fails, so that a person reads it.
"""

import json
from pathlib import Path

import pytest
from list_pages import read_list

from repo_watch import errors
from repo_watch.model import Entry, Reading

PAGES = Path(__file__).parents[1] / "pages" / "nspcc-reviews"
CASES = sorted(path.parent for path in PAGES.glob("*/page.html"))
FIELDS = 9


def as_json(entry: Entry) -> dict[str, object]:
    return {
        "title": entry.title,
        "year": entry.year,
        "month": entry.month,
        "authority_text": entry.authority_text,
        "anonymous": entry.anonymous,
        "case_name": entry.case_name,
        "sections": dict(entry.sections),
        "keywords": list(entry.keywords),
        "links": [{"label": link.label, "url": link.url} for link in entry.links],
    }


def read(case: Path) -> Reading:
    meta = json.loads((case / "meta.json").read_text("utf-8"))
    return read_list(
        (case / "page.html").read_bytes(), url=meta["url"], content_type=meta["content_type"]
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_recorded_page(case: Path) -> None:
    refuses = json.loads((case / "meta.json").read_text("utf-8")).get("refuses")
    if refuses:
        with pytest.raises(getattr(errors, refuses)):
            read(case)
        return
    reading = read(case)
    found = [as_json(item) for item in reading.items if isinstance(item, Entry)]
    golden = case / "expected.jsonl"
    if not golden.exists():
        lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in found]
        golden.write_text("".join(lines), "utf-8")
        pytest.fail(f"{golden} was not there; it has been written: read it before it is committed")
    assert found == [json.loads(line) for line in golden.read_text("utf-8").splitlines()]
    assert reading.unread == ()
    assert all(len(entry) == FIELDS for entry in found)


def test_there_are_pages_enough() -> None:
    goldens = [path.read_text("utf-8").splitlines() for path in PAGES.glob("*/expected.jsonl")]
    years = [path.name.split("-")[0] for path in PAGES.glob("2*-*")]
    assert sum(map(len, goldens)) >= 300
    assert len([golden for golden in goldens if golden]) >= 14
    assert all(years.count(year) >= 2 for year in years), "each shape in two markups"
