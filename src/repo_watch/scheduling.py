"""`repo-watch schedule`: a nightly run where there is neither cron nor systemd.

The schedule library keeps nothing across restarts and an exception would end its loop, so every
run is wrapped: what went wrong is logged and the next night comes. It plans in the process's local
time and compares hours that a clock change repeats or leaves out, so this process keeps UTC.
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime

import schedule
import structlog

from repo_watch import nightly
from repo_watch.errors import RepoWatchError, SettingsError
from repo_watch.settings import Settings

_log = structlog.get_logger()
_LOOK_SECONDS = 30


def run_for_ever(
    settings: Settings, at: str, night: Callable[[Settings], int] | None = None
) -> None:
    """Run each night at `at` (HH:MM, UTC) until interrupted; sets the process's time zone to UTC.

    A `night` raises nothing; without it, each is a run in this process.

    Raises:
        SettingsError: `at` is not a time of day.
    """
    os.environ["TZ"] = "UTC"
    time.tzset()
    plan = schedule.Scheduler()
    try:
        plan.every().day.at(at).do(night or one_night, settings)
    except (schedule.ScheduleValueError, TypeError) as error:
        raise SettingsError(f"--at {at}: is not a time of day such as 02:15") from error
    _log.info("waiting", next=str(plan.next_run))
    while True:
        plan.run_pending()
        time.sleep(_LOOK_SECONDS)


def one_night(settings: Settings) -> int:
    """One run that raises nothing; gives its exit status."""
    try:
        outcome = nightly.run(settings, lambda: datetime.now(UTC))
    except RepoWatchError as error:
        _log.error("run failed", reason=str(error))
        return error.exit_status
    except Exception:  # noqa: BLE001 -- the loop must live
        _log.exception("fault")
        return 5
    _log.info("run ended", status=outcome.status)
    return outcome.status
