#!/bin/sh
# pandoc 3.9 (in pypandoc_binary 1.17): the date tag of RIS is not read.
# Expected: "DA  - 2017/05//" dates the report to May 2017, or at least to 2017.
# Seen: the reference has no date at all; beside "PY  - 2017" the month of DA is lost.
# Matters: exports that give the month do so in DA; a year without a month, or nothing, is what reaches the list.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check pypandoc_binary==1.17
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import json, pypandoc
def issued(*lines):
    ris = "\n".join(["TY  - RPRT", "TI  - Child Q", *lines, "ER  - ", ""])
    return json.loads(pypandoc.convert_text(ris, "csljson", format="ris"))[0].get("issued")
seen = issued("DA  - 2017/05//"), issued("PY  - 2017", "DA  - 2017/05//")
assert seen == (None, {"date-parts": [[2017]]}), seen
print("pandoc", pypandoc.get_pandoc_version(), "DA alone, and PY with DA:", seen)
PYTHON
