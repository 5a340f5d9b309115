"""Commands that look after an installation: doctor, backup, restore."""

import json
from datetime import datetime
from pathlib import Path

import click
import msgspec

from repo_watch import files
from repo_watch.checkup import examine
from repo_watch.cli.common import (
    A_FILE,
    FILE,
    plural,
    tell,
    with_json,
    with_now,
    with_settings,
    words,
)
from repo_watch.nightly import backup as backups
from repo_watch.settings import Settings
from repo_watch.sources import SOURCES


@click.command()
@with_settings
@with_now
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_context
def backup(context: click.Context, *, settings: Settings, now: datetime, folder: Path) -> None:
    """Copy all that cannot be made again into FOLDER, beside earlier copies."""
    click.echo(f"Wrote {backups.backup(settings, folder, now, context.meta.get(FILE))}")


@click.command()
@with_settings
@with_now
@click.argument("source", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--replace", is_flag=True, help="Also where the database that is there is sound.")
def restore(*, settings: Settings, now: datetime, source: Path | None, replace: bool) -> None:
    """Bring back SOURCE (a back-up, a folder of them, a copy), or the newest sound copy known."""
    done = backups.restore(settings, source, now, replace=replace)
    click.echo(f"Brought back {done.source}, as of {done.as_of}.")
    if done.aside:
        taken = plural(done.decisions, "decision")
        click.echo(f"What was there is {done.aside}; {taken} by hand taken over from it.")
    click.echo("Next: repo-watch run. What the sites showed since then comes as news.")


@click.command()
@with_settings
@with_now
@with_json
@click.option("--live", is_flag=True, help="Ask each watched site once, politely, what it is like.")
@click.option(
    "--bundle",
    type=A_FILE,
    help="With --live: the file to write what was found to, without any prose of the sites.",
)
@click.pass_context
def doctor(
    context: click.Context,
    *,
    settings: Settings,
    now: datetime,
    as_json: bool,
    live: bool,
    bundle: Path | None,
) -> int:
    """Look whether all is in order here; with --live, whether the sites are as we think."""
    if live:
        return _live(settings, now, bundle, as_json=as_json)
    if bundle:
        raise click.UsageError("--bundle goes with --live")
    found = examine(settings, now, context.meta.get(FILE))
    facts = {"well": found.well, **msgspec.to_builtins(found)}
    tell(facts, words("doctor", found=found), as_json=as_json)
    return 0 if found.well else 1


def _live(settings: Settings, now: datetime, file: Path | None, *, as_json: bool) -> int:
    # Heavy, and used only here.
    from repo_watch.fetch.session import Fetcher
    from repo_watch.first_contact.bundle import bundle, check
    from repo_watch.first_contact.visits import alone, meet

    watched = [source for source in SOURCES if settings.enabled(source)]
    settings.require_contact(watched)
    contacts = []
    with alone(settings), Fetcher(settings.fetch, clock=lambda: now) as fetcher:
        for source in watched:
            click.echo(f"asking: {source.title}", err=True)
            contacts.append(meet(settings, source, fetcher))
    found = bundle(contacts, now)
    target = file or Path(f"first-contact-{now:%Y-%m-%d}.json")
    files.write(target, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    checked = {contact.source.title: check(contact) for contact in contacts}
    wrong = any(one.found.holds is False for each in checked.values() for one in each)
    tell(found, words("first_contact", checked=checked, target=target), as_json=as_json)
    return 1 if wrong else 0
