#!/bin/sh
# titlecase 2.4.1: "Child A" loses its capital, and "Child B" keeps it.
# Expected: a letter that stands for a name, and is a capital in what goes in, is one in what comes out.
# Seen: within a title A and V are taken for the small words "a" and "v." and made small; B, I and Q stay.
# Matters: children in case reviews are known by letters, and A is the commonest.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check titlecase==2.4.1
"$tmp/venv/bin/python" - <<'PYTHON'
from titlecase import titlecase
seen = [titlecase(f"Learning from Child {letter} and the family") for letter in "ABIQV"]
kept = [title[len("Learning From Child ")] for title in seen]
assert kept == ["a", "B", "I", "Q", "v"], seen
print("titlecase 2.4.1, children A, B, I, Q, V:", ", ".join(kept))
PYTHON
