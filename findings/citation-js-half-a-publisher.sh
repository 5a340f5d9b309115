#!/bin/sh
# @citation-js 0.8.2 (core, plugin-bibtex, plugin-ris; npm): half of a council's name is lost between BibTeX and RIS.
# Expected: institution = {Bath and North East Somerset} reaches RIS, and BibTeX again, as one name.
# Seen: the publisher is read as a list of two, which CSL does not allow; RIS and BibTeX are written with "Bath" alone.
# Matters: the record still looks complete, and names another place.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2 @citation-js/plugin-ris@0.8.2 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-ris";
const cite = new Cite("@techreport{q, title={Child Q}, author={{A}}, institution={Bath and North East Somerset}, year=2016}");
assert.deepEqual(cite.data[0].publisher, ["Bath", "North East Somerset"]);
assert.match(cite.format("ris"), /^PB  - Bath$/m);
assert.match(cite.format("bibtex"), /institution = \{Bath\}/);
console.log("@citation-js 0.8.2:", JSON.stringify(cite.data[0].publisher), "written as PB  - Bath");
NODE
