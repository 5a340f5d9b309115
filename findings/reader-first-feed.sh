#!/bin/sh
# reader 3.26 (lemon24/reader): in a fresh environment it cannot add its first feed.
# Expected: what the package declares is all that it needs.
# Seen: it carries a feedparser of its own, which imports sgmllib; that used to come with the feedparser
#   it declares, and since feedparser 6.0.14 depends on a module of another name, nothing installs it.
# Matters: whoever follows a board's feed with it gets ModuleNotFoundError for any address.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check reader==3.26 feedparser==6.0.14
"$tmp/venv/bin/python" -m pip check >/dev/null
cat >"$tmp/add.py" <<'PYTHON'
import sys

from reader import make_reader

make_reader(":memory:").add_feed("https://board.example/reviews.xml")
sys.stdout.write("added")
PYTHON
seen=$("$tmp/venv/bin/python" "$tmp/add.py" 2>&1 | tail -1)
test "$seen" = "ModuleNotFoundError: No module named 'sgmllib'"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check sgmllib3k==1.0.0
test "$("$tmp/venv/bin/python" "$tmp/add.py")" = added
echo "reader 3.26 with feedparser 6.0.14: $seen; with sgmllib3k beside it the feed is added"
