"""Commands that run the job: init, run, schedule, demo."""

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
import structlog

from repo_watch import nightly
from repo_watch.cli.common import A_FILE, A_FOLDER, Asked, complete_source, day, plural, takes
from repo_watch.cli.logs import configure, progress
from repo_watch.digest.months import KINDS
from repo_watch.errors import EnvironmentFailure, SettingsError
from repo_watch.nightly import Outcome
from repo_watch.nightly.fence import UNREACHABLE, reasons
from repo_watch.nightly.watch import SourceOutcome, silent
from repo_watch.settings import Settings, is_reachable
from repo_watch.settings.reading import DEFAULT_FILE
from repo_watch.settings.writing import template
from repo_watch.sources import SOURCES, source

_F = TypeVar("_F", bound=Callable[..., Any])
_REASONS_SHOWN = 3
_LEVELS = {"quiet": logging.ERROR, "": logging.WARNING, "verbose": logging.DEBUG}


def _with_voice(command: _F) -> _F:
    """`--quiet` and `--verbose`: how much a run tells of itself."""
    for name, told in (
        ("quiet", "Say nothing of a night on which all went well."),
        ("verbose", "A line for each page as well, on standard error."),
    ):
        option = click.option(f"--{name}", "voice", flag_value=name, default="", help=told)
        command = option(command)
    return command


@click.command()
@click.option("--contact", required=True, help="An address the watched sites can write to.")
@click.option(
    "--file",
    type=A_FILE,
    default=DEFAULT_FILE,
    show_default=True,
    help="The settings file to write.",
)
@click.option(
    "--partnership", "names", multiple=True, metavar="NAME", help="A partnership to read as well."
)
def init(contact: str, file: Path, names: tuple[str, ...]) -> None:
    """Write a settings file with every setting explained."""
    if not is_reachable(contact):
        raise SettingsError(f"--contact {contact!r}: an e-mail address or a web page is needed")
    from repo_watch.cli.reading import settings_of

    text = template(SOURCES, contact, [settings_of(name) for name in names])
    try:
        # Recipients will stand in it.
        with open(file, "x", encoding="utf-8", opener=partial(os.open, mode=0o600)) as target:
            target.write(text)
    except FileExistsError:
        raise SettingsError(f"{file}: is there already and was left alone") from None
    except OSError as error:
        raise EnvironmentFailure(f"{file}: cannot be written: {error.strerror}") from error
    click.echo(f"Wrote {file}. Read it through, then: repo-watch run")


@click.command()
@takes("settings", "now", "as_json")
@click.option(
    "--source",
    "only",
    multiple=True,
    metavar="ID",
    shell_complete=complete_source,
    help="Only this source.",
)
@click.option("--dry-run", is_flag=True, help="Read everything, write nothing.")
@click.option("--offline", is_flag=True, help="Read the archive again instead of the sites.")
@_with_voice
@click.option(
    "--believe",
    is_flag=True,
    help="After a look at the pages: what they show no more is gone, however much that is.",
)
def run(
    asked: Asked, only: tuple[str, ...], voice: str, *, dry_run: bool, offline: bool, believe: bool
) -> int:
    """Read the watched sites, store what is new, issue what is due."""
    for id_ in only:
        source(id_)
    night = partial(nightly.run, only=only, offline=offline, believe=believe)
    return _carry_out(night, asked, voice, dry_run=dry_run)


@click.command()
@takes("settings", "now", "as_json")
@_with_voice
def backfill(asked: Asked, voice: str) -> int:
    """Read the historic yearly lists of 2012 to 2018, once and politely."""
    only = tuple(one.id for one in SOURCES if one.every_days == 0)
    return _carry_out(partial(nightly.run, only=only), asked, voice)


def _carry_out(
    night: Callable[..., Outcome], asked: Asked, voice: str, *, dry_run: bool = False
) -> int:
    """Run, with a bar for a person or a log for a machine, and tell what came of it."""
    watched = sys.stderr.isatty() and voice != "quiet"
    settings, now = asked.settings, asked.now
    configure(logging.ERROR if watched else _LEVELS[voice], settings.log)
    with progress() if watched else nullcontext(silent) as told:
        outcome = night(settings, lambda: now, dry_run=dry_run, told=told)
    structlog.get_logger().info("run ended", status=outcome.status, notices=outcome.notices)
    lines = _summary(outcome, asked, dry_run=dry_run) if outcome.status or voice != "quiet" else ()
    asked.tell(_facts(outcome), "".join(f"{line}\n" for line in lines))
    for notice in outcome.notices:
        click.echo(f"repo-watch: {notice}", err=True)
    for need in outcome.needs:
        if need.text not in outcome.notices:
            click.echo(f"needs a person: {need.text}", err=True)
    return outcome.status


