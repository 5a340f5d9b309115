#!/bin/sh
# croniter 7.0.0: a job at 01:30 every day comes round twice on the night the clock goes back.
# Expected: one run a day, as Debian's cron does for a job with a fixed hour.
# Seen: "30 1 * * *" in London is due at 01:30 summer time and, an hour later, at 01:30 winter time.
# Matters: whoever computes the next night from the crontab line plans a night that cron itself will not run.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check croniter==7.0.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from datetime import datetime
from zoneinfo import ZoneInfo
from croniter import croniter
due = croniter("30 1 * * *", datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/London")))
seen = [due.get_next(datetime).isoformat() for _ in range(3)]
assert seen == ["2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00", "2026-10-26T01:30:00+00:00"], seen
print("croniter 7.0.0, 30 1 * * * in London:", *seen)
PYTHON
