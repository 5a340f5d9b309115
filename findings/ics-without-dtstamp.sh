#!/bin/sh
# ics 0.7.3: the events it writes lack a property that every event must have.
# Expected: DTSTAMP, required once in each event (RFC 5545, section 3.6.1), is written, or its lack reported.
# Seen: UID is made up where it lacks; DTSTAMP is not, and nothing is said.
# Matters: strict readers refuse the whole calendar of publication dates.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check ics==0.7.3 icalendar==7.3.2
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import datetime as dt
import icalendar, ics
calendar = ics.Calendar()
calendar.events.add(ics.Event(name="Digest", begin=dt.datetime(2026, 11, 1, 6, tzinfo=dt.timezone.utc)))
(event,) = icalendar.Calendar.from_ical(calendar.serialize()).walk("VEVENT")
seen = "UID" in event, "DTSTAMP" in event
assert seen == (True, False), seen
print("ics 0.7.3 writes UID, DTSTAMP:", seen)
PYTHON