def _summary(outcome: Outcome, asked: Asked, *, dry_run: bool) -> Iterator[str]:
    title = "Dry run: nothing was written" if dry_run else "repo-watch run"
    yield f"{title}, {asked.now:%A} {asked.now.day} {asked.now:%B %Y, %H:%M %Z}"
    if outcome.unreachable:
        yield f"  {UNREACHABLE}"
    width = max((len(one.source.title) for one in outcome.sources), default=0)
    for one in outcome.sources:
        head = f"  {one.verdict.state:<8}{one.source.title:<{width}}  "
        last = f"last read well: {day(one.last_good_at)}"
        if outcome.unreachable:
            yield head + last
            continue
        yield head + _counted(one)
        said = reasons(one.verdict.reasons)
        for reason in said[:_REASONS_SHOWN]:
            yield f"          {reason}"
        if len(said) > _REASONS_SHOWN:
            yield f"          and {len(said) - _REASONS_SHOWN} more: repo-watch status"
        if one.verdict.state != "ok":
            yield f"          {last}"
    if not outcome.sources:
        yield "  No source was due."
    for made in outcome.issued:
        yield f"  issued  {made.title}: {asked.settings.public / made.name('pdf')}"


def _counted(one: SourceOutcome) -> str:
    """What was found; of what could not be read nobody knows whether there was anything new."""
    if one.verdict.state == "failed":
        return f"could not be read ({plural(one.pages, 'page')} tried)"
    said = [plural(one.items, "item"), plural(one.pages, "page")]
    said += [f"{count} {kind.replace('_', ' ')}" for kind, count in one.counts.items()]
    if not one.counts:
        said.append("nothing new" if one.verdict.state == "ok" else "nothing new in what was read")
    return ", ".join(said)


def _facts(outcome: Outcome) -> dict[str, Any]:
    return {
        "status": outcome.status,
        "sources": [
            {"id": one.source.id, "verdict": one.verdict.state, "reasons": one.verdict.reasons}
            | {name: getattr(one, name) for name in ("pages", "items", "counts", "last_good_at")}
            for one in outcome.sources
        ],
        "issued": [
            {"title": made.title, "edition": made.digest.edition.name}
            | {kind: made.name(kind) for kind in KINDS}
            for made in outcome.issued
        ],
        "unreachable": outcome.unreachable,
        "notices": outcome.notices,
        "needs": [one.text for one in outcome.needs],
    }


@click.command()
@takes("settings")
@click.option("--at", default="02:15", show_default=True, help="Time of day, UTC (HH:MM).")
def schedule(asked: Asked, at: str) -> None:
    """Stay and run every night, where there is neither cron nor systemd."""
    from repo_watch.scheduling import run_for_ever

    configure(logging.INFO, asked.settings.log)
    run_for_ever(asked.settings, at, partial(_night_apart, asked.file))


def _night_apart(file: Path, settings: Settings) -> int:
    """One run as a process of its own, with which goes all that it took; here where none starts.

    So years of nights leave no trace in the process that waits for them, and what ends a run, such
    as a machine short of memory, ends that night alone.
    """
    from repo_watch.scheduling import one_night

    of = ["--config", str(file)] if file.exists() else []
    try:
        night = subprocess.Popen([sys.executable, "-P", "-m", "repo_watch", "run", *of])  # noqa: S603 -- this program
    except OSError:
        return one_night(settings)
    with night:
        try:
            return night.wait()
        except BaseException:
            night.terminate()
            raise


@click.command()
@click.option(
    "--folder",
    type=A_FOLDER,
    help="Where to put the files; else a new folder under the system's temporary one.",
)
def demo(folder: Path | None) -> int:
    """Run two months of nights against a replica of the sites, with fictional reviews."""
    from repo_watch.demo.tour import tour

    configure(logging.ERROR)
    return tour(folder or Path(tempfile.mkdtemp(prefix="repo-watch-demo-")), click.echo)
