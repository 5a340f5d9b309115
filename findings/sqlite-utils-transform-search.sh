#!/bin/sh
# sqlite-utils 4.2.1: changing a column's type cuts the table off from its full-text index.
# Expected: after transform() the triggers made by enable_fts(create_triggers=True) are there again.
# Seen: they are gone; a row added afterwards is in the table, and search does not find it.
# Matters: a migration that tidies one column makes every later review unfindable, without an error.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check sqlite-utils==4.2.1
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import sqlite_utils
db = sqlite_utils.Database(memory=True)
reviews = db["reviews"]
reviews.insert({"id": 1, "title": "Child Q", "year": "2016"}, pk="id")
reviews.enable_fts(["title"], create_triggers=True)
before = len(reviews.triggers)
reviews.transform(types={"year": int})
reviews.insert({"id": 2, "title": "Child R", "year": 2017})
seen = before, len(reviews.triggers), reviews.count, [row["title"] for row in reviews.search("child")]
assert seen == (3, 0, 2, ["Child Q"]), seen
print("sqlite-utils 4.2.1: triggers before and after, rows, rows found:", seen)
PYTHON
