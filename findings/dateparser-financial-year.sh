#!/bin/sh
# dateparser 1.5.0: a financial year is read as the 17th of whatever month it is today.
# Expected: "2016/17" is refused, as 17 is no month; "June '16" is June 2016.
# Seen: "2016/17" is day 17 of the current month in 2016; "June '16" is 16 June of the current year.
# Matters: UK reviews and statistics are dated by financial year; the month moves with the night of the run.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check dateparser==1.5.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from datetime import datetime
import dateparser
def read(text, month):
    return dateparser.parse(text, settings={"RELATIVE_BASE": datetime(2026, month, 5)}).date().isoformat()
seen = [read("2016/17", 2), read("2016/17", 11), read("June '16", 2)]
assert seen == ["2016-02-17", "2016-11-17", "2026-06-16"], seen
print("dateparser 1.5.0: 2016/17 read in February and in November, and June '16:", *seen)
PYTHON
