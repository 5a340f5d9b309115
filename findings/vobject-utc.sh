#!/bin/sh
# vobject 0.9.9: the standard library's UTC cannot be written to a calendar.
# Expected: dtstamp with datetime.timezone.utc is written with a Z.
# Seen: serialize() raises "Unable to guess TZID for tzinfo UTC"; with dateutil's tzutc() the same moment is written.
# Matters: which of two objects for the same zone is at hand decides whether a calendar can be written.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check vobject==0.9.9
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import datetime as dt
import vobject
from dateutil.tz import tzutc
def write(zone):
    calendar = vobject.iCalendar()
    event = calendar.add("vevent")
    event.add("dtstamp").value = event.add("dtstart").value = dt.datetime(2026, 11, 1, 6, tzinfo=zone)
    return calendar.serialize()
assert "DTSTART:20261101T060000Z" in write(tzutc())
try:
    write(dt.timezone.utc)
except Exception as error:
    assert "Unable to guess TZID" in str(error), error
    print("vobject 0.9.9:", str(error).split("'")[-2])
else:
    raise SystemExit("written: the behaviour has changed")
PYTHON
