"""Whether tonight's clock is to be believed: news under a wrong moment would be in no issue."""

from datetime import datetime, timedelta

from repo_watch.store.times import iso, read

_LONGEST_PAUSE = timedelta(days=60)
"""Between two runs, where no site confirms the clock: a machine may well be off for weeks."""
_TOLERANCE = timedelta(hours=12)


def doubt(before: str | None, now: datetime, gap: timedelta | None) -> str:
    """Why the clock is not believed, in one line with what to do; "" where it is.

    Args:
        before: the moment of the last run that was believed, None before the first.
        now: the moment it is held to be.
        gap: how far ahead of `now` the sites that were asked say it is; None where none says.
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
