#!/bin/sh
# sqlite-utils 4.2.1: a transform() keeps a CHECK and STRICT, and forgets a collation and a computed column.
# Expected: renaming one column leaves the others as they were declared.
# Seen: COLLATE NOCASE is dropped from another column, and a GENERATED column is gone from the table.
# Matters: authority names compared without regard to case become case-sensitive after an unrelated migration.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check sqlite-utils==4.2.1
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import sqlite_utils
db = sqlite_utils.Database(memory=True)
db.execute("CREATE TABLE r (id INTEGER PRIMARY KEY, y INTEGER CHECK (y > 1900), name TEXT COLLATE NOCASE,"
           " label TEXT GENERATED ALWAYS AS (name || ' ' || y)) STRICT")
db.execute("INSERT INTO r (y, name) VALUES (2016, 'Kent')")
find = "SELECT count(*) FROM r WHERE name = 'KENT'"
before = db.execute(find).fetchone()[0]
db["r"].transform(rename={"y": "year"})
seen = before, db.execute(find).fetchone()[0], "CHECK" in db["r"].schema, "label" in db["r"].schema
assert seen == (1, 0, True, False), seen
print("sqlite-utils 4.2.1: found before, found after, CHECK kept, computed column kept:", seen)
PYTHON
