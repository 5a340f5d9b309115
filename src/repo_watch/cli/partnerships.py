"""Commands about local partnerships: which there are, and what a page of one would give."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from repo_watch.cli.common import saved_page, tell, with_json, with_now, with_settings, words
from repo_watch.errors import ReadingError, SettingsError
from repo_watch.judging.changes import Known
from repo_watch.judging.verdict import judge
from repo_watch.model import FURTHER, Entry, Item, Page, Request, Validators
from repo_watch.reading.link_list import NOWHERE
from repo_watch.reading.link_list.pages import explain_list
from repo_watch.reading.page.web_page import open_page
from repo_watch.reading.terms import partnerships as table
from repo_watch.reading.terms.places import resolve
from repo_watch.settings import PartnershipSettings, Settings, section
from repo_watch.sources.partnerships import SOURCE as PARTNERSHIPS
from repo_watch.sources.partnerships import configured

_ALIGNED = ("kind", "published", "name")


@click.group()
def partnerships() -> None:
    """List the partnerships that are known, and try what a page of one would give."""


@partnerships.command(name="list")
@with_now
@with_json
@click.option("--near", metavar="PLACE", help="Those of an authority, then of its region.")
def list_(*, now: datetime, as_json: bool, near: str | None) -> None:
    """List the partnerships of the reference table; their addresses are not verified."""
    found = table.near(near, now.date()) if near else table.partnerships()
    if near and not resolve(near, now.date()):
        raise SettingsError(f"--near {near!r}: no authority of that name is known")
    text = words("partnerships", found=found)
    tell(msgspec.to_builtins(found), text, as_json=as_json)


@partnerships.command(name="try")
@with_settings
@with_now
@with_json
@click.argument("target", metavar="URL-OR-FILE")
@click.option("--url", help="The address that a saved FILE came from.")
@click.option("--title", help="What the partnership calls itself.")
@click.option("--authority", help="The authority whose reviews these are.")
def try_(
    *,
    settings: Settings,
    now: datetime,
    as_json: bool,
    target: str,
    url: str | None,
    title: str | None,
    authority: str | None,
) -> int:
    """Show what a page would give, and the settings that name it; nothing is stored."""
    page = _page(target, url, settings, now)
    address = page.request.url
    known = table.at(address)
    title = title or (known.name if known else _own_name(page))
    names = known.authorities if known else tuple(one.name for one in resolve(title, now.date()))
    one = PartnershipSettings(url=address, title=title, authority=authority or " and ".join(names))
    try:
        reading = configured([one]).read(page)
    except ReadingError as error:
        raise type(error)(error.reason, url=target, source=PARTNERSHIPS.id) from error
    said = judge(reading, PARTNERSHIPS.expects["links"], Known(first_night=True))
    rows = [_row(item) for item in reading.items]
    facts = {
        "verdict": said.state,
        "reasons": said.reasons,
        "items": rows,
        "settings": msgspec.to_builtins(one),
    }
    text = words(
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
    tell(facts, text, as_json=as_json)
    return 0 if said.state == "ok" else 1


def settings_of(name: str) -> PartnershipSettings:
    """The settings of a partnership of the table, by its name or a former one.

    Raises:
        SettingsError: it is not in the table, or its page is not known.
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
    return PartnershipSettings(
        url=one.address, title=one.name, authority=" and ".join(one.authorities)
    )


def _page(target: str, url: str | None, settings: Settings, now: datetime) -> Page:
    if target.startswith(("http://", "https://")):
        from repo_watch.fetch.addresses import hosts_of
        from repo_watch.fetch.session import Fetcher

        asked = msgspec.structs.replace(
            settings, partnerships={"try": PartnershipSettings(url=target)}
        )
        asked.require_contact([PARTNERSHIPS])
        with Fetcher(settings.fetch, clock=lambda: now) as fetcher:
            return fetcher.get(Request(target, "links"), Validators(), hosts=hosts_of([target]))
    return saved_page(Path(target).read_bytes(), Request(url or NOWHERE, "links"))


def _own_name(page: Page) -> str:
    """What the site calls itself: the last part of the page's title that names a body."""
    parts = [part.strip() for part in open_page(page).title.replace(" - ", "|").split("|")]
    return next((part for part in reversed(parts) if "safeguarding" in part.lower()), parts[-1])


def _row(item: Item) -> dict[str, Any]:
    if isinstance(item, Entry):
        month = f"-{item.month:02}" if item.month else ""
        return {
            "kind": "review",
            "published": f"{item.year}{month}" if item.year else "not stated",
            "name": item.case_name or item.title,
            "authority": item.authority_text or "",
            "links": [f"{link.label}: {link.url}" for link in item.links],
        }
    return {
        "kind": item.document_type,
        "published": "",
        "name": item.title,
        "authority": "",
        "links": [item.url],
    }
