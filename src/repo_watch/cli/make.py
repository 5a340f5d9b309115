"""Commands that make things: digest, parse, code."""

import json
from datetime import datetime
from typing import Any, BinaryIO

import click
import msgspec

from repo_watch import coding, nightly
from repo_watch.cli.common import (
    complete_edition,
    complete_source,
    saved_page,
    with_now,
    with_settings,
)
from repo_watch.digest.model import NATIONAL
from repo_watch.digest.months import Months
from repo_watch.errors import ReadingError, SettingsError
from repo_watch.judging.changes import Known
from repo_watch.judging.verdict import judge
from repo_watch.model import Item, Page, Request, Source, State
from repo_watch.settings import Settings
from repo_watch.sources import source


@click.command()
@with_settings
@with_now
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
    *,
    settings: Settings,
    now: datetime,
    months: str,
    edition: str,
    reissue: bool,
    preview: bool,
    approve: bool,
) -> None:
    """Issue the digest of a month that has closed, such as 2026-10 or 2016-12..2017-01."""
    covered = Months.parse(months)
    if preview:
        if reissue or approve:
            raise SettingsError("--preview issues nothing: leave out --reissue and --approve")
        for path in nightly.preview(settings, covered, now, edition=edition):
            click.echo(f"Draft: {path}")
        return
    made = nightly.issue_by_hand(
        settings, covered, now, edition=edition, reissue=reissue, approve=approve
    )
    if made is None:
        click.echo(
            f"The digest {months} was issued before and stays as it is; --reissue corrects it."
        )
        return
    for kind in ("pdf", "html", "csv"):
        click.echo(f"{made.title}: {settings.public / made.name(kind)}")


@click.command()
@click.argument("source_id", metavar="SOURCE", shell_complete=complete_source)
@click.argument("file", type=click.File("rb"))
@click.option("--url", help="The address the page came from; else the source's own.")
@click.option("--explain", is_flag=True, help="Show what each stretch of text was taken for.")
def parse(*, source_id: str, file: BinaryIO, url: str | None, explain: bool) -> None:
    """Print what a saved page says, one JSON object a line, in page order.

    The verdict that a first night would give, and what was doubted, goes to standard error.
    """
    one = source(source_id)
    page = _page(one, file.read(), url)
    try:
        if not explain:
            reading = one.read(page)
            for item in reading.items:
                click.echo(json.dumps(_facts(item), ensure_ascii=False))
            said = judge(reading, one.expects[page.request.kind], Known(first_night=True))
            click.echo(" ".join((f"verdict: {said.state}.", *said.reasons)), err=True)
        elif one.explain is None:
            raise SettingsError(f"{one.id}: its pages are data; there is no text to explain")
        else:
            for what, text in one.explain(page):
                click.echo(f"{what:<24}{text}")
    except ReadingError as error:
        raise type(error)(error.reason, url=url or file.name, source=one.id) from error


@click.command()
@click.argument("file", type=click.File("rb"))
def code(*, file: BinaryIO) -> None:
    """Code the entries of a file, one JSON object a line as `parse` prints them, with an id."""
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            entry = msgspec.json.decode(line, type=_ToCode)
        except msgspec.MsgspecError as error:
            raise SettingsError(
                f"{file.name}: line {number} is not an entry to code: {error}; it needs title and"
                " sections"
            ) from None
        sections = {name: text for name, text in entry.sections.items() if text}
        coded = coding.code(entry.title, sections, entry.keywords or ())
        click.echo(json.dumps({"id": entry.id, **coding.as_json(coded)}, ensure_ascii=False))


class _ToCode(msgspec.Struct):
    """A line of the file to code; other fields are passed over."""

    title: str
    sections: dict[str, str | None]
    id: str | int | None = None
    keywords: list[str] | None = None


def _page(one: Source, body: bytes, url: str | None) -> Page:
    address = url or next(iter(one.urls), "")
    asked = {request.url: request.kind for request in one.plan(State(urls=one.urls))}
    kind = asked.get(address, "content" if "content" in one.expects else next(iter(one.expects)))
    return saved_page(body, Request(address, kind))


_RARE = {"accession", "points"}


def _facts(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(item)
    return {name: said for name, said in found.items() if said or name not in _RARE}
