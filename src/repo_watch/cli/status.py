"""Commands that answer questions: status, sources."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from repo_watch.cli.common import day, print_json, with_json, with_now, with_settings
from repo_watch.errors import FORBIDDEN
from repo_watch.model import Source
from repo_watch.nightly import needs, open_database
from repo_watch.nightly.clock import doubt
from repo_watch.nightly.telling import reasons
from repo_watch.settings import Settings
from repo_watch.sources import SOURCES
from repo_watch.store.questions.forbidden import forbidden_files
from repo_watch.store.questions.status import Health, health
from repo_watch.store.rows.runs import statuses
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
        found = [
            health(one, known, now)
            for one, known in zip(watched, statuses(db, [one.id for one in watched]), strict=True)
        ]
        found = [
            replace(one, reasons=(*one.reasons, f"{FORBIDDEN}: {', '.join(files)}"))
            if (files := forbidden_files(db, one.source.id))
            else one
            for one in found
        ]
        left = [one for one in needs(settings, db, now, watched) if one.kind != "source"]
    if as_json:
        print_json([_facts(one) for one in found])
    else:
        click.echo("\n".join(line for one in found for line in _lines(one)))
        for one in SOURCES:
            if why := settings.why_not(one):
                click.echo(f"not read {one.title} ({one.id}): {why}")
    for need in left:
        click.echo(f"needs a person: {need.text}", err=as_json)
    return 0 if not left and all(one.well or not one.source.alarm for one in found) else 1


def _lines(one: Health) -> list[str]:
    known = one.status
    lines = [f"{one.word:<8}{one.source.title} ({one.source.id})"]
    lines.append(f"        last read well: {day(known.last_good_at)}")
    if not one.well:
        if known.last_seen_at != known.last_good_at:
            lines.append(f"        last read in part: {day(known.last_seen_at)}")
        if one.since:
            lines.append(f"        so since: {day(one.since)}")
    lines += [f"        {reason}" for reason in reasons(one.reasons)]
    if not one.well:
        lines.append(f"        what to do: docs/runbook.md, “{one.advice}”")
    return lines


def _facts(one: Health) -> dict[str, Any]:
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
    if context.invoked_subcommand:
        return
    if as_json:
        print_json([_source_facts(one, settings) for one in SOURCES])
        return
    for one in SOURCES:
        click.echo(f"{one.id}: {one.title}, {one.publisher}")
        click.echo(f"    {_rhythm(one, settings)}; {one.licence}")
        for address in settings.addresses(one):
            click.echo(f"    {address}")


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


def _source_facts(one: Source, settings: Settings) -> dict[str, Any]:
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
