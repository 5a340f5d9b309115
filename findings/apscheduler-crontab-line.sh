#!/bin/sh
# APScheduler 3.11.3: from_crontab reads a crontab line as another set of days than cron does.
# Expected: "0 6 * * 0" is Sundays; "0 6 1 * 1" is every Monday and every first of the month.
# Seen: the first is Mondays; the second is only a Tuesday (its day 1) that is also the first of a month.
# Matters: a line moved from cron to this library runs on other days, and nothing says so.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check apscheduler==3.11.3 croniter==7.0.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from datetime import datetime, timezone
from apscheduler.triggers.cron import CronTrigger
from croniter import croniter
start = datetime(2026, 1, 3, tzinfo=timezone.utc)
def both(line):
    ours = CronTrigger.from_crontab(line, timezone.utc).get_next_fire_time(None, start)
    return f"{ours:%a %d %b}", f"{croniter(line, start).get_next(datetime):%a %d %b}"
assert both("0 6 * * 0") == ("Mon 05 Jan", "Sun 04 Jan"), both("0 6 * * 0")
assert both("0 6 1 * 1") == ("Tue 01 Sep", "Mon 05 Jan"), both("0 6 1 * 1")
print("APScheduler 3.11.3 against croniter:", both("0 6 * * 0"), both("0 6 1 * 1"))
PYTHON
