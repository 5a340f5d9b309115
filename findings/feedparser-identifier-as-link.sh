#!/bin/sh
# feedparser 6.0.14: an Atom entry without a link has one all the same, its identifier.
# Expected: entry.link is absent, as entry.links is.
# Seen: entry.link is "urn:uuid:...", which no browser opens; entry.links is absent.
# Matters: a review whose report was taken down has an identifier and no link; a check for dead links calls it broken.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check feedparser==6.0.14
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import feedparser
name = "urn:uuid:00000000-0000-4000-8000-000000000001"
entry = f"<entry><id>{name}</id><title>Q</title><summary>s</summary></entry>"
seen = feedparser.parse(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entry}</feed>').entries[0]
assert seen.link == name and "links" not in seen, seen
print("feedparser 6.0.14: link is", seen.link, "and links is absent")
PYTHON
