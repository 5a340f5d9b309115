#!/bin/sh
# rispy 0.10.0: one web address with a semicolon in it becomes two.
# Expected: "UR  - https://example.org/doc;jsessionid=1" is one address (a semicolon is allowed in a path, RFC 3986).
# Seen: it is read as two list items, and written back as two UR lines, neither of them the address.
# Matters: addresses of reports are the point of such a reference; a round trip through RIS breaks this one.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check rispy==0.10.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import rispy
ris = "TY  - RPRT\nTI  - Child Q\nUR  - https://example.org/doc;version=1\nER  - \n"
(record,) = rispy.loads(ris)
assert record["urls"] == ["https://example.org/doc", "version=1"], record
assert "UR  - version=1\n" in rispy.dumps([record])
print("rispy 0.10.0 splits https://example.org/doc;version=1 into", record["urls"])
PYTHON
