#!/bin/sh
# html-to-text 10.0.1 (npm): a term and its definition become one word.
# Expected: <dt>Year</dt><dd>2016</dd> is two lines, as the two blocks are on the page.
# Seen: "Year2016".
# Matters: government pages give a document's facts in such lists; the mail's plain text makes nonsense of them.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" html-to-text@10.0.1 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import { convert } from "html-to-text";
const seen = convert("<dl><dt>Year</dt><dd>2016</dd><dt>Age</dt><dd>3 months</dd></dl>");
assert.equal(seen, "Year2016Age3 months");
console.log("html-to-text 10.0.1:", seen);
NODE
