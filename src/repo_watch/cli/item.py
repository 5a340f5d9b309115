"""Commands for one item, and for what an operator decides by hand."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from repo_watch.cli.common import A_DAY, Asked, takes
from repo_watch.digest.model import NATIONAL
from repo_watch.judging.fingerprint import fields
from repo_watch.nightly.decisions import by_hand, split_by_hand, suppress_by_hand
from repo_watch.store.questions import history as past
from repo_watch.store.questions.history import Version
from repo_watch.store.schema.database import questions
from repo_watch.store.upkeep import rulings

_NUMBER = click.IntRange(1, 2**63 - 1)
"""The number of a review or publication, as far as SQLite can hold one."""
_CAUSES = {
    "source": "changed at the source",
    "witness": "as another page words it",
    "reader": "corrected by a better reader",
    "hand": "decided by hand",
}


@click.command()
@takes("settings", "as_json")
@click.argument("number", type=_NUMBER)
@click.option("--on", "on", type=A_DAY, help="As it was on this day.")
def show(asked: Asked, number: int, on: datetime | None) -> None:
    """Show a review or publication, and the pages that show it."""
    with questions(asked.settings.database) as db:
        found = past.versions(db, number)
        version = past.on_day(found, on.date() if on else date.max)
        pages = past.told_of(db, number, "seen_at")
    facts = {"id": number, **_version_facts(version), "item": version.item, "seen_at": pages}
    asked.show(
        facts,
        "show",
        number=number,
        version=version,
        of=len(found),
        pages=pages,
        causes=_CAUSES,
        fields=fields,
        text_of=past.text_of,
    )


@click.command()
@takes("settings", "as_json")
@click.argument("number", type=_NUMBER)
def history(asked: Asked, number: int) -> None:
    """Tell what was changed in a review or publication: [-out-] and {+in+}, word by word."""
    with questions(asked.settings.database) as db:
        found = past.versions(db, number)
        decided = past.told_of(db, number, "decisions")
    facts = [*map(_version_facts, found), *decided]
    told = [
        *((one.at, before, one) for before, one in zip([None, *found], found, strict=False)),
        *((one["at"], None, one) for one in decided),
    ]
    asked.show(
        sorted(facts, key=lambda one: str(one["at"])),
        "history",
        number=number,
        title=found[-1].item.title,
        told=sorted(told, key=lambda one: one[0]),
        causes=_CAUSES,
        text_of=past.text_of,
        word_difference=past.word_difference,
    )


def _version_facts(version: Version) -> dict[str, Any]:
    known = {name: getattr(version, name) for name in ("at", "cause", "changed")}
    return {"version": version.number, **known}


def _said(_ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("say why, in a few words", param=param)
    return value.strip()


_reason = click.option(
    "--reason", required=True, callback=_said, help="Why; kept with the decision."
)


def _about_one(command: Callable[..., None]) -> Callable[..., None]:
    """What an operator decides about the review NUMBER, and why."""
    return takes("settings", "now")(click.argument("number", type=_NUMBER)(_reason(command)))


@click.command()
@takes("settings", "now")
@click.argument("keep", type=_NUMBER)
@click.argument("other", type=_NUMBER)
@_reason
@click.option("--force", is_flag=True, help="Even where one page shows both side by side.")
def merge(asked: Asked, keep: int, other: int, reason: str, *, force: bool) -> None:
    """Hold that OTHER is the same review as KEEP; it stays so until `unmerge`."""
    with by_hand(asked.settings, asked.now) as (db, run):
        rulings.merge(db, run, keep, other, reason, force=force)
    click.echo(f"{other} is now part of {keep}. To undo that: repo-watch unmerge {other}")


@click.command()
@_about_one
def unmerge(asked: Asked, number: int, reason: str) -> None:
    """Undo a merge: NUMBER, which was merged into another review, is one of its own again."""
    with by_hand(asked.settings, asked.now) as (db, run):
        whole = rulings.unmerge(db, run, number, reason)
    if whole:
        click.echo(f"{number} is a review of its own again, as if it had never been merged.")
    else:
        click.echo(
            f"{number} was taken down with the other and its text is not kept; the next run reads"
            " it again, under a new number."
        )


@click.command()
@_about_one
@click.argument("page")
def split(asked: Asked, number: int, page: str, reason: str) -> None:
    """Hold that what PAGE (an address) shows as review NUMBER is another one; it stays so."""
    new = split_by_hand(asked.settings, number, page, reason, asked.now)
    click.echo(f"What {page} shows is now review {new}.")


@click.command()
@_about_one
def suppress(asked: Asked, number: int, reason: str) -> None:
    """Remove a review's text and names for good; it does not come back.

    The reason is kept with the tombstone and should not name anybody.
    """
    gone = suppress_by_hand(asked.settings, number, reason, asked.now)
    click.echo(f"{number} is gone from database, archive and the analysts' copy.")
    for one in gone.carried:
        months = "..".join(dict.fromkeys((one.first_month, one.last_month)))
        of = "" if one.edition == NATIONAL.name else f" --edition {one.edition}"
        click.echo(
            f"The issued digest {months} carries it: repo-watch digest {months} --reissue{of}"
        )
