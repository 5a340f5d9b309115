"""Issuing: once per edition and months, whatever happens in between.

    render in memory -> write the files beside their place -> record issue and items, with the
    digest itself and the files' hashes, in one transaction -> rename the files into place

Before the transaction nothing is issued: the next run does it anew. After it the issue is a fact,
and `restore` makes any file that is not in place again from the digest that was recorded, with
the same bytes. So no file is ever public that is not recorded, and a disk that is full is noticed
before anything is.

One review that no renderer can set, or one source that cannot be counted, is a fault of ours and
must not keep all others from their readers: it is found by halving, left out, and told.

A draft is an issue as it would be, for an editor to look at; none is recorded anywhere. One that
was prepared is what an approval is for: when the facts have changed since, the approval is refused
once, with a new draft to look at.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from sqlite3 import Connection as Database
from typing import TypeAlias

import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import asdict, replace

from repo_watch import files
from repo_watch.digest.edition import NOTHING, Notes
from repo_watch.digest.issues import earlier, first_run, issued_months, months_of, newest
from repo_watch.digest.model import NATIONAL, Digest, Edition
from repo_watch.digest.months import KINDS, Kind, Months, london_day, periods
from repo_watch.digest.select import candidates, select
from repo_watch.errors import RepoWatchError, SettingsError
from repo_watch.model import Source
from repo_watch.rendering import html, pdf, spreadsheet, words
from repo_watch.rendering.view import view
from repo_watch.rendering.view_model import Line
from repo_watch.store import times
from repo_watch.store.schema.database import insert, transaction

_log = structlog.get_logger()

_Unit: TypeAlias = int | Source
"""An item by its id, or a source."""


class Composed(Struct, frozen=True):
    """An issue or draft, and its files' bytes by name.

    `left_out` has a line for each thing that could not be printed, by a fault of ours.
    """

    digest: Digest
    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """How it is called."""
        return f"{self.digest.edition.title} {self.digest.months.name}"

    def name(self, kind: Kind) -> str:
        """The name of a file from the public folder on."""
        return str(PurePosixPath(self.digest.edition.folder) / self.digest.months.file(kind))


def due(db: Database, now: datetime, *, edition: Edition = NATIONAL) -> tuple[Months, ...]:
    """The months that have closed since the month of the first run and are in no issue.

    Oldest first; in pairs where the edition's rhythm is two months. A month whose other half was
    issued by itself comes by itself. Weeks without a run change nothing: each month still gets
    its issue.
    """
    began, done = first_run(db), issued_months(db, edition)
    closed = periods(began, now, edition.pairs_begin) if began else ()
    waiting = ([month for month in period if month not in done] for period in closed)
    return tuple(Months(some[0], some[-1]) for some in waiting if some)


def issue(
    db: Database,
    months: Months,
    *,
    public_dir: Path,
    now: datetime,
    sources: Sequence[Source],
    edition: Edition = NATIONAL,
    notes: Notes = NOTHING,
    reissue: bool = False,
) -> Composed | None:
    """Issue these months, or a numbered correction of what was issued for them.

    A correction (`reissue`) has the same items, as they are known `now`, in UTC. `public_dir` has
    the public files, an edition's own in its folder there. Else as for `select`; the database is
    outside a transaction. Gives None where there is an issue and no correction is asked for.

    Raises:
        SettingsError: as `is_wanted`, nothing was ever read, or the notes do not fit.
    """
    if not is_wanted(db, months, now, edition=edition, reissue=reissue):
        return None
    made = compose(db, months, issued_at=now, sources=sources, edition=edition, notes=notes)
    with files.staged(files.within(public_dir, edition.folder), made.files), transaction(db):
        _record(db, made, notes)
    return made


def is_wanted(
    db: Database, months: Months, now: datetime, *, edition: Edition, reissue: bool
) -> bool:
    """Whether these months are to be issued: not where they were, and no correction is asked for.

    Raises:
        SettingsError: the months have not closed, some of them are in another issue, or there is
            no issue to correct.
    """
    if now < months.window.end:
        opens = words.day(london_day(months.window.end))
        raise SettingsError(f"{months.prose} has not ended; its digest can be made from {opens}")
    before = earlier(db, months, edition)
    if reissue and not before:
        raise SettingsError(f"{months.prose} was never issued; leave out --reissue")
    if not before and (shared := issued_months(db, edition).intersection(months.each)):
        held = min(shared)
        raise SettingsError(
            f"{held.name} is in an issue already, and each month is in one alone;"
            f" name other months, or correct that issue with --reissue"
        )
    return reissue or not before


def render(digest: Digest, *, draft: bool = False) -> dict[str, bytes]:
    """The issue's files, bytes by name. Its web page links what is beside it in its folder."""
    said = view(digest, draft=draft)
    page, paper, table = (digest.months.file(kind) for kind in KINDS)
    beside = (
        Line("All issues", "index.html"),
        Line("This issue as a PDF", paper),
        Line("This issue as a table (CSV)", table),
        Line("Feed of new issues (Atom)", "feed.xml"),
    )
    rendered = {
        page: html.render(said, () if draft else beside),
        paper: pdf.render(said, digest.issued_at, apart=True),
    }
    return rendered if draft else rendered | {table: spreadsheet.render(digest)}


def write_draft(made: Composed, folder: Path) -> tuple[Path, ...]:
    """Write a draft's web page and PDF into the folder of all drafts; gives their paths."""
    place = files.within(folder, made.digest.edition.folder)
    files.write_if_changed(place, made.files)
    return tuple(place / name for name in made.files)


