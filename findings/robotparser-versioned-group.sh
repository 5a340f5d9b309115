#!/bin/sh
# Python's urllib.robotparser (seen in 3.11; protego 0.7.0 for comparison): a group for NAME/VERSION binds nobody.
# Expected: "User-agent: case-reader/1.0" binds the reader that calls itself "case-reader/1.0 (+contact)".
# Seen: the reader is told that it may fetch; protego says that it may not.
# Matters: a site that copies the name from its log asks to be left alone, and a courteous reader never hears it.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check protego==0.7.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
from urllib.robotparser import RobotFileParser
from protego import Protego
text, agent = "User-agent: case-reader/1.0\nDisallow: /\n", "case-reader/1.0 (+mailto:someone@example.org)"
robots = RobotFileParser()
robots.parse(text.splitlines())
seen = robots.can_fetch(agent, "/report"), Protego.parse(text).can_fetch("/report", agent)
assert seen == (True, False), seen
print("may case-reader/1.0 fetch? urllib.robotparser:", seen[0], "- protego 0.7.0:", seen[1])
PYTHON
