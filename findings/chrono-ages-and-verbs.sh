#!/bin/sh
# chrono-node 2.10.3 (npm): ages and verbs of a summary are found as dates.
# Expected: "a 6/7 year old" and "Sat next to his mother" hold no date.
# Seen: the first is 6 July of the current year, the second is a Saturday.
# Matters: a page dated by the first date found in it is dated by the child's age.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" chrono-node@2.10.3 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import * as chrono from "chrono-node";
const now = new Date("2026-11-25T12:00:00Z");
const find = (text) => chrono.en.GB.parse(text, now).map((hit) => [hit.text, hit.start.get("month"), hit.start.get("day")]);
const seen = [find("A 6/7 year old boy was left alone."), find("Sat next to his mother, he said nothing.")];
assert.deepEqual(seen[0], [["6/7", 7, 6]]);
assert.equal(seen[1][0][0], "Sat");
console.log("chrono-node 2.10.3:", JSON.stringify(seen));
NODE
