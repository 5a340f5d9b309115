#!/bin/sh
# inscriptis 2.7.6: under a cell that spans two rows, the next row slides one column to the left.
# Expected: the second board of 2016 under "Board", and its 7 reviews under "Reviews".
# Seen: the board stands under "Year" and the 7 under "Board"; a heading over two columns moves the others likewise.
# Matters: the tables of annual reports name a year once for all its boards, and the text looks whole.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check inscriptis==2.7.6
"$tmp/venv/bin/python" - <<'PYTHON'
from inscriptis import get_text
def columns(table):
    """Where each word of each row begins."""
    return [{word: row.index(word) for word in row.split()} for row in get_text(table).strip().splitlines()]
head, first, second = columns(
    "<table><tr><th>Year</th><th>Board</th><th>Reviews</th></tr>"
    "<tr><td rowspan='2'>2016</td><td>Anyshire</td><td>12</td></tr>"
    "<tr><td>Otherton</td><td>7</td></tr></table>"
)
assert (first["2016"], first["Anyshire"], first["12"]) == (head["Year"], head["Board"], head["Reviews"])
assert (second["Otherton"], second["7"]) == (head["Year"], head["Board"]), second
head, row = columns(
    "<table><tr><th colspan='2'>Board</th><th>Reviews</th></tr>"
    "<tr><td>2016</td><td>Anyshire</td><td>12</td></tr></table>"
)
assert head["Reviews"] == row["Anyshire"] < row["12"], (head, row)
print("inscriptis 2.7.6: the second board of a year is in column", second["Otherton"], "which is the year's")
PYTHON
