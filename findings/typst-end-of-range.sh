#!/bin/sh
# Typst 0.15.2 (from PyPI, as typst): a report dated with a range of years carries the last year alone.
# Expected: date = {2016/2017} (a range, in biblatex) prints 2016-2017.
# Seen: cited and listed as 2017.
# Matters: a review that ran over two years is filed under the later one, where nobody who knows the first looks.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check typst==0.15.2 pypdf==7.1.1
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import pypdf, typst
with open("refs.bib", "w") as file:
    file.write("@report{q, author={Someone}, type={review}, institution={X}, title={Child Q}, date={2016/2017}}\n")
with open("doc.typ", "w") as file:
    file.write('@q\n#bibliography("refs.bib", style: "apa")\n')
typst.compile("doc.typ", output="doc.pdf")
text = " ".join(pypdf.PdfReader("doc.pdf").pages[0].extract_text().split())
assert "(2017)" in text and "2016" not in text, text
print("Typst 0.15.2:", text)
PYTHON
