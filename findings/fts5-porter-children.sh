#!/bin/sh
# SQLite 3.54.1 (in apsw 3.54.1.0): FTS5's porter stemmer: "child" does not find children, "general" finds generic.
# Expected: the stemmer joins the forms of a word and keeps different words apart.
# Seen: child and children are two words; so are care and carer; general and generic, and import and important, are one.
# Matters: the word this field turns on is searched for in the singular, and reviews about children stay unfound.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check apsw==3.54.1.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import apsw
db = apsw.Connection(":memory:")
db.execute("CREATE VIRTUAL TABLE t USING fts5 (word, tokenize = 'porter')")
for word in ("children", "carers", "generic", "important", "injuries"):
    db.execute("INSERT INTO t VALUES (?)", (word,))
def found(query):
    return [row[0] for row in db.execute("SELECT word FROM t WHERE t MATCH ?", (query,))]
seen = {query: found(query) for query in ("child", "care", "general", "import", "injury")}
expected = {"child": [], "care": [], "general": ["generic"], "import": ["important"], "injury": ["injuries"]}
assert seen == expected, seen
print("SQLite", apsw.sqlite_lib_version(), "FTS5 porter:", seen)
PYTHON
