#!/bin/sh
# Typst 0.15.2 (from PyPI, as typst): the apostrophe after a closing quotation mark is turned the wrong way.
# Expected: "Child Q"'s is set with a closing apostrophe, as pandoc 3.9 does.
# Seen: Typst sets an opening single quotation mark (U+2018); pandoc an apostrophe (U+2019).
# Matters: a screen reader or a search meets an opening quotation mark that never closes.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check typst==0.15.2 pypdf==7.1.1 pypandoc_binary==1.17
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import pypandoc, pypdf, typst
source = "\"Child Q\"'s mother"
with open("doc.typ", "w") as file:
    file.write(source)
typst.compile("doc.typ", output="doc.pdf")
seen = pypdf.PdfReader("doc.pdf").pages[0].extract_text().strip(), pypandoc.convert_text(source, "plain", format="markdown").strip()
assert seen == ("\u201cChild Q\u201d\u2018s mother", "\u201cChild Q\u201d\u2019s mother"), seen
print("Typst 0.15.2 and pandoc 3.9:", *seen)
PYTHON
