#!/bin/sh
# pypdf 7.1.1: a tagged PDF that is appended to a new file is no longer accessible.
# Expected: the structure tree, the language and the title come along, or the caller is told.
# Seen: no structure tree, no /Lang, no title; nothing is said.
# Matters: adding a cover page this way undoes the accessibility that public bodies must provide.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check typst==0.15.2 pypdf==7.1.1
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import pypdf, typst
with open("doc.typ", "w") as file:
    file.write('#set document(title: "Case reviews")\n#set text(lang: "en", region: "GB")\n= Reviews\n')
typst.compile("doc.typ", output="doc.pdf", pdf_standards=["ua-1"])
writer = pypdf.PdfWriter()
writer.append("doc.pdf")
writer.write("out.pdf")
def facts(name):
    reader = pypdf.PdfReader(name)
    root = reader.trailer["/Root"]
    return "/StructTreeRoot" in root, root.get("/Lang"), reader.metadata.title
seen = facts("doc.pdf"), facts("out.pdf")
assert seen == ((True, "en-GB", "Case reviews"), (False, None, None)), seen
print("pypdf 7.1.1: tagged, language, title, before and after append:", seen)
PYTHON
