#!/bin/sh
# arrow 1.4.0: a range of days that crosses the night the clock goes forward is an hour late from then on.
# Expected: 01:30 of each day, and on the one day that has no 01:30 another time; so does its own shift(days=2).
# Seen: Arrow.range gives 02:30 on that day and on every day after it. In autumn all days keep 01:30.
# Matters: a list of the nights of a month, made in March, leaves the schedule for good and without a word.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check arrow==1.4.0 tzdata
"$tmp/venv/bin/python" - <<'PYTHON'
from datetime import datetime
import arrow
def nights(year, month, day):
    first = datetime(year, month, day, 1, 30)
    return [night.format("HH:mm") for night in arrow.Arrow.range("day", first, tz="Europe/London", limit=4)]
spring, autumn = nights(2027, 3, 27), nights(2026, 10, 24)
shifted = arrow.get(2027, 3, 27, 1, 30, tzinfo="Europe/London").shift(days=2).format("HH:mm")
assert spring == ["01:30", "02:30", "02:30", "02:30"], spring
assert autumn == ["01:30"] * 4, autumn
assert shifted == "01:30", shifted
print("arrow 1.4.0, nights from 27 March 2027:", ", ".join(spring), "- shifted by two days:", shifted)
PYTHON
