"""Issuing for every edition: what has closed, what an editor approves, and drafts to look at."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection as Database

from msgspec import Struct

from repo_watch.digest import notes
from repo_watch.digest.edition import edition as named
from repo_watch.digest.model import NATIONAL, Edition
from repo_watch.digest.months import Months
from repo_watch.errors import SettingsError
from repo_watch.issuing import draft, index
from repo_watch.issuing.compose import Composed, compose
from repo_watch.issuing.issue import Issued, due, is_wanted, issue
from repo_watch.model import Source
from repo_watch.nightly.fence import DEGRADED, FAULT, OURS, Fence
from repo_watch.nightly.lock import open_database
from repo_watch.nightly.needs import waits_for_approval
from repo_watch.settings import Settings
from repo_watch.sources import SOURCES
from repo_watch.store.schema.database import questions
from repo_watch.store.upkeep import snapshot


def issue_due(
    db: Database,
    settings: Settings,
    now: datetime,
    fence: Fence,
    sources: Sequence[Source] = SOURCES,
) -> tuple[Issued, ...]:
    """Issue every month that has closed without an issue.

    Where an edition wants approval, a draft is prepared instead, once, and the operator told.
    What cannot be made, a file, an issue or a whole edition, holds nothing else; the fence tells.
    """
    issued: list[Issued] = []
    for name in settings.all_editions:
        with fence.around(f"editions.{name}"):
            one = named(settings, name)
            desk = _Desk(db, settings, one, now, sources)
            for months in due(db, now, edition=one):
                title = f"{one.title} {months.name}"
                with fence.around(title):
                    if not one.approval:
                        if new := desk.issue(months):
                            issued.append(new)
                            _tell_left_out(fence, title, new.left_out)
                    elif not draft.is_prepared(settings.previews, one, months):
                        said = desk.composed(months)
                        draft.write(said.digest, settings.previews)
                        _tell_left_out(fence, title, said.left_out)
                        fence.tell(waits_for_approval(settings, one, months), DEGRADED)
    return tuple(issued)


def _tell_left_out(fence: Fence, title: str, left_out: Sequence[str]) -> None:
    if left_out:
        what = f"could not be printed, and wait for a later issue: {', '.join(left_out)}"
        fence.tell(f"{title}: {OURS}: {what}", FAULT)


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
    sources: Sequence[Source] = SOURCES,
) -> Issued | None:
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
        desk = _Desk(db, settings, one, now, sources)
        if one.approval and is_wanted(db, months, now, edition=one, reissue=reissue):
            said = desk.composed(months).digest
            if not (approve and draft.is_as_prepared(said, settings.previews)):
                draft.write(said, settings.previews)
                changed = "the draft is new or has changed; " if approve else ""
                raise SettingsError(
                    changed + waits_for_approval(settings, one, months, reissue=reissue)
                )
        made = desk.issue(months, reissue=reissue)
        _write_pages(db, settings, one)
        snapshot.publish(db, settings.public / "repo-watch.db")
    return made


def preview(
    settings: Settings,
    months: Months,
    now: datetime,
    *,
    edition: str = NATIONAL.name,
    sources: Sequence[Source] = SOURCES,
) -> tuple[Path, ...]:
    """Write a draft of an issue, also of months that have not closed; gives its files.

    Raises:
        SettingsError: there is no such edition, the months have not begun, or notes do not fit.
    """
    one = named(settings, edition)
    with questions(settings.database) as db:
        said = _Desk(db, settings, one, now, sources).composed(months).digest
        return draft.write(said, settings.previews)


def _read(settings: Settings, sources: Sequence[Source]) -> Sequence[Source]:
    """The sources that this installation reads: an issue speaks of no other."""
    return [one for one in sources if settings.enabled(one)]


class _Desk(Struct, frozen=True):
    """Where an edition is made: from what, when, and of which of all sources."""

    db: Database
    settings: Settings
    edition: Edition
    now: datetime
    sources: Sequence[Source]

    def issue(self, months: Months, *, reissue: bool = False) -> Issued | None:
        """The issue, which takes the place of its draft; None where it was made before."""
        made = issue(
            self.db,
            months,
            public_dir=self.settings.public,
            now=self.now,
            sources=_read(self.settings, self.sources),
            edition=self.edition,
            notes=notes.read(self.settings.notes, self.edition, months),
            reissue=reissue,
        )
        draft.remove(self.settings.previews, self.edition, months)
        return made

    def composed(self, months: Months) -> Composed:
        """What the issue would be; nothing is issued."""
        return compose(
            self.db,
            months,
            draft.render,
            issued_at=self.now,
            sources=_read(self.settings, self.sources),
            edition=self.edition,
            notes=notes.read(self.settings.notes, self.edition, months),
        )
