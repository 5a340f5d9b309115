#!/bin/sh
# SQLite 3.50.4 (apsw 3.50.4.0): integrity_check of one file, opened for writing and only for reading.
# Expected: the same answer, as the check writes nothing in either case.
# Seen: a row that breaks a CHECK is told to the one that may write; to the one that may only read the file is "ok".
# Matters: a back-up is best checked read-only, and a code that no table allows then passes for sound.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check apsw==3.50.4.0
cd "$tmp"
"$tmp/venv/bin/python" - <<'PYTHON'
import apsw
assert apsw.sqlite_lib_version() == "3.50.4", apsw.sqlite_lib_version()
made = apsw.Connection("reviews.db")
made.execute("CREATE TABLE review (title TEXT, outcome TEXT CHECK (outcome IN ('death', 'harm')))")
made.execute("PRAGMA ignore_check_constraints = ON")  # as a repair by hand leaves it
made.execute("INSERT INTO review VALUES ('Child Q', 'unknown')")
made.close()
said = {}
for name, flags in (("writing", apsw.SQLITE_OPEN_READWRITE), ("reading", apsw.SQLITE_OPEN_READONLY)):
    for check in ("integrity_check", "quick_check"):
        with apsw.Connection("reviews.db", flags=flags) as db:
            said[name, check] = db.execute(f"PRAGMA {check}").fetchall()[0][0]
        print(f"opened for {name}, {check}: {said[name, check]}")
assert {said["reading", check] for _, check in said} == {"ok"}
assert {said["writing", check] for _, check in said} == {"CHECK constraint failed in review"}
PYTHON
