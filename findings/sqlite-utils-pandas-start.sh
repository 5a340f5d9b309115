#!/bin/sh
# sqlite-utils 4.2.1: it imports pandas, wherever pandas is installed, whatever is asked of it.
# Expected: a program that never hands over a number type of pandas or NumPy does not load them.
# Seen: "import sqlite_utils" alone loads pandas and NumPy (and pyarrow, where it is there too).
# Matters: a nightly watcher in an analyst's environment starts several times slower than in its own.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check sqlite-utils==4.2.1
"$tmp/venv/bin/python" -c 'import sys, sqlite_utils; assert not {"pandas", "numpy"} & set(sys.modules); print(len(sys.modules))' >"$tmp/without"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check pandas==3.1.1
"$tmp/venv/bin/python" -c 'import sys, sqlite_utils; assert {"pandas", "numpy"} <= set(sys.modules); print(len(sys.modules))' >"$tmp/with"
echo "sqlite-utils 4.2.1 loads $(cat "$tmp/without") modules alone, $(cat "$tmp/with") where pandas is installed"
