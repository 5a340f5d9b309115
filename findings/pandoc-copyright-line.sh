#!/bin/sh
# pandoc 3.9 (in pypandoc_binary 1.17): the line "(c) 2016" is the third item of a list.
# Expected: a line of Markdown that begins with (c) is a paragraph.
# Seen: an ordered list lettered from c, whose one item is "2016"; the mark of copyright is gone from the text.
# Matters: reports close with such a line; the mark of copyright turns into a list letter.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check pypandoc_binary==1.17
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import pypandoc
seen = " ".join(pypandoc.convert_text("(c) 2016 Example Council", "html", format="markdown").split())
assert seen == '<ol start="3" type="a"> <li>2016 Example Council</li> </ol>', seen
print("pandoc", pypandoc.get_pandoc_version(), seen)
PYTHON
