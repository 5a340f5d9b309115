#!/bin/sh
# inflect 7.6.0: the article before an age in figures is wrong, and a range of ages becomes one number.
# Expected: "an 8-year-old", "an 11-year-old"; "2-3" in words is "two to three" or an error.
# Seen: "a 8-year-old", "a 11-year-old"; "2-3" in words is "twenty-three".
# Matters: summaries of reviews open with a child's age, and give the ages of brothers and sisters as ranges.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check inflect==7.6.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import inflect
engine = inflect.engine()
seen = [engine.an("8-year-old"), engine.an("11-year-old"), engine.number_to_words("2-3")]
assert seen == ["a 8-year-old", "a 11-year-old", "twenty-three"], seen
print("inflect 7.6.0:", "; ".join(seen))
PYTHON
