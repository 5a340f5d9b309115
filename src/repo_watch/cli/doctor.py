"""Commands that look after an installation: doctor, backup, restore."""

import json
from contextlib import nullcontext
from pathlib import Path

import click
import msgspec

from repo_watch import files
from repo_watch.checkup import examine
from repo_watch.cli.common import A_FILE, Asked, plural, takes
from repo_watch.nightly import backup as backups
from repo_watch.sources import SOURCES


@click.command()
@takes("settings", "now")
@click.argument("folder", type=click.Path(path_type=Path))
def backup(asked: Asked, folder: Path) -> None:
    """Copy all that cannot be made again into FOLDER, beside earlier copies."""
    click.echo(f"Wrote {backups.backup(asked.settings, folder, asked.now, asked.file)}")


@click.command()
@takes("settings", "now")
@click.argument("source", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--replace", is_flag=True, help="Also where the database that is there is sound.")
def restore(asked: Asked, source: Path | None, *, replace: bool) -> None:
    """Bring back SOURCE (a back-up, a folder of them, a copy), or the newest sound copy known."""
    done = backups.restore(asked.settings, source, asked.now, replace=replace)
    click.echo(f"Brought back {done.source}, as of {done.as_of}.")
    if done.aside:
        taken = plural(done.decisions, "decision")
        click.echo(f"What was there is {done.aside}; {taken} by hand taken over from it.")
    click.echo("Next: repo-watch run. What the sites showed since then comes as news.")


@click.command()
@takes("settings", "now", "as_json")
@click.option("--live", is_flag=True, help="Ask each watched site once, politely, what it is like.")
@click.option(
    "--bundle",
    type=A_FILE,
    help="With --live: the file to write what was found to, without any prose of the sites.",
)
def doctor(asked: Asked, bundle: Path | None, *, live: bool) -> int:
    """Look whether all is in order here; with --live, whether the sites are as we think."""
    if live:
        return _live(asked, bundle)
    if bundle:
        raise click.UsageError("--bundle goes with --live")
    found = examine(asked.settings, asked.now, asked.file)
    asked.show({"well": found.well, **msgspec.to_builtins(found)}, "doctor", found=found)
    return 0 if found.well else 1


def _live(asked: Asked, file: Path | None) -> int:
    # Heavy, and used only here.
    from repo_watch.fetch.session import Fetcher
    from repo_watch.first_contact.assumptions import check
    from repo_watch.first_contact.bundle import bundle
    from repo_watch.first_contact.visits import meet

    settings, now = asked.settings, asked.now
    watched = [source for source in SOURCES if settings.enabled(source)]
    settings.require_contact(watched)
    contacts = []
    # A run meanwhile would ask each host as well: at twice the pace.
    alone = files.locked(settings.lock) if settings.lock.exists() else nullcontext()
    with alone, Fetcher(settings.fetch, clock=lambda: now) as fetcher:
        for source in watched:
            click.echo(f"asking: {source.title}", err=True)
            contacts.append(meet(settings, source, fetcher))
    found = bundle(contacts, now)
    target = file or Path(f"first-contact-{now:%Y-%m-%d}.json")
    files.write(target, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    checked = {contact.source.title: check(contact) for contact in contacts}
    wrong = any(one.holds is False for each in checked.values() for one in each)
    asked.show(found, "first_contact", checked=checked, target=target)
    return 1 if wrong else 0
