#!/bin/sh
# html2text 2025.4.15: a table's caption is glued to its first cell.
# Expected: the caption is a line of its own, or is left out.
# Seen: "Reviews by year" and the heading "Year" become one heading "Reviews by yearYear".
# Matters: accessible tables have captions; the plain-text part of a mail made this way spoils the first column's name.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check html2text==2025.4.15
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import html2text
table = ("<table><caption>Reviews by year</caption><tr><th>Year</th><th>Reviews</th></tr>"
         "<tr><td>2016</td><td>3</td></tr></table>")
first = html2text.html2text(table).splitlines()[0]
assert first == "Reviews by yearYear| Reviews  ", first
print("html2text 2025.4.15:", first)
PYTHON
