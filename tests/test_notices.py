"""How a run tells of itself: one cause once, what is long shortened, a good night in few lines."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from world import LIST, SOURCE, UPDATE, Installation, review

from repo_watch import nightly
from repo_watch.cli import group, run
from repo_watch.cli.common import Asked
from repo_watch.nightly.fence import UNREACHABLE, reasons, short
from repo_watch.settings import FetchSettings, Settings, SourceSettings

NOW = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


@pytest.fixture
def watch(tmp_path):
    installation = Installation(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    installation.run(NOW)
    return installation


def summary(watch, now, **options):
    outcome = watch.run(now, **options)
    return "\n".join(run._summary(outcome, Asked(Path(), watch.settings, now), dry_run=False))


def test_a_failed_source_never_reads_as_nothing_new(watch):
    watch.world.faults = {LIST: "503", UPDATE: "503"}
    said = summary(watch, NOW + timedelta(days=1))
    assert "could not be read (2 pages tried)" in said
    assert "nothing new" not in said
    assert "items" not in said


def test_what_was_read_in_part_says_so(watch):
    watch.world.faults = {UPDATE: "503"}
    said = summary(watch, NOW + timedelta(days=1))
    assert "nothing new in what was read" in said


def test_the_same_reason_is_said_once(watch):
    watch.world.faults = {LIST: "503", UPDATE: "503"}
    said = summary(watch, NOW + timedelta(days=1))
    assert said.count("the site answers 503") == 1
    assert f"{LIST} and 1 more: the site answers 503" in said


def test_long_addresses_are_shortened_in_their_middle():
    long = f"https://site.example/search?{'field=value&' * 12}last=1"
    cut = short(f"{long}: is not there; see https://site.example/short")
    assert cut.startswith("https://site.example/search?field=value&")
    assert "value&last=1: is not there; see https://site.example/short" in cut
    assert len(cut) < 150
    assert reasons([f"{long}: gone", f"{long}&2: gone", "a doubt"]) == (
        f"{short(long)} and 1 more: gone",
        "a doubt",
    )


def test_nothing_reached_is_one_sentence_and_a_line_for_each_source(tmp_path, free_ports):
    gone = f"http://127.0.0.1:{free_ports[0]}/a", f"http://127.0.0.1:{free_ports[1]}/b"
    sources = (SOURCE, replace(SOURCE, id="govuk-reviews", title="Another", setting="urls"))
    settings = Settings(
        data_dir=tmp_path,
        fetch=FetchSettings(seconds_between_requests=0.0, attempts=1, timeout_seconds=2),
        sources={
            one.id: SourceSettings(urls=(url,)) for one, url in zip(sources, gone, strict=True)
        },
    )
    outcome = nightly.run(settings, lambda: NOW, sources=sources)
    assert outcome.status == 1
    assert outcome.unreachable
    assert outcome.notices == (UNREACHABLE,)
    _, first, *lines = run._summary(outcome, Asked(Path(), settings, NOW), dry_run=False)
    assert first == f"  {UNREACHABLE}"
    assert len(lines) == 2
    assert all(line.endswith("last read well: never") for line in lines)


@pytest.fixture
def free_ports():
    import socket

    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@pytest.fixture
def call(watch, tmp_path, monkeypatch):
    """`repo-watch run` on the second night: its status, output and errors."""
    later = NOW + timedelta(days=1)
    watch.world.clock = lambda: later
    real = nightly.run

    def one_night(_settings, clock, **options):
        return real(watch.settings, clock, sources=watch.sources, getter=watch.world, **options)

    monkeypatch.setattr(run.nightly, "run", one_night)
    file = tmp_path / "repo-watch.toml"
    file.write_text(f'data_dir = "{tmp_path}"\n')

    def called(*options):
        done = CliRunner().invoke(
            group,
            ["run", "--config", str(file), "--now", later.isoformat(), *options],
            standalone_mode=False,
        )
        return done.return_value, done.stdout.splitlines(), done.stderr.splitlines()

    return called


def test_off_a_terminal_a_quiet_good_night_is_a_line_for_each_source(call):
    status, out, err = call()
    assert (status, err) == (0, [])
    assert len(out) == 2
    assert out[1].endswith("6 items, 2 pages, nothing new")


def test_quiet_says_nothing_of_a_good_night_and_all_of_another(call, watch):
    assert call("--quiet") == (0, [], [])
    watch.world.faults = {LIST: "503", UPDATE: "503"}
    status, out, err = call("--quiet")
    assert status == 1
    assert "could not be read" in out[1]
    assert err[0].startswith("repo-watch: Lists of a world (nspcc-reviews) turned red.")


def test_verbose_has_a_line_for_each_page(call):
    _, out, err = call("--verbose")
    assert len(out) == 2
    assert sum('event="page read"' in line for line in err) == 2
