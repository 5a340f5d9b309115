#!/bin/sh
# icalendar 7.3.2: the second half past one of the autumn night comes back as the first.
# Expected: a London time with fold=1 is written so that it can be read again (in UTC), or is refused.
# Seen: both are written DTSTART;TZID=Europe/London:20261025T013000, and read as 00:30 UTC, an hour early.
# Matters: the log of a night's runs, passed on as a calendar, shows two runs at the same moment.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check icalendar==7.3.2
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import datetime as dt
from zoneinfo import ZoneInfo
import icalendar
def again(fold):
    event = icalendar.Event()
    event.add("dtstart", dt.datetime(2026, 10, 25, 1, 30, fold=fold, tzinfo=ZoneInfo("Europe/London")))
    return icalendar.Event.from_ical(event.to_ical())["dtstart"].dt.astimezone(dt.timezone.utc)
seen = [f"{again(fold):%H:%M}" for fold in (0, 1)]
assert seen == ["00:30", "00:30"], seen
print("icalendar 7.3.2, 00:30 and 01:30 UTC come back as:", *seen)
PYTHON
