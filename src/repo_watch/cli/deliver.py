"""The command that sends issues: deliver."""

from datetime import datetime
from pathlib import Path

import click

from repo_watch import nightly
from repo_watch.cli.common import A_FOLDER, complete_edition, plural, with_now, with_settings
from repo_watch.delivery import rounds
from repo_watch.delivery.recipients import outstanding
from repo_watch.digest.months import Months
from repo_watch.settings import Settings
from repo_watch.store.schema.database import questions


@click.command()
@with_settings
@with_now
@click.argument("months", metavar="[MONTH|MONTH..MONTH]", required=False)
@click.option(
    "--edition",
    metavar="NAME",
    shell_complete=complete_edition,
    help="Only this edition of the issue.",
)
@click.option(
    "--dry-run",
    "folder",
    metavar="DIR",
    type=A_FOLDER,
    help="Write the mails of the issue, or of the newest one, as .eml files; send nothing.",
)
def deliver(
    *,
    settings: Settings,
    now: datetime,
    months: str | None,
    edition: str | None,
    folder: Path | None,
) -> int:
    """Send what is due, as the nightly run does; or one issue to whoever was not sent it."""
    asked = Months.parse(months) if months else None
    if edition and not (asked or folder):
        raise click.UsageError("--edition needs a MONTH: what is due is due in every edition")
    if folder:
        with questions(settings.database) as db:
            written = rounds.write_letters(settings, db, asked, folder, edition=edition)
        click.echo("\n".join(map(str, written)))
        return 0
    with nightly.open_database(settings) as db:
        if asked:
            done = rounds.deliver_by_hand(settings, db, asked, now, edition=edition)
        else:
            done = rounds.deliver_due(settings, db, now)
    for one in done:
        if one.sent or one.waiting or one.ended:
            click.echo(_line(one))
        for notice in one.notices:
            click.echo(f"repo-watch: {notice}", err=True)
    left = [text for _, text in outstanding(settings)]
    for still in left:
        click.echo(still)
    if not (done or left):
        click.echo("Nothing is due: whoever mail.recipients and drop.folder name has it all.")
    return 1 if left or any(one.notices for one in done) else 0


def _line(one: rounds.Delivered) -> str:
    said = [f"delivered to {plural(one.sent, 'recipient')}"]
    if one.waiting:
        said.append(f"{one.waiting} to be tried again")
    if one.ended:
        said.append(f"{one.ended} not to be tried again")
    return f"{one.title}: {', '.join(said)}"
