"""Pages out of the archive, as if they had just been fetched."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from repo_watch.errors import SourceError
from repo_watch.fetch.archive import Archive
from repo_watch.model import Page, Reading, Request, Verdict
from repo_watch.nightly.rereading import archived
from repo_watch.sources import source
from repo_watch.store.rows import pages, runs
from repo_watch.store.schema.database import connect, transaction

NOW = datetime(2031, 3, 4, 2, 15, tzinfo=UTC)
ASKED = Request("https://lists.example/current", "list")
BODY = b"<!doctype html><title>Fictional list</title>"
SOURCE = source("nspcc-reviews")


@pytest.fixture
def read_well(tmp_path):
    """Notes a page as read well, its body archived or lost; gives it, and what comes back."""
    archive, db = Archive(tmp_path / "archive"), connect(tmp_path / "repo-watch.db", create=True)

    def read_well(status=200, *, lost=False):
        sha256 = "ab" * 32 if lost else archive.put(BODY)
        page = Page(ASKED, ASKED.url, status, {"content-length": "44"}, BODY, sha256, NOW)
        with transaction(db):
            run = runs.begin(db, NOW, version="0", mode="nightly", full=False)
            id_ = pages.ensure(db, SOURCE.id, ASKED, run, baseline=False)
            pages.read_well(db, id_, page, Reading(), Verdict("ok"), reader_version=1)
        return page, archived(archive, db, SOURCE, ASKED)

    yield read_well
    db.close()


@pytest.mark.parametrize("status", [200, 410])
def test_a_page_comes_back_as_it_was_fetched(read_well, status):
    fetched, again = read_well(status)
    assert again == replace(fetched, whole=True)


def test_what_was_never_read_is_a_fault_of_that_address(tmp_path):
    db = connect(tmp_path / "repo-watch.db", create=True)
    with pytest.raises(SourceError, match=f"^{ASKED.url}: not in the archive"):
        archived(Archive(tmp_path), db, SOURCE, ASKED)
    db.close()


def test_a_body_that_is_lost_is_a_page_that_did_not_come(read_well):
    with pytest.raises(SourceError, match="not in the archive"):
        read_well(lost=True)
