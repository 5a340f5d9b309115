#!/bin/sh
# trafilatura 2.3.1: of cases that carry the same note, the fourth and later ones vanish, name and all.
# Expected: deduplicate=True leaves out the repeated note and keeps each heading.
# Seen: the headings of the first three cases are kept (with the note each), the rest are gone.
# Matters: an entry can say no more than that the report is on request; a list of such entries is cut to three.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.4
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import trafilatura
note = "The full overview report is not available here; ask the partnership for it, and please give the case name when you do so."
cases = "".join(f"<h2>2017 - Exampleshire - Child {letter}</h2><p>{note}</p>" for letter in "QRSTUV")
text = trafilatura.extract(f"<html><body><main><h1>Reviews</h1>{cases}</main></body></html>", deduplicate=True)
seen = [line[-1] for line in text.splitlines() if "Child" in line]
assert seen == ["Q", "R", "S"], seen
print("trafilatura 2.3.1, of the children Q to V are left:", *seen)
PYTHON
