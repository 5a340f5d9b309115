#!/bin/sh
# DuckDB 2.0.1: children known by the letters F and T become false and true, until a third child is added.
# Expected: a column of one-letter names is text whichever letters it holds.
# Seen: read_csv types the column "F", "T" as BOOLEAN; with a row "A" the same column is VARCHAR again.
# Matters: reviews name children by a letter; the type of the column, and the names, change with the month's rows.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check duckdb==2.0.1
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import duckdb
def read(letters):
    with open("cases.csv", "w") as file:
        file.write("case\n" + "\n".join(letters) + "\n")
    return [row[0] for row in duckdb.sql("SELECT * FROM read_csv('cases.csv', header = true)").fetchall()]
assert read("FT") == [False, True], read("FT")
assert read("FTA") == ["F", "T", "A"], read("FTA")
print("duckdb 2.0.1 reads the names F, T as false, true; with A added as 'F', 'T', 'A'")
PYTHON
