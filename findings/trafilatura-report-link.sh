#!/bin/sh
# trafilatura 2.3.1: the line that links the report is left out of the text, even when links are asked for.
# Expected: with include_links=True the paragraph "Read the report (PDF)" is there with its address.
# Seen: the case's text is complete but for that paragraph; the address is nowhere.
# Matters: the link is the one thing that cannot be written again from the text.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.4
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import trafilatura
words = "A summary of the case in plain words for the people who read it. " * 6
page = (f"<html><body><main><h1>Case reviews</h1><h2>2017 - Exampleshire - Child Q</h2><p>{words}</p>"
        f'<p><a href="https://example.org/q.pdf">Read the report (PDF)</a></p><h2>2017 - Exampleshire - Child R</h2><p>{words}</p></main></body></html>')
text = trafilatura.extract(page, include_links=True)
assert "Child Q" in text and "Child R" in text and "report" not in text and "q.pdf" not in text, text
print("trafilatura 2.3.1, with links asked for, is the report's link in the text?", "q.pdf" in text)
PYTHON
