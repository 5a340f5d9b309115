#!/bin/sh
# edtf 5.0.2: winter lasts one month, and that is December.
# Expected: a winter of three months like the other seasons, or of the months at both ends of the year.
# Seen: "winter 2016" is from 1 to 31 December 2016; spring, summer and autumn have three months each.
# Matters: a report of "winter 2016" that came out in January or February is outside its own date.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check edtf==5.0.2
"$tmp/venv/bin/python" -W ignore - <<'PYTHON'
import edtf
def bounds(text):
    season = edtf.parse_edtf(edtf.text_to_edtf(text))
    return [tuple(day[:3]) for day in (season.lower_strict(), season.upper_strict())]
seen = {season: bounds(f"{season} 2016") for season in ("spring", "summer", "autumn", "winter")}
months = {season: last[1] - first[1] + 1 for season, (first, last) in seen.items()}
assert months == {"spring": 3, "summer": 3, "autumn": 3, "winter": 1}, seen
assert seen["winter"] == [(2016, 12, 1), (2016, 12, 31)], seen
print("edtf 5.0.2, months of each season of 2016:", months)
PYTHON
