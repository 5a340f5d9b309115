#!/bin/sh
# pdftotext 22.12.0 (Debian 12, poppler-utils; a PDF by Typst 0.15.2): real hyphens are dropped at a line's end, soft ones kept.
# Expected: a word broken by the typesetter (soft hyphen) is joined; a compound's own hyphen stays.
# Seen: "Christchurch-and-Poole", broken after a hyphen, is "Christchurchand-Poole"; "approach" stays in two halves.
# Matters: both words are lost to a search, and the council's name is misspelt; -layout keeps the real hyphen.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get -qq download poppler-utils=22.12.0-2+deb12u3 libpoppler126=22.12.0-2+deb12u3 2>/dev/null
for file in *.deb; do dpkg -x "$file" .; done
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check typst==0.15.2
cat >doc.typ <<'TYPST'
#set par(justify: true)
#box(width: 4cm)[The step-by-step approach of Christchurch-and-Poole with the mother-in-law of the boy]
TYPST
venv/bin/python -c 'import typst; typst.compile("doc.typ", output="doc.pdf")'
LD_LIBRARY_PATH=$(dirname "$(find "$tmp" -name 'libpoppler.so.*' | head -1)")
export LD_LIBRARY_PATH
usr/bin/pdftotext doc.pdf seen
grep -q 'Christchurchand-Poole' seen || { echo "changed:"; cat seen; exit 1; }
grep -q "$(printf '\302\255')\$" seen || { echo "changed:"; cat seen; exit 1; }
echo "pdftotext 22.12.0:" $(tr -d '\f' <seen)
