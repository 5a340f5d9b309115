from datetime import UTC, datetime, timedelta

import pytest
from world import LIST, UPDATE, Installation, edited, review

from repo_watch.store.questions.doctor import damage, joins, one_witness, unknown_terms, unresolved
from repo_watch.store.schema.database import connect_read_only

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number):
    return START + timedelta(days=number)


@pytest.fixture
def watch(tmp_path):
    installation = Installation(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(4)], UPDATE: []}
    installation.run(night(0))
    return installation


def ask(watch, question):
    db = connect_read_only(watch.settings.database)
    try:
        return question(db)
    finally:
        db.close()


def test_authorities_and_terms_that_nobody_knows_are_listed(watch):
    assert [(one.authority, one.reviews) for one in ask(watch, unresolved)] == [
        (f"Place {number}", 1) for number in range(4)
    ]
    assert ask(watch, unknown_terms) == ()


def test_a_close_call_is_listed_and_an_equal_text_is_not(watch):
    watch.world.pages[LIST][0] = edited(edited(watch.world.pages[LIST][0], 1), 2)
    watch.world.pages[UPDATE] = [edited(review(1, year=2026), 3), review(2, year=2026)]
    watch.run(night(1))
    assert {one.rule for one in ask(watch, lambda db: joins(db, every=True))} == {
        "heading and text"
    }
    assert all(one.score < 0.9 for one in ask(watch, joins))


def test_what_only_one_of_two_lists_names_is_shown(watch):
    watch.world.pages[UPDATE] = [review(7, year=2026)]
    watch.world.pages[LIST].append(review(8, year=2026))
    watch.run(night(1))
    assert [(one.named_by, one.not_by) for one in ask(watch, one_witness)] == [
        ("list", "update"),
        ("update", "list"),
    ]
    watch.world.pages[LIST].append(review(7, year=2026))
    watch.run(night(2))
    assert [one.named_by for one in ask(watch, one_witness)] == ["list"]
    watch.run(night(40))
    assert ask(watch, one_witness) == (), "an update of that month has rolled over"


def test_a_sound_file_has_no_damage(watch):
    assert ask(watch, damage) is None
