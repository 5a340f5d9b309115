"""The night after an upgrade: what the rules or the spelling alone changed is no news."""

import copy
import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from world import LIST, UPDATE, Installation, review

from repo_watch.model import State
from repo_watch.sources.govuk_reviews import SOURCE

BASE = "http://127.0.0.1/govuk"
PATH = "/government/publications/a-fictional-study"
CONTENT = f"{BASE}/api/content{PATH}"
FIRST_NIGHT = datetime(2031, 6, 3, 2, 15, tzinfo=UTC)
BEFORE = {
    "base_path": PATH,
    "content_id": "00000000-0000-4000-8000-000000000001",
    "title": "A study of twelve fictional reviews",
    "document_type": "research",
    "schema_name": "publication",
    "first_published_at": "2031-05-01T08:30:00.000Z",
    "public_updated_at": "2031-06-01T08:30:00.000Z",
    "updated_at": "2031-06-01T08:30:01.000Z",
    "details": {
        "attachments": [
            {
                "id": "4400001",
                "attachment_type": "file",
                "title": "The study",
                "url": "https://assets.example/media/5a7f0000e5274a2e87db0001/study.pdf",
            },
            {
                "id": "4400002",
                "attachment_type": "html",
                "title": "Summary",
                "url": f"{PATH}/summary",
            },
        ]
    },
}


def edition(**details):
    """The next edition: new row numbers, London time, and whatever else is said."""
    now = copy.deepcopy(BEFORE)
    now["first_published_at"] = "2031-05-01T09:30:00.000+01:00"
    now["public_updated_at"] = "2031-06-01T09:30:00.000+01:00"
    now["updated_at"] = "2031-06-03T09:30:00.000+01:00"
    for number, one in enumerate(now["details"]["attachments"], 5500001):
        one["id"] = str(number)
    return now | details


@pytest.fixture
def watch(tmp_path):
    """An installation that knows one publication, with all that an older release had stored."""
    watch = Installation(tmp_path, sources=(SOURCE,), urls={SOURCE.id: (BASE,)})
    for request in SOURCE.plan(State(urls=(BASE,))):
        watch.world.pages[request.url] = {"results": [], "total": 0}
    search = SOURCE.plan(State(urls=(BASE,)))[0].url
    row = {"link": PATH, "title": "A study", "public_timestamp": "2031-06-01T08:30:00Z"}
    watch.world.pages[search] = {"results": [row], "total": 1}
    watch.world.pages[CONTENT] = BEFORE
    watch.run(FIRST_NIGHT)
    with_ids = json.loads(watch.column("SELECT snapshot FROM version")[0])
    for at, one in enumerate(with_ids["attachments"], 4400001):
        one["id"] = str(at)
    watch.rows("UPDATE version SET hash = '1:0', snapshot = ? RETURNING 1", json.dumps(with_ids))
    watch.rows("UPDATE sighting SET hash = '1:0' RETURNING 1")
    watch.rows("UPDATE page SET reader_version = reader_version - 1 RETURNING 1")
    row["public_timestamp"] = "2031-06-03T08:30:00Z"
    return watch


def test_an_edition_with_new_ids_and_other_spellings_is_no_news(watch):
    watch.world.pages[CONTENT] = edition()
    for night in range(1, 9):  # with a night on which everything is read in full
        watch.run(FIRST_NIGHT + timedelta(days=night))
    assert CONTENT in watch.world.asked
    assert watch.column("SELECT kind FROM event") == ["new"]
    assert len(watch.rows("SELECT 1 FROM version")) == 1


def test_what_such_an_edition_does_change_is_told_alone(watch):
    watch.world.pages[CONTENT] = edition(title="A study of thirteen fictional reviews")
    watch.run(FIRST_NIGHT + timedelta(days=1))
    assert watch.rows("SELECT kind, fields FROM event WHERE kind <> 'new'") == [
        {"kind": "changed", "fields": '["title"]'}
    ]


def test_lines_that_a_better_reader_keeps_are_no_news_and_no_new_version(tmp_path):
    watch = Installation(tmp_path)
    entry = replace(
        review(1, year=2031), sections={"summary": "One.\nTwo.\nThree."}, points={"summary": (1, 2)}
    )
    watch.world.pages |= {LIST: [entry], UPDATE: []}
    watch.run(FIRST_NIGHT)
    flat = json.loads(watch.column("SELECT snapshot FROM version")[0])
    del flat["points"]
    flat["sections"] = {"summary": "One. Two. Three."}
    watch.rows("UPDATE version SET snapshot = ? RETURNING 1", json.dumps(flat))
    watch.rows("UPDATE page SET reader_version = reader_version - 1 RETURNING 1")
    watch.run(FIRST_NIGHT + timedelta(days=1))
    assert watch.column("SELECT summary FROM reviews") == ["One.\nTwo.\nThree."]
    assert watch.column("SELECT kind FROM event") == ["new"]
    assert watch.column("SELECT number FROM version") == [1]


def test_a_database_from_the_public_copy_goes_on_under_a_better_reader(tmp_path):
    watch = Installation(tmp_path)
    watch.world.pages |= {LIST: [review(1, year=2031)], UPDATE: []}
    watch.run(FIRST_NIGHT)
    (watch.settings.public / "repo-watch.db").replace(watch.settings.database)
    watch.sources = (replace(watch.sources[0], reader_version=2),)
    shutil.rmtree(watch.settings.archive)
    outcome = watch.run(FIRST_NIGHT + timedelta(days=1))
    assert outcome.status == 0
    assert outcome.sources[0].counts == {}
    assert watch.column("SELECT DISTINCT reader_version FROM page") == [2]
