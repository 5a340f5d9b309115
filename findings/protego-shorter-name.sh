#!/bin/sh
# protego 0.7.0: the group of a robot with a shorter name binds ours.
# Expected: "User-agent: case" is for the robot called case; a product token is matched whole (RFC 9309, section 2.2.1).
# Seen: case-reader is refused by it, in spite of a "*" group that lets everyone in; "User-agent: reader" does not bind it.
# Matters: a reader that is blocked by somebody else's group reports a source as closed that is open.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check protego==0.7.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from protego import Protego
def may(group):
    text = f"User-agent: {group}\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    return Protego.parse(text).can_fetch("/report", "case-reader/1.0")
seen = {group: may(group) for group in ("case", "reader", "case-reader")}
assert seen == {"case": False, "reader": True, "case-reader": False}, seen
print("protego 0.7.0, may case-reader fetch under the group of:", seen)
PYTHON
