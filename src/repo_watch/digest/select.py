"""Which items an issue carries.

Each review or publication that is not baseline belongs to exactly one issue of an edition: that of
the month in which it was first seen, or, where that was issued without it, the next one, as late.
The issue carries it, or notes that the editor hid it, or that it is not for the edition: none of
these comes back in a later issue. A correction takes the same items and divides them anew, by the
notes and settings of its day. A back issue, for months before the first run, takes baseline items
whose own source states one of its months.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from sqlite3 import Connection as Database

from msgspec.structs import replace

from repo_watch.digest import coverage
from repo_watch.digest.edition import NOTHING, Notes, featured, left_out
from repo_watch.digest.issues import answer, earlier, first_run, issued_months, newest
from repo_watch.digest.loading import changes, day_of, left_by_age, load
from repo_watch.digest.model import NATIONAL, Change, Digest, Edition, MonthCount, Origin, Without
from repo_watch.digest.months import Month, Months, Window, london_day
from repo_watch.digest.text import clean
from repo_watch.errors import SettingsError
from repo_watch.model import Source
from repo_watch.store import times

_HISTORY_MONTHS = 12


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

    Of months that have not ended by `issued_at`, the moment (UTC) that the issue will bear, it
    says what there is so far. The sources are the watched ones, for their titles, publishers and
    licences. Items `without` which it is made cannot be printed; they come late, once they can.

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
    elsewhere = left_out(db, edition, taken.keys() - hidden)
    carried = {item: late for item, late in taken.items() if item not in hidden | elsewhere}
    reviews, publications = load(db, carried)
    first = featured(db, edition, carried)
    reviews = [replace(one, featured=one.item in first) for one in reviews]
    so_far = Window(months.window.start, min(months.window.end, issued_at))
    return Digest(
        edition=edition,
        months=months,
        number=before["number"] + 1 if before else 1,
        issued_at=issued_at,
        first_issued_at=times.read(before["first_issued_at"]) if before else issued_at,
        back_issue=back_issue,
        reviews=tuple(one for one in reviews if not carried[one.item]),
        late_reviews=tuple(one for one in reviews if carried[one.item]),
        publications=tuple(one for one in publications if not carried[one.item]),
        late_publications=tuple(one for one in publications if carried[one.item]),
        changes=() if back_issue else _changes(db, so_far, edition, {*taken, *without}),
        left_by_age=0 if back_issue else left_by_age(db, so_far),
        coverage=() if back_issue else tuple(coverage.coverage(db, so_far, sources)),
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
        return {item: bool(late) for item, late in answer(db, "taken_by_issue", issue=before["id"])}
    already = _in_issues(db, edition)
    if months.window.end <= began:
        return {
            item: False
            for item, *stated in answer(db, "stated")
            if item not in already and _stated_month(*stated) in months.each
        }
    own = frozenset(months.each)
    told = own | issued_months(db, edition)
    seen = {
        item: Month.of(times.read(at))
        for item, at in answer(db, "new_items", end=months.window.end)
        if item not in already
    }
    return {item: month not in own for item, month in seen.items() if month in told}


def before_the_issues(db: Database, edition: Edition) -> frozenset[int]:
    """The baseline as the edition may print it, without what its back issues carry."""
    baseline = {item for (item,) in answer(db, "baseline")} - _in_issues(db, edition)
    return frozenset(baseline - left_out(db, edition, baseline))


def _began(db: Database) -> datetime:
    began = first_run(db)
    if began is None:
        raise SettingsError("nothing has been read yet, so there is nothing to issue")
    return began


def _in_issues(db: Database, edition: Edition) -> set[int]:
    return {item for (item,) in answer(db, "taken_by_edition", edition=edition.name)}


def _stated_month(year: int | None, month: int | None, published: str | None) -> Month | None:
    if year and month:
        return Month(year, month)
    day = day_of(published)
    return Month(day.year, day.month) if day else None


def _hidden(db: Database, notes: Notes, taken: Collection[int], months: Months) -> frozenset[int]:
    """What the editor hid; an item that may not be printed any more needs no hiding."""
    for (item,) in answer(db, "need_hiding", items=notes.hidden.keys() - set(taken)):
        raise SettingsError(
            f"the notes hide item {item}, which is not in the issue of {months.prose};"
            " a draft shows the items' numbers"
        )
    return frozenset(notes.hidden).intersection(taken)


def _changes(
    db: Database, window: Window, edition: Edition, taken: Collection[int]
) -> tuple[Change, ...]:
    """What happened to items that are not of this issue, are for the edition, and not hidden."""
    issues = [row["id"] for row in newest(db, edition)]
    hidden = {item for (item,) in answer(db, "hidden", issues=issues)}
    found = changes(db, window, hidden.union(taken))
    others = left_out(db, edition, {one.item for one in found})
    return tuple(one for one in found if one.item not in others)


def _history(
    db: Database, months: Months, began: datetime, edition: Edition, issued_at: datetime
) -> tuple[MonthCount, ...]:
    """The edition's reviews first seen per month: the window's months and up to twelve before them.

    The month of the first run is left out: only its later part was watched.
    """
    first = max(months.first.plus(-_HISTORY_MONTHS), Month.of(began).plus(1))
    if first >= months.first:
        return ()
    shown = Months(first, months.last)
    seen = dict(answer(db, "new_reviews", **shown.window._asdict()))
    others = left_out(db, edition, seen)
    counted = [Month.of(times.read(at)) for item, at in seen.items() if item not in others]
    now = Month.of(issued_at)
    return tuple(
        MonthCount(month, counted.count(month), london_day(issued_at) if month == now else None)
        for month in shown.each
        if month.start <= issued_at
    )
