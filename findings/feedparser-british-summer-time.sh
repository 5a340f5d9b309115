#!/bin/sh
# feedparser 6.0.14: an item dated in British Summer Time is read an hour late.
# Expected: "Tue, 30 Jun 2026 23:30:00 BST" is 22:30 UTC, or is refused.
# Seen: updated and published times are 23:30 UTC; "+0100" is read rightly. EDT is known, BST is not.
# Matters: near midnight the hour decides the day, and at a month's end the issue in which a review belongs.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check feedparser==6.0.14
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import feedparser
def hour(zone):
    item = f"<item><title>Q</title><pubDate>Tue, 30 Jun 2026 23:30:00 {zone}</pubDate></item>"
    return feedparser.parse(f'<rss version="2.0"><channel><title>t</title>{item}</channel></rss>').entries[0].published_parsed[3]
seen = {zone: hour(zone) for zone in ("BST", "+0100", "EDT")}
assert seen == {"BST": 23, "+0100": 22, "EDT": 3}, seen
print("feedparser 6.0.14, hour in UTC of 23:30 in each zone:", seen)
PYTHON
