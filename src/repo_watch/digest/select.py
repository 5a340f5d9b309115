"""Which items an issue carries.

Each review or publication that is not baseline belongs to exactly one issue of an edition: that of
the month in which it was first seen, or, where that was issued without it, the next one, as late.
The issue carries it, or notes that the editor hid it, or that it is not for the edition: none of
these comes back in a later issue. A correction takes the same items and divides them anew, by the
notes and settings of its day. A back issue, for months before the first run, takes baseline items
whose own source states one of its months.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from sqlite3 import Connection as Database

from msgspec.structs import replace

from repo_watch.digest import coverage, events, features
from repo_watch.digest.issues import earlier, first_run, issued_months, newest
from repo_watch.digest.loading import day_of, load
from repo_watch.digest.model import NATIONAL, Change, Digest, Edition, MonthCount, Origin, Without
from repo_watch.digest.months import Month, Months, Window, london_day
from repo_watch.digest.notes import NOTHING, Notes
from repo_watch.digest.text import clean
from repo_watch.errors import SettingsError
from repo_watch.model import Source
from repo_watch.store import times

_HISTORY_MONTHS = 12
_PRINTABLE = "merged_into IS NULL AND state <> 'suppressed'"


def select(
    db: Database,
    months: Months,
    *,
    issued_at: datetime,
    sources: Sequence[Source],
    edition: Edition = NATIONAL,
    notes: Notes = NOTHING,
    without: Collection[int] = (),
) -> Digest:
    """What an issue for these months says, as the database stands. Nothing is written.

    Of months that have not ended by `issued_at` it says what there is so far.

    Args:
        db: the database.
        months: which.
        issued_at: the moment that the issue will bear, UTC.
        sources: the watched sources, for their titles, publishers and licences.
        edition: for whom.
        notes: the editor's.
        without: items that cannot be printed; they come late, once they can.

    Raises:
        SettingsError: nothing was ever read, the months have not begun, or a hidden item is none
            of the issue's.
    """
    began = _began(db)
    if issued_at <= months.window.start:
        raise SettingsError(f"{months.prose} has not begun")
    before = earlier(db, months, edition)
    back_issue = months.window.end <= began
    taken = candidates(db, months, edition)
    unprinted = len(taken.keys() & set(without))
    taken = {item: late for item, late in taken.items() if item not in without}
    hidden = _hidden(db, notes, taken, months)
    elsewhere = features.left_out(db, edition, taken.keys() - hidden)
    carried = {item: late for item, late in taken.items() if item not in hidden | elsewhere}
    loaded = load(db, carried)
    first = features.featured(db, edition, carried)
    reviews = [replace(one, featured=one.item in first) for one in loaded.reviews]
    late = {item for item, is_late in carried.items() if is_late}
    so_far = Window(months.window.start, min(months.window.end, issued_at))
    return Digest(
        edition=edition,
        months=months,
        number=before["number"] + 1 if before else 1,
        issued_at=issued_at,
        first_issued_at=times.read(before["first_issued_at"]) if before else issued_at,
        back_issue=back_issue,
        reviews=tuple(one for one in reviews if one.item not in late),
        late_reviews=tuple(one for one in reviews if one.item in late),
        publications=tuple(one for one in loaded.publications if one.item not in late),
        late_publications=tuple(one for one in loaded.publications if one.item in late),
        changes=() if back_issue else _changes(db, so_far, edition, {*taken, *without}),
        left_by_age=0 if back_issue else events.left_by_age(db, so_far),
        coverage=() if back_issue else coverage.coverage(db, so_far, sources),
        history=() if back_issue else _history(db, months, began, edition, issued_at),
        origins=tuple(
            Origin(clean(one.title), clean(one.publisher), clean(one.licence)) for one in sources
        ),
        note=notes.note,
        without=tuple(
            Without(item, "hidden" if item in hidden else "elsewhere", late=taken[item])
            for item in sorted(hidden | elsewhere)
        ),
        unprinted=unprinted,
    )


def candidates(db: Database, months: Months, edition: Edition) -> dict[int, bool]:
    """The items that an issue for these months takes, printed or not, each with whether it is late.

    Raises:
        SettingsError: nothing was ever read.
    """
    began = _began(db)
    if before := earlier(db, months, edition):
        return _taken_before(db, before["id"])
    if months.window.end <= began:
        return dict.fromkeys(_stated(db, months, edition), False)
    return _seen(db, months, edition)


def _began(db: Database) -> datetime:
    began = first_run(db)
    if began is None:
        raise SettingsError("nothing has been read yet, so there is nothing to issue")
    return began


def _hidden(db: Database, notes: Notes, taken: Collection[int], months: Months) -> frozenset[int]:
    """What the editor hid; an item that may not be printed any more needs no hiding."""
    for item in sorted(notes.hidden.keys() - set(taken)):
        (printable,) = db.execute(
            f"SELECT NOT EXISTS (SELECT 1 FROM item WHERE id = ? AND NOT ({_PRINTABLE}))",  # noqa: S608 -- a constant
            [item],
        ).fetchone()
        if printable:
            raise SettingsError(
                f"the notes hide item {item}, which is not in the issue of {months.prose};"
                " a draft shows the items' numbers"
            )
    return frozenset(notes.hidden).intersection(taken)


_TAKEN = """(SELECT issue, coalesce(merged_into, id) AS item, min(late) AS late FROM (
    SELECT issue, item, late FROM issue_item UNION SELECT issue, item, late FROM issue_without
    ) JOIN item ON item.id = item GROUP BY 1, 2)"""


def _taken_before(db: Database, issue: int) -> dict[int, bool]:
    """An issue's items that may still be printed, left out or not, each with whether it is late."""
    rows = db.execute(
        f"SELECT item, late FROM {_TAKEN} JOIN item ON item.id = item WHERE issue = ? AND {_PRINTABLE}",  # noqa: E501, S608 -- constants
        [issue],
    )
    return {item: bool(late) for item, late in rows.fetchall()}


