#!/bin/sh
# csvkit 2.2.0: --no-inference keeps no text whole: a child known as "NA" or "None" becomes empty.
# Expected: with type inference off every column is text, and each cell comes out as it went in.
# Seen: csvjson --no-inference writes null for "NA" and "None"; --blanks as well is needed to keep them.
# Matters: children are known by letters, and N.A. are initials like any other.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check csvkit==2.2.0
cd "$tmp"
printf 'case,child\n1,NA\n2,None\n3,NB\n' >cases.csv
seen=$(venv/bin/csvjson --no-inference cases.csv)
kept=$(venv/bin/csvjson --no-inference --blanks cases.csv)
test "$seen" = '[{"case": "1", "child": null}, {"case": "2", "child": null}, {"case": "3", "child": "NB"}]'
test "$kept" = '[{"case": "1", "child": "NA"}, {"case": "2", "child": "None"}, {"case": "3", "child": "NB"}]'
echo "csvkit 2.2.0, inference off: $seen"
