#!/bin/sh
# hatchling 1.33.0: a folder that is a link is in a wheel built directly, and in no sdist.
# Expected: the sdist holds what the wheel holds, or the build says that something was left out.
# Seen: the wheel built straight from the tree has the table; the sdist, and so the wheel that is built
#   from it (what `python -m build` does), lacks it without a word.
# Matters: reference tables that two packages share by a link are missing on every installation.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check hatchling==1.33.0
mkdir -p "$tmp/project/tables" "$tmp/project/src/reviews"
cd "$tmp/project"
printf 'area,code\nEastmere,X1\n' >tables/areas.csv
: >src/reviews/__init__.py
ln -s ../../tables src/reviews/tables
cat >pyproject.toml <<'TOML'
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "reviews"
version = "1"
[tool.hatch.build.targets.wheel]
packages = ["src/reviews"]
[tool.hatch.build.targets.sdist]
include = ["src"]
TOML
"$tmp/venv/bin/hatchling" build -t wheel -t sdist >"$tmp/said" 2>&1
python3 -m zipfile -l dist/*.whl >"$tmp/wheel"
tar -tzf dist/reviews-1.tar.gz >"$tmp/sdist"
grep -q reviews/tables/areas.csv "$tmp/wheel"
grep -q reviews/__init__.py "$tmp/sdist"
! grep -q areas.csv "$tmp/sdist"
echo "hatchling 1.33.0: $(grep -c areas.csv "$tmp/wheel") table in the wheel, none in the sdist"
