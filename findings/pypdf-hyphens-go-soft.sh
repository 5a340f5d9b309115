#!/bin/sh
# pypdf 7.1.1 on a PDF by Typst 0.15.2: once a word has been broken at a line's end, real hyphens are read as soft ones.
# Expected: "mother-in-law" is extracted with hyphens wherever it stands in the document.
# Seen: with U+00AD in place of each hyphen, as the broken word above it used the same glyph first; alone, it has hyphens.
# Matters: a cleaning step that drops soft hyphens leaves "motherinlaw", and a search for the word fails.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check typst==0.15.2 pypdf==7.1.1
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import pypdf, typst
def text(lines):
    with open("doc.typ", "w") as file:
        file.write("#set text(lang: \"en\", hyphenate: true)\n" + lines)
    typst.compile("doc.typ", output="doc.pdf")
    return pypdf.PdfReader("doc.pdf").pages[0].extract_text()
name = "\n\nmother-in-law"
alone, after = text(name), text("#box(width: 2cm)[unrecognised safeguarding arrangements]" + name)
assert "mother-in-law" in alone and "mother\u00adin\u00adlaw" in after, (alone, after)
print("pypdf 7.1.1:", ascii(alone.strip()), "alone;", ascii(after.splitlines()[-1]), "after a broken word")
PYTHON
