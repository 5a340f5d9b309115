#!/bin/sh
# pandoc 3.9 (in pypandoc_binary 1.17): a council called "Bath and North East Somerset" becomes two publishers in biblatex.
# Expected: institution = {Bath and North East Somerset} is one body, as pandoc itself reads it from the same entry in bibtex.
# Seen: from biblatex the publisher is "Bath; North East Somerset"; from bibtex it is whole.
# Matters: the entry is the same text; the name of the .bib dialect decides what the reference list prints.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check pypandoc_binary==1.17
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import json, pypandoc
entry = "@techreport{q, title={Child Q}, author={{A}}, institution={Bath and North East Somerset}, year=2016}"
seen = {kind: json.loads(pypandoc.convert_text(entry, "csljson", format=kind))[0]["publisher"] for kind in ("bibtex", "biblatex")}
assert seen == {"bibtex": "Bath and North East Somerset", "biblatex": "Bath; North East Somerset"}, seen
print("pandoc", pypandoc.get_pandoc_version(), seen)
PYTHON
