"""The whole job against the replica: what the story tells is found, on its night, and no more."""

import pytest

from repo_watch.demo.story import NIGHTS
from repo_watch.demo.tour import tour
from repo_watch.errors import SettingsError
from repo_watch.store.schema.database import opened


@pytest.fixture
def db(toured):
    db = opened(toured[0] / "data" / "repo-watch.db", "ro")
    yield db
    db.close()


def test_the_job_finds_what_the_story_tells(toured):
    _, status, said = toured
    assert status == 0, said


def test_each_review_of_a_closed_month_is_in_the_issue_of_its_month(db):
    carried = db.execute(
        "SELECT substr(first_seen_at, 1, 7), first_month, count(*) FROM issue_item"
        " JOIN issue ON issue.id = issue JOIN item ON item.id = issue_item.item"
        " GROUP BY 1, 2 ORDER BY 1"
    ).fetchall()
    assert [row[:2] for row in carried] == [("2026-09", "2026-09"), ("2026-10", "2026-10")]
    new = sum(
        len(night.new_reviews) + len(night.new_publications)
        for night in NIGHTS[1:]
        if night.at.month in (9, 10)
    )
    assert sum(row[2] for row in carried) == new


def test_edits_of_the_story_are_changes_of_their_night(db):
    found = db.execute(
        "SELECT night, title FROM changes"
        " WHERE change IN ('changed', 'report_retired') AND item_kind = 'review' ORDER BY 1"
    ).fetchall()
    expected = [
        (night.at.date().isoformat(), title) for night in NIGHTS for title in night.changed_reviews
    ]
    assert [tuple(row) for row in found] == sorted(expected)


def test_turns_of_publications_are_told_apart(db):
    found = db.execute(
        "SELECT change, count(*) FROM changes WHERE item_kind = 'publication'"
        " AND change NOT IN ('new', 'changed') GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert [tuple(row) for row in found] == [("gone", 2), ("redirected", 1), ("withdrawn", 1)]


def test_a_replaced_file_is_found_by_the_next_full_reading(db):
    (night,) = db.execute(
        "SELECT night FROM changes WHERE item_kind = 'publication' AND change = 'changed'"
        " AND fields = '[\"attachments\"]'"
    ).fetchone()
    assert "2026-09-28" <= night <= "2026-10-05"


def test_the_person_who_ran_it_is_told_where_everything_lies(toured):
    folder, _, said = toured
    for name in ("data/repo-watch.db", "public/index.html", "repo-watch.toml"):
        assert str(folder / name) in said
        assert (folder / name).exists()
    assert "17 September: nspcc-reviews" in said
    assert said.count("sqlite-utils query") == 2


def test_nothing_that_no_demo_made_is_cleared(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(SettingsError, match="no demo put there"):
        tour(tmp_path, print)
    assert (tmp_path / "mine.txt").read_text() == "keep"
