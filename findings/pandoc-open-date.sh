#!/bin/sh
# pandoc 3.9 (in pypandoc_binary 1.17): a report dated "2016, still open" ends in the year 0.
# Expected: biblatex's date = {2016/} is an open range from 2016.
# Seen: CSL JSON with the date-parts [2016] and [0]; a year 0 is no year in CSL.
# Matters: an inquiry that still runs is dated so; sorted by its end it comes before every other review.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check pypandoc_binary==1.17
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import json, pypandoc
entry = "@report{q, title={Child Q}, author={{A}}, institution={B}, type={review}, date={2016/}}"
seen = json.loads(pypandoc.convert_text(entry, "csljson", format="biblatex"))[0]["issued"]
assert seen == {"date-parts": [[2016], [0]]}, seen
print("pandoc", pypandoc.get_pandoc_version(), "reads date = {2016/} as", seen)
PYTHON
