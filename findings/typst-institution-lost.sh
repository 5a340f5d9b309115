#!/bin/sh
# Typst 0.15.2 (from PyPI, as typst): the institution of a BibTeX report is not printed.
# Expected: institution, a required field of @techreport, stands in the reference, as the publisher of a report does.
# Seen: in Harvard, APA and IEEE style alike the reference has author, year, title and "technical report", and no institution.
# Matters: the partnership that published a review is what a reader needs in order to ask for it.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check typst==0.15.2 pypdf==7.1.1
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import pypdf, typst
with open("refs.bib", "w") as file:
    file.write("@techreport{q, author={Someone}, institution={Exampleshire Partnership}, title={Child Q}, year={2016}}\n")
for style in ("harvard-cite-them-right", "apa", "ieee"):
    with open("doc.typ", "w") as file:
        file.write(f'@q\n#bibliography("refs.bib", style: "{style}")\n')
    typst.compile("doc.typ", output="doc.pdf")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader("doc.pdf").pages)
    assert "Child Q" in text and "Exampleshire" not in text, text
print("Typst 0.15.2 prints no institution:", " ".join(text.split()))
PYTHON
