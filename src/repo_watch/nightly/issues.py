"""Issuing for every edition: what has closed, what an editor approves, and drafts to look at."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any

from msgspec.structs import replace

from repo_watch import files
from repo_watch.digest.edition import edition as named
from repo_watch.digest.edition import notes_on
from repo_watch.digest.model import NATIONAL, Edition
from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.issuing import index
from repo_watch.issuing.issue import Composed, compose, due, is_wanted, issue, write_draft
from repo_watch.model import Source
from repo_watch.nightly.fence import DEGRADED, FAULT, OURS, Fence, open_database
from repo_watch.nightly.status import draft_of, waits_for_approval
from repo_watch.nightly.watch import Night
from repo_watch.settings import Settings
from repo_watch.sources import SOURCES
from repo_watch.store.schema.database import questions
from repo_watch.store.upkeep import snapshot


def issue_due(night: Night) -> tuple[Composed, ...]:
    """Issue every month that has closed without an issue.

    Where an edition wants approval, a draft is prepared instead, once, and the operator told.
    What cannot be made, a file, an issue or a whole edition, holds nothing else; the fence tells.
    """
    db, settings, fence, now = night.db, night.settings, night.fence, night.run.now
    issued: list[Composed] = []
    for name in settings.all_editions:
        with fence.around(f"editions.{name}"):
            one = named(settings, name)
            for months in due(db, now, edition=one):
                with fence.around(f"{one.title} {months.name}"):
                    of = partial(_of, settings, one, months, night.sources)
                    if not one.approval:
                        new = issue(db, months, public_dir=settings.public, now=now, **of())
                        _take_away_draft(settings, one, months)
                        if new:
                            issued.append(replace(new, files={}))  # they are large
                            _tell_left_out(fence, new)
                    elif not draft_of(settings, one, months).exists():
                        said = compose(db, months, draft=True, issued_at=now, **of())
                        write_draft(said, settings.previews)
                        _tell_left_out(fence, said)
                        fence.tell(waits_for_approval(settings, one, months), DEGRADED)
    return tuple(issued)


def _take_away_draft(settings: Settings, of: Edition, months: Months) -> None:
    for kind in ("html", "pdf"):
        files.remove(draft_of(settings, of, months, kind))


def _tell_left_out(fence: Fence, made: Composed) -> None:
    if made.left_out:
        what = f"could not be printed, and wait for a later issue: {', '.join(made.left_out)}"
        fence.tell(f"{made.title}: {OURS}: {what}", FAULT)


def write_all_pages(db: Database, settings: Settings, fence: Fence) -> None:
    """Bring every edition's page, feeds and search up to date; the fence tells what cannot be."""
    for name in settings.all_editions:
        with fence.around(f"editions.{name}"):
            one = named(settings, name)
            with fence.around(f"The pages of {one.title}"):
                _write_pages(db, settings, one)


def _write_pages(db: Database, settings: Settings, of: Edition) -> None:
    read = _read(settings, SOURCES)
    index.write(db, settings.public, edition=of, public_url=settings.public_url, sources=read)


def issue_by_hand(
    settings: Settings,
    months: Months,
    now: datetime,
    *,
    edition: str = NATIONAL.name,
    reissue: bool = False,
    approve: bool = False,
) -> Composed | None:
    """Issue one digest now; None when it was issued before and no correction is asked for.

    What an editor approves is the draft that is there, and no other.

    Raises:
        SettingsError: there is no such edition, the months have not closed, or the issue waits
            for approval; then its draft is there.
        LockedError: a run is at work.
    """
    one = named(settings, edition)
    if approve and not one.approval:
        raise SettingsError(
            f"{one.name}: this edition needs no approval (editions.{one.name}.approval);"
            " leave out --approve"
        )
    with open_database(settings) as db:
        of = partial(_of, settings, one, months, SOURCES)
        if one.approval and is_wanted(db, months, now, edition=one, reissue=reissue):
            said = compose(db, months, draft=True, issued_at=now, **of())
            prepared = files.read(draft_of(settings, one, months))
            if not (approve and prepared == said.files[months.file("html")]):
                write_draft(said, settings.previews)
                why = waits_for_approval(settings, one, months, reissue=reissue)
                raise SettingsError(f"the draft is new or has changed; {why}" if approve else why)
        made = issue(db, months, public_dir=settings.public, now=now, reissue=reissue, **of())
        _take_away_draft(settings, one, months)
        _write_pages(db, settings, one)
        snapshot.publish(db, settings.public / "repo-watch.db")
    return made


def preview(
    settings: Settings, months: Months, now: datetime, *, edition: str = NATIONAL.name
) -> tuple[Path, ...]:
    """Write a draft of an issue, also of months that have not closed; gives its files.

    Raises:
        SettingsError: there is no such edition, the months have not begun, or notes do not fit.
    """
    one = named(settings, edition)
    with questions(settings.database) as db:
        of = _of(settings, one, months, SOURCES)
        made = compose(db, months, draft=True, issued_at=now, **of)
        return write_draft(made, settings.previews)


def _read(settings: Settings, sources: Sequence[Source]) -> Sequence[Source]:
    """The sources that this installation reads: an issue speaks of no other."""
    return [one for one in sources if settings.enabled(one)]


def _of(
    settings: Settings, one: Edition, months: Months, sources: Sequence[Source]
) -> dict[str, Any]:
    """Of what an issue or a draft of an edition is made."""
    said = notes_on(settings.notes, one, months)
    return {"edition": one, "sources": _read(settings, sources), "notes": said}
