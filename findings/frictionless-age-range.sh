#!/bin/sh
# frictionless 5.21.0: age ranges are inferred as months of the first century.
# Expected: describing a table whose column holds "2-3" and "10-11" gives a string field.
# Seen: the field is a yearmonth; the cells become March of the year 2 and November of the year 10.
# Matters: the data package that is published beside such a table then declares ages to be months.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check frictionless==5.21.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from frictionless import Resource
with open("ages.csv", "w") as file:
    file.write("case,age\nChild Q,2-3\nChild R,10-11\n")
resource = Resource("ages.csv")
rows = resource.read_rows()
assert resource.schema.get_field("age").type == "yearmonth", resource.schema
assert [tuple(row["age"]) for row in rows] == [(2, 3), (10, 11)], rows
print("frictionless 5.21.0 infers yearmonth for the ages 2-3 and 10-11: year 2 month 3, year 10 month 11")
PYTHON
