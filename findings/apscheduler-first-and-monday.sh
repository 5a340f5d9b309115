#!/bin/sh
# APScheduler 3.11.3: a crontab line with a day and a weekday means both at once, not either.
# Expected: from_crontab("0 6 1 * mon") is due on every Monday and on every first of the month, as in cron.
# Seen: only on a first that is a Monday, in 2026 on 1 June alone; croniter counts 63 days.
# Matters: a line moved over from cron goes from sixty runs a year to one, and nothing says so.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check apscheduler==3.11.3 croniter==7.0.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from datetime import datetime, timedelta, timezone
from apscheduler.triggers.cron import CronTrigger
from croniter import croniter
start, end = datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2027, 1, 1, tzinfo=timezone.utc)
trigger, due, now = CronTrigger.from_crontab("0 6 1 * mon", timezone.utc), [], start
while (now := trigger.get_next_fire_time(None, now)) < end:
    due.append(f"{now:%d %b}")
    now += timedelta(minutes=1)
lines = croniter("0 6 1 * mon", start - timedelta(minutes=1))
count = 0
while lines.get_next(datetime) < end:
    count += 1
assert (due, count) == (["01 Jun"], 63), (due, count)
print("APScheduler 3.11.3 in 2026:", due, "croniter 7.0.0:", count, "days")
PYTHON
