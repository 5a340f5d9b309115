"""Issuing by the nightly run and by hand: editions, drafts that wait, approvals."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace as set_to
from world import LIST, UPDATE, Installation, review

from repo_watch import cli
from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.nightly import decisions
from repo_watch.nightly.issues import issue_by_hand, preview
from repo_watch.settings import EditionSettings

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)
SEPTEMBER = Months.parse("2026-09")
NEAR = EditionSettings(title="Near", authorities=("Place 7",), rest="none")
WAITS = set_to(NEAR, approval=True)


def night(number, hour=2):
    return START.replace(hour=hour) + timedelta(days=number)


@dataclass
class Publisher(Installation):
    editions: dict = field(default_factory=dict)

    @property
    def settings(self):
        return set_to(super().settings, editions=self.editions)

    def issues(self):
        return sorted(
            (row["edition"], row["first_month"], row["number"])
            for row in self.rows("SELECT edition, first_month, number FROM issue")
        )


@pytest.fixture
def watch(tmp_path):
    """Two reviews are new in September; the run of October's first night issues it."""
    installation = Publisher(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    installation.run(night(0))
    installation.world.pages[LIST] += [review(7, year=2026), review(8, year=2026)]
    installation.run(night(5))
    return installation


def test_each_edition_is_issued_into_its_own_folder(watch):
    watch.editions = {"near": NEAR}
    outcome = watch.run(night(30))
    assert [made.name("html") for made in outcome.issued] == [
        "case-reviews-2026-09.html",
        "near/case-reviews-2026-09.html",
    ]
    assert outcome.notices == ()
    public = watch.settings.public
    for folder, reviews in ((public, 2), (public / "near", 1)):
        page = (folder / "case-reviews-2026-09.html").read_text()
        assert page.count('id="review-') == reviews
        assert (folder / "index.html").exists()
    assert watch.run(night(31)).issued == ()


def test_an_edition_that_comes_later_gets_the_issues_that_it_missed(watch):
    watch.run(night(61))
    watch.editions = {"near": NEAR}
    made = watch.run(night(62)).issued
    assert [(one.digest.edition.name, one.digest.months.text) for one in made] == [
        ("near", "2026-09"),
        ("near", "2026-10"),
    ]


def test_an_issue_that_wants_approval_waits_and_the_operator_is_told_once(watch):
    watch.editions = {"near": WAITS}
    outcome = watch.run(night(30))
    assert [made.digest.edition.name for made in outcome.issued] == ["national"]
    draft = watch.settings.previews / "near" / "case-reviews-2026-09.html"
    (notice,) = outcome.notices
    assert notice == (
        f"Near September 2026 waits for approval: read {draft},"
        " then: repo-watch digest 2026-09 --approve --edition near"
    )
    assert draft.exists()
    assert not (watch.settings.public / "near" / draft.name).exists()
    assert watch.run(night(31)).notices == ()
    assert watch.issues() == [("national", "2026-09", 1)]


def by_hand(watch, now, **options):
    return issue_by_hand(watch.settings, SEPTEMBER, now, edition="near", **options)


def test_what_was_read_can_be_approved_and_the_draft_goes(watch):
    watch.editions = {"near": WAITS}
    watch.run(night(30))
    with pytest.raises(SettingsError, match=r"^Near September 2026 waits for approval"):
        by_hand(watch, night(31))
    made = by_hand(watch, night(32), approve=True)
    assert made.name("html") == "near/case-reviews-2026-09.html"
    assert "Issued on 3 October 2026." in (watch.settings.public / made.name("html")).read_text()
    assert not list(watch.settings.previews.rglob("case-*"))
    assert by_hand(watch, night(33), approve=True) is None
    assert watch.run(night(34)).notices == ()


def test_what_nobody_has_read_is_not_approved(watch):
    watch.editions = {"near": WAITS}
    with pytest.raises(SettingsError, match=r"^the draft is new or has changed; Near September"):
        by_hand(watch, night(30), approve=True)
    watch.settings.notes.mkdir()
    (watch.settings.notes / "near-2026-09.toml").write_text('note = "Later than usual."')
    with pytest.raises(SettingsError, match=r"^the draft is new or has changed; "):
        by_hand(watch, night(31), approve=True)
    made = by_hand(watch, night(32), approve=True)
    assert "Later than usual." in (watch.settings.public / made.name("html")).read_text()


def test_a_correction_waits_too(watch, monkeypatch):
    monkeypatch.setattr("repo_watch.nightly.issues.SOURCES", watch.sources)
    watch.editions = {"near": WAITS}
    watch.run(night(30))
    by_hand(watch, night(31), approve=True)
    with pytest.raises(SettingsError, match=r"--approve --reissue --edition near$"):
        by_hand(watch, night(32), reissue=True)
    assert by_hand(watch, night(33), reissue=True, approve=True).digest.number == 2


def test_an_edition_without_approval_has_nothing_to_approve(watch):
    watch.editions = {"near": NEAR}
    with pytest.raises(SettingsError, match="near: this edition needs no approval"):
        by_hand(watch, night(30), approve=True)
    with pytest.raises(SettingsError, match="east: there is no such edition; there are: national"):
        issue_by_hand(watch.settings, SEPTEMBER, night(30), edition="east")


def test_an_editors_file_that_cannot_be_used_holds_its_own_issue_and_no_other(watch):
    watch.editions = {"near": NEAR}
    watch.settings.notes.mkdir()
    notes = watch.settings.notes / "near-2026-09.toml"
    notes.write_text('[[hide]]\nitem = 999\nreason = "asked"')
    outcome = watch.run(night(30))
    (notice,) = outcome.notices
    assert notice == (
        "Near September 2026 waits: the notes hide item 999, which is not in the issue of"
        " September 2026; a draft shows the items' numbers"
    )
    assert [made.digest.edition.name for made in outcome.issued] == ["national"]
    notes.unlink()
    assert [made.digest.edition.name for made in watch.run(night(31)).issued] == ["near"]


def test_a_logo_that_cannot_be_used_holds_its_edition_and_nothing_else(watch, tmp_path):
    watch.editions = {"near": set_to(NEAR, logo=tmp_path / "none.png", organisation="We")}
    watch.world.pages[LIST].append(review(9, year=2026))
    outcome = watch.run(night(30))
    assert outcome.status == 1
    assert outcome.sources[0].counts == {"new": 1}
    assert [made.digest.edition.name for made in outcome.issued] == ["national"]
    (notice,) = outcome.notices
    assert notice.startswith("editions.near waits: editions.near.logo: ")
    assert "No such file" in notice
    watch.editions = {"near": NEAR}
    assert [made.digest.edition.name for made in watch.run(night(31)).issued] == ["near"]


def test_a_takedown_leaves_no_draft_and_no_reason(watch):
    watch.editions = {"near": WAITS}
    (item,) = watch.column("SELECT id FROM reviews WHERE summary LIKE '%uid7 %'")
    watch.settings.notes.mkdir()
    (watch.settings.notes / "national-2026-09.toml").write_text(
        f'[[hide]]\nitem = {item}\nreason = "The family asked"'
    )
    watch.run(night(30))
    assert watch.column("SELECT reason FROM issue_without WHERE why = 'hidden'") == [
        "The family asked"
    ]
    copy = replace(watch, folder=watch.settings.public)
    assert copy.column("SELECT DISTINCT reason FROM issue_without") == [""]
    decisions.suppress_by_hand(watch.settings, item, "at the board's wish", night(31))
    assert not list(watch.settings.previews.rglob("case-*"))
    assert watch.column("SELECT DISTINCT reason FROM issue_without") == [""]
    searched = (watch.settings.public / "near" / "search-index.js").read_text()
    assert "review-" not in searched


def test_a_preview_is_written_at_any_time_and_changes_nothing(watch):
    before = watch.rows("SELECT * FROM run")
    html, pdf = preview(watch.settings, SEPTEMBER, night(6))
    assert html == watch.settings.previews / "case-reviews-2026-09.html"
    assert "how it stood on 7 September 2026" in html.read_text()
    assert pdf.read_bytes().startswith(b"%PDF")
    assert watch.rows("SELECT * FROM run") == before
    assert watch.issues() == []
    watch.run(night(30))
    assert not html.exists()


# ------------------------------------------------------------------ the command


@pytest.fixture
def command(tmp_path, capsys):
    """The command line in this process: exit status, standard output, standard error."""
    config = tmp_path / "repo-watch.toml"
    config.write_text(
        f'data_dir = "{tmp_path.as_posix()}"\n'
        '[editions.near]\ntitle = "Near"\nauthorities = ["Place 7"]\napproval = true\n'
    )

    def command(*arguments, now):
        status = cli.status_of([*arguments, "--config", str(config), "--now", str(now)])
        return status, *capsys.readouterr()

    return command


def test_the_command_previews_holds_approves_and_issues(watch, command):
    status, out, _ = command("digest", "2026-09", "--preview", now=night(6))
    assert (status, out.count("Draft: ")) == (0, 2)
    status, out, _ = command("digest", "2026-09", now=night(30))
    assert status == 0
    assert "case-reviews-2026-09.csv" in out
    status, out, err = command("digest", "2026-09", "--edition", "near", now=night(30))
    assert (status, out) == (2, "")
    assert "waits for approval" in err
    status, out, _ = command("digest", "2026-09", "--edition", "near", "--approve", now=night(31))
    assert status == 0
    assert "near/case-reviews-2026-09.html" in out
    assert watch.issues() == [("national", "2026-09", 1), ("near", "2026-09", 1)]
    assert command("digest", "2026-09", "--preview", "--reissue", now=night(31))[0] == 2


def test_a_takedown_names_each_editions_issue_that_is_to_be_corrected(watch, command):
    watch.editions = {"near": NEAR}
    watch.run(night(30))
    (item,) = watch.column("SELECT id FROM reviews WHERE summary LIKE '%uid7 %'")
    _, out, _ = command("suppress", str(item), "--reason", "asked", now=night(31))
    assert out.splitlines()[-2:] == [
        "The issued digest 2026-09 carries it: repo-watch digest 2026-09 --reissue",
        "The issued digest 2026-09 carries it: repo-watch digest 2026-09 --reissue --edition near",
    ]
