"""Commands that read without storing anything: parse, code, partnerships, places."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from repo_watch.cli.common import Asked, complete_source, takes
from repo_watch.errors import ReadingError, SettingsError
from repo_watch.judging.changes import Known
from repo_watch.judging.verdict import judge
from repo_watch.model import FURTHER, Entry, Item, Page, Request, State, Validators
from repo_watch.reading.link_list import NOWHERE
from repo_watch.reading.page.web_page import open_page
from repo_watch.reading.terms import partnerships as table
from repo_watch.reading.terms.place_lists import differences
from repo_watch.reading.terms.places import resolve
from repo_watch.settings import PartnershipSettings
from repo_watch.settings.writing import section
from repo_watch.sources import source
from repo_watch.sources.partnerships import SOURCE as PARTNERSHIPS
from repo_watch.sources.partnerships import configured

_ALIGNED = ("kind", "published", "name")
_RARE = {"accession", "points"}
"""Fields of an item that are printed only where they say something."""


def _saved(body: bytes, url: str, kind: str) -> Page:
    """A page that somebody saved, as if it had been fetched from its address."""
    digest, never = sha256(body).hexdigest(), datetime.fromtimestamp(0, UTC)
    return Page(Request(url, kind), url, 200, {}, body, digest, never, whole=True)


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
    address = url or next(iter(one.urls), "")
    asked = {request.url: request.kind for request in one.plan(State(urls=one.urls))}
    kind = asked.get(address, "content" if "content" in one.expects else next(iter(one.expects)))
    page = _saved(file.read(), address, kind)
    try:
        if not explain:
            reading = one.read(page)
            for item in reading.items:
                facts = msgspec.to_builtins(item).items()
                shown = {name: said for name, said in facts if said or name not in _RARE}
                click.echo(json.dumps(shown, ensure_ascii=False))
            said = judge(reading, one.expects[kind], Known(first_night=True))
            click.echo(" ".join((f"verdict: {said.state}.", *said.reasons)), err=True)
        elif one.explain is None:
            raise SettingsError(f"{one.id}: its pages are data; there is no text to explain")
        else:
            for what, text in one.explain(page):
                click.echo(f"{what:<24}{text}")
    except ReadingError as error:
        raise type(error)(error.reason, url=url or file.name, source=one.id) from error


class _ToCode(msgspec.Struct):
    """A line of the file to code; other fields are passed over."""

    title: str
    sections: dict[str, str | None]
    id: str | int | None = None
    keywords: list[str] | None = None


@click.command()
@click.argument("file", type=click.File("rb"))
def code(*, file: BinaryIO) -> None:
    """Code the entries of a file, one JSON object a line as `parse` prints them, with an id."""
    from repo_watch import coding

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


@click.group()
def partnerships() -> None:
    """List the partnerships that are known, and try what a page of one would give."""


@partnerships.command(name="list")
@takes("now", "as_json")
@click.option("--near", metavar="PLACE", help="Those of an authority, then of its region.")
def list_(asked: Asked, near: str | None) -> None:
    """List the partnerships of the reference table; their addresses are not verified."""
    today = asked.now.date()
    found = table.near(near, today) if near else table.partnerships()
    if near and not resolve(near, today):
        raise SettingsError(f"--near {near!r}: no authority of that name is known")
    asked.show(found, "partnerships", found=found)


@partnerships.command(name="try")
@takes("settings", "now", "as_json")
@click.argument("target", metavar="URL-OR-FILE")
@click.option("--url", help="The address that a saved FILE came from.")
@click.option("--title", help="What the partnership calls itself.")
@click.option("--authority", help="The authority whose reviews these are.")
def try_(
    asked: Asked, target: str, url: str | None, title: str | None, authority: str | None
) -> int:
    """Show what a page would give, and the settings that name it; nothing is stored."""
    from repo_watch.reading.link_list.pages import explain_list

    page = _page(asked, target, url)
    address = page.request.url
    known = table.at(address)
    title = title or (known.name if known else _own_name(page))
    places = resolve(title, asked.now.date())
    names = known.authorities if known else tuple(one.name for one in places)
    one = PartnershipSettings(url=address, title=title, authority=authority or " and ".join(names))
    try:
        reading = configured([one]).read(page)
    except ReadingError as error:
        raise type(error)(error.reason, url=target, source=PARTNERSHIPS.id) from error
    said = judge(reading, PARTNERSHIPS.expects["links"], Known(first_night=True))
    rows = [_row(item) for item in reading.items]
    facts = {"verdict": said.state, "reasons": said.reasons, "items": rows, "settings": one}
    asked.show(
        facts,
        "try",
        rows=rows,
        widths={name: max((len(row[name]) for row in rows), default=0) for name in _ALIGNED},
        reading=reading,
        said=said,
        passed=sum(what == "passed over" for what, _ in explain_list(page)),
        further=FURTHER,
        section=section(one),
        nowhere=address == NOWHERE,
    )
    return 0 if said.state == "ok" else 1


def settings_of(name: str) -> PartnershipSettings:
    """The settings of a partnership of the table, by its name or a former one.

    One that is not in the table, or whose page is not known, is a SettingsError.
    """
    one = table.named(name)
    if one is None:
        near = ", ".join(map(repr, table.like(name))) or "`repo-watch partnerships list`"
        raise SettingsError(f"--partnership {name!r}: not in the table; near: {near}")
    if not one.address:
        raise SettingsError(
            f"--partnership {name!r}: the address of its page of reviews is not known; when you"
            " have it: repo-watch partnerships try ADDRESS"
        )
    authority = " and ".join(one.authorities)
    return PartnershipSettings(url=one.address, title=one.name, authority=authority)


def _page(asked: Asked, target: str, url: str | None) -> Page:
    if not target.startswith(("http://", "https://")):
        return _saved(Path(target).read_bytes(), url or NOWHERE, "links")
    from repo_watch.fetch.connections import hosts_of
    from repo_watch.fetch.session import Fetcher

    pages = {"try": PartnershipSettings(url=target)}
    msgspec.structs.replace(asked.settings, partnerships=pages).require_contact([PARTNERSHIPS])
    with Fetcher(asked.settings.fetch, clock=lambda: asked.now) as fetcher:
        return fetcher.get(Request(target, "links"), Validators(), hosts=hosts_of([target]))


def _own_name(page: Page) -> str:
    """What the site calls itself: the last part of the page's title that names a body."""
    parts = [part.strip() for part in open_page(page).title.replace(" - ", "|").split("|")]
    return next((part for part in reversed(parts) if "safeguarding" in part.lower()), parts[-1])


def _row(item: Item) -> dict[str, Any]:
    if not isinstance(item, Entry):
        row = {"kind": item.document_type, "published": "", "name": item.title, "authority": ""}
        return {**row, "links": [item.url]}
    month = f"-{item.month:02}" if item.month else ""
    return {
        "kind": "review",
        "published": f"{item.year}{month}" if item.year else "not stated",
        "name": item.case_name or item.title,
        "authority": item.authority_text or "",
        "links": [f"{link.label}: {link.url}" for link in item.links],
    }


@click.group()
def places() -> None:
    """Compare the table of authorities with a newer official list."""


@places.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@takes("now")
def check(asked: Asked, file: Path) -> int:
    """Print what a newer list of the DfE or the ONS, a CSV file, says otherwise; 1 if anything."""
    found = list(differences(file.read_text("utf-8-sig"), asked.now.date()))
    click.echo("\n".join(found) or "The list and the table agree.")
    return 1 if found else 0
