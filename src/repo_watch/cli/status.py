"""Commands that answer questions: status, sources."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import click
import msgspec

from repo_watch.cli.common import day, tell, with_json, with_now, with_settings
from repo_watch.model import Source
from repo_watch.nightly import open_database
from repo_watch.nightly.clock import doubt
from repo_watch.nightly.standing import Standing, standing
from repo_watch.nightly.telling import reasons
from repo_watch.settings import Settings
from repo_watch.sources import SOURCES
from repo_watch.store.questions.status import Health
from repo_watch.store.schema.database import questions
from repo_watch.store.times import iso
from repo_watch.store.upkeep import clock as clocks


@click.command()
@with_settings
@with_now
@with_json
def status(*, settings: Settings, now: datetime, as_json: bool) -> int:
    """Tell which source was last read well, when, and what to do where it was not."""
    watched = [one for one in SOURCES if settings.enabled(one)]
    with questions(settings.database) as db:
        found = standing(settings, db, now, watched)
    others = [(one, why) for one in SOURCES if (why := settings.why_not(one))]
    tell(_facts(found, others), _lines(found, others), as_json=as_json)
    return 0 if found.well else 1


def _lines(found: Standing, others: Sequence[tuple[Source, str]]) -> Iterator[str]:
    yield f"{'last run':<12}{_run(found)}"
    for issue in found.issues:
        yield f"{'next issue':<12}{issue.title}, from {day(issue.day)} on"
    used = f"database {found.database / 1e6:.1f} MB, archive {found.archive / 1e6:.1f} MB"
    yield f"{'disk':<12}{found.free / 1e9:.1f} GB free; {used}"
    yield f"{'clock':<12}{found.clock or 'believed'}"
    yield f"{'mail':<12}{found.mail}"
    for one in found.sources:
        yield from _source_lines(one)
    yield from (f"not read {source.title} ({source.id}): {why}" for source, why in others)
    yield from (f"needs a person: {need.text}" for need in found.needs if need.kind != "source")


def _run(found: Standing) -> str:
    run = found.run
    if run is None:
        return "none yet"
    began = f"began {run.started_at}"
    if run.finished_at is None:
        return f"{began}, and has not ended"
    return f"{began}, ended {run.finished_at} with status {run.exit_status}"


def _source_lines(one: Health) -> Iterator[str]:
    known = one.status
    yield f"{one.word:<8}{one.source.title} ({one.source.id})"
    yield f"        last read well: {day(known.last_good_at)}"
    if not one.well:
        if known.last_seen_at != known.last_good_at:
            yield f"        last read in part: {day(known.last_seen_at)}"
        if one.since:
            yield f"        so since: {day(one.since)}"
    yield from (f"        {reason}" for reason in reasons(one.reasons))
    if not one.well:
        yield f"        what to do: docs/runbook.md, “{one.advice}”"


def _facts(found: Standing, others: Sequence[tuple[Source, str]]) -> dict[str, Any]:
    return {
        "well": found.well,
        "run": msgspec.to_builtins(found.run),
        "next_issues": msgspec.to_builtins(found.issues),
        "needs": msgspec.to_builtins(found.needs),
        "disk": {"free": found.free, "database": found.database, "archive": found.archive},
        "clock": found.clock or None,
        "mail": found.mail,
        "sources": [_source_facts(one) for one in found.sources],
        "not_read": {one.id: why for one, why in others},
    }


def _source_facts(one: Health) -> dict[str, Any]:
    return {
        "source": one.source.id,
        "title": one.source.title,
        "state": one.word,
        "reasons": one.reasons,
        "last_read_at": one.status.last_at,
        "last_good_at": one.status.last_good_at,
        "last_seen_at": one.status.last_seen_at,
        "since": one.since,
        "what_to_do": None if one.well else one.advice,
    }


@click.group(invoke_without_command=True)
@with_settings
@with_json
@click.pass_context
def sources(context: click.Context, *, settings: Settings, as_json: bool) -> None:
    """List the watched sources: what is read, how often, under what licence."""
    if not context.invoked_subcommand:
        tell([_listing(one, settings) for one in SOURCES], _listed(settings), as_json=as_json)


def _listed(settings: Settings) -> Iterator[str]:
    for one in SOURCES:
        yield f"{one.id}: {one.title}, {one.publisher}"
        yield f"    {_rhythm(one, settings)}; {one.licence}"
        yield from (f"    {address}" for address in settings.addresses(one))


def _rhythm(one: Source, settings: Settings) -> str:
    if not settings.enabled(one):
        return "not read"
    match one.every_days:
        case 0:
            return "once, by `repo-watch backfill`"
        case 1:
            return "every night"
        case days:
            return f"every {days} days"


def _listing(one: Source, settings: Settings) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "publisher": one.publisher,
        "enabled": settings.enabled(one),
        "every_days": one.every_days,
        "addresses": settings.addresses(one),
        "licence": one.licence,
    }


@sources.command()
@click.argument("id_", metavar="ID")
def new(id_: str) -> None:
    """In a checkout: lay down the module, recorded pages and documentation of a new source."""
    from repo_watch.new_source import checkout, lay_down

    folder = checkout()
    for path in lay_down(folder, id_):
        click.echo(f"wrote {path.relative_to(folder)}")
    click.echo("What is to be filled in: docs/adding-a-source.md. Each step has a test that asks.")


@click.command()
@with_settings
@with_now
@click.option("--trust", is_flag=True, help="It is right: what was dated later is dated now.")
def clock(*, settings: Settings, now: datetime, trust: bool) -> int:
    """Tell whether this machine's clock is believed, and mend what it dated."""
    with open_database(settings) as db:
        if trust:
            mended = clocks.believe(db, now)
            click.echo(f"The clock is believed: {iso(now)}. Moments set to it: {mended}.")
        before = clocks.believed(db)
    if wrong := doubt(before, now, None):
        click.echo(wrong)
        return 1
    if not trust:
        click.echo(f"The clock is believed: {iso(now)}, and the last believed run was at {before}.")
    return 0
