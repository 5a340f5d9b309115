#!/bin/sh
# agate 1.14.2 (the reader beneath csvkit): a column of age ranges becomes days in 2001.
# Expected: "2-3" and "10-11" (a child's age in years) stay text.
# Seen: both are typed Date, 3 February and 11 October of the year 2001.
# Matters: ages in case-review tables are written as ranges; any csvkit command that infers types rewrites them.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check agate==1.14.2
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import agate
with open("ages.csv", "w") as file:
    file.write("age\n2-3\n10-11\n")
column = agate.Table.from_csv("ages.csv").columns["age"]
assert type(column.data_type).__name__ == "Date", column.data_type
assert [str(v) for v in column] == ["2001-02-03", "2001-10-11"], list(column)
print("agate 1.14.2 reads the ages 2-3 and 10-11 as 2001-02-03 and 2001-10-11")
PYTHON
