#!/bin/sh
# @retorquere/bibtex-parser 9.0.29 (npm): titles lose the capitals of names, and of the letter that is the child.
# Expected: "A Review of Child A" becomes "A review of child A"; SCRs stays SCRs.
# Seen: "A review of child a" (though B to Z keep theirs), and "SCRs in A&E" becomes "scrs in a&E".
# Matters: a child known as A is named with a small letter, which reads as an article.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" @retorquere/bibtex-parser@9.0.29 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import { parse } from "@retorquere/bibtex-parser";
const titles = ["A Review of Child A", "A Review of Child B", "Learning from SCRs in A\\&E"];
const seen = titles.map((title) => parse(`@techreport{q, title={${title}}}`).entries[0].fields.title);
assert.deepEqual(seen, ["A review of child a", "A review of child B", "Learning from scrs in a&E"]);
console.log("@retorquere/bibtex-parser 9.0.29:", seen.join("; "));
NODE
