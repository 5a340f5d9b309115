#!/bin/sh
# agate 1.14.2: times of day, and ages in months, become lengths of time in minutes.
# Expected: "10:30" is a time of day or text; "3m" (three months old) is text.
# Seen: "10:30" is 10 minutes 30 seconds, "3m" is 3 minutes; a column with both is one TimeDelta column.
# Matters: a schedule of nightly runs, or infants' ages, summed by csvkit gives minutes with no warning.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check agate==1.14.2
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import agate
with open("times.csv", "w") as file:
    file.write("run_at,age\n10:30,3m\n11:45,5m\n")
table = agate.Table.from_csv("times.csv")
assert [v.total_seconds() for v in table.columns["run_at"]] == [630, 705]
assert [v.total_seconds() for v in table.columns["age"]] == [180, 300]
print("agate 1.14.2 reads 10:30 as 630 seconds and an age of 3m as 180 seconds")
PYTHON
