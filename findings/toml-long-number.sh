#!/bin/sh
# tomlkit 0.13.2, and tomli 2.2.1 as Python's tomllib: an integer of 5,000 digits.
# Expected: the integer, or the parser's own error with line and column, as for all else that it cannot read.
# Seen: tomlkit gives the float inf; tomli and tomllib raise a plain ValueError without a place, no TOMLDecodeError.
# Matters: a limit in a settings file becomes "no limit", or its error passes by whoever catches the parser's.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check tomli==2.2.1 tomlkit==0.13.2
"$tmp/venv/bin/python" - <<'PYTHON'
import math, tomli, tomlkit, tomllib
text = "a = " + "9" * 5000
value = tomlkit.loads(text)["a"]
assert isinstance(value, tomlkit.items.Float) and math.isinf(value), type(value)
print("tomlkit 0.13.2:", type(value).__name__, float(value))
for parser in (tomllib, tomli):
    try:
        raise SystemExit(f"{parser.__name__} read {type(parser.loads(text)['a'])}")
    except ValueError as error:
        assert not isinstance(error, parser.TOMLDecodeError) and "line" not in str(error), error
        print(f"{parser.__name__}: {type(error).__name__}: {str(error)[:60]}")
PYTHON
