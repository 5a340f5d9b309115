"""Commands that issue and send: digest, deliver."""

from pathlib import Path

import click

from repo_watch.cli.common import A_FOLDER, Asked, complete_edition, plural, takes
from repo_watch.delivery import rounds
from repo_watch.digest.model import NATIONAL
from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.nightly import issues
from repo_watch.nightly.fence import open_database
from repo_watch.store.schema.database import questions


@click.command()
@takes("settings", "now")
@click.argument("months", metavar="MONTH|MONTH..MONTH")
@click.option(
    "--edition",
    default=NATIONAL.name,
    show_default=True,
    shell_complete=complete_edition,
    help="Which edition's.",
)
@click.option("--reissue", is_flag=True, help="Make a numbered correction of an issued digest.")
@click.option(
    "--preview", is_flag=True, help="Write a draft, also of a month that goes on; issue nothing."
)
@click.option("--approve", is_flag=True, help="Issue the draft that waits for approval.")
def digest(
    asked: Asked, months: str, edition: str, *, reissue: bool, preview: bool, approve: bool
) -> None:
    """Issue the digest of a month that has closed, such as 2026-10 or 2016-12..2017-01."""
    covered, settings = Months.parse(months), asked.settings
    if preview:
        if reissue or approve:
            raise SettingsError("--preview issues nothing: leave out --reissue and --approve")
        for path in issues.preview(settings, covered, asked.now, edition=edition):
            click.echo(f"Draft: {path}")
        return
    made = issues.issue_by_hand(
        settings, covered, asked.now, edition=edition, reissue=reissue, approve=approve
    )
    if made is None:
        click.echo(
            f"The digest {months} was issued before and stays as it is; --reissue corrects it."
        )
        return
    for kind in ("pdf", "html", "csv"):
        click.echo(f"{made.title}: {settings.public / made.name(kind)}")


@click.command()
@takes("settings", "now")
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
def deliver(asked: Asked, months: str | None, edition: str | None, folder: Path | None) -> int:
    """Send what is due, as the nightly run does; or one issue to whoever was not sent it."""
    settings, covered = asked.settings, Months.parse(months) if months else None
    if edition and not (covered or folder):
        raise click.UsageError("--edition needs a MONTH: what is due is due in every edition")
    if folder:
        with questions(settings.database) as db:
            written = rounds.write_letters(settings, db, covered, folder, edition=edition)
        click.echo("\n".join(map(str, written)))
        return 0
    with open_database(settings) as db:
        if covered:
            done = rounds.deliver_by_hand(settings, db, covered, asked.now, edition=edition)
        else:
            done = rounds.deliver_due(settings, db, asked.now)
    for one in done:
        said = [f"delivered to {plural(one.sent, 'recipient')}"]
        said += [f"{one.waiting} to be tried again"] if one.waiting else []
        said += [f"{one.ended} not to be tried again"] if one.ended else []
        if one.sent or one.waiting or one.ended:
            click.echo(f"{one.title}: {', '.join(said)}")
        for notice in one.notices:
            click.echo(f"repo-watch: {notice}", err=True)
    left = [text for _, text in rounds.outstanding(settings)]
    for text in left:
        click.echo(text)
    if not (done or left):
        click.echo("Nothing is due: whoever mail.recipients and drop.folder name has it all.")
    return 1 if left or any(one.notices for one in done) else 0
