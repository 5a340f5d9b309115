import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from fictions import words
from merges import merge_by_hand, unmerge_by_hand
from msgspec.structs import replace
from world import LIST, SOURCE, UPDATE, Installation, edited, review

from repo_watch.analysis.dictionary import exported
from repo_watch.cli import status_of
from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.nightly.decisions import (
    split_by_hand,
    suppress_by_hand,
)
from repo_watch.nightly.issues import issue_by_hand
from repo_watch.store.schema.database import questions

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number, hour=2):
    return START.replace(hour=hour) + timedelta(days=number)


@pytest.fixture(autouse=True)
def sources(monkeypatch):
    monkeypatch.setattr("repo_watch.nightly.decisions.SOURCES", (SOURCE,))


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
    assert watch.column("SELECT url FROM sightings WHERE item_id = ?", keep) == [LIST, UPDATE]


def test_a_merged_review_is_in_one_issue(watch):
    watch.world.pages[LIST] += [review(7, year=2026), review(8, year=2026)]
    watch.run(night(5))
    keep, other = number_of(watch, 7), number_of(watch, 8)
    merge_by_hand(watch.settings, keep, other, "the same report", night(5, 9), force=True)
    watch.run(night(30))
    assert watch.column("SELECT item FROM issue_item") == [keep]


def test_what_an_issue_carried_as_another_review_is_not_carried_again(watch):
    watch.world.pages[UPDATE] = [review(7, year=2026)]
    watch.run(night(5))
    watch.run(night(30))
    watch.world.pages[LIST] += [replace(review(8, year=2026), links=())]
    watch.run(night(31))
    early, late = number_of(watch, 7), number_of(watch, 8)
    merge_by_hand(watch.settings, late, early, "the same report", night(31, 9))
    assert watch.column("SELECT item_id FROM digest_items") == [late]
    watch.run(night(61))
    assert watch.column("SELECT item_id FROM digest_items") == [late]
    again = issue_by_hand(watch.settings, Months.parse("2026-09"), night(62), reissue=True)
    assert "uid8 " in (watch.settings.public / again.name("html")).read_text(encoding="utf-8")


@pytest.mark.parametrize(("keep", "other"), [(1, 1), (1, 99), (99, 1)])
def test_what_cannot_be_merged_is_refused(watch, keep, other):
    with pytest.raises(SettingsError):
        merge_by_hand(watch.settings, keep, other, "a mistake", night(1))
    assert watch.column("SELECT count(*) FROM reviews") == [6]


def test_a_merged_review_tells_where_it_went(watch):
    merge_by_hand(watch.settings, 1, 2, "the same report", night(1), force=True)
    with pytest.raises(SettingsError, match="2: was merged into 1"):
        merge_by_hand(watch.settings, 3, 2, "again", night(1), force=True)
    with pytest.raises(SettingsError, match="2 is merged into it"):
        merge_by_hand(watch.settings, 3, 1, "again", night(1), force=True)


def test_what_one_page_shows_side_by_side_is_merged_by_force_alone(watch):
    with pytest.raises(SettingsError, match=f"{LIST} shows 1 and 2 side by side.*--force"):
        merge_by_hand(watch.settings, 1, 2, "the same report", night(1))
    assert watch.column("SELECT count(*) FROM reviews") == [6]


# -------------------------------------------------------------------------------------- unmerge

_OURS = {"changes": "change NOT IN ('merged', 'split')"}
_AS_COUNTED = {"id", "run"}  # of events and runs; a decision by hand makes one more of each


def views(watch):
    """Every row of every view, save our own decisions."""
    with questions(watch.settings.database) as db:
        return {
            one.name: db.execute(
                f"SELECT {', '.join(names(one))} FROM {one.name}"
                f" WHERE {_OURS.get(one.name, 'TRUE')} ORDER BY {', '.join(names(one))}"
            ).fetchall()
            for one in exported()
        }


def names(relation):
    counted = _AS_COUNTED if relation.name in ("changes", "coverage") else set()
    return [f'"{one.name}"' for one in relation.columns if one.name not in counted]


def three_nights(watch):
    """What happens while two reviews are held to be one: edits, a loss, another taken down."""
    shown = watch.world.pages[LIST]
    shown[1] = edited(shown[1], "one")
    shown[2] = replace(edited(shown[2], "two"), case_name="Child Z", title="2026 – Place 2 – Z")
    watch.run(night(2))
    watch.world.pages[UPDATE] = [shown.pop(3), review(9, year=2026)]
    watch.run(night(3))
    suppress_by_hand(watch.settings, number_of(watch, 5), "at the board's wish", night(3, 9))
    shown[1] = replace(shown[1], links=())
    for later in (4, 5, 6, 7):
        watch.run(night(later))


@pytest.mark.parametrize(("keep", "other", "undo"), [(2, 3, "unmerge"), (4, 2, "split")])
def test_a_wrong_merge_is_undone_as_if_it_had_never_been(tmp_path, keep, other, undo):
    worlds = [Installation(tmp_path / name) for name in ("erred", "never")]
    for world in worlds:
        world.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
        world.run(night(0))
    erred, never = worlds
    merge_by_hand(erred.settings, keep, other, "looked alike", night(1, 9), force=True)
    for world in worlds:
        three_nights(world)
    assert views(erred) != views(never)
    page = erred.column("SELECT url FROM page JOIN sighting ON page = id WHERE item = ?", other)[0]
    if undo == "unmerge":
        assert unmerge_by_hand(erred.settings, other, "two children", night(7, 9))
    else:
        split_by_hand(erred.settings, keep, page, "two children", night(7, 9))
    assert views(erred) == views(never)
    for world in worlds:
        for later in (8, 9):
            world.run(night(later))
    assert views(erred) == views(never)


