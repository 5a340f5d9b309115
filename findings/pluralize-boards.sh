#!/bin/sh
# pluralize 8.0.0 (npm): the plural of an abbreviation shouts, and the NHS is a plural.
# Expected: LSCB, LSCBs; "Child A" unchanged or refused; the singular of NHS is NHS.
# Seen: "LSCBS"; "Child AS"; "NH"; and "mother-in-laws".
# Matters: labels made from a count ("2 LSCBS") print a body that does not exist.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" pluralize@8.0.0 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import pluralize from "pluralize";
const seen = [pluralize("LSCB", 2, true), pluralize("Child A", 2), pluralize.singular("NHS"), pluralize("mother-in-law")];
assert.deepEqual(seen, ["2 LSCBS", "Child AS", "NH", "mother-in-laws"]);
console.log("pluralize 8.0.0:", seen.join("; "));
NODE
