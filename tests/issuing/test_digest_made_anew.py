"""When an edition's pages are made anew, and when they are left as they are."""

import pytest
from bs4 import BeautifulSoup
from house import utc
from msgspec.structs import replace

from repo_watch.digest.model import NATIONAL
from repo_watch.issuing.index import write
from repo_watch.store.schema.database import transaction


@pytest.fixture
def quiet(issued, public, sources, monkeypatch):
    """The pages as they are, and a template's maker that nobody may ask for."""
    issued.review(utc(2026, 8, 20, 2), baseline=True)
    write(issued.db, public, sources=sources)
    with monkeypatch.context() as patch:
        patch.setattr("repo_watch.templates.environment", lambda: pytest.fail("asked for"))
        yield patch


def test_a_quiet_night_sets_the_days_of_reading_and_makes_nothing_else(
    issued, public, sources, quiet
):
    issued.run(utc(2027, 1, 2, 2))
    assert write(issued.db, public, sources=sources) == ("index.html",)
    assert write(issued.db, public, sources=sources) == ()
    told = [
        cell.get_text()
        for cell in BeautifulSoup((public / "index.html").read_bytes(), "lxml").select(
            "#read ~ table td"
        )
    ]
    assert "2 January 2027" in told
    quiet.undo()
    made = (public / "index.html").read_bytes()
    (public / "feed.xml").unlink()
    assert write(issued.db, public, sources=sources) == ("feed.xml",)
    assert (public / "index.html").read_bytes() == made


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item_link SET url = url || '?new'",
        "UPDATE item_keyword SET term = 'another'",
        "UPDATE item_authority SET region = 'Elsewhere'",
        "UPDATE version SET snapshot = json_set(snapshot, '$.sections.summary', 'Other words.')",
        "UPDATE item SET state = 'suppressed' WHERE baseline",
        "DELETE FROM issue WHERE last_month = '2017-01'",
    ],
)
def test_what_the_files_are_made_from_makes_them_anew(issued, public, sources, quiet, statement):
    quiet.undo()
    before = {one.name: one.read_bytes() for one in public.iterdir()}
    issued.db.execute("PRAGMA foreign_keys = OFF")
    with transaction(issued.db):
        issued.db.execute(statement)
    changed = write(issued.db, public, sources=sources)
    assert changed
    assert all((public / name).read_bytes() != before[name] for name in changed)


def test_a_round_of_links_makes_nothing_anew_and_would_change_nothing(
    issued, public, sources, quiet
):
    with transaction(issued.db):
        issued.db.execute("UPDATE item_link SET state = 'ok', state_since = '2027-01-03T02:00:00Z'")
        issued.db.execute(
            "INSERT INTO link_check (url, checked_on, says, reason, state, misses, silent,"
            " content_type, bytes, pages) SELECT DISTINCT url, '2027-01-03', 'there', '', 'ok', 0,"
            " 0, 'application/pdf', 77777, 7 FROM item_link"
        )
    assert write(issued.db, public, sources=sources) == ()
    quiet.undo()
    quiet.setattr("repo_watch.issuing.index._program", lambda: "another")
    assert write(issued.db, public, sources=sources) == ()


def test_an_edited_file_another_release_and_another_title_make_them_anew(
    issued, public, sources, quiet, monkeypatch
):
    quiet.undo()
    made = (public / "search-index.js").read_bytes()
    (public / "search-index.js").write_bytes(made + b"//")
    assert write(issued.db, public, sources=sources) == ("search-index.js",)
    assert (public / "search-index.js").read_bytes() == made
    asked = []
    monkeypatch.setattr(
        "repo_watch.rendering.leads.search_list", lambda *_: asked.append(1) or made
    )
    monkeypatch.setattr("repo_watch.issuing.index._program", lambda: "another")
    assert write(issued.db, public, sources=sources) == ()
    assert asked == [1]
    renamed = replace(NATIONAL, title="Reviews")
    assert "index.html" in write(issued.db, public, edition=renamed, sources=sources)