def told_by(watch, capsys, *arguments):
    """What a command prints of this installation."""
    settings = watch.folder / "repo-watch.toml"
    settings.write_text('data_dir = "."\n')
    assert status_of([*arguments, "--config", str(settings)]) == 0
    return capsys.readouterr().out


def test_the_history_names_what_we_did_as_ours(watch, capsys):
    def asked(*arguments):
        return told_by(watch, capsys, *arguments)

    merging = ("1", "2", "--now", night(1).isoformat(), "--reason")
    assert "unmerge 2" in asked("merge", *merging, "looked alike", "--force")
    watch.world.pages[LIST][0] = edited(watch.world.pages[LIST][0], 1)
    watch.run(night(2))
    assert "of its own again" in asked("unmerge", *merging[1:], "two children")
    told = [line for line in asked("history", "1").splitlines() if "2026:" in line]
    assert told == [
        "version 1, 1 September 2026: first seen",
        "decided by hand, 2 September 2026: 2 is the same review as this: looked alike",
        "decided by hand, 2 September 2026: 2 is another review than this: two children",
        "version 2, 3 September 2026: changed at the source",
    ]
    said = json.loads(asked("history", "2", "--json"))
    assert [one.get("decision", one.get("cause")) for one in said] == ["source", "split"]


def test_a_review_that_one_page_lost_is_there_while_its_other_part_is(watch):
    watch.world.pages[UPDATE] = [review(9, year=2026)]
    watch.run(night(1))
    keep, other = number_of(watch, 0), number_of(watch, 9)
    merge_by_hand(watch.settings, other, keep, "the same report", night(1, 9))
    watch.world.pages[UPDATE] = []
    watch.world.pages[LIST][0] = edited(watch.world.pages[LIST][0], 1)
    for later in range(2, 6):
        watch.run(night(later))
    assert watch.column("SELECT state FROM reviews WHERE id = ?", other) == ["listed"]
    assert watch.column("SELECT listed_at FROM reviews WHERE id = ?", other) == [LIST]


def test_what_is_not_merged_cannot_be_parted(watch):
    merge_by_hand(watch.settings, 1, 2, "looked alike", night(1), force=True)
    for number, why in ((1, "into it are: 2"), (3, "not merged"), (99, "not merged")):
        with pytest.raises(SettingsError, match=why):
            unmerge_by_hand(watch.settings, number, "a mistake", night(1))


def test_a_takedown_takes_all_parts_and_a_wrong_part_comes_back_when_read_again(watch, capsys):
    merge_by_hand(watch.settings, 1, 2, "both are Child Zachary", night(1), force=True)
    suppress_by_hand(watch.settings, 2, "at the board's wish", night(1, 9))
    assert watch.column("SELECT count(*) FROM reviews") == [4]
    assert traces(watch.folder, "Child Zachary") == []
    said = told_by(watch, capsys, "unmerge", "2", "--reason", "two children")
    assert "under a new number" in said
    watch.run(night(3))
    assert watch.column("SELECT count(*) FROM reviews") == [5]
    assert number_of(watch, 1) not in (1, 2)


# ---------------------------------------------------------------------------------------- split


def test_what_was_split_stays_apart(watch):
    namesake = replace(
        review(0, year=2026), sections={"summary": f"uid9 {words(0, 50)} {words('more', 50)}"}
    )
    watch.world.pages[UPDATE] = [namesake]
    watch.run(night(1))
    joined = number_of(watch, 0)
    assert len(watch.column("SELECT page FROM sighting WHERE item = ?", joined)) == 2
    new = split_by_hand(watch.settings, joined, UPDATE, "two children", night(1, 9))
    assert new == number_of(watch, 9)
    watch.world.pages[UPDATE] = [edited(namesake, 1)]
    for later in (2, 9):
        assert watch.run(night(later)).status == 0
    assert watch.column("SELECT count(*) FROM reviews") == [7]
    assert watch.column("SELECT item FROM sighting WHERE page = 2") == [new]
    assert watch.column("SELECT page FROM sighting WHERE item = ?", joined) == [1]
    watch.run(night(30))
    assert watch.column("SELECT item FROM issue_item") == [new], "what was hidden is news"


def test_what_a_split_leaves_is_worded_by_its_own_page_and_told_as_our_decision(watch):
    namesake = replace(
        review(0, year=2026), sections={"summary": f"uid9 {words(0, 50)} {words('more', 50)}"}
    )
    watch.world.pages[UPDATE] = [namesake]
    watch.run(night(1))
    joined = number_of(watch, 0)
    split_by_hand(watch.settings, joined, LIST, "two", night(1, 9))
    watch.run(night(2))
    assert watch.column("SELECT cause FROM version WHERE item = ?", joined) == ["source", "hand"]
    assert not watch.column("SELECT change FROM changes WHERE change = 'corrected'")


def test_a_split_asks_for_a_page_that_shows_the_review(watch):
    with pytest.raises(SettingsError, match="does not show it"):
        split_by_hand(watch.settings, 1, UPDATE, "two children", night(1))


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
    html = (watch.settings.public / made.name("html")).read_text(encoding="utf-8")
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
        split_by_hand(watch.settings, 1, UPDATE, "two children", night(1))
