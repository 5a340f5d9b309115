#!/bin/sh
# htmldate 1.11.0: a page is dated by the day on which it is next to be looked at, and a month is read as 1 January.
# Expected: "Page last reviewed: March 2018. Next review due: March 2021" is dated to March 2018, or to 2018.
# Seen: 2021-01-01; and "Published: May 2016" is 2016-01-01.
# Matters: pages of public bodies close with such lines; the date lies after the page was written.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check htmldate==1.11.0 lxml_html_clean==0.4.4
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import htmldate
def date(text):
    return htmldate.find_date(f"<html><body><h1>Case reviews</h1>{text}</body></html>")
seen = (date("<p>Page last reviewed: March 2018</p><p>Next review due: March 2021</p>"), date("<p>Published: May 2016</p>"))
assert seen == ("2021-01-01", "2016-01-01"), seen
print("htmldate 1.11.0:", *seen)
PYTHON
