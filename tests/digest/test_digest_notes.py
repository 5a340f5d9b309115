"""An editor's note and hidden items: kept with their reason, counted, and never printed."""

from datetime import UTC, datetime

import pytest

from repo_watch.digest.edition import NOTHING, Notes, notes_on, path_name
from repo_watch.digest.model import NATIONAL
from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.errors import SettingsError
from repo_watch.issuing import issue as issuing
from repo_watch.issuing.issue import issue
from repo_watch.rendering.view import view

OCTOBER, NOVEMBER = Months.parse("2026-10"), Months.parse("2026-11")
NOW = datetime(2026, 12, 2, 3, tzinfo=UTC)
REASON = "The board asked for time to tell the family."


@pytest.fixture
def watched(house):
    for month in (9, 10, 11):
        house.run(datetime(2026, month, 14, 2, tzinfo=UTC))
    for day in (3, 4, 5):
        house.review(datetime(2026, 10, day, 2, tzinfo=UTC))
    return house


def issued(house, public, sources, months=OCTOBER, notes=NOTHING, *, reissue=False):
    return issue(
        house.db,
        months,
        public_dir=public,
        now=NOW,
        sources=sources,
        notes=notes,
        reissue=reissue,
    )


def test_the_file_of_an_issue_is_named_by_edition_and_months():
    assert path_name(NATIONAL, OCTOBER) == "national-2026-10.toml"
    pair = Months.parse("2026-12..2027-01")
    assert path_name(NATIONAL, pair) == "national-2026-12_2027-01.toml"


def test_notes_are_read_and_without_a_file_there_are_none(tmp_path):
    assert notes_on(tmp_path, NATIONAL, OCTOBER) == NOTHING
    (tmp_path / "national-2026-10.toml").write_text(
        'note = "The next issue\\n comes late."\n'
        f'[[hide]]\nitem = 2\nreason = "{REASON}"\n[[hide]]\nitem = 3\nreason = "So"\n'
    )
    assert notes_on(tmp_path, NATIONAL, OCTOBER) == Notes(
        "The next issue comes late.", {2: REASON, 3: "So"}
    )
    assert notes_on(tmp_path, NATIONAL, NOVEMBER) == NOTHING


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("note = ", "cannot be read as TOML"),
        ("\xff", "cannot be read as TOML"),
        ("notes = 'x'", "unknown field `notes`"),
        ("note = 3", "Expected `str`"),
        ("[[hide]]\nitem = 2", "missing required field `reason`"),
        ("[[hide]]\nitem = 2\nreason = ''", "length >= 1"),
        ("[[hide]]\nitem = '2'\nreason = 'x'", "Expected `int`"),
        ("hide = 2", "Expected `array`"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused_in_one_line(tmp_path, text, told):
    path = tmp_path / "national-2026-10.toml"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(SettingsError) as refused:
        notes_on(tmp_path, NATIONAL, OCTOBER)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert told in message
    assert "\n" not in message


def test_a_hidden_item_is_kept_with_its_reason_counted_and_does_not_come_back(
    watched, public, sources
):
    issued(watched, public, sources, notes=Notes("Until the spring.", {2: REASON}))
    watched.event(2, "changed", datetime(2026, 11, 9, tzinfo=UTC), ["summary"])
    assert watched.rows("SELECT item FROM issue_item") == [(1,), (3,)]
    assert watched.rows("SELECT item, late, why, reason FROM issue_without") == [
        (2, 0, "hidden", REASON)
    ]
    page = (public / "case-reviews-2026-10.html").read_text()
    assert "<b>Editor’s note:</b> Until the spring." in page
    assert "1 item was left out by the editor." in page
    assert "review-2" not in page
    assert REASON not in page
    (stored,) = watched.rows("SELECT digest FROM issue")
    assert REASON not in stored[0]
    november = select(watched.db, NOVEMBER, issued_at=NOW, sources=sources)
    assert november.items == {}
    assert november.changes == ()


def test_a_correction_can_show_what_was_hidden(watched, public, sources):
    issued(watched, public, sources, notes=Notes("", {2: REASON}))
    issued(watched, public, sources, notes=Notes("", {3: "Another."}), reissue=True)
    assert watched.rows("SELECT item FROM issue_item WHERE issue = 2") == [(1,), (2,)]
    assert watched.rows("SELECT item, reason FROM issue_without WHERE issue = 2") == [
        (3, "Another.")
    ]
    watched.event(2, "changed", datetime(2026, 11, 9, tzinfo=UTC), ["summary"])
    watched.event(3, "changed", datetime(2026, 11, 9, tzinfo=UTC), ["summary"])
    november = select(watched.db, NOVEMBER, issued_at=NOW, sources=sources)
    assert [one.item for one in november.changes] == [2]


def test_an_issue_of_which_everything_is_hidden_does_not_say_that_nothing_was_new(watched, sources):
    notes = Notes("", dict.fromkeys((1, 2, 3), "x"))
    said = view(select(watched.db, OCTOBER, issued_at=NOW, sources=sources, notes=notes))
    assert said.headline == "No case reviews in this issue"
    assert said.standfirst == ("3 items were left out by the editor.",)


def test_what_is_not_in_the_issue_cannot_be_hidden_in_it(watched, public, sources):
    with pytest.raises(SettingsError, match="hide item 99, which is not in the issue of October"):
        issued(watched, public, sources, notes=Notes("", {99: "x"}))
    with pytest.raises(SettingsError, match="hide item 1, "):
        issued(watched, public, sources, NOVEMBER, notes=Notes("", {1: "x"}))
    assert not public.exists()


def test_what_was_taken_down_needs_no_hiding(watched, public, sources):
    watched.set_state(2, "suppressed")
    assert issued(watched, public, sources, notes=Notes("", {2: REASON}))
    assert watched.rows("SELECT item FROM issue_without") == []
    assert issuing.digest_of(watched.db, 1).left_out("hidden") == 0
