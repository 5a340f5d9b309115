#!/bin/sh
# markdownify 1.2.3 (with beautifulsoup4 4.15.0): points whose end tags are left out, as HTML allows, run together.
# Expected: two points are two lines of Markdown, and a table of two rows has two rows.
# Seen: one line, "* neglect* home visits", in which the second point is no point; the table becomes one row of one cell
#   with all others inside it. Given the same page as parsed by html5lib (convert_soup), both are right.
# Matters: hand-written lists of themes leave the end tags out, and the page looks right in every browser.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check markdownify==1.2.3 beautifulsoup4==4.15.0 html5lib==1.1
"$tmp/venv/bin/python" - <<'PYTHON'
from bs4 import BeautifulSoup
from markdownify import MarkdownConverter, markdownify
points = "<ul><li>neglect<li>home visits</ul>"
table = "<table><tr><th>Year<th>Reviews<tr><td>2016<td>12</table>"
seen = markdownify(points).strip(), markdownify(table).strip().count("\n| 2016")
right = [MarkdownConverter().convert_soup(BeautifulSoup(page, "html5lib")).strip() for page in (points, table)]
assert seen == ("* neglect* home visits", 0), seen
assert right[0] == "* neglect\n* home visits", right
assert right[1].count("\n| 2016") == 1, right
print("markdownify 1.2.3:", seen[0], "- by html5lib:", right[0].replace("\n", " / "))
PYTHON
