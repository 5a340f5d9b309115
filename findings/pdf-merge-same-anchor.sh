#!/bin/sh
# pypdf 7.1.1, pikepdf 10.18.0, PyMuPDF 2.0 (on a PDF by Typst 0.15.2): two issues that share an anchor cannot be bound together.
# Expected: the link in the second issue's contents leads to the second issue's page.
# Seen: with pypdf and pikepdf one anchor is left, on the first issue's page; with PyMuPDF the link is gone, and no anchor is left.
# Matters: monthly issues reuse names such as "reviews"; a bound year sends every reader back to January.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check typst==0.15.2 pypdf==7.1.1 pymupdf==2.0 pikepdf==10.18.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import pikepdf, pymupdf, pypdf, typst
with open("issue.typ", "w") as file:
    file.write("#link(<reviews>)[Reviews]\n#pagebreak()\n= Reviews <reviews>\n")
typst.compile("issue.typ", output="issue.pdf")
writer = pypdf.PdfWriter()
writer.append("issue.pdf"); writer.append("issue.pdf"); writer.write("pypdf.pdf")
with pikepdf.open("issue.pdf") as first, pikepdf.open("issue.pdf") as second:
    first.pages.extend(second.pages); first.save("pikepdf.pdf")
both = pymupdf.open()
both.insert_pdf(pymupdf.open("issue.pdf")); both.insert_pdf(pymupdf.open("issue.pdf")); both.save("pymupdf.pdf")
def look(name):
    reader = pypdf.PdfReader(name)
    targets = [reader.get_destination_page_number(place) + 1 for place in reader.named_destinations.values()]
    return targets, len(reader.pages[2].get("/Annots") or [])
seen = {name: look(name + ".pdf") for name in ("pypdf", "pikepdf", "pymupdf")}
assert seen == {"pypdf": ([2], 1), "pikepdf": ([2], 1), "pymupdf": ([], 0)}, seen
print("pages that anchors lead to, links on page 3 of 4:", seen)
PYTHON
