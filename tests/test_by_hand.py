import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fictions import words
from world import LIST, UPDATE, Installation, edited, review

from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.nightly import issue_by_hand, merge_by_hand, split_by_hand, suppress_by_hand

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number, hour=2):
    return START.replace(hour=hour) + timedelta(days=number)


@pytest.fixture
def watch(tmp_path):
    installation = Installation(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    installation.run(night(0))
    return installation


def number_of(watch, uid):
    (found,) = watch.column("SELECT id FROM reviews WHERE summary LIKE ?", f"%uid{uid} %")
    return found


# ---------------------------------------------------------------------------------------- merge


def test_what_was_merged_stays_merged(watch):
    rewritten = replace(
        review(0, year=2026), sections={"summary": f"uid9 {words('other')}"}, links=()
    )
    rewritten = replace(rewritten, case_name="Child Z", title="2026 – Place 0 – Child Z")
    watch.world.pages[UPDATE] = [rewritten]
    watch.run(night(1))
    keep, other = number_of(watch, 0), number_of(watch, 9)
    merge_by_hand(watch.settings, keep, other, "the same report", night(1, 9))
    assert watch.column("SELECT count(*) FROM reviews") == [6]
    watch.world.pages[UPDATE] = [edited(rewritten, 1)]
    for later in (2, 9):
        assert watch.run(night(later)).status == 0
    assert watch.column("SELECT count(*) FROM reviews") == [6]
    assert watch.column("SELECT item FROM sighting WHERE rule = 'ruling'") == []
    assert sorted(
        watch.column("SELECT url FROM sighting JOIN page ON page.id = page WHERE item = ?", keep)
    ) == [LIST, UPDATE]


def test_a_merged_review_is_in_one_issue(watch):
    watch.world.pages[LIST] += [review(7, year=2026), review(8, year=2026)]
    watch.run(night(5))
    keep, other = number_of(watch, 7), number_of(watch, 8)
    merge_by_hand(watch.settings, keep, other, "the same report", night(5, 9))
    watch.run(night(30))
    assert watch.column("SELECT item FROM issue_item") == [keep]


@pytest.mark.parametrize(("keep", "other"), [(1, 1), (1, 99), (99, 1)])
def test_what_cannot_be_merged_is_refused(watch, keep, other):
    with pytest.raises(SettingsError):
        merge_by_hand(watch.settings, keep, other, "a mistake", night(1))
    assert watch.column("SELECT count(*) FROM reviews") == [6]


def test_a_merged_review_tells_where_it_went(watch):
    merge_by_hand(watch.settings, 1, 2, "the same report", night(1))
    with pytest.raises(SettingsError, match="2: was merged into 1"):
        merge_by_hand(watch.settings, 3, 2, "again", night(1))


# ---------------------------------------------------------------------------------------- split


def test_what_was_split_stays_apart(watch):
    namesake = replace(
        review(0, year=2026), sections={"summary": f"uid9 {words(0, 50)} {words('more', 50)}"}
    )
    watch.world.pages[UPDATE] = [namesake]
    watch.run(night(1))
    joined = number_of(watch, 0)
    assert len(watch.column("SELECT page FROM sighting WHERE item = ?", joined)) == 2
    new = split_by_hand(
        watch.settings, joined, UPDATE, "two children", night(1, 9), sources=watch.sources
    )
    assert new == number_of(watch, 9)
    watch.world.pages[UPDATE] = [edited(namesake, 1)]
    for later in (2, 9):
        assert watch.run(night(later)).status == 0
    assert watch.column("SELECT count(*) FROM reviews") == [7]
    assert watch.column("SELECT item FROM sighting WHERE page = 2") == [new]
    watch.run(night(30))
    assert watch.column("SELECT item FROM issue_item") == [new], "what was hidden is news"


def test_a_split_asks_for_a_page_that_shows_the_review(watch):
    with pytest.raises(SettingsError, match="does not show it"):
        split_by_hand(watch.settings, 1, UPDATE, "two children", night(1), sources=watch.sources)


# ------------------------------------------------------------------------------------- suppress


def traces(folder, *texts):
    """Files below a folder whose bytes, unpacked where they are packed, hold one of the texts."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("case-reviews"):
            body = path.read_bytes()
            body += gzip.decompress(body) if body.startswith(b"\x1f\x8b") else b""
            found += [(path.name, text) for text in texts if text.encode() in body]
    return found


def test_what_is_suppressed_is_in_no_file_and_does_not_come_back(watch):
    gone = replace(
        review(7, year=2026), case_name="Child Zachary", title="2026 – Place 7 – Child Zachary"
    )
    watch.world.pages[LIST].append(gone)
    watch.run(night(1))
    watch.world.pages[LIST][-1] = edited(gone, "new")
    watch.run(night(2))
    issued = watch.run(night(30)).issued
    assert issued
    said = ("uid7", "Child Zachary", "editnew", "/7.pdf", gone.sections["learning"][:30])
    assert traces(watch.folder, *said)

    done = suppress_by_hand(
        watch.settings, number_of(watch, 7), "at the board's wish", night(30, 9)
    )
    assert [one.first_month for one in done.carried] == ["2026-09"]
    assert traces(watch.folder, *said) == []

    for later in (31, 32, 37):
        watch.world.pages[LIST].reverse()
        assert watch.run(night(later)).status == 0
    assert traces(watch.folder, *said) == []
    assert watch.column("SELECT count(*) FROM reviews") == [6]

    made = issue_by_hand(watch.settings, Months.parse("2026-09"), night(38), reissue=True)
    html = (watch.settings.public / made.html_name).read_text(encoding="utf-8")
    assert "Zachary" not in html


def test_suppressing_twice_finishes_what_the_first_began(watch):
    suppress_by_hand(watch.settings, 1, "at the board's wish", night(1))
    suppress_by_hand(watch.settings, 1, "at the board's wish", night(1))
    assert watch.column("SELECT count(*) FROM event WHERE kind = 'suppressed'") == [1]
    with pytest.raises(SettingsError, match="no review or publication"):
        suppress_by_hand(watch.settings, 99, "a mistake", night(1))


def test_a_split_needs_the_page_as_it_was_read(watch):
    watch.world.pages[UPDATE] = [review(0, year=2026)]
    watch.run(night(1))
    for body in watch.settings.archive.rglob("*"):
        if body.is_file():
            body.unlink()
    with pytest.raises(SettingsError, match="run once, then split"):
        split_by_hand(watch.settings, 1, UPDATE, "two children", night(1), sources=watch.sources)
