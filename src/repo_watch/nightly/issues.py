"""Issuing for every edition: what has closed, what an editor approves, and drafts to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from repo_watch.digest import notes
from repo_watch.digest.edition import editions
from repo_watch.digest.months import Months
from repo_watch.digest.nouns import NATIONAL, Digest, Edition
from repo_watch.digest.select import select
from repo_watch.errors import SettingsError
from repo_watch.issuing import draft, index
from repo_watch.issuing.issue import Issued, due, html_name, is_wanted, issue
from repo_watch.model import Source
from repo_watch.nightly.lock import open_database
from repo_watch.settings import Settings
from repo_watch.sources import SOURCES
from repo_watch.store.schema.database import questions
from repo_watch.store.upkeep import snapshot


@dataclass(frozen=True, slots=True)
class Published:
    """The issues that were made, and a line for the operator for each that waits."""

    issued: tuple[Issued, ...] = ()
    notices: tuple[str, ...] = ()


def publish(
    db: Database, settings: Settings, now: datetime, sources: Sequence[Source] = SOURCES
) -> Published:
    """Issue every month that has closed without an issue, and bring the pages up to date.

    Where an edition wants approval, a draft is prepared instead, once, and the operator told.
    An editor's file that cannot be used holds its own issue and no other.

    Raises:
        SettingsError: an edition's logo cannot be used.
        EnvironmentFailure: a file cannot be written; what was issued before stays.
    """
    issued: list[Issued] = []
    notices: list[str] = []
    for edition in editions(settings):
        for months in due(db, now, edition=edition):
            try:
                if edition.approval:
                    notices += _hold(db, settings, edition, months, now, sources)
                elif made := _issue(db, settings, edition, months, now, sources):
                    issued.append(made)
            except SettingsError as error:
                notices.append(f"{edition.title} {months.name} waits: {error}")
    write_pages(db, settings)
    return Published(tuple(issued), tuple(notices))


def write_pages(db: Database, settings: Settings) -> None:
    """Bring every edition's page, feeds and search up to date.

    Raises:
        EnvironmentFailure: a file cannot be written.
    """
    for edition in editions(settings):
        index.write(
            db,
            settings.public,
            edition=edition,
            public_url=settings.public_url,
            sources=_read(settings, SOURCES),
        )


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
        EnvironmentFailure: disk, permission or database.
    """
    one = _named(settings, edition)
    if approve and not one.approval:
        raise SettingsError(
            f"{one.name}: this edition needs no approval (editions.{one.name}.approval);"
            " leave out --approve"
        )
    with open_database(settings) as db:
        if one.approval and is_wanted(db, months, now, edition=one, reissue=reissue):
            said = _digest(db, settings, one, months, now, sources)
            if not (approve and draft.is_as_prepared(said, settings.previews)):
                draft.write(said, settings.previews)
                changed = "the draft is new or has changed; " if approve else ""
                raise SettingsError(changed + _waits(settings, one, months, reissue=reissue))
        made = _issue(db, settings, one, months, now, sources, reissue=reissue)
        write_pages(db, settings)
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
        SettingsError: there is no such edition, the months have not begun, or the notes do not
            fit.
        EnvironmentFailure: disk, permission or database.
    """
    one = _named(settings, edition)
    with questions(settings.database) as db:
        return draft.write(_digest(db, settings, one, months, now, sources), settings.previews)


def _named(settings: Settings, name: str) -> Edition:
    known = {one.name: one for one in editions(settings)}
    if name not in known:
        raise SettingsError(f"{name}: there is no such edition; there are: {', '.join(known)}")
    return known[name]


def _issue(
    db: Database,
    settings: Settings,
    edition: Edition,
    months: Months,
    now: datetime,
    sources: Sequence[Source],
    *,
    reissue: bool = False,
) -> Issued | None:
    made = issue(
        db,
        months,
        public_dir=settings.public,
        now=now,
        sources=_read(settings, sources),
        edition=edition,
        notes=notes.read(settings.notes, edition, months),
        reissue=reissue,
    )
    draft.remove(settings.previews, edition, months)
    return made


def _read(settings: Settings, sources: Sequence[Source]) -> Sequence[Source]:
    """The sources that this installation reads: an issue speaks of no other."""
    return [one for one in sources if settings.enabled(one)]


def _digest(
    db: Database,
    settings: Settings,
    edition: Edition,
    months: Months,
    now: datetime,
    sources: Sequence[Source],
) -> Digest:
    return select(
        db,
        months,
        issued_at=now,
        sources=_read(settings, sources),
        edition=edition,
        notes=notes.read(settings.notes, edition, months),
    )


def _hold(
    db: Database,
    settings: Settings,
    edition: Edition,
    months: Months,
    now: datetime,
    sources: Sequence[Source],
) -> list[str]:
    """Prepare the draft; says so, unless it was there already."""
    if draft.is_prepared(settings.previews, edition, months):
        return []
    draft.write(_digest(db, settings, edition, months, now, sources), settings.previews)
    return [_waits(settings, edition, months, reissue=False)]


def _waits(settings: Settings, edition: Edition, months: Months, *, reissue: bool) -> str:
    path = settings.previews / edition.folder / html_name(months)
    how = f"repo-watch digest {months.text} --approve"
    how += " --reissue" if reissue else ""
    how += f" --edition {edition.name}" if edition.folder else ""
    return f"{edition.title} {months.name} waits for approval: read {path}, then: {how}"
