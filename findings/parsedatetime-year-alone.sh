#!/bin/sh
# parsedatetime 2.6: a year without a month is a time of this evening.
# Expected: "published in 2016" names the year 2016, or nothing that can be read.
# Seen: today at 20:16, flagged as a time; "March 2016" is read as that month.
# Matters: most case reviews are dated by a year alone, and every year from 2000 to 2059 is a time of day.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check parsedatetime==2.6
"$tmp/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import datetime
import parsedatetime
day = datetime(2031, 5, 6, 9, 0)
def read(text):
    moment, kind = parsedatetime.Calendar().parseDT(text, sourceTime=day)
    return moment.isoformat(" ", "minutes"), kind
seen = [read(text) for text in ("published in 2016", "2009", "March 2016")]
assert seen[:2] == [("2031-05-06 20:16", 2), ("2031-05-06 20:09", 2)], seen
assert {read(str(year))[1] for year in range(2000, 2060)} == {2}
assert seen[2][0].startswith("2016-03-01") and seen[2][1] == 1, seen
print("parsedatetime 2.6 on 6 May 2031:", seen)
PYTHON
