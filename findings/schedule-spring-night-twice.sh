#!/bin/sh
# schedule 1.2.2: a daily job whose hour is skipped in spring runs twice within a day, the second time an hour early.
# Expected: every().day.at("01:30", "Europe/London") runs once a day on 29 and 30 March 2026 (01:30 does not exist on the 29th).
# Seen: it runs on the 29th at 02:30 and on the 30th at 00:30 and again at 01:30.
# Matters: a nightly reader that counts nights, or is asked to visit once a night, visits twice.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check schedule==1.2.2 time-machine==3.6.0 pytz==2026.6
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import datetime as dt
from zoneinfo import ZoneInfo
import schedule, time_machine
london, runs = ZoneInfo("Europe/London"), []
with time_machine.travel(dt.datetime(2026, 3, 28, 12, tzinfo=london), tick=False) as clock:
    scheduler = schedule.Scheduler()
    scheduler.every().day.at("01:30", "Europe/London").do(
        lambda: runs.append(dt.datetime.now(dt.timezone.utc).astimezone(london).strftime("%d %H:%M")))
    for _ in range(2 * 24 * 6):
        clock.shift(600)
        scheduler.run_pending()
assert runs == ["29 02:30", "30 00:30", "30 01:30"], runs
print("schedule 1.2.2, daily at 01:30 in London, 29 and 30 March 2026:", runs)
PYTHON
