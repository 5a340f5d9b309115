#!/bin/sh
# python-dateutil 4.0.0: a time written the British way, with a stop, loses its minutes.
# Expected: "10.45 am" is 10:45, or an error.
# Seen: it is 10:00:00; "10:45 am" is 10:45. The fraction is dropped without a word.
# Matters: British notices write times with a stop; a meeting or publication time is moved to the hour.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check python-dateutil==4.0.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from dateutil import parser
dotted, colon = parser.parse("10.45 am").time(), parser.parse("10:45 am").time()
assert (str(dotted), str(colon)) == ("10:00:00", "10:45:00"), (dotted, colon)
print("python-dateutil 4.0.0 reads 10.45 am as", dotted)
PYTHON
