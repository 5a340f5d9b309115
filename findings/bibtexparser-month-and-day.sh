#!/bin/sh
# bibtexparser 2.0.0b8: a month joined to a day is taken as its own source text and written back as a literal.
# Expected: `month = may # "~2"` (BibTeX's own way to give a day) is resolved, kept as an expression, or refused.
# Seen: the value is the text 'may # "~2"'; written out it is {may # "~2"}, which BibTeX prints word for word.
# Matters: a reference list that is read and written again prints the hash and quotes in place of "May 2".
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check bibtexparser==2.0.0b8
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import bibtexparser
text = '@techreport{q,\n  title = {Child Q},\n  year = 2017,\n  month = may # "~2"\n}\n'
library = bibtexparser.parse_string(text)
assert not library.failed_blocks
assert library.entries[0]["month"] == 'may # "~2"', library.entries[0]["month"]
assert 'month = {may # "~2"}' in bibtexparser.write_string(library)
print('bibtexparser 2.0.0b8 writes month = may # "~2" back as {may # "~2"}')
PYTHON
