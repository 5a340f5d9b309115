#!/bin/sh
# feedparser 6.0.14: an accordion in a feed keeps its box and loses its label.
# Expected: <details> and <summary> are kept together, or both are dropped.
# Seen: <details> stays, <summary> goes, so that its words run into the paragraph after them.
# Matters: a reader shows a closed box with a made-up label, behind which the learning of the review is hidden.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check feedparser==6.0.14
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import feedparser
entry = ('<entry><id>urn:q</id><title>Q</title><content type="html">&lt;details&gt;&lt;summary&gt;Learning&lt;/summary&gt;'
         "Ask again.&lt;/details&gt;</content></entry>")
feed = feedparser.parse(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entry}</feed>')
value = feed.entries[0].content[0].value
assert value == "<details>LearningAsk again.</details>", value
print("feedparser 6.0.14:", value)
PYTHON
