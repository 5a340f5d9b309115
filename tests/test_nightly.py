import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from filelock import FileLock
from msgspec.structs import replace
from world import CHALLENGE, CUT, LIST, SOURCE, UPDATE, Installation, edited, review

from repo_watch.errors import DatabaseError, LockedError
from repo_watch.model import Reading
from repo_watch.store.rows.runs import status
from repo_watch.store.schema.database import questions

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)
FAULTS = ["503", CHALLENGE, CUT, b"[]"]


def night(number, hour=2):
    return START.replace(hour=hour) + timedelta(days=number)


@pytest.fixture
def watch(tmp_path):
    installation = Installation(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    return installation


def state(watch):
    """Everything the database holds but its log."""
    tables = (
        "item version sighting event item_link item_keyword item_authority fact coding"
        " ruling issue issue_item listing review_search page"
    ).split()
    return {table: watch.rows(f"SELECT * FROM {table}") for table in tables}


def test_the_first_night_is_the_baseline(watch):
    outcome = watch.run(night(0))
    assert outcome.status == 0
    assert outcome.sources[0].counts == {"baseline": 6}
    assert watch.column("SELECT baseline FROM reviews") == [1] * 6


def test_an_addition_in_the_middle_is_found_on_its_night(watch):
    watch.run(night(0))
    watch.world.pages[LIST].insert(3, review(7, year=2025))
    assert watch.run(night(1)).sources[0].counts == {"new": 1}
    (row,) = watch.rows("SELECT * FROM reviews WHERE NOT baseline")
    assert row["first_seen_at"] == "2026-09-02T02:15:00Z"
    assert row["year"] == 2025


@pytest.mark.parametrize("fault", FAULTS)
def test_a_night_of_faults_changes_nothing(watch, fault):
    watch.run(night(0))
    before = state(watch)
    watch.world.pages[LIST] = [edited(one, 1) for one in watch.world.pages[LIST][1:]]
    watch.world.faults = {LIST: fault, UPDATE: fault if fault != b"[]" else "503"}
    outcome = watch.run(night(1))
    assert outcome.status == 1
    assert outcome.sources[0].verdict.state == "failed"
    assert state(watch) == before


def test_half_a_list_removes_nothing_but_may_add(watch):
    watch.run(night(0))
    watch.world.pages[LIST] = [review(7, year=2026), review(0, year=2026), review(1, year=2026)]
    for number in range(1, 6):
        outcome = watch.run(night(number))
        assert outcome.sources[0].verdict.state == "partial"
    assert watch.column("SELECT DISTINCT state FROM reviews") == ["listed"]
    assert len(watch.column("SELECT id FROM reviews")) == 7


def test_what_an_operator_believes_is_gone(watch):
    watch.run(night(0))
    del watch.world.pages[LIST][2:]
    assert watch.run(night(1)).status == 1
    assert watch.run(night(2), believe=True).sources[0].counts == {"absent": 4}
    assert watch.run(night(3)).status == 0


def test_three_nights_without_an_entry_are_believed_and_it_may_come_back(watch):
    watch.run(night(0))
    gone = watch.world.pages[LIST].pop()
    told = [watch.run(night(number)).sources[0].counts for number in range(1, 6)]
    assert told == [{}, {}, {"absent": 1}, {}, {}]
    watch.world.pages[LIST].append(gone)
    assert watch.run(night(6)).sources[0].counts == {"back": 1}
    assert watch.column("SELECT DISTINCT state FROM reviews") == ["listed"]


def test_the_monthly_update_and_the_list_show_one_review(watch):
    watch.run(night(0))
    new = review(7, year=2026)
    watch.world.pages[UPDATE] = [replace(new, keywords=("as the update words it",))]
    watch.run(night(1))
    watch.world.pages[LIST].append(new)
    assert watch.run(night(2)).sources[0].counts == {}
    (row,) = watch.rows("SELECT id, keywords, version FROM reviews WHERE NOT baseline")
    assert (row["keywords"], row["version"]) == ("infants", 2)
    assert watch.column("SELECT cause FROM version WHERE number = 2") == ["witness"]
    rules = "SELECT rule FROM sighting WHERE item = ? ORDER BY page DESC"
    assert watch.column(rules, row["id"]) == ["new", "heading and text"]


def test_a_quiet_night_writes_its_log_and_nothing_else(watch):
    watch.run(night(0))
    before = state(watch)
    watch.run(night(1))
    assert state(watch) == before
    assert watch.column("SELECT unchanged FROM reading WHERE run = 2") == [1, 1]
    assert watch.column("SELECT sha256 FROM reading WHERE run = 2") == [None, None]


def test_once_a_week_everything_is_read_in_full(watch):
    for number in range(9):
        watch.run(night(number))
    assert watch.column("SELECT full FROM run") == [1, 0, 0, 0, 0, 0, 0, 1, 0]


def test_one_source_failing_stops_no_other(watch):
    def broken(page):
        raise RuntimeError(f"a fault of ours at {page.url}")

    other = replace(SOURCE, id="govuk-reviews", read=broken, setting="urls", urls=(LIST,))
    watch.sources = (other, SOURCE)
    outcome = watch.run(night(0))
    assert outcome.status == 5
    assert [one.verdict.state for one in outcome.sources] == ["failed", "ok"]
    assert len(watch.column("SELECT id FROM reviews")) == 6


def test_a_source_that_turns_red_is_told_once_and_so_is_its_recovery(watch):
    watch.run(night(0))
    notices = []
    for number, fault in enumerate(("503", "503", "503", None, None), 1):
        watch.world.faults = {LIST: fault}
        notices.append(watch.run(night(number)).sources[0].notice)
    assert [bool(text) for text in notices] == [True, False, False, True, False]
    assert "turned red. Last read well: on 2026-09-01, a day ago." in notices[0]
    assert (
        "is read well again. Before that, last read well: on 2026-09-01, 4 days ago." in notices[3]
    )


def test_a_source_without_alarm_degrades_nothing(watch):
    watch.sources = (replace(SOURCE, alarm=False),)
    watch.run(night(0))
    watch.world.faults = {LIST: "503"}
    outcome = watch.run(night(1))
    assert (outcome.status, outcome.sources[0].notice) == (0, "")


def test_a_monthly_source_is_read_monthly(watch):
    watch.sources = (replace(SOURCE, every_days=28),)
    asked = [len(watch.run(night(number)).sources) for number in range(30)]
    assert [number for number, count in enumerate(asked) if count] == [0, 28]


def test_a_better_reader_corrects_us_and_is_no_news(watch):
    def better(page):
        items = tuple(replace(one, keywords=("found now",)) for one in SOURCE.read(page).items)
        return Reading(items=items)

    watch.run(night(0))
    watch.sources = (replace(SOURCE, read=better, reader_version=2),)
    assert watch.run(night(1)).sources[0].counts == {"corrected": 6}
    assert watch.run(night(2)).sources[0].counts == {}
    assert set(watch.column("SELECT cause FROM version WHERE number = 2")) == {"reader"}


def test_offline_reads_the_archive_again(watch):
    def better(page):
        items = tuple(replace(one, keywords=("found now",)) for one in SOURCE.read(page).items)
        return Reading(items=items)

    watch.run(night(0))
    asked = len(watch.world.asked)
    watch.sources = (replace(SOURCE, read=better),)
    assert watch.run(night(1), offline=True).sources[0].counts == {"corrected": 6}
    assert len(watch.world.asked) == asked
    assert len(watch.column("SELECT run FROM source_night")) == 1, "no night was watched"


def test_a_dry_run_writes_nothing(watch):
    watch.run(night(0))
    watch.world.pages[LIST].append(review(7, year=2026))
    before = {path: path.read_bytes() for path in watch.folder.rglob("*") if path.is_file()}
    assert watch.run(night(1), dry_run=True).sources[0].counts == {"new": 1}
    after = {path: path.read_bytes() for path in watch.folder.rglob("*") if path.is_file()}
    assert after == before


def test_an_offline_dry_run_tells_what_a_better_reader_would_correct(watch):
    def better(page):
        items = tuple(replace(one, keywords=("found now",)) for one in SOURCE.read(page).items)
        return Reading(items=items)

    watch.run(night(0))
    watch.sources = (replace(SOURCE, read=better),)
    outcome = watch.run(night(1), offline=True, dry_run=True)
    assert (outcome.status, outcome.sources[0].counts) == (0, {"corrected": 6})
    assert set(watch.column("SELECT number FROM version")) == {1}


@pytest.mark.parametrize("empty", [False, True])
def test_a_database_that_was_lost_is_no_first_run(watch, empty):
    watch.run(night(0))
    copy = (watch.settings.public / "repo-watch.db").read_bytes()
    watch.settings.database.unlink()
    if empty:
        watch.settings.database.touch()
    with pytest.raises(DatabaseError, match="bring it back from a backup"):
        watch.run(night(1))
    assert (watch.settings.public / "repo-watch.db").read_bytes() == copy


def test_the_public_copy_may_take_the_place_of_what_was_lost(watch):
    watch.run(night(0))
    (watch.settings.public / "repo-watch.db").replace(watch.settings.database)
    watch.world.pages[LIST].append(review(7, year=2026))
    assert watch.run(night(1)).sources[0].counts == {"new": 1}


def test_a_source_that_was_asked_for_is_answered_for(watch):
    watch.sources = (replace(SOURCE, alarm=False),)
    watch.world.faults = {LIST: "503"}
    assert watch.run(night(0)).status == 0
    assert watch.run(night(1), only=[SOURCE.id]).status == 1


def test_a_partial_night_is_not_told_as_read_well(watch):
    watch.run(night(0))
    del watch.world.pages[LIST][2:]
    assert watch.run(night(1)).sources[0].verdict.state == "partial"
    with questions(watch.settings.database) as db:
        known = status(db, SOURCE.id)
    assert (known.last_good_at[:10], known.last_seen_at[:10]) == ("2026-09-01", "2026-09-02")


def test_a_clock_that_went_back_is_told(watch):
    assert watch.run(night(3)).notices == ()
    (notice,) = watch.run(night(1)).notices
    assert notice.startswith("The clock says 2026-09-02T02:15:00Z, but a run began at 2026-09-04")
    assert watch.run(night(2)).notices, "as long as it lasts"
    assert watch.run(night(4)).notices == ()


def test_a_run_at_work_keeps_another_out(watch):
    watch.run(night(0))
    with FileLock(watch.settings.lock), pytest.raises(LockedError, match="another run is at work"):
        watch.run(night(1))
    assert watch.column("SELECT count(*) FROM run") == [1]


def test_only_one_source_may_be_asked_for(watch):
    watch.sources = (SOURCE, replace(SOURCE, id="govuk-reviews"))
    outcome = watch.run(night(0), only=("govuk-reviews",))
    assert [one.source.id for one in outcome.sources] == ["govuk-reviews"]


class Killed(BaseException):
    pass


def test_a_run_killed_between_pages_is_made_good_by_the_next(watch):
    watch.run(night(0))
    new = review(7, year=2026)
    watch.world.pages[LIST].append(new)
    watch.world.pages[UPDATE].append(new)

    class Dying(type(watch.world)):
        def get(self, request, validators, *, hosts):
            if request.url == UPDATE:
                raise Killed
            return super().get(request, validators, hosts=hosts)

    healthy = watch.world
    watch.world = Dying(pages=healthy.pages)
    with pytest.raises(Killed):
        watch.run(night(1))
    watch.world = healthy
    watch.run(night(1, hour=5))
    assert len(watch.column("SELECT id FROM reviews WHERE NOT baseline")) == 1
    assert watch.column("SELECT change FROM changes WHERE NOT baseline") == ["new"]


def test_a_month_that_closed_is_issued_once(watch):
    watch.run(night(0))
    watch.world.pages[LIST].append(review(7, year=2026))
    watch.run(night(20))
    (made,) = watch.run(night(30)).issued
    assert made.title.startswith("Case reviews")
    assert (watch.settings.public / made.name("pdf")).read_bytes().startswith(b"%PDF")
    assert not watch.run(night(31)).issued
    assert watch.column("SELECT count(*) FROM issue_item") == [1]


def test_another_programs_database_is_left_alone(watch):
    watch.folder.mkdir(exist_ok=True)
    other = sqlite3.connect(watch.folder / "repo-watch.db")
    other.execute("CREATE TABLE theirs (a)")
    other.close()
    before = (watch.folder / "repo-watch.db").read_bytes()
    with pytest.raises(DatabaseError, match="is not repo-watch's"):
        watch.run(night(0))
    assert (watch.folder / "repo-watch.db").read_bytes() == before


def test_a_coding_rule_that_fails_keeps_no_review_out(watch, monkeypatch):
    def broken(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr("repo_watch.coding.code", broken)
    assert watch.run(night(0)).status == 0
    assert len(watch.column("SELECT id FROM reviews")) == 6
    assert watch.column("SELECT item FROM coding") == []
