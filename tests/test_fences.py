"""What cannot be printed, counted or read keeps nothing else from being made; exit 5 tells it."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from msgspec.structs import replace as set_to
from world import LIST, SOURCE, UPDATE, Installation, review

from repo_watch.delivery import letter
from repo_watch.issuing import issue
from repo_watch.nightly import issues
from repo_watch.settings import DropSettings, EditionSettings

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number):
    return START + timedelta(days=number)


class Publisher(Installation):
    drop = None

    @property
    def settings(self):
        editions = {"near": EditionSettings(title="Near")}
        return set_to(super().settings, editions=editions, drop=DropSettings(folder=self.drop))


@pytest.fixture
def watch(tmp_path):
    installation = Publisher(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    installation.run(night(0))
    installation.world.pages[LIST] += [review(uid, year=2026) for uid in (7, 8, 9)]
    installation.run(night(5))
    return installation


def broken(*_, **__):
    raise RuntimeError("a fault of ours")


def test_what_is_read_by_name_alone_does_not_stop_the_issue(watch):
    once = replace(
        SOURCE, id="nspcc-history", title="Read once", setting="urls", urls=(LIST,), every_days=0
    )
    watch.sources = (SOURCE, once)
    watch.run(night(8), only=["nspcc-history"])
    outcome = watch.run(night(30))
    assert outcome.status == 0
    assert len(outcome.issued) == 2
    page = (watch.settings.public / "case-reviews-2026-09.html").read_text()
    assert "Read once" not in page.partition('id="coverage"')[2].partition("</table>")[0]


def test_an_item_that_cannot_be_printed_is_left_for_a_later_issue(watch, monkeypatch):
    (item,) = watch.column("SELECT id FROM reviews WHERE title LIKE '%Place 8%'")
    whole = issue.render

    def render(digest, **how):
        if item in digest.items:
            broken()
        return whole(digest, **how)

    monkeypatch.setattr(issue, "render", render)
    outcome = watch.run(night(30))
    assert outcome.status == 5
    assert [made.title for made in outcome.issued] == [
        "Case reviews September 2026",
        "Near September 2026",
    ]
    assert f"item {item}" in outcome.notices[0]
    page = (watch.settings.public / "case-reviews-2026-09.html").read_text()
    assert page.count('id="review-') == 2
    assert "1 item could not be printed in this issue" in page
    monkeypatch.undo()
    watch.run(night(61))
    later = (watch.settings.public / "case-reviews-2026-10.html").read_text()
    assert f'id="review-{item}"' in later


def test_a_source_that_cannot_be_counted_is_left_out_and_told(watch):
    odd = replace(SOURCE, id="govuk-reviews", title="An odd one", urls=(LIST,), expects={})
    watch.sources = (SOURCE, odd)
    outcome = watch.run(night(29))
    assert outcome.status == 5
    outcome = watch.run(night(30))
    assert outcome.status == 5
    assert len(outcome.issued) == 2
    assert any("An odd one" in notice for notice in outcome.notices)


def test_an_edition_that_cannot_be_made_keeps_no_other_from_its_readers(watch, monkeypatch):
    whole = issues.issue

    def fails(*arguments, edition, **options):
        return (
            broken()
            if edition.name == "national"
            else whole(*arguments, edition=edition, **options)
        )

    monkeypatch.setattr(issues, "issue", fails)
    outcome = watch.run(night(30))
    assert outcome.status == 5
    assert [made.digest.edition.name for made in outcome.issued] == ["near"]
    assert outcome.notices[0].startswith("Case reviews September 2026: a fault of repo-watch")
    copy = sqlite3.connect(watch.settings.public / "repo-watch.db")
    (held,) = copy.execute("SELECT max(run) FROM coverage").fetchone()
    copy.close()
    assert held == 3
    assert watch.column("SELECT exit_status FROM run ORDER BY id DESC LIMIT 1") == [5]
    monkeypatch.undo()
    assert [made.digest.edition.name for made in watch.run(night(31)).issued] == ["national"]


def test_an_issue_that_cannot_be_written_to_anyone_keeps_no_other_back(watch, monkeypatch):
    whole = letter.letter

    def fails(digest, *arguments):
        return broken() if digest.edition.name == "national" else whole(digest, *arguments)

    watch.drop = watch.folder / "drop"
    watch.drop.mkdir()
    watch.run(night(6))
    monkeypatch.setattr(letter, "letter", fails)
    outcome = watch.run(night(30))
    assert outcome.status == 5
    assert outcome.notices[0].startswith("The delivery of national 2026-09: a fault of repo-watch")
    assert [one.name for one in watch.drop.iterdir()] == ["near"]
    monkeypatch.undo()
    assert watch.run(night(31)).status == 0
    assert (watch.drop / "case-reviews-2026-09.pdf").exists()


@pytest.mark.parametrize(
    "step", ["snapshot.publish", "deliver_due", "index.write", "derived.refresh_all_if_stale"]
)
def test_a_fault_in_one_step_is_told_after_the_others(watch, monkeypatch, step):
    at = "repo_watch.nightly.issues." if step == "index.write" else "repo_watch.nightly."
    monkeypatch.setattr(at + step, broken)
    outcome = watch.run(night(30))
    assert outcome.status == 5
    assert [made.digest.edition.name for made in outcome.issued] == ["national", "near"]
    assert watch.column("SELECT exit_status FROM run ORDER BY id DESC LIMIT 1") == [5]


def test_a_run_that_breaks_off_is_closed_with_its_status(watch, monkeypatch):
    monkeypatch.setattr("repo_watch.nightly._is_due", broken)
    with pytest.raises(RuntimeError):
        watch.run(night(6))
    assert watch.column("SELECT exit_status FROM run ORDER BY id DESC LIMIT 1") == [5]
