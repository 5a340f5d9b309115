#!/bin/sh
# Typst 0.15.2 (from PyPI, as typst): Bath disappears from the name of its council.
# Expected: author: ["Bath and North East Somerset Council"] in a Hayagriva file is printed as it is written.
# Seen: cited and listed in APA style as "North East Somerset Council".
# Matters: what comes before a lower-case word is taken for a first name; a body's name is silently another body's.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check typst==0.15.2 pypdf==7.1.1
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import pypdf, typst
with open("refs.yml", "w") as file:
    file.write('q:\n  type: report\n  title: Child Q\n  date: 2016\n  author: ["Bath and North East Somerset Council"]\n')
with open("doc.typ", "w") as file:
    file.write('@q\n#bibliography("refs.yml", style: "apa")\n')
typst.compile("doc.typ", output="doc.pdf")
text = " ".join(pypdf.PdfReader("doc.pdf").pages[0].extract_text().split())
assert text.count("North East Somerset Council") == 2 and "Bath" not in text, text
print("Typst 0.15.2:", text)
PYTHON
