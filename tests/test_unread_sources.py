"""`status` names each source that exists and is not read, and sends to the right place."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from world import LIST, UPDATE, Installation, review

from repo_watch.cli import group
from repo_watch.settings.reading import load
from repo_watch.settings.writing import template
from repo_watch.sources import SOURCES

NOW = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


@pytest.fixture
def status(tmp_path):
    """What `repo-watch status` prints with these settings after one night."""
    watch = Installation(tmp_path)
    watch.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    watch.run(NOW)

    def printed(text, days=0):
        file = tmp_path / "repo-watch.toml"
        file.write_text(f'data_dir = "{tmp_path}"\n{text}')
        now = (NOW + timedelta(days=days)).isoformat()
        return CliRunner().invoke(group, ["status", "--config", str(file), "--now", now]).output

    return printed


def test_a_section_that_is_left_out_is_named(status):
    said = status("[sources.panel-site]\nenabled = false\n")
    for source in SOURCES:
        assert source.id in said
    assert "(panel-site): sources.panel-site.enabled is false" in said
    assert "(nspcc-briefings): the settings have no [sources.nspcc-briefings]" in said
    assert "(partnerships): no [partnerships.NAME] names a page" in said
    assert "(nspcc-catalogue): sources.nspcc-catalogue.urls names no address" in said
    assert "(nspcc-history): read once, by `repo-watch backfill`" in said


def test_who_never_ran_backfill_is_sent_to_its_heading(status):
    said = status("[sources.nspcc-history]\n", days=90)
    about = said.partition("(nspcc-history)")[2]
    assert "“Backfill”" in about.partition("\n\n")[0].splitlines()[3]
    headings = Path("docs/runbook.md").read_text()
    for heading in re.findall("“([^”]+)”", said):
        assert f"## {heading}\n" in headings


def test_the_settings_file_leaves_no_source_silently_out(tmp_path):
    file = tmp_path / "repo-watch.toml"
    text = template(SOURCES, "you@example.org")
    file.write_text(text)
    whole = load(file, SOURCES)
    named = {one.id for one in SOURCES if not whole.why_not(one)}
    assert named >= {"nspcc-reviews", "govuk-reviews", "nspcc-briefings", "nspcc-history"}
    head = " ".join(text[:700].replace("#", " ").split())
    assert "A source whose [sources.ID] heading is left out is not read" in head
    file.write_text("")
    bare = load(file, SOURCES)
    assert [one.id for one in SOURCES if not bare.why_not(one)] == [
        "nspcc-reviews",
        "govuk-reviews",
    ]
