#!/bin/sh
# html2text 2025.4.15: the number that a page gives to a list item is not kept, though the list's start is.
# Expected: <ol start="5"> and <li value="5"> both begin at 5.
# Seen: the first list begins at 5, the second at 1.
# Matters: recommendations are cited by number; "recommendation 5" of the text is another one than on the page.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check html2text==2025.4.15
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import html2text
by_start = html2text.html2text('<ol start="5"><li>Ask again</li></ol>').strip()
by_value = html2text.html2text('<ol><li value="5">Ask again</li></ol>').strip()
assert (by_start, by_value) == ("5. Ask again", "1. Ask again"), (by_start, by_value)
print("html2text 2025.4.15: start:", by_start, "| value:", by_value)
PYTHON
