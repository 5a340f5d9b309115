from datetime import UTC, datetime, timedelta

import pytest
from world import LIST, UPDATE, Installation, edited, review

from repo_watch.store.questions.status import worth
from repo_watch.store.schema.database import questions

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number):
    return START + timedelta(days=number)


@pytest.fixture
def watch(tmp_path):
    installation = Installation(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(4)], UPDATE: []}
    installation.run(night(0))
    return installation


def found(watch):
    with questions(watch.settings.database) as db:
        return worth(db)


def test_authorities_and_terms_that_nobody_knows_are_listed(watch):
    assert [(one["authority"], one["reviews"]) for one in found(watch).authorities] == [
        (f"Place {number}", 1) for number in range(4)
    ]
    assert found(watch).terms == []


def test_a_close_call_is_listed_and_an_equal_text_is_not(watch):
    watch.world.pages[LIST][0] = edited(edited(watch.world.pages[LIST][0], 1), 2)
    watch.world.pages[UPDATE] = [edited(review(1, year=2026), 3), review(2, year=2026)]
    watch.run(night(1))
    with questions(watch.settings.database) as db:
        joined = dict(db.execute("SELECT rule, max(score) FROM sighting GROUP BY rule").fetchall())
    assert joined.keys() == {"new", "equal", "heading and text"}
    assert all(one["score"] < 0.9 for one in found(watch).joins)


def named(watch):
    return [(one["named_by"], one["not_by"]) for one in found(watch).witnesses]


def test_what_only_one_of_two_lists_names_is_shown(watch):
    watch.world.pages[UPDATE] = [review(7, year=2026)]
    watch.world.pages[LIST].append(review(8, year=2026))
    watch.run(night(1))
    assert named(watch) == [("list", "update"), ("update", "list")]
    watch.world.pages[LIST].append(review(7, year=2026))
    watch.run(night(2))
    assert named(watch) == [("list", "update")]
    watch.run(night(40))
    assert named(watch) == [], "an update of that month has rolled over"
