"""Commands about the reference table of authorities: places."""

from datetime import datetime
from pathlib import Path

import click

from repo_watch.cli.common import with_now
from repo_watch.reading.terms.place_lists import differences


@click.group()
def places() -> None:
    """Compare the table of authorities with a newer official list."""


@places.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_now
def check(*, file: Path, now: datetime) -> int:
    """Print what a newer list of the DfE or the ONS, a CSV file, says otherwise; 1 if anything."""
    found = list(differences(file.read_text("utf-8-sig"), now.date()))
    click.echo("\n".join(found) or "The list and the table agree.")
    return 1 if found else 0
