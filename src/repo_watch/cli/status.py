"""Commands that answer questions: status, sources."""

from collections.abc import Sequence
from typing import Any

import click

from repo_watch.cli.common import Asked, takes
from repo_watch.model import Source
from repo_watch.nightly.fence import open_database, reasons
from repo_watch.nightly.status import Standing, doubt, standing
from repo_watch.sources import SOURCES
from repo_watch.store.questions.status import Health
from repo_watch.store.schema.database import questions
from repo_watch.store.times import iso
from repo_watch.store.upkeep import clock as clocks


@click.command()
@takes("settings", "now", "as_json")
def status(asked: Asked) -> int:
    """Tell which source was last read well, when, and what to do where it was not."""
    settings = asked.settings
    watched = [one for one in SOURCES if settings.enabled(one)]
    with questions(settings.database) as db:
        found = standing(settings, db, asked.now, watched)
    others = [(one, why) for one in SOURCES if (why := settings.why_not(one))]
    asked.show(_facts(found, others), "status", found=found, others=others, reasons=reasons)
    return 0 if found.well else 1


def _facts(found: Standing, others: Sequence[tuple[Source, str]]) -> dict[str, Any]:
    return {
        "well": found.well,
        "run": found.run,
        "next_issues": found.issues,
        "needs": found.needs,
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
@takes("settings", "as_json")
def sources(asked: Asked) -> None:
    """List the watched sources: what is read, how often, under what licence."""
    if not click.get_current_context().invoked_subcommand:
        settings = asked.settings
        listed = [
            {
                **{name: getattr(one, name) for name in ("id", "title", "publisher")},
                "enabled": settings.enabled(one),
                "every_days": one.every_days,
                "addresses": settings.addresses(one),
                "licence": one.licence,
            }
            for one in SOURCES
        ]
        asked.show(listed, "sources", listed=listed)


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
@takes("settings", "now")
@click.option("--trust", is_flag=True, help="It is right: what was dated later is dated now.")
def clock(asked: Asked, *, trust: bool) -> int:
    """Tell whether this machine's clock is believed, and mend what it dated."""
    now = asked.now
    with open_database(asked.settings) as db:
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
