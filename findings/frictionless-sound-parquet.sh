#!/bin/sh
# frictionless 5.21.0: with its own extra "parquet", a sound Parquet file is reported as bad data.
# Expected: the extra installs what is needed, or the report says that a package is not installed.
# Seen: exit 1 and a source-error, "not supported or has inconsistent contents", whose tail names pandas,
#   which the extra does not install; with pandas beside it the same file is valid.
# Matters: whoever checks a published data package is told that the publisher's data are inconsistent.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check 'frictionless[parquet]==5.21.0' pyarrow==26.0.1
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import pyarrow
import pyarrow.parquet

pyarrow.parquet.write_table(pyarrow.table({"case": ["Child Q", "Child R"]}), "cases.parquet")
PYTHON
status=0
venv/bin/python -W ignore -m frictionless validate cases.parquet --json >seen.json || status=$?
test "$status" = 1
grep -q "has inconsistent contents: No module named 'pandas'" seen.json
venv/bin/pip install -q --disable-pip-version-check pandas==3.1.1
venv/bin/python -W ignore -m frictionless validate cases.parquet --json >/dev/null
echo "frictionless 5.21.0 with its extra: a sound Parquet file has inconsistent contents; with pandas it is valid"
