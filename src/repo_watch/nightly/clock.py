"""Whether tonight's clock is to be believed: news under a wrong moment would be in no issue."""

from datetime import datetime, timedelta
from sqlite3 import Connection as Database

from repo_watch.fetch.session import Fetcher
from repo_watch.nightly.fence import DEGRADED, Fence
from repo_watch.nightly.watch import Night
from repo_watch.store.times import iso, read
from repo_watch.store.upkeep import clock as clocks

_LONGEST_PAUSE = timedelta(days=60)
"""Between two runs, where no site confirms the clock: a machine may well be off for weeks."""
_TOLERANCE = timedelta(hours=12)


def doubt(before: str | None, now: datetime, gap: timedelta | None) -> str:
    """Why the clock is not believed, in one line with what to do; "" where it is.

    The last run that was believed was at `before`, None before the first; the sites that were asked
    say that it is so far ahead of `now`, where any says.
    """
    if gap is not None:
        if abs(gap) <= _TOLERANCE:
            return ""
        why = f"the sites that were asked say {iso(now + gap)}"
    elif before is None or timedelta() <= now - read(before) <= _LONGEST_PAUSE:
        return ""
    elif now < read(before):
        why = f"a run began at {before}"
    else:
        why = f"the last run began at {before} and no site confirms that so long has passed"
    return (
        f"The clock says {iso(now)}, but {why}: what was read is stored, and nothing is issued;"
        " set the clock right, or run `repo-watch clock --trust` if it is."
    )


def believe_clock(db: Database, now: datetime, fence: Fence) -> None:
    """The clock is right: what was dated later than now is mended, and told."""
    if mended := clocks.believe(db, now):
        fence.tell(
            f"A run before had a clock that was ahead: {mended} of its moments are now {iso(now)}.",
            DEGRADED,
        )


def clock_is_right(night: Night, before: str | None) -> bool:
    """Whether the sites that were asked confirm the clock, or nothing speaks against it."""
    gap = night.getter.gap if isinstance(night.getter, Fetcher) else None
    wrong = doubt(before, night.run.now, gap)
    if wrong:
        night.fence.tell(wrong, DEGRADED)
    else:
        believe_clock(night.db, night.run.now, night.fence)
    return not wrong