def _changes(
    db: Database, window: Window, edition: Edition, taken: Collection[int]
) -> tuple[Change, ...]:
    """What happened to items that are not of this issue, are for the edition, and not hidden."""
    rows = db.execute(
        "SELECT item FROM issue_without WHERE why = 'hidden'"
        " AND issue IN (SELECT value FROM json_each(?))",
        [json.dumps([row["id"] for row in newest(db, edition)])],
    )
    hidden = {item for (item,) in rows.fetchall()}
    found = events.changes(db, window, hidden.union(taken))
    others = features.left_out(db, edition, {one.item for one in found})
    return tuple(one for one in found if one.item not in others)


def _seen(db: Database, months: Months, edition: Edition) -> dict[int, bool]:
    """Items of the window, and late ones: of a month that was issued without them."""
    rows = db.execute(
        f"SELECT id, first_seen_at FROM item WHERE NOT baseline AND first_seen_at < ? AND {_PRINTABLE}",  # noqa: E501, S608 -- a constant
        [times.iso(months.window.end)],
    ).fetchall()
    already = _in_issues(db, edition)
    issued = issued_months(db, edition)
    own = frozenset(months.each)
    carried = {}
    for item, first_seen_at in rows:
        month = Month.of(times.read(first_seen_at))
        if item not in already and month in own | issued:
            carried[item] = month not in own
    return carried


def _stated(db: Database, months: Months, edition: Edition) -> list[int]:
    """Baseline items whose own source states a month of these."""
    rows = db.execute(
        f"""SELECT item.id, snapshot ->> '$.year', snapshot ->> '$.month',
                   snapshot ->> '$.first_published_at'
              FROM item JOIN version ON version.item = item.id AND version.number = item.version
             WHERE item.baseline AND {_PRINTABLE}"""  # noqa: S608 -- a constant
    ).fetchall()
    already = _in_issues(db, edition)
    return [
        item
        for item, year, month, published in rows
        if item not in already and _stated_month(year, month, published) in months.each
    ]


def before_the_issues(db: Database, edition: Edition) -> frozenset[int]:
    """The baseline as the edition may print it, without what its back issues carry."""
    rows = db.execute(f"SELECT id FROM item WHERE baseline AND {_PRINTABLE}")  # noqa: S608 -- a constant
    items = frozenset(item for (item,) in rows.fetchall()).difference(_in_issues(db, edition))
    return items - features.left_out(db, edition, items)


def _stated_month(year: int | None, month: int | None, published: str | None) -> Month | None:
    if year and month:
        return Month(year, month)
    day = day_of(published)
    return Month(day.year, day.month) if day else None


def _in_issues(db: Database, edition: Edition) -> Collection[int]:
    rows = db.execute(
        f"SELECT DISTINCT item FROM {_TAKEN} JOIN issue ON issue.id = issue WHERE edition = ?",  # noqa: S608 -- a constant
        [edition.name],
    )
    return {item for (item,) in rows.fetchall()}


def _history(
    db: Database, months: Months, began: datetime, edition: Edition, issued_at: datetime
) -> tuple[MonthCount, ...]:
    """The edition's reviews first seen per month: the window's months and up to twelve before them.

    The month of the first run is left out: only its later part was watched.
    """
    first = max(months.first.plus(-_HISTORY_MONTHS), Month.of(began).next)
    if first >= months.first:
        return ()
    shown = Months(first, months.last)
    rows = db.execute(
        f"""SELECT id, first_seen_at FROM item
             WHERE kind = 'review' AND NOT baseline AND {_PRINTABLE}
               AND first_seen_at >= ? AND first_seen_at < ?""",  # noqa: S608 -- a constant
        [times.iso(at) for at in shown.window],
    ).fetchall()
    others = features.left_out(db, edition, {item for item, _ in rows})
    seen = [Month.of(times.read(at)) for item, at in rows if item not in others]
    now = london_day(issued_at)
    return tuple(
        MonthCount(month, seen.count(month), now if month == Month(now.year, now.month) else None)
        for month in shown.each
        if month.start <= issued_at
    )