def digest_of(db: Database, issue_id: int) -> Digest:
    """What a recorded issue says."""
    (text,) = db.execute("SELECT digest FROM issue WHERE id = ?", [issue_id]).fetchone()
    return msgspec.json.decode(text, type=Digest)


def numbers_of(db: Database, months: Months, edition: Edition = NATIONAL) -> tuple[Digest, ...]:
    """What each number of these months' issue says, newest first."""
    rows = db.execute(
        "SELECT digest FROM issue WHERE edition = ? AND first_month = ? AND last_month = ?"
        " ORDER BY number DESC",
        [edition.name, months.first.iso, months.last.iso],
    )
    return tuple(msgspec.json.decode(text, type=Digest) for (text,) in rows.fetchall())


def restore(db: Database, public_dir: Path, *, edition: Edition = NATIONAL) -> tuple[str, ...]:
    """Put issued files that are missing or not as recorded back in place; gives their names."""
    place = files.within(public_dir, edition.folder)
    put_back: list[str] = []
    for row in newest(db, edition):
        there = ((kind, files.read(place / months_of(row).file(kind)) or b"") for kind in KINDS)
        if all(_sha256(content) == row[f"{kind}_sha256"] for kind, content in there):
            continue
        rendered = render(digest_of(db, row["id"]))
        measures = _measures(rendered)
        columns = ", ".join(f"{column} = :{column}" for column in measures)
        with files.staged(place, rendered), transaction(db):
            # A newer release may set the same words differently: the record is of what is there.
            db.execute(f"UPDATE issue SET {columns} WHERE id = :id", measures | {"id": row["id"]})  # noqa: S608 -- columns
        put_back.extend(rendered)
    return tuple(put_back)


def _record(db: Database, made: Composed, notes: Notes) -> None:
    digest = made.digest
    start, end = digest.months.window
    row = {
        "edition": digest.edition.name,
        "first_month": digest.months.first.iso,
        "last_month": digest.months.last.iso,
        "number": digest.number,
        "window_from": times.iso(start),
        "window_to": times.iso(end),
        "issued_at": times.iso(digest.issued_at),
        "back_issue": int(digest.back_issue),
        "digest": msgspec.json.encode(digest).decode(),
        **_measures(made.files),
    }
    issue = insert(db, "issue", **row)
    for item, late in digest.items.items():
        insert(db, "issue_item", issue=issue, item=item, late=late)
    for one in digest.without:
        reason = notes.hidden.get(one.item, "")
        insert(db, "issue_without", issue=issue, reason=reason, **asdict(one))


def _measures(rendered: Mapping[str, bytes]) -> dict[str, str | int]:
    """Hash and size of each file, by the names of their columns."""
    found: dict[str, str | int] = {}
    for name, content in rendered.items():
        ending = name.rpartition(".")[2]
        found |= {f"{ending}_sha256": _sha256(content), f"{ending}_bytes": len(content)}
    return found


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def compose(
    db: Database,
    months: Months,
    *,
    issued_at: datetime,
    sources: Sequence[Source],
    edition: Edition = NATIONAL,
    notes: Notes = NOTHING,
    draft: bool = False,
) -> Composed:
    """What an issue or its draft says, and its files; see `repo_watch.digest.select.select`.

    Raises:
        SettingsError: as `select` does.
        Exception: a fault that lies in no single item or source.
    """
    selected = partial(select, db, months, issued_at=issued_at, edition=edition)

    def composed(without: Sequence[int], of: Sequence[Source]) -> Composed:
        hidden = {item: why for item, why in notes.hidden.items() if item not in without}
        digest = selected(sources=of, notes=replace(notes, hidden=hidden), without=without)
        return Composed(digest, render(digest, draft=draft))

    try:
        return composed((), sources)
    except (RepoWatchError, sqlite3.Error, MemoryError):
        raise
    except Exception:  # noqa: BLE001 -- told below, or raised again where it lies nowhere
        _log.exception("fault", edition=edition.name, months=months.text)
    items = _touched(db, months, edition)

    def prints(some: Sequence[_Unit]) -> bool:
        without = [item for item in items if item not in some]
        try:
            composed(without, [one for one in some if isinstance(one, Source)])
        except Exception:  # noqa: BLE001 -- the question is whether there is one
            return False
        return True

    faulty = _faulty([*items, *sources], prints) if prints(()) else []
    left = [one for one in faulty if isinstance(one, int)]
    made = composed(left, [one for one in sources if one not in faulty])
    named = (f"item {one}" if isinstance(one, int) else one.title for one in faulty)
    return replace(made, left_out=tuple(named))


def _touched(db: Database, months: Months, edition: Edition) -> list[int]:
    """Every item that the issue could speak of: its own, and those to which something happened."""
    changed = db.execute(
        "SELECT DISTINCT item FROM event WHERE at >= ? AND at < ?",
        [times.iso(at) for at in months.window],
    )
    return sorted({*candidates(db, months, edition), *(item for (item,) in changed.fetchall())})


def _faulty(some: Sequence[_Unit], prints: Callable[[Sequence[_Unit]], bool]) -> list[_Unit]:
    """Those that cannot be printed, by halving: a few trials for each that cannot."""
    if prints(some):
        return []
    if len(some) == 1:
        return list(some)
    half = len(some) // 2
    return _faulty(some[:half], prints) + _faulty(some[half:], prints)
