#!/bin/sh
# Python's urllib.robotparser (seen in 3.11; protego 0.7.0 for comparison): a blank line cancels the group.
# Expected: an empty line between "User-agent: *" and "Disallow: /" means nothing (RFC 9309, section 2.2).
# Seen: everything may be fetched; protego says that nothing may.
# Matters: a robots.txt put together from parts easily holds such a line, and the request to stay away is lost.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check protego==0.7.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from urllib.robotparser import RobotFileParser
from protego import Protego
text = "User-agent: *\n\nDisallow: /\n"
robots = RobotFileParser()
robots.parse(text.splitlines())
seen = robots.can_fetch("case-reader", "/report"), Protego.parse(text).can_fetch("/report", "case-reader")
assert seen == (True, False), seen
print("blank line in the group; may fetch? urllib.robotparser:", seen[0], "- protego 0.7.0:", seen[1])
PYTHON
