#!/bin/sh
# pandoc 3.9 (in pypandoc_binary 1.17): a council that is an author in RIS is given a first name.
# Expected: an AU line without a comma is a body's name, kept whole.
# Seen: given name "Bath", particle "and", family name "North East Somerset Council"; it is listed under N.
# Matters: RIS has no mark for corporate authors, and most case reviews have one.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check pypandoc_binary==1.17
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import json, pypandoc
ris = "TY  - RPRT\nAU  - Bath and North East Somerset Council\nTI  - Child Q\nPY  - 2016\nER  - \n"
(author,) = json.loads(pypandoc.convert_text(ris, "csljson", format="ris"))[0]["author"]
expected = {"given": "Bath", "dropping-particle": "and", "family": "North East Somerset Council"}
assert author == expected, author
print("pandoc", pypandoc.get_pandoc_version(), author)
PYTHON
