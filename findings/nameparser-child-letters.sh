#!/bin/sh
# nameparser 2.6.0: which two letters a child is known by decides whether there is a surname at all.
# Expected: "Child V", "Child IV" and "Child MA" are parsed alike.
# Seen: "Child V" has the surname V; "Child IV" and "Child MA" have none, only a suffix (the Fourth; Master of Arts).
# Matters: sorting or matching reviews on the surname drops cases by the accident of their initials.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check nameparser==2.6.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from nameparser import HumanName
found = {text: (HumanName(text).last, HumanName(text).suffix) for text in ("Child V", "Child IV", "Child MA")}
assert found == {"Child V": ("V", ""), "Child IV": ("", "IV"), "Child MA": ("", "MA")}, found
print("nameparser 2.6.0 (surname, suffix):", found)
PYTHON
