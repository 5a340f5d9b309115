#!/bin/sh
# Typst 0.15.2 (from PyPI, as typst): one undated entry in a .bib file stops the whole document, even if it is not cited.
# Expected: year = {n.d.} is kept as text, or that entry is left without a year.
# Seen: "failed to parse BibLaTeX (wrong number of digits)"; the dated entry that is cited is not printed either.
# Matters: some reviews are undated; one of them in a shared reference file keeps every report from being made.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check typst==0.15.2
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import typst
with open("refs.bib", "w") as file:
    file.write("@report{q, title={Child Q}, date={2016}}\n@techreport{r, title={Child R}, year={n.d.}}\n")
with open("doc.typ", "w") as file:
    file.write('@q\n#bibliography("refs.bib")\n')
try:
    typst.compile("doc.typ", output="doc.pdf")
except typst.TypstError as error:
    assert "wrong number of digits" in str(error), error
    print("Typst 0.15.2:", str(error).splitlines()[0])
else:
    raise SystemExit("compiled: the behaviour has changed")
PYTHON
